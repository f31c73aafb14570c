"""A database of an earlier release, with more than two hundred cases under way, is upgraded and every case is finished by this one."""

import pytest
from sqlalchemy import func, select, text

from casework.testing.harness import CaseworkHarness
from demo.organisation import identifier
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.model.actor import SYSTEM
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from engine.persistence.tables.instances import Incident, Job, MessageSubscription, ProcessInstance, Timer
from engine.queries.audit.audit_verification import VerifyAudit
from tests.golden.make import HERE
from tests.golden.restored_database import document_of, restored
from webui.supervisor.servers import OWNER
from webui.tables import METADATA

RELEASES = sorted(path.name for path in HERE.glob("database_*.json.xz"))


@pytest.mark.long
@pytest.mark.parametrize("name", RELEASES)
def test_every_case_of_an_earlier_release_is_finished(name, tmp_path, harness):
    with restored(document_of(name)) as owner:
        assert upgrade(owner, METADATA)
        database = connect(owner.replace(f"{OWNER}@", "alur_app@"))
        old = CaseworkHarness(database, tmp_path / "old", harness.engine.platform.forms)
        old.clock.moment = harness.clock.moment
        running = len(old._all(select(ProcessInstance.id).where(ProcessInstance.status == "ACTIVE")))
        assert running >= 200
        assert old.ask(VerifyAudit()) == []
        finish(old)
        counts = dict(_counts(database))
        assert set(counts) == {"COMPLETED"}, counts
        for table in (Timer, MessageSubscription):
            assert old._all(select(table)) == []
        assert old._all(select(Incident).where(Incident.resolved_at.is_(None))) == []
        assert old._all(select(Job).where(Job.status.in_(("READY", "LEASED")))) == []
        assert old.ask(VerifyAudit()) == []
        with database.connect() as connection:
            twice = text(
                "select count(*) from (select instance_id, element_id from history_event where event = 'ELEMENT_COMPLETED' "
                "and element_id in ('terima', 'tunggu', 'bayar', 'panggil', 'tutup') group by 1, 2 having count(*) > 1) as doubled"
            )
            assert connection.execute(twice).scalar() == 0
        database.dispose()


def finish(old):
    """Every task is done, every message comes, every timer fires, every job runs."""
    person = old.actor(identifier("person", "agendaris.setda"))
    for _ in range(40):
        old.run_jobs()
        for row in old._all(select(MessageSubscription)):
            message = CorrelateMessage(name=row.message, correlation_key=row.correlation_key, message_id=f"akhir {row.id}")
            old.execute(message, SYSTEM)
        for task in old.tasks():
            old.complete(task.id, person)
        old.clock.forward(hours=1)
        while old.sweep().timers:
            pass
        if not old._all(select(ProcessInstance.id).where(ProcessInstance.status == "ACTIVE")):
            return


def _counts(database):
    with database.connect() as connection:
        yield from connection.execute(select(ProcessInstance.status, func.count()).group_by(ProcessInstance.status)).all()

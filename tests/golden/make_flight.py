"""Makes the golden set of a release with cases at every place, with that release's own code: `python -m tests.golden.make_flight NAME`.

The set is one file, flight_NAME.json.xz: the rows of every table, the stored files (the PDFs that wait for a signature are in no
table), the tokens of the applicants' receipts, and the moment at which the house stood still. It holds

- letters with dispositions, complaints and advertising permits with the processes that they call, stopped after a number of steps of
  their own (drafts and an applicant's reply half written among them);
- the cases of the golden package (flight_package.py): timers, message and signal subscriptions, races, repeated work in the middle,
  event sub-processes that listen, ad-hoc sub-processes, activities that can be undone, called processes, legal clocks that run and stand,
  and an incident of each kind;
- a job or more of every job type of the platform that waits with the variables that the release wrote for it, and permits before their signature;
- a migration and an undone migration of which half of the cases have moved;
- messages that came before anybody waited for them.

Run it once for a release; a later one must upgrade and finish all of them (test_golden_flight.py).
"""

from __future__ import annotations

import base64
import io
import json
import lzma
import shutil
import sys
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework.testing.harness import CaseworkHarness
from demo.organisation import build_organisation, insert_organisation
from engine.commands.deployment.deploy import Deploy
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.messages.broadcast_signal import BroadcastSignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.commands.timers.set_calendar import SetCalendar
from engine.commands.timers.trigger_timer import TriggerTimer
from engine.jobs.run_job import run_job
from engine.model.errors import CommandRefused
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import Job, Timer
from engine.testing.harness import NOON
from forms.check import FormCheck
from tests.golden.flight_package import PACKAGES, resources
from tests.golden.flight_shipped import CLERK, ShippedCases
from tests.support.catalogues import OURS, packages_of
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres
from webui.tables import METADATA

HERE = Path(__file__).parent
#: an applicant who has not answered is reminded by this timer, days later
REMINDER = "hampir"
SHIPPED = ("kelengkapan", "pembayaran", "pemeriksaan_data", "izin_reklame", "pengaduan", "surat_masuk")
#: how many cases of each process of the golden package
GOLDEN = {
    "peristiwa": 28, "ulang": 16, "dalam": 14, "bebas": 8, "urung": 16, "panggil": 14, "batal": 6, "kirim": 10, "dengar": 5, "langkah": 8,
    "syarat": 6, "jam": 12, "pindah": 20, "m_ekspresi": 3, "m_pelaksana": 3, "m_langkah": 3, "m_periksa": 3, "m_jam": 3, "m_batas": 1,
    "m_galat": 3, "m_panggil": 3,
}  # fmt: skip


class Maker(ShippedCases):
    def make(self) -> None:
        harness = self.harness
        for package in SHIPPED:
            harness.deploy(package)
        harness.add(PackageState(key="golden", enabled=True, changed_at=NOON))
        harness.execute(Deploy(package="golden", resources=resources(1)))
        cases = [self.golden(process, number) for process, count in GOLDEN.items() for number in range(count)]
        self.trouble(cases)
        untouched = [case for process, case in cases if process == "pindah" or process.startswith("m_")]
        early = [case for process, case in cases if process == "peristiwa"][24::3]
        for _process, case in cases:
            if case not in (*untouched, *early):
                for _ in range(self.chance.randrange(7)):
                    self.step(case)
        self.between()
        self.office.do(self.tasks(early[0])[0])  # its message has come before: a job brings it
        self.letters()
        self.complaints()
        self.permits()
        self.move([case for process, case in cases if process == "pindah"])
        with suppress(CommandRefused):
            harness.execute(SetCalendar(basis="Keputusan uji", days=[{"day": "2026-12-24", "name": "Cuti"}]))
        self.clock()

    # --- the golden package

    def golden(self, process: str, number: int) -> tuple[str, UUID]:
        how = {"m_langkah": "after", "m_periksa": "after", "m_galat": "error"}.get(process, "well")
        answers = {"key": f"{process}-{number}", "n": str(number % 7), "bagaimana": how}
        return process, self.harness.start(process, self.office.actor(CLERK), **answers)

    def trouble(self, cases: list[tuple[str, UUID]]) -> None:
        """Cases of the m_ processes come to their incident."""
        for process, case in cases:
            if process.startswith("m_"):
                for job in self.jobs(case):
                    if job.type.startswith("golden:"):
                        run_job(self.harness.engine, job.id)
        (*_, last) = [case for process, case in cases if process == "langkah"]
        for task in self.tasks(last):
            self.office.do(task)
        for job in self.jobs(last):
            if not job.type.startswith("golden:"):
                run_job(self.harness.engine, job.id)
        for job in self.jobs(last):
            self.harness.execute(AcquireJob(job=job.id))  # a worker that has died: its lease runs out later

    def between(self) -> None:
        """Messages and signals: for cases that wait, and for some that do not yet."""
        for number in range(0, GOLDEN["peristiwa"], 3):
            with suppress(CommandRefused):
                self.harness.execute(CorrelateMessage(name="msg", correlation_key=f"peristiwa-{number}", message_id=f"m {number}"))
        for number in range(1, GOLDEN["dalam"], 4):
            self.harness.execute(CorrelateMessage(name="msg", correlation_key=f"dalam-{number}", message_id=f"d {number}"))
        for number in range(3):
            self.harness.execute(CorrelateMessage(name="plain", correlation_key="", message_id=f"n {number}"))
        self.harness.execute(BroadcastSignal(name="other", variables={"x": 1}, idempotency_key="k"))

    def move(self, cases: list[UUID]) -> None:
        """To the second version: some have moved, some wait; then it is undone, and some are back."""
        self.harness.execute(Deploy(package="golden", resources=resources(2)))
        answer = self.harness.execute(MigrateProcessInstances(process="pindah", source_version=1))
        waiting = [job for case in cases for job in self.jobs(case) if job.type == "alur:move-instance"]
        for job in waiting[: len(waiting) // 2]:
            run_job(self.harness.engine, job.id)
        self.harness.execute(UndoMigration(migration=UUID(answer["migration"])))
        back = [job for case in cases for job in self.jobs(case) if job.type == "alur:move-instance-back"]
        for job in back[: len(back) // 2]:
            run_job(self.harness.engine, job.id)

    def clock(self) -> None:
        """Hours later: what was due has fired, the jobs that it left wait."""
        self.harness.clock.moment += timedelta(hours=2)
        due = self.harness._all(select(Timer.id).where(Timer.due_at <= self.harness.clock.moment).order_by(Timer.due_at, Timer.id))
        for timer in due:
            self.harness.execute(TriggerTimer(timer=timer))
        (reminder, *_) = self.harness._all(select(Timer).where(Timer.element_id == REMINDER).order_by(Timer.due_at, Timer.id))
        self.harness.clock.moment = reminder.due_at
        self.harness.execute(TriggerTimer(timer=reminder.id))


def dump(url: str, name: str, *, folder: Path, moment: datetime, receipts: dict[str, str]) -> None:
    """Rows of a partitioned table are written as those of the whole table: a partition is found again when they are restored."""
    tables = {}
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        revision = cursor.execute("select version_num from alembic_version").fetchone()
        names = cursor.execute(
            "select relname, relkind = 'p' from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition "
            "and relname <> 'alembic_version' order by 1"
        ).fetchall()
        for table, partitioned in names:
            buffer = io.BytesIO()
            rows = f"(select * from {table})" if partitioned else table  # of a table alone, without generated columns
            with cursor.copy(f"copy {rows} to stdout") as copy:  # type: ignore[arg-type]
                for part in copy:
                    buffer.write(part)
            if buffer.tell():
                tables[table] = buffer.getvalue().decode()
    assert revision is not None
    files = {
        path.name: base64.b64encode(path.read_bytes()).decode()
        for path in sorted((folder / "documents").rglob("*"))
        if len(path.name) == 64
    }
    document = {"revision": revision[0], "tables": tables, "files": files, "receipts": receipts, "moment": moment.isoformat()}
    (HERE / f"flight_{name}.json.xz").write_bytes(lzma.compress(json.dumps(document).encode(), preset=9))


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="alur-golden-"))
    place = prepare_folders(folder)
    child = start_postgres(place, options=VOLATILE)
    try:
        owner = database_address(place, user=OWNER, database="alur")
        upgrade(owner.replace("postgresql://", "postgresql+psycopg://"), METADATA)
        database = connect(database_address(place, user="alur_app", database="alur").replace("postgresql://", "postgresql+psycopg://"))
        with Session(database) as session:
            insert_organisation(session, build_organisation(password_hash=""))
            session.commit()
        harness = CaseworkHarness(database, folder, FormCheck(zone=ZoneInfo("Asia/Jakarta")), packages=packages_of(OURS, PACKAGES))
        maker = Maker(harness)
        maker.make()
        with database.connect() as connection:
            for what in (
                "status, count(*) from process_instance group by 1",
                "process_key, count(*) from process_instance where status = 'ACTIVE' group by 1 order by 1",
                "kind, count(*) from incident where resolved_at is null group by 1",
                "type, status, count(*) from job where status in ('READY', 'LEASED') group by 1, 2 order by 1",
                "element_id, count(*) from user_task where status = 'OPEN' group by 1 order by 1",
                "status, count(*) from migration_item group by 1",
                "count(*) from timer", "count(*) from message_subscription", "count(*) from signal_subscription",
                "count(*) from buffered_message where delivered_to is null", "count(*) from start_subscription",
            ):  # fmt: skip
                print(connection.execute(text(f"select {what}")).all())
        database.dispose()
        missing = set(harness.engine.platform.packages.steps) - {job.type for job in harness._all(select(Job).where(Job.status == "READY"))}
        print("job types without a waiting job:", sorted(missing))
        dump(owner, sys.argv[1], folder=folder, moment=harness.clock.moment, receipts=maker.receipts)
    finally:
        child.stop()
        place.cleanup()
        shutil.rmtree(place.database_folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

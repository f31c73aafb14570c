"""Makes the golden database of a release, with that release's own code: `python -m tests.golden.make_database NAME`.

Two hundred and more cases stand at every kind of wait. Run it once for a release; a later one must upgrade and finish all of them.
"""

from __future__ import annotations

import io
import json
import lzma
import random
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.testing.harness import CaseworkHarness
from demo.organisation import build_organisation, identifier, insert_organisation
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.model.actor import SYSTEM
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from engine.persistence.tables.definitions import PackageState
from engine.testing.harness import NOON
from forms.check import FormCheck
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres
from webui.tables import METADATA

HERE = Path(__file__).parent
CASES = 220
GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<message id="M" name="bayar"><extensionElements><zeebe:subscription correlationKey="=nomor"/></extensionElements></message>'
    '<error id="E" errorCode="GAGAL"/>'
)
#: every kind of wait that the first release knew, one after the other and side by side
PROCESS = f"""
<process id="golden" name="Golden" isExecutable="true">
<startEvent id="s"><extensionElements><zeebe:formDefinition formId="f"/></extensionElements></startEvent>
<userTask id="terima" name="Terima">{GROUP}</userTask>
<boundaryEvent id="ingat" attachedToRef="terima" cancelActivity="false"><timerEventDefinition><timeCycle>R2/PT1H</timeCycle></timerEventDefinition></boundaryEvent>
<userTask id="teguran" name="Teguran">{GROUP}</userTask><endEvent id="tertegur"/>
<parallelGateway id="bagi"/>
<intermediateCatchEvent id="tunggu"><timerEventDefinition><timeDuration>PT5H</timeDuration></timerEventDefinition></intermediateCatchEvent>
<intermediateCatchEvent id="bayar"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
<callActivity id="panggil"><extensionElements><zeebe:calledElement processId="anak" bindingType="deployment"/></extensionElements></callActivity>
<userTask id="banyak" name="Banyak">{GROUP}<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2, 3]" inputElement="i"/></extensionElements></multiInstanceLoopCharacteristics></userTask>
<subProcess id="dalam"><startEvent id="ds"/><serviceTask id="beri_tahu"><extensionElements><zeebe:taskDefinition type="alur:notify-position"/><zeebe:ioMapping>
<zeebe:input source="agendaris.setda" target="position"/><zeebe:input source="Golden" target="subject"/><zeebe:input source="Isi" target="text"/></zeebe:ioMapping></extensionElements></serviceTask><endEvent id="de"/>
<sequenceFlow id="d1" sourceRef="ds" targetRef="beri_tahu"/><sequenceFlow id="d2" sourceRef="beri_tahu" targetRef="de"/></subProcess>
<parallelGateway id="gabung"/><userTask id="tutup" name="Tutup">{GROUP}</userTask><endEvent id="e"/>
FLOWS
</process>
<process id="anak" name="Anak" isExecutable="true"><startEvent id="as"/><userTask id="isi" name="Isi">{GROUP}</userTask><endEvent id="ae"/>
<sequenceFlow id="a1" sourceRef="as" targetRef="isi"/><sequenceFlow id="a2" sourceRef="isi" targetRef="ae"/></process>
"""
PAIRS = (
    "s terima, terima bagi, ingat teguran, teguran tertegur, bagi tunggu, bagi bayar, bagi panggil, bagi banyak, bagi dalam, tunggu gabung, "
    "bayar gabung, panggil gabung, banyak gabung, dalam gabung, gabung tutup, tutup e"
)
FORM = b'{"id": "f", "components": [{"type": "textfield", "key": "nomor", "label": "Nomor"}]}'
MANIFEST = b'[package]\nkey = "golden"\n[[case]]\nprocess = "golden"\nstart_roles = ["agendaris"]\n'


def resources() -> dict[str, bytes]:
    flows = "".join(
        f'<sequenceFlow id="{pair.replace(" ", "_")}" sourceRef="{pair.split()[0]}" targetRef="{pair.split()[1]}"/>'
        for pair in PAIRS.split(", ")
    )
    return {"golden.bpmn": f"{HEAD}{PROCESS.replace('FLOWS', flows)}</definitions>".encode(), "f.form": FORM, "process.toml": MANIFEST}


def fill(harness: CaseworkHarness) -> None:
    """Cases at every point: each goes on by a number of steps of its own."""
    chance = random.Random(4)
    harness.add(PackageState(key="golden", enabled=True, changed_at=NOON))
    harness.execute(Deploy(package="golden", resources=resources()))
    person = harness.actor(identifier("person", "agendaris.setda"))
    for number in range(CASES):
        harness.execute(StartProcessInstance(process="golden", answers={"nomor": f"G-{number}"}), person)
    for _ in range(CASES * 2):
        tasks = harness.tasks()
        harness.complete(chance.choice(tasks).id, person)
    for number in range(0, CASES, 3):
        from engine.commands.messages.correlate_message import CorrelateMessage

        harness.execute(CorrelateMessage(name="bayar", correlation_key=f"G-{number}", message_id=f"golden-{number}"), SYSTEM)
    with suppress(AssertionError):  # some jobs stay open, as they would at any moment
        harness.run_jobs(limit=400)


def dump(url: str, name: str) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        revision = cursor.execute("select version_num from alembic_version").fetchone()
        names = cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' order by 1"
        ).fetchall()
        tables = {}
        for (table,) in names:
            buffer = io.BytesIO()
            with cursor.copy(f"copy {table} to stdout") as copy:  # type: ignore[arg-type]
                for part in copy:
                    buffer.write(part)
            if buffer.tell():
                tables[table] = buffer.getvalue().decode()
    assert revision is not None
    document = json.dumps({"revision": revision[0], "tables": tables})
    (HERE / f"database_{name}.json.xz").write_bytes(lzma.compress(document.encode(), preset=9))


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
        fill(CaseworkHarness(database, folder, FormCheck(zone=ZoneInfo("Asia/Jakarta"))))
        with database.connect() as connection:
            print(connection.execute(text("select status, count(*) from process_instance group by 1")).all())
        database.dispose()
        dump(owner, sys.argv[1])
    finally:
        child.stop()
        place.cleanup()
        shutil.rmtree(place.database_folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

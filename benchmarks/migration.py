"""`./run bench migration [COUNT]`: ten thousand running cases to another version: dry run, move, undo. It ends with 1 where the cases
are not moved as the dry run said, or not undone to the byte.

A durable PostgreSQL, two workers as processes of their own. One case in ten stands where the new version has nothing, and must stay.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.testing.harness import CaseworkHarness
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.commands.migration.undo_migration import UndoMigration
from engine.core.job_rows import MIGRATE_INSTANCE, UNDO_MIGRATION_OF_INSTANCE
from engine.jobs.run_job import run_job
from engine.model.actor import SYSTEM
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import Job, ProcessInstance
from engine.queries.migration.migration_plan import PlanMigration
from engine.queries.migration.migration_progress import MigrationProgress
from engine.testing.drawing import HEAD, element, event, process, task
from engine.testing.harness import NOON
from forms.check import FormCheck
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import OWNER, database_address, start_postgres
from webui.tables import METADATA

S, E = event("start", "s"), event("end", "e")
TIMER = event("boundary", "t", "timer P3D", attachedToRef="a", cancelActivity="false")
GATE = element("exclusiveGateway", "g", default="g_a")
#: the harness's clock stands still; a case in ten takes the way that the new version does not have
OLD = process(S, GATE, task("a"), TIMER, task("h"), task("b"), E, 's > g, g > a, g > h: jalur = "lama", a > b > e, h > e, t > e')
NEW = process(S, GATE, task("a"), TIMER, task("c"), task("b"), E, "s > g, g > a, a > c > b > e, t > e")
MANIFEST = b'[package]\nkey = "ukur"\n[[case]]\nprocess = "p"\n'
FORM = b'{"id": "f", "components": [{"type": "textfield", "key": "jalur", "label": "Jalur"}]}'
WORKERS = 2


def say(words: str) -> None:
    print(f"bench: {words}", flush=True)


def _harness(url: str, folder: Path) -> CaseworkHarness:
    return CaseworkHarness(connect(url), folder, FormCheck(zone=ZoneInfo("Asia/Jakarta")))


def _resources(diagram: str) -> dict[str, bytes]:
    form = '<extensionElements><zeebe:formDefinition formId="f"/></extensionElements></startEvent>'
    xml = f"{HEAD}{diagram}</definitions>".replace("</startEvent>", form, 1)
    return {"p.bpmn": xml.encode(), "f.form": FORM, "process.toml": MANIFEST}


def _work(url: str, folder: str, kind: str, mine: int) -> None:
    """A worker: the jobs of a kind whose turn is its own, until there are none."""
    harness = _harness(url, Path(folder))
    while True:
        with Session(harness.database) as session:
            jobs = list(session.scalars(select(Job.id).where(Job.type == kind, Job.status == "READY").order_by(Job.id).limit(400)))
        if not jobs:
            return
        for job in jobs[mine::WORKERS]:
            run_job(harness.engine, job)


def _timed(url: str, folder: Path, kind: str) -> float:
    began = time.monotonic()
    workers = [multiprocessing.Process(target=_work, args=(url, str(folder), kind, mine)) for mine in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return time.monotonic() - began


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    folder = Path(tempfile.mkdtemp(prefix="alur-bench-"))
    place = prepare_folders(folder)
    child = start_postgres(place)
    try:
        upgrade(database_address(place, user=OWNER, database="alur").replace("postgresql://", "postgresql+psycopg://"), METADATA)
        url = database_address(place, user="alur_app", database="alur").replace("postgresql://", "postgresql+psycopg://")
        harness = _harness(url, folder)
        _measure(harness, url, folder, count)
        harness.database.dispose()
    finally:
        child.stop()
        place.cleanup()
        shutil.rmtree(place.database_folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _measure(harness: CaseworkHarness, url: str, folder: Path, count: int) -> None:
    harness.add(PackageState(key="ukur", enabled=True, changed_at=NOON))
    harness.execute(Deploy(package="ukur", resources=_resources(OLD)))
    began = time.monotonic()
    for number in range(count):
        harness.execute(StartProcessInstance(process="p", answers={"jalur": "lama" if number % 10 == 0 else "biasa"}), SYSTEM)
    say(f"{count} cases begun in {time.monotonic() - began:.0f} s, {(time.monotonic() - began) / count * 1000:.1f} ms each")
    before = _states(harness)
    harness.execute(Deploy(package="ukur", resources=_resources(NEW)))
    began = time.monotonic()
    plan = harness.ask(PlanMigration(process="p", source_version=1))
    say(f"dry run: {time.monotonic() - began:.1f} s; {plan.movable} can move, {len(plan.refused)} cannot: {dict(plan.reasons)}")
    began = time.monotonic()
    made = harness.execute(MigrateProcessInstances(process="p", source_version=1, mapping=dict(plan.mapping)))
    say(f"asked for: {time.monotonic() - began:.1f} s")
    say(f"moved by {WORKERS} workers in {_timed(url, folder, MIGRATE_INSTANCE):.0f} s")
    moved = dict(harness.ask(MigrationProgress(migration=made["migration"])).counts)
    say(f"verdicts: {moved}")
    harness.execute(UndoMigration(migration=made["migration"]))
    say(f"undone in {_timed(url, folder, UNDO_MIGRATION_OF_INSTANCE):.0f} s")
    undone = dict(harness.ask(MigrationProgress(migration=made["migration"])).counts)
    say(f"verdicts: {undone}")
    after = _states(harness)
    changed = sum(after.get(case) != state for case, state in before.items())
    say(f"states that are not what they were, byte for byte: {changed} of {len(before)}")
    wrong = failures(plan.movable, len(plan.refused), moved, undone, changed)
    for sentence in wrong:
        say(sentence)
    if wrong:
        sys.exit(1)


def failures(movable: int, refused: int, moved: dict[str, int], undone: dict[str, int], changed: int) -> list[str]:
    """What makes the command fail. Undoing what was never moved would leave every state as it was, so that the counts are asked too."""
    stay = {"REFUSED": refused} if refused else {}
    found = []
    if moved != stay | ({"MOVED": movable} if movable else {}):
        found.append(f"moved otherwise than the dry run said: {moved}, not {movable} and {refused}")
    if undone != stay | ({"UNDONE": movable} if movable else {}):
        found.append(f"not undone: {undone}")
    if changed:
        found.append(f"{changed} states are not what they were")
    return found


def _states(harness: CaseworkHarness) -> dict[object, bytes]:
    with Session(harness.database) as session:
        return {row.id: row.state for row in session.execute(select(ProcessInstance.id, ProcessInstance.state))}


if __name__ == "__main__":
    main()

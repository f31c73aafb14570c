"""The engine by itself: what a turn costs, pure and on PostgreSQL, and how that grows with rounds of a loop and with open instances.

Milliseconds of this process's CPU, so that a machine which others share disturbs little; the database's own work is in none of them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from benchmarks.engine_models import CHAIN, LOOP, MANIFEST, REPEATED, RESOURCES
from benchmarks.figures import Figure
from benchmarks.place import open_place, say
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.reading.diagram import read_diagram
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.engine import Engine
from engine.identity.seats import actor_of
from engine.model.actor import SYSTEM, Actor
from engine.model.effects import CreateUserTask, Transition
from engine.model.stimuli import Started, Stimulus, UserTaskCompleted
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.persistence.tables.instances import UserTask
from engine.testing.add_rows import AddRows

NOW, ZONE, SEED = datetime(2026, 11, 23, 5, tzinfo=UTC), ZoneInfo("Asia/Jakarta"), UUID(int=7)
ROUNDS = 1_000
Made = TypeVar("Made")
#: completions that are measured among open instances, of which none is the last
SAMPLE = 60


def measure(*, short: bool) -> list[Figure]:
    rounds, sizes = (20, (66, 132)) if short else (ROUNDS, (1_000, 2_000))
    figures = [*_turns(10 if short else 300), *_loop(rounds)]
    for size in sizes:
        figures += _pure_repetition(size, sample=5 if short else SAMPLE)
    with open_place() as place:
        bench = Bench(place.engine())
        figures += bench.chain(3 if short else 150)
        for size in sizes:
            figures += bench.repetition(size, sample=5 if short else SAMPLE)
        figures.append(bench.whole(*sizes))
    return figures


# --- without a database


class Case:
    """One case of a definition, as bytes from turn to turn."""

    def __init__(self, xml: str, **variables: Any) -> None:
        self.definition = Definition(read_diagram(xml.encode()).processes[0])
        self.state: bytes | None = None
        self.turns = 0
        self.tasks: list[str] = []
        self.send(partial(Started, variables=variables))

    def send(self, make: Callable[..., Stimulus]) -> float:
        """Returns the CPU of the turn in milliseconds."""
        self.turns += 1
        stimulus = make(id=str(uuid5(SEED, str(self.turns))))
        made, spent = timed(lambda: advance(self.definition, self.state, stimulus, NOW, zone=ZONE))
        self.take(made)
        return spent

    def take(self, made: Transition) -> None:
        self.state = made.state
        self.tasks += [effect.token for effect in made.effects if isinstance(effect, CreateUserTask)]

    def complete(self) -> float:
        """Completes the task that has been open longest."""
        return self.send(partial(UserTaskCompleted, token=self.tasks.pop(0), variables={"putusan": "setuju", "catatan": "sudah diperiksa"}))


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    began = time.process_time()
    made = work()
    return made, (time.process_time() - began) * 1000


def _turns(cases: int) -> Iterator[Figure]:
    spent: list[float] = []
    for _ in range(cases):
        case = Case(CHAIN, perihal="Permohonan", nilai=12, unit="dinas")
        spent += [case.complete() for _ in range(3)]
    yield from _spread("engine: pure turn", spent)


def _loop(rounds: int) -> Iterator[Figure]:
    case = Case(LOOP)
    spent = [case.complete() for _ in range(rounds)]
    first, last = statistics.median(spent[3:13]), statistics.median(spent[-10:])
    yield Figure(f"engine: round {rounds} of a loop", last, "ms")
    yield Figure(f"engine: round {rounds} of a loop to round 10", last / first, "x", target=1.3)


def _pure_repetition(size: int, *, sample: int) -> Iterator[Figure]:
    case = Case(REPEATED, unit_kerja=[{"kode": f"U{number}", "nama": f"Unit kerja {number}"} for number in range(size)])
    spent = [case.complete() for _ in range(sample)]
    yield Figure(f"engine: pure turn among {size} open instances", statistics.median(spent), "ms")


def _spread(name: str, spent: Sequence[float], target: float | None = None) -> Iterator[Figure]:
    yield Figure(f"{name}, median", statistics.median(spent), "ms")
    yield Figure(f"{name}, p95", statistics.quantiles(spent, n=20)[18], "ms", target=target)


# --- on PostgreSQL


class Bench:
    """A process of three tasks and one with a task for each unit, on an engine with all its rooms."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.database = engine, engine.platform.database
        self.actor = self._prepare()

    def _prepare(self) -> Actor:
        with Session(self.database) as session:
            now = self.engine.platform.clock.now(session)
        unit = Unit(id=uuid4(), code="dinas", name="Dinas", kind="dinas", valid_from=now.date())
        person = Person(id=uuid4(), name="Ani", email="ani@x.example", language="id")
        rights = {"permissions": ["operate"], "role": "kabid", "valid_from": now.date()}
        post = Position(id=uuid4(), code="kabid", title="Kabid", unit_id=unit.id, **rights)
        held = Holding(id=uuid4(), person_id=person.id, position_id=post.id, kind="DEFINITIF", valid_from=now, decree="SK")
        state = PackageState(key="ukur", enabled=True, changed_at=now)
        for rows in ((unit,), (person, post), (held, state)):
            self.engine.execute(AddRows(rows=rows), actor=SYSTEM)
        self.engine.execute(Deploy(package="ukur", resources={**RESOURCES, "process.toml": MANIFEST}), actor=SYSTEM)
        with Session(self.database) as session:
            return actor_of(session, person.id, self.engine.platform.clock.now(session))

    def start(self, process: str, **answers: Any) -> UUID:
        return UUID(self.engine.execute(StartProcessInstance(process=process, answers=answers), actor=self.actor)["instance"])

    def tasks(self, case: UUID) -> list[UUID]:
        with Session(self.database) as session:
            open_ones = select(UserTask.id).where(UserTask.instance_id == case, UserTask.status == "OPEN")
            return list(session.scalars(open_ones.order_by(UserTask.created_at, UserTask.id)))

    def complete(self, task: UUID) -> float:
        return timed(lambda: self.engine.execute(CompleteUserTask(task=task), actor=self.actor))[1]

    def chain(self, cases: int) -> Iterator[Figure]:
        spent: list[float] = []
        for _ in range(cases):
            case = self.start("rantai")
            spent += [self.complete(self.tasks(case)[0]) for _ in range(3)]
        yield from _spread("engine: completion on PostgreSQL", spent[6:], target=2)

    def repetition(self, size: int, *, sample: int) -> Iterator[Figure]:
        case = self.start("berulang", jumlah=size)
        waiting = self.tasks(case)
        self.complete(waiting.pop())
        written = self._written()
        spent = [self.complete(waiting.pop()) for _ in range(sample)]
        yield Figure(f"engine: completion among {size} open instances", statistics.median(spent), "ms", target=3)
        yield Figure(f"engine: WAL of a completion among {size}", (self._written() - written) / sample / 1000, "kB")

    def whole(self, small: int, large: int) -> Figure:
        spent = []
        for size in (small, large):
            case = self.start("berulang", jumlah=size)
            spent.append(sum(self.complete(task) for task in self.tasks(case)))
            say(f"a whole repetition of {size}: {spent[-1]:.0f} ms")
        return Figure(f"engine: whole repetition of {large} to one of {small}", spent[1] / spent[0], "x", target=2.2)

    def _written(self) -> float:
        with Session(self.database) as session:
            return float(session.execute(text("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn")).scalar_one())

"""A year of ten million cases, simulated small: whole letters by real turns and jobs, then cold storage of all of them, and what ten
million of them would come to.

Measured are bytes, statements and seconds of one letter; what a year makes of them is multiplication by the factors below, which stand in
the table beside the figures. Seconds are those of this machine with one client; bytes and the number of turns are the same everywhere.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine as Database
from sqlalchemy import text

from benchmarks.figures import Figure
from benchmarks.peer_engines.letters import Office
from benchmarks.place import open_place, say
from demo.load import load, run_due_jobs
from engine.commands.instances.move_cold_cases import MoveColdCases
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.persistence.database import connect
from webui.observation.observation import Observation

#: what is reckoned with: cases a year on so many working days, four fifths of a day's cases in eight hours, the busiest twice the mean
CASES, WORKING_DAYS = 10_000_000, 240
A_DAY = CASES / WORKING_DAYS
PEAK = A_DAY * 0.8 / 8 * 2 / 3600
#: years that a case is warm (ALUR_COLD_AFTER_DAYS), and years of which a database keeps cases
WARM, KEPT = 2, 10
#: letters that are played, and copies of each that go to cold storage with it
LETTERS, COPIES = 150, 40
#: tables from which rows go to cold storage
MOVED = ("history_event", "job", "audit_payload", "instance_state_part", "process_instance")
_SIZES = """
select c.relname, pg_total_relation_size(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind = 'r'
"""
#: the columns that name an instance, in tables that are copied
_COPIED = {
    "process_instance": ("id", "root_id", "parent_id"),
    "history_event": ("instance_id",),
    "job": ("id", "instance_id"),
    "audit_payload": ("id", "instance_id"),
}


@dataclass(frozen=True)
class _Played:
    """What letters cost: seconds of one client, who did the workers' jobs too; commands; bytes of the write-ahead log."""

    letters: int
    instances: int
    seconds: float
    turns: int
    wal: int


@dataclass(frozen=True)
class _Moved:
    """What went to cold storage, what an instance of it cost alone, and what a registration took beside it, to what it took alone."""

    instances: int
    seconds: float
    wal: float
    beside: float


def measure(*, short: bool) -> list[Figure]:
    letters, copies = (3, 2) if short else (LETTERS, COPIES)
    # checkpoints write whole pages into the log: as seldom as on a server that is set up for writing
    options = {"checkpoint_timeout": "30min", "max_wal_size": "4GB", "shared_buffers": "512MB", "autovacuum": "off"}
    with open_place(mailbox=True, options=options) as place:
        engine = place.engine()
        load(engine, say)
        owner = connect(place.owner_url.replace("alur_owner@", "postgres@"))
        office = Office(engine)
        _play(engine, owner, office, 1 if short else 10)  # warms what is kept
        before = _sizes(owner)
        played = _play(engine, owner, office, letters)
        hot = (sum(_sizes(owner).values()) - sum(before.values())) / letters
        say(f"{letters} letters in {played.seconds:.0f} s; {copies} copies of each …")
        _multiply(owner, copies)
        warm = _sizes(owner)
        moved = _move(engine, office, owner, 3 if short else 40)
        kept = _sizes(owner)
        owner.dispose()
    cold = kept["cold_case"] / moved.instances
    gone = sum(warm[table] - kept[table] for table in MOVED) / moved.instances
    return list(_figures(played, moved, hot, gone, cold))


def _play(engine: Engine, owner: Database, office: Office, count: int) -> _Played:
    """Brings so many letters from registration to filing, five at once."""
    turns, wal, began = _turns(engine), _position(owner), time.perf_counter()
    had, left = _ended(owner), count
    running: set[UUID] = set()
    while running or left:
        new = min(5 - len(running), left)
        running |= {office.register() for _ in range(new)}
        left -= new
        run_due_jobs(engine)
        for task in office.tasks(running):
            office.complete(task)
        run_due_jobs(engine)
        running -= office.ended(running)
    spent = time.perf_counter() - began
    return _Played(count, _ended(owner) - had, spent, _turns(engine) - turns, _position(owner) - wal)


def _multiply(owner: Database, copies: int) -> None:
    """Copies what has ended, with the rows that go to cold storage, and makes all of it three years old."""
    _run(owner, "update process_instance set ended_at = ended_at - interval '3 years' where ended_at is not null")
    of_ended = "(select id from process_instance where ended_at is not null)"
    with owner.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        connection.execute(text(f"create temp table ended on commit drop as {of_ended[1:-1]}"))
        for table, columns in _COPIED.items():
            changed = [f"'{column}', md5(t.{column}::text || n)::uuid" for column in columns]
            changed += ["'id', nextval('history_event_seq')"] if table == "history_event" else []
            key = "id" if table == "process_instance" else "instance_id"
            connection.execute(
                text(
                    f"insert into {table} select r.* from {table} t cross join generate_series(1, :copies) n "
                    f"cross join lateral jsonb_populate_record(t, jsonb_build_object({', '.join(changed)})) r "
                    f"where t.{key} in (select id from ended)"
                ),
                {"copies": copies},
            )


def _move(engine: Engine, office: Office, owner: Database, registrations: int) -> _Moved:
    """Moves half of it alone, in batches like the clock's, and the rest while letters come in."""
    all_of_them = _ended(owner)
    wal, began, instances = _position(owner), time.perf_counter(), 0
    while instances < all_of_them / 2:
        instances += engine.execute(MoveColdCases(days=730), actor=SYSTEM)["moved"]
    seconds, wal = time.perf_counter() - began, _position(owner) - wal
    alone = _pace(office, registrations)
    rest = [0]

    def go_on() -> None:
        while batch := engine.execute(MoveColdCases(days=730), actor=SYSTEM)["moved"]:
            rest[0] += batch

    clock = threading.Thread(target=go_on)
    clock.start()
    beside = _pace(office, registrations)
    clock.join()
    return _Moved(instances + rest[0], seconds / instances, wal / instances, beside / alone)


def _pace(office: Office, count: int) -> float:
    """Returns the median seconds of a registration."""
    spent = []
    for _ in range(count):
        began = time.perf_counter()
        office.register()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def _figures(played: _Played, moved: _Moved, hot: float, gone: float, cold: float) -> Iterator[Figure]:
    """`hot`: bytes of a letter; `gone`, `cold`: bytes of an instance that leave the hot tables, and that it takes in cold storage."""
    instances, turns = played.instances / played.letters, played.turns / played.letters
    stays = hot - gone * instances
    yield Figure("year: a letter, instances", instances, "")
    yield Figure("year: a letter, commands", turns, "")
    yield Figure("year: a letter, hot tables", hot / 1000, "kB")
    yield Figure("year: a letter, what stays hot of it", stays / 1000, "kB")
    yield Figure("year: a letter, cold storage", cold * instances / 1000, "kB")
    yield Figure("year: a letter, write-ahead log", played.wal / played.letters / 1000, "kB")
    yield Figure("year: a letter, write-ahead log of its move", moved.wal * instances / 1000, "kB")
    yield Figure("year: commands a second, one client", played.turns / played.seconds, "/s", better="higher")
    yield Figure(f"year: commands a second in the busiest hour of {CASES // 1_000_000} million cases", PEAK * turns, "/s")
    yield Figure("year: share of that hour that one client would be busy", PEAK * turns / (played.turns / played.seconds), "x")
    yield Figure("year: instances moved to cold storage a second", 1 / moved.seconds, "/s", better="higher")
    yield Figure("year: moves of a working day's cases", A_DAY * instances * moved.seconds / 60, "min")
    yield Figure("year: a registration beside the moves, to alone", moved.beside, "x")
    yield Figure(f"year: {KEPT} years without cold storage", CASES * KEPT * hot / 1e12, "TB")
    yield Figure(f"year: {KEPT} years, hot tables", CASES * (WARM * hot + (KEPT - WARM) * stays) / 1e12, "TB")
    yield Figure(f"year: {KEPT} years, cold storage", CASES * (KEPT - WARM) * cold * instances / 1e12, "TB")
    yield Figure("year: write-ahead log of a working day", A_DAY * (played.wal / played.letters) / 1e9, "GB")


def _turns(engine: Engine) -> int:
    counts, _histograms = engine.platform.part(Observation).observer.tallies.read()
    return int(sum(amount for key, amount in counts.items() if key[0] == "alur_turns"))


def _ended(owner: Database) -> int:
    return int(_value(owner, "select count(*) from process_instance where ended_at is not null and not cold"))


def _sizes(owner: Database) -> dict[str, int]:
    """What each table takes with its indexes, without the room that rows have left which are no more. Partitions count as their table."""
    _run(owner, "vacuum (full, analyze)")
    found: dict[str, int] = {}
    with owner.connect() as connection:
        for table, size in connection.execute(text(_SIZES)):
            name = next((parent for parent in ("history_event", "audit_record") if table.startswith(f"{parent}_")), table)
            found[name] = found.get(name, 0) + size
    return found


def _position(owner: Database) -> int:
    return int(_value(owner, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))


def _value(owner: Database, statement: str) -> Any:
    with owner.connect() as connection:
        return connection.execute(text(statement)).scalar_one()


def _run(owner: Database, statement: str) -> None:
    with owner.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(statement))

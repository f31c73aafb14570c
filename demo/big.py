"""Loads the big data set for measuring: 20,000 holdings and 50,000 letters, copied from letters of the demonstration.

Rows are copied with new ids and other words, by COPY: registering 50,000 letters one by one would take hours.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

from demo.names import invented_names
from demo.organisation import DOMAIN, identifier
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.persistence.base import json_dumps
from engine.persistence.tables.identity import Position
from engine.queries.jobs.current_time import CurrentTime

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: tables of a case, parents before children
_TABLES = ("process_instance", "user_task", "task_candidate", "case_access", "register_entry", "history_event", "timer")
TOPICS = "banjir jalan sekolah puskesmas pasar jembatan taman air sampah listrik pajak desa pelatihan irigasi terminal perpustakaan".split()
ACTIONS = "Undangan Permohonan Pemberitahuan Laporan Permintaan Usulan Pengaduan Penawaran".split()
PLACES = "Cikupa Curug Mauk Kronjo Kresek Balaraja Tigaraksa Panongan Legok Pagedangan Sepatan Rajeg Kosambi Teluknaga Solear Jambe".split()
CHUNK = 500
Say = Callable[[str], None]


def load_big(engine: Engine, say: Say, *, cases: int = 50_000, holdings: int = 20_000) -> None:
    """The demonstration must be loaded; its letters are the templates."""
    database, now = engine.platform.database, engine.ask(CurrentTime(), actor=SYSTEM)
    with database.begin() as connection:
        _people(connection, holdings, now)
        say(f"{holdings} holdings")
    with Session(database) as session:
        by_role: dict[str, list[str]] = {}
        for position in session.scalars(select(Position)):
            by_role.setdefault(position.role, []).append(str(position.id))
        roles = {str(position.id): position.role for position in session.scalars(select(Position))}
    with database.begin() as connection:
        templates = _templates(connection)
    source = random.Random(2026)
    made = 0
    while made < cases:
        batch = min(CHUNK, cases - made)
        with database.begin() as connection:
            rows: dict[str, list[dict[str, Any]]] = {table: [] for table in _TABLES}
            for number in range(made, made + batch):
                template = templates[number % len(templates)]
                _copy_family(template, rows, number, source, by_role, roles, now)
            for table in _TABLES:
                _copy(connection, table, rows[table])
        made += batch
        if made % 5_000 == 0:
            say(f"{made} letters")
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))


def _people(connection: Connection, wanted: int, now: datetime) -> None:
    have = connection.execute(text("select count(*) from holding")).scalar_one()
    schools, names = str(identifier("unit", "disdik")), invented_names()
    people, positions, holdings = [], [], []
    for number in range(max(wanted - have, 0)):
        person, position = str(uuid4()), str(uuid4())
        people.append({"id": person, "name": next(names), "email": f"guru.{number}@{DOMAIN}", "language": "id"})
        positions.append(
            {
                "id": position,
                "code": f"guru.{number}",
                "title": "Guru",
                "unit_id": schools,
                "role": "jf",
                "permissions": "[]",
                "valid_from": now.date(),
            }
        )
        holdings.append(
            {"id": str(uuid4()), "person_id": person, "position_id": position, "kind": "DEFINITIF", "valid_from": now, "decree": "SK"}
        )
    for table, rows in (("person", people), ("position", positions), ("holding", holdings)):
        _copy(connection, table, rows)


def _templates(connection: Connection) -> list[dict[str, list[dict[str, Any]]]]:
    """Returns each family of a letter: its rows by table. Letters alone stand in a register; the demonstration's complaints do not."""
    letters = (
        "select id from process_instance where parent_id is null and id in (select instance_id from register_entry) order by started_at, id"
    )
    roots = connection.execute(text(letters)).scalars().all()
    generated = {"register_entry": {"search", "periods"}, "history_event": {"id"}}
    found = []
    for root in roots:
        family: dict[str, list[dict[str, Any]]] = {}
        for table in _TABLES:
            if table == "process_instance":
                condition = "where root_id = :root order by started_at, parent_id nulls first"
            elif table == "task_candidate":
                condition = "where task_id in (select t.id from user_task t join process_instance i on i.id = t.instance_id where i.root_id = :root)"
            else:
                condition = "where instance_id in (select id from process_instance where root_id = :root)"
            rows = connection.execute(text(f"select * from {table} {condition}"), {"root": root}).mappings()  # noqa: S608 (constants)
            family[table] = [{name: value for name, value in row.items() if name not in generated.get(table, set())} for row in rows]
        family["process_instance"] = _parents_first(family["process_instance"])
        found.append(family)
    return found


def _parents_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered: list[dict[str, Any]] = []
    waiting = list(rows)
    while waiting:
        known = {row["id"] for row in ordered}
        ready = [row for row in waiting if row["parent_id"] is None or row["parent_id"] in known]
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return ordered


def _copy_family(
    template: dict[str, list[dict[str, Any]]],
    rows: dict[str, list[dict[str, Any]]],
    number: int,
    source: random.Random,
    by_role: dict[str, list[str]],
    roles: dict[str, str],
    now: datetime,
) -> None:
    new: dict[str, str] = {}
    title = f"{source.choice(ACTIONS)} {source.choice(TOPICS)} {source.choice(PLACES)} nomor {number}"
    agenda, age = f"{number + 1_000:05d}/2026", timedelta(minutes=source.randrange(60 * 24 * 300))
    known = template["register_entry"][0]
    old_title, old_agenda = known["title"], known["fields"].get("nomor_agenda") or "0000/2026"

    def identify(found: re.Match[str]) -> str:
        old = found.group()
        if old not in new:
            role = roles.get(old)
            # a position becomes another one of its role, so that letters lie on many desks; everything else becomes new
            # and no two of a case become the same
            free = [item for item in by_role.get(role or "", ()) if item not in new.values()]
            moves = role is not None and role not in ("bupati", "agendaris") and free
            new[old] = source.choice(free) if moves else old if role else str(uuid4())
        return new[old]

    def change(name: str, value: Any) -> Any:
        if isinstance(value, UUID):
            # persons, units and definitions stay what they are
            return value if name in _KEPT else _UUID.sub(identify, str(value))
        if isinstance(value, datetime):
            return value - age
        if isinstance(value, bytes | memoryview):
            return words(_UUID.sub(identify, bytes(value).decode())).encode()
        value = json_dumps(value) if isinstance(value, dict | list) else value
        return words(_UUID.sub(identify, value)) if isinstance(value, str) else value

    def words(value: str) -> str:
        return value.replace(old_title, title).replace(old_agenda, agenda)

    for table in _TABLES:
        rows[table] += [{name: change(name, value) for name, value in row.items()} for row in template[table]]
    rows["register_entry"][-1] |= {"unique_key": None, "match_key": str(number)}


_KEPT = frozenset({"definition_id", "started_by", "person_id", "completed_by", "unit_id", "claimed_by"})


def _copy(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for values in _values(rows, columns):
            copy.write_row(values)


def _values(rows: list[dict[str, Any]], columns: list[str]) -> Iterator[list[Any]]:
    for row in rows:
        yield [row[name] for name in columns]

"""Loads a million cases for measuring: copies of the demonstration's letters, made inside the database by INSERT ... SELECT.

`demo/big.py` copies letters whole, row by row. Here an ended case keeps what grows with their number: its instance with its state, an ended
step, access, register entry, the first lines of history and audit, each third case a child. Running ones are whole and can be worked on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from demo.big import ACTIONS, PLACES, TOPICS
from engine.persistence.base import json_dumps

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: tables of a case; those in which ended cases grow come first
ENDED = ("process_instance", "user_task", "case_access", "register_entry", "history_event", "audit_record", "audit_payload")
RUNNING = (*ENDED, "task_candidate", "timer", "message_subscription")
#: which row of a case's table is copied, where only some are
_FIRST = {"history_event": 4, "audit_record": 2, "audit_payload": 2}
#: cases a day, now and before: so many more cases are so many more days
A_DAY = 1_000
#: from so many on, indexes are built after the rows; connections that fill and build beside each other
MANY, LANES = 30_000, 2
#: of 20 letters one goes to the head of the regency, the others to the heads of agencies
_LEADERS = 20
#: roles among whom the letters of the others are given out
_POSTS = ("sekda", "kepala", "camat", "sekretaris", "kabid", "kasi", "kasubbag", "ketua_tim", "lurah", "sekcam")
_MADE_BY_DATABASE = {"register_entry": {"search", "periods"}, "history_event": {"id"}, "audit_record": {"id"}}
#: persons, units and definitions stay what they are
_KEPT = frozenset({"definition_id", "started_by", "person_id", "completed_by", "unit_id", "claimed_by"})
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class _Family:
    """A letter as it stands, and the ids in it: new ones for each copy, and posts that become others of their role."""

    rows: Rows
    title: str
    agenda: str
    new: tuple[str, ...]
    posts: tuple[str, ...]


def add_cases(url: str, *, ended: int = 0, running: int = 0, first: int = 0, a_day: int = A_DAY) -> None:
    """`url`: of a superuser, who may leave foreign keys unchecked. `first`: the number of the first one, of which none is used twice.
    `a_day`: so many cases a day, now and before; so many more cases are so many more days.

    The demonstration must be loaded. Indexes of what grows are built afterwards where much is added.
    """
    with psycopg.connect(url) as connection:
        families = _families(connection)
        indexes = _drop_indexes(connection) if ended > MANY else []
    with ThreadPoolExecutor(LANES) as pool:
        for lane in [pool.submit(_add_lane, url, families, lane, ended, running, first, a_day) for lane in range(LANES)]:
            lane.result()
        for built in [pool.submit(_run, url, [statement]) for statement in indexes]:
            built.result()
    _run(url, ["vacuum analyze"])


def _add_lane(url: str, families: Sequence[_Family], lane: int, ended: int, running: int, first: int, a_day: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        _make_posts(connection)
        for number, family in enumerate(families):
            if number % LANES == lane:
                _make_copies(connection, family, range(first + number, first + ended, len(families)), a_day)
                _insert(connection, family, ENDED, ended=True)
                _make_copies(connection, family, range(first + ended + number, first + ended + running, len(families)), a_day)
                _insert(connection, family, RUNNING, ended=False)


def _run(url: str, statements: Sequence[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set maintenance_work_mem = '400MB'")
        for statement in statements:
            connection.execute(statement)


def _families(connection: psycopg.Connection[Any]) -> list[_Family]:
    """Returns _LEADERS letters with one case below them: the first goes to the head of the regency."""
    cursor = connection.cursor(row_factory=dict_row)
    roles = {str(row["id"]): row["role"] for row in cursor.execute("select id, role from position")}
    letters = """
        select i.root_id as root, bool_or(p.code = 'bupati') as leads from process_instance i
        left join user_task t on t.instance_id = i.id and t.status = 'OPEN' left join task_candidate c on c.task_id = t.id
        left join position p on p.id = c.position_id
        where i.status = 'ACTIVE' and i.root_id in (select instance_id from register_entry)
        group by 1 having count(distinct i.id) = 2 and bool_and(t.id is null or p.role in ('bupati', 'sekda', 'kepala', 'camat')) order by min(i.started_at), 1
    """
    found = cursor.execute(letters).fetchall()
    leading = [row["root"] for row in found if row["leads"]]
    others = [row["root"] for row in found if not row["leads"]]
    made = [_family(connection, root, roles) for root in (leading[0], *others[:4])]
    return [made[0], *(made[1 + number % (len(made) - 1)] for number in range(_LEADERS - 1))]


def _family(connection: psycopg.Connection[Any], root: UUID, roles: Mapping[str, str]) -> _Family:
    rows: Rows = {}
    cursor = connection.cursor(row_factory=dict_row)
    for table in RUNNING:
        condition = "instance_id in (select id from process_instance where root_id = %(root)s)"
        if table == "process_instance":
            condition = "root_id = %(root)s order by parent_id nulls first"
        elif table == "task_candidate":
            condition = (
                "task_id in (select t.id from user_task t join process_instance i on i.id = t.instance_id where i.root_id = %(root)s)"
            )
        limit = f"instance_id = %(root)s order by id limit {_FIRST[table]}" if table in _FIRST else condition
        found = cursor.execute(sql.SQL(f"select * from {table} where {limit}"), {"root": root}).fetchall()  # noqa: S608 (constants)
        hidden = _MADE_BY_DATABASE.get(table, set())
        rows[table] = [{name: value for name, value in row.items() if name not in hidden} for row in found]
    # words of a summary would be the same in each fifth case, and take half of the time
    rows["register_entry"] = [row | {"search_text": _without_summary(row)} for row in rows["register_entry"]]
    named = _ids_in(rows)
    entry = rows["register_entry"][0]
    return _Family(
        rows=rows,
        title=entry["title"],
        agenda=entry["fields"]["nomor_agenda"],
        new=tuple(sorted(named - set(roles))),
        posts=tuple(name for name in sorted(named) if roles.get(name) in _POSTS),
    )


def _without_summary(entry: Mapping[str, Any]) -> str:
    fields = entry["fields"]
    return "\n".join(str(fields[name]) for name in ("hal", "pengirim", "nomor_surat", "nomor_agenda"))


def _ids_in(rows: Rows) -> set[str]:
    found: set[str] = set()
    for items in rows.values():
        for row in items:
            for name, value in row.items():
                if name not in _KEPT and value is not None:
                    found |= set(_UUID.findall(_text(value)))
    return found


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return json_dumps(value) if isinstance(value, dict | list) else str(value)


def _make_posts(connection: psycopg.Connection[Any]) -> None:
    connection.execute("drop table if exists pg_temp.posts")
    connection.execute(
        "create temp table posts as select (array_agg(id::text order by code))[1:900] as ids from position where role = any(%s)",
        (list(_POSTS),),
    )


def _make_copies(connection: psycopg.Connection[Any], family: _Family, numbers: range, a_day: int) -> None:
    """Makes a row for each copy: its words, its age, its ids (`a0`, `a1`, …) and its posts (`p0`, …)."""
    ids = [sql.SQL("md5({} || n)::uuid::text as {}").format(item, sql.Identifier(f"a{at}")) for at, item in enumerate(family.new)]
    post = "ids[1 + (abs(hashint4(n)) + {}) %% cardinality(ids)] as {}"
    posts = [sql.SQL(post).format(at, sql.Identifier(f"p{at}")) for at in range(len(family.posts))]
    word = "({}::text[])[1 + abs(hashint4(n * 31 + {})) %% {}]"
    words = [sql.SQL(word).format(list(each), at, len(each)) for at, each in enumerate((ACTIONS, TOPICS, PLACES))]
    statement = sql.SQL(
        "create temp table copies as select n, {title} as title, lpad(n::text, 7, '0') || '/2026' as agenda, "
        "make_interval(secs => n * 86400.0 / {a_day} + 60) as age, {columns} from generate_series(%s::int, %s::int, %s::int) n, posts"
    ).format(
        title=sql.SQL(" || ' ' || ").join([*words, sql.SQL("'nomor ' || n")]),
        a_day=a_day,
        columns=sql.SQL(", ").join([*ids, *posts]),
    )
    connection.execute("drop table if exists pg_temp.copies")
    connection.execute(statement, (numbers.start, numbers.stop - 1, numbers.step))


def _insert(connection: psycopg.Connection[Any], family: _Family, tables: Sequence[str], *, ended: bool) -> None:
    cursor = connection.execute("select table_name, column_name, udt_name from information_schema.columns where table_schema = 'public'")
    types = {(table, column): kind for table, column, kind in cursor}
    for table in tables:
        for row in family.rows[table]:
            changed = _as_ended(table, row, family.rows["process_instance"][0]) if ended else row
            columns = sql.SQL(", ").join(sql.Identifier(name) for name in changed)
            values = sql.SQL(", ").join(_expression(family, table, name, value, types, ended=ended) for name, value in changed.items())
            # of ended cases each third has one below it
            below = table == "process_instance" and row["parent_id"] is not None
            which = sql.SQL("where n % 3 = 0" if ended and below else "")
            if ended and table == "case_access" and row["instance_id"] != family.rows["process_instance"][0]["id"]:
                which = sql.SQL("where n % 3 = 0")
            into = sql.Identifier(table)
            connection.execute(sql.SQL("insert into {} ({}) select {} from copies {}").format(into, columns, values, which))


def _as_ended(table: str, row: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    if table == "process_instance":
        return {**row, "status": "COMPLETED", "ended_at": row["started_at"]}
    if table == "user_task":
        done = {"status": "COMPLETED", "completed_at": row["created_at"], "read_at": row["created_at"]}
        return {**row, **done, "completed_by": root["started_by"], "completed_position": root["started_position"]}
    return dict(row)


def _expression(family: _Family, table: str, name: str, value: Any, types: Mapping[tuple[str, str], str], *, ended: bool) -> sql.Composable:
    kind = types[table, name]
    if value is None:
        return sql.SQL("null")
    if table == "register_entry" and name == "unique_key":
        return sql.SQL("null")
    if table == "register_entry" and name == "match_key":
        return sql.SQL("n::text")
    if kind == "timestamptz":
        return sql.SQL("{}::timestamptz - age").format(value)
    if kind == "uuid" and name not in _KEPT:
        return sql.SQL("({})::uuid").format(_id(family, str(value)))
    if kind in ("text", "jsonb", "bytea") and name not in ("payload_hash", "previous_hash", "hash", "salt"):
        return _words(family, _text(value), kind, deep=not ended)
    if kind == "jsonb":
        return sql.SQL("{}::jsonb").format(Jsonb(value, dumps=json_dumps))
    return sql.SQL("{}::{}").format(value, sql.Identifier(kind))


def _id(family: _Family, value: str) -> sql.Composable:
    if value in family.new:
        return sql.Identifier(f"a{family.new.index(value)}")
    if value in family.posts:
        return sql.Identifier(f"p{family.posts.index(value)}")
    return sql.Literal(value)


def _words(family: _Family, text: str, kind: str, *, deep: bool) -> sql.Composable:
    """`deep`: with the ids in it. An ended case keeps the ids of its template in its state, for nothing looks for them there."""
    found: sql.Composable = sql.Literal(text)
    for old, new in ((family.title, "title"), (family.agenda, "agenda")):
        if old in text:
            found = sql.SQL("replace({}, {}, {})").format(found, old, sql.Identifier(new))
    for old in dict.fromkeys(_UUID.findall(text)) if deep or len(text) < 200 else ():
        if old in family.new or old in family.posts:
            found = sql.SQL("replace({}, {}, {})").format(found, old, _id(family, old))
    return sql.SQL("convert_to({}, 'UTF8')").format(found) if kind == "bytea" else sql.SQL("({})::{}").format(found, sql.Identifier(kind))


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drops the indexes of what grows, but those of constraints, and returns how they are made again."""
    return list(_dropped(connection))


def _dropped(connection: psycopg.Connection[Any]) -> Iterator[str]:
    statement = """
        select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = any (%s::regclass[]) and not exists (select from pg_constraint where conindid = i.indexrelid)
    """
    for name, definition in connection.execute(statement, (list(ENDED),)).fetchall():
        connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
        yield definition

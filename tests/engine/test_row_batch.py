"""Rows that a command writes beside its objects: in the order of the program, in few round trips, with the session's errors."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from engine.persistence.base import table_of
from engine.persistence.database import connect
from engine.persistence.row_batch import BESIDE_ROWS, MOST_ROWS, Prepared, WritingSession
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.identity import Absence, Person
from engine.testing.harness import NOON

NAMES = [f"p{number}" for number in range(2 * MOST_ROWS + 3)]


@pytest.fixture
def session(database_url):
    database = connect(database_url)
    with WritingSession(database) as found:
        yield found
    database.dispose()


@pytest.fixture
def cursors(session):
    """The cursor of each statement: the statements of one round trip share one."""
    sent = []

    def note(_connection, cursor, statement, *_rest):
        sent.append((cursor, statement))

    event.listen(session.get_bind(), "before_cursor_execute", note)
    yield sent
    event.remove(session.get_bind(), "before_cursor_execute", note)


def package(name, **values):
    return {"key": name, "enabled": True, "changed_at": NOON, **values}


def person(identifier):
    return {"id": identifier, "name": "Ani", "email": f"{identifier}@x.example", "language": "id"}


def count(session, **options):
    return session.scalar(select(func.count()).select_from(PackageState).execution_options(**options))


def test_rows_wait_until_the_session_asks_the_database(session, cursors):
    session.rows.insert(PackageState, [package("a"), package("b")])
    assert cursors == []
    assert count(session) == 2


def test_rows_wait_for_no_question_about_what_no_row_changes(session):
    session.rows.insert(PackageState, [package("a")])
    assert count(session, **BESIDE_ROWS) == 0
    assert count(session) == 1


def test_everything_that_waits_is_one_round_trip_and_neighbours_are_one_statement(session, cursors):
    session.rows.insert(PackageState, [package(name) for name in NAMES])
    rename = Prepared(update(table_of(PackageState)).where(PackageState.key == "p1").values(enabled=False))
    session.rows.run(rename, {})
    session.commit()
    assert len({id(cursor) for cursor, _ in cursors}) == 1
    assert [statement.split()[0] for _, statement in cursors] == ["INSERT", "INSERT", "INSERT", "UPDATE"]
    assert session.get_one(PackageState, "p1").enabled is False
    assert count(session) == len(NAMES)


def test_a_row_follows_the_object_that_was_added_before_it_and_an_object_the_row(session):
    by_object, by_row = uuid4(), uuid4()
    session.add(Person(**person(by_object)))
    session.rows.insert(Absence, [absence(by_object)])
    session.rows.insert(Person, [person(by_row)])
    session.add(Absence(**absence(by_row)))
    session.commit()
    assert set(session.scalars(select(Absence.person_id))) == {by_object, by_row}


def absence(whose):
    return {"id": uuid4(), "person_id": whose, "valid_from": NOON, "valid_to": NOON, "reason": "CUTI"}


def test_a_known_row_stays_as_it_is_where_that_is_said(session):
    session.rows.insert(PackageState, [package("a", enabled=True)])
    session.rows.insert(PackageState, [package("a", enabled=False), package("b", enabled=False)], skip_known=True)
    session.commit()
    rows = session.execute(select(PackageState.key, PackageState.enabled).order_by(PackageState.key)).all()
    assert [tuple(row) for row in rows] == [("a", True), ("b", False)]


@pytest.mark.parametrize("more", [0, 200])
def test_a_row_that_the_database_refuses_is_refused_as_the_session_would_and_tells_no_values(session, caplog, more):
    """`more`: statements after it, so many that the refusal comes while they are sent."""
    session.rows.insert(PackageState, [package("rahasia")])
    session.rows.insert(PackageState, [package("rahasia", changed_by=uuid4())])
    for number in range(more):
        session.rows.run(Prepared(update(table_of(PackageState)).where(PackageState.key == f"p{number}").values(enabled=False)), {})
    with pytest.raises(IntegrityError) as caught:
        session.commit()
    assert caught.value.orig.sqlstate == "23505"
    assert "rahasia" not in str(caught.value).partition("DETAIL")[0]
    assert caplog.records == [], "the driver says nothing beside it"
    session.rollback()
    assert count(session) == 0


def test_rows_over_a_lost_connection_tell_that_it_is_lost(session, owner_url):
    number = session.scalar(select(func.pg_backend_pid()))
    with psycopg.connect(owner_url.replace("+psycopg", "").replace("alur_owner@", "postgres@"), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 10000)", [number])
    session.rows.insert(PackageState, [package("a")])
    with pytest.raises(OperationalError) as caught:
        session.commit()
    assert caught.value.connection_invalidated
    session.rollback()
    assert count(session) == 0


def test_a_rolled_back_command_leaves_no_row_for_the_next(session):
    session.rows.insert(PackageState, [package("a")])
    session.rollback()
    session.commit()
    assert count(session) == 0

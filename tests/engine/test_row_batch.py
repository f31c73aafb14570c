"""Rows that a command writes beside its objects: in the order of the program, in few round trips, with the session's errors."""

from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import bindparam, event, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from engine.persistence.base import table_of
from engine.persistence.database import connect
from engine.persistence.prepared import Prepared
from engine.persistence.row_batch import MOST_ROWS
from engine.persistence.stored_objects import adopt
from engine.persistence.tables.definitions import DeployedResource, Deployment, PackageState, ProcessDefinition
from engine.persistence.tables.identity import Absence, Person
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.writing_session import BESIDE_ROWS, WritingSession
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


def test_neighbours_of_different_tables_are_one_statement_in_the_order_of_their_references(session, cursors):
    whose = uuid4()
    session.rows.insert(Person, [person(whose)])
    session.rows.insert(Absence, [absence(whose)])
    session.rows.insert(PackageState, [package("a"), package("b")])
    session.rows.insert(Person, [person(uuid4())])
    session.commit()
    assert len(cursors) == 2, "the second person is another statement: its table was there before"
    assert session.scalar(select(func.count()).select_from(Person)) == 2
    assert session.scalar(select(Absence.person_id)) == whose
    assert count(session) == 2


def test_questions_are_answered_with_what_waits_before_them(session, cursors):
    session.rows.insert(PackageState, [package("a"), package("b")])
    how_many = Prepared(select(func.count()).select_from(PackageState))
    named = Prepared(select(PackageState.key).where(PackageState.key == bindparam("key")))
    assert session.rows.ask((how_many, {}), beside=True) == [[(0,)]]
    assert session.rows.ask((how_many, {}), (named, {"key": "b"}), (named, {"key": "c"})) == [[(2,)], [("b",)], []]
    assert len({id(cursor) for cursor, _ in cursors}) == 2


def test_what_objects_say_is_asked_too(session):
    session.rows.insert(PackageState, [package("a")])
    session.get_one(PackageState, "a").enabled = False
    enabled = Prepared(select(PackageState.enabled).where(PackageState.key == "a"))
    assert session.rows.ask((enabled, {})) == [[(False,)]]


def test_a_case_that_changed_meanwhile_stops_the_commit_of_everything_beside_it(session, database_url):
    case = add_case(session)
    session.commit()
    mine = session.get_one(ProcessInstance, case)
    other = connect(database_url, pool_size=1)
    with WritingSession(other) as winner:
        winner.get_one(ProcessInstance, case).title = "theirs"
        winner.commit()
    mine.title = "mine"
    session.rows.insert(PackageState, [package("a")])
    with pytest.raises(StaleDataError):
        session.commit()
    session.rollback()
    with WritingSession(other) as reader:
        assert reader.get_one(ProcessInstance, case).title == "theirs"
        assert reader.get_one(ProcessInstance, case).revision == 2
        assert count(reader) == 0
    other.dispose()


def test_a_case_is_written_with_what_has_changed_and_counted(session, cursors):
    case = add_case(session)
    session.commit()
    found = session.get_one(ProcessInstance, case)
    cursors.clear()
    found.title, found.facts, found.status = "new", {"a": 1}, found.status
    session.commit()
    [(_, statement)] = cursors
    assert "title" in statement
    assert "facts" in statement
    assert "status" not in statement
    again = session.get_one(ProcessInstance, case)
    assert (again.title, again.facts, again.revision) == ("new", {"a": 1}, 2)


def test_a_row_is_adopted_as_if_the_session_had_loaded_it(session):
    case = add_case(session)
    session.commit()
    table = table_of(ProcessInstance)
    whole = Prepared(select(*table.c).where(table.c.id == case))
    [[row]] = session.rows.ask((whole, {}))
    found = adopt(session, ProcessInstance, dict(zip(table.c.keys(), row, strict=True)))
    assert found is session.get_one(ProcessInstance, case)
    assert not session.dirty
    found.title = "unwritten"
    assert adopt(session, ProcessInstance, dict(zip(table.c.keys(), row, strict=True))) is found
    assert (found.title, bool(session.is_modified(found))) == ("p", False)


def add_case(session):
    deployment, resource, definition, case = uuid4(), uuid4(), uuid4(), uuid4()
    session.add(Deployment(id=deployment, package="p", checksum="", rules=1, deployed_at=NOON))
    session.flush()
    session.add(DeployedResource(id=resource, deployment_id=deployment, path="p.bpmn", kind="bpmn", key="p", content=b""))
    session.flush()
    version = {"key": "p", "name": "p", "version": 1, "package": "p", "checksum": "", "deployed_at": NOON}
    session.add(ProcessDefinition(id=definition, deployment_id=deployment, resource_id=resource, **version))
    session.flush()
    values = {"process_key": "p", "title": "p", "status": "ACTIVE", "revision": 1, "state": b"", "confidential": False}
    session.add(ProcessInstance(id=case, definition_id=definition, root_id=case, facts={}, started_at=NOON, restricted=False, **values))
    return case


def test_a_rolled_back_command_leaves_no_row_for_the_next(session):
    session.rows.insert(PackageState, [package("a")])
    session.rollback()
    session.commit()
    assert count(session) == 0

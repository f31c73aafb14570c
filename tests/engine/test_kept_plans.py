"""A connection keeps its prepared statements: over questions, refusals and errors. PostgreSQL plans a statement once, not each time."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from engine.persistence.database import MOST_PREPARED, ONE_PLAN, PREPARED_AFTER, connect

QUESTION = text("select count(*) from unit where code = :code")
PREPARED = text("select count(*) from pg_prepared_statements where statement like '%from unit where code%'")


@pytest.fixture
def database(harness):
    one = connect(harness.database.url.render_as_string(hide_password=False), pool_size=1)
    yield one
    one.dispose()


def ask(database, code="a"):
    with Session(database) as session:
        return session.execute(QUESTION, {"code": code}).scalar()


def prepared(database):
    with database.connect() as connection:
        return connection.execute(PREPARED).scalar()


def test_a_question_is_planned_once_although_each_one_ends_with_a_rollback(database):
    for _ in range(PREPARED_AFTER + 2):
        ask(database)
    assert prepared(database) == 1


def test_a_question_of_a_page_is_planned_with_its_values_unless_one_plan_fits_all(database):
    reading = database.execution_options(postgresql_readonly=True)
    for _ in range(PREPARED_AFTER + 3):
        ask(reading)
    assert prepared(database) == 0
    for _ in range(PREPARED_AFTER + 3):
        with Session(reading) as session:
            session.execute(QUESTION, {"code": "a"}, execution_options=ONE_PLAN)
    assert prepared(database) == 1


def test_what_one_plan_fits_is_not_planned_anew_and_what_follows_it_is(database):
    kept = text("select count(*) from unit where code = any(:codes)")
    plans = text("select generic_plans, custom_plans from pg_prepared_statements where statement like '%code = any%'")
    mode = text("select current_setting('plan_cache_mode')")
    reading = database.execution_options(postgresql_readonly=True)
    for _ in range(PREPARED_AFTER + 3):
        with Session(reading) as session:
            session.execute(text("select 1"))
            session.execute(kept, {"codes": ["a"]}, execution_options=ONE_PLAN)
            assert session.execute(mode, execution_options=ONE_PLAN).scalar() == "force_generic_plan"
            assert session.execute(mode).scalar() == "auto"
    with database.connect() as connection:
        assert connection.execute(mode).scalar() == "auto"
        generic, custom = connection.execute(plans).one()
    assert (generic, custom) == (3, 0)


def test_an_error_does_not_lose_the_plans(database):
    for _ in range(PREPARED_AFTER + 1):
        ask(database)
    with pytest.raises(DBAPIError), Session(database) as session:
        session.execute(text("select 1 / 0"))
    assert prepared(database) == 1
    assert ask(database) == 0


def test_what_was_written_before_a_rollback_is_gone(database):
    with database.connect() as connection:
        connection.execute(text("create temporary table scratch (a int)"))
        connection.rollback()
        assert connection.execute(text("select to_regclass('scratch')")).scalar() is None


def test_a_table_that_changed_is_read_as_it_is_now(database):
    with database.connect() as connection:
        connection.execute(text("create temporary table scratch (a int)"))
        connection.commit()
        for _ in range(PREPARED_AFTER + 2):
            assert connection.execute(text("select count(*) from scratch where a = 1")).scalar() == 0
            connection.rollback()
        connection.execute(text("drop table scratch"))
        connection.execute(text("create temporary table scratch (b text, a int)"))
        connection.commit()
        assert connection.execute(text("select count(*) from scratch where a = 1")).scalar() == 0


def test_no_connection_keeps_more_plans_than_its_share(database):
    with database.connect() as connection:
        assert connection.connection.driver_connection.prepared_max == MOST_PREPARED

"""Statements that are sent together below the driver's cursors: their plans, their errors, and much at once."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from engine.persistence.prepared import Sent
from engine.persistence.round_trip import KnownStatements, RoundTrip

PREPARED = "select count(*) from pg_prepared_statements where name like 'alur_%'"


@pytest.fixture
def driver(database_url):
    with psycopg.connect(database_url.replace("+psycopg", ""), prepare_threshold=2) as connection:
        connection.prepared_max = 3
        yield connection


@pytest.fixture
def known():
    return KnownStatements()


def send(driver, known, *statements, end=True):
    return RoundTrip(driver, known).exchange([Sent(text, list(values)) for text, *values in statements], end=end)


def prepared(driver):
    driver.rollback()
    return driver.execute(PREPARED).fetchone()[0]


def test_each_statement_has_its_rows_and_values_come_back_as_they_went(driver, known):
    first, second, third = send(
        driver, known, ("select $1::int + 1", 4), ("select 1 where false",), ("select $1::jsonb, $2::text", Jsonb({"a": 1}), None)
    )
    assert (first, second, third) == ([(5,)], [], [({"a": 1}, None)])
    assert driver.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_a_transaction_goes_on_until_its_end_is_sent(driver, known):
    send(driver, known, ("create temporary table scratch (a int)",), end=False)
    send(driver, known, ("insert into scratch values (1)",), end=False)
    assert driver.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
    driver.rollback()
    assert send(driver, known, ("select to_regclass('scratch')",)) == [[(None,)]]


def test_the_server_keeps_the_plan_of_what_is_sent_often(driver, known):
    for number in range(5):
        assert send(driver, known, ("select $1::int", number)) == [[(number,)]]
    assert prepared(driver) == 1


def test_no_more_plans_are_kept_than_a_connection_may_have(driver, known):
    for number in range(6):
        for _ in range(4):
            assert send(driver, known, (f"select {number}",)) == [[(number,)]]
    assert prepared(driver) == 3


def test_nothing_is_prepared_where_the_driver_must_not(driver, known):
    driver.prepare_threshold = None
    for _ in range(5):
        send(driver, known, ("select 1",))
    assert prepared(driver) == 0


def test_plans_that_somebody_took_away_are_made_again_after_one_refusal(driver, known):
    for _ in range(4):
        send(driver, known, ("select 1",))
    driver.execute("deallocate all")
    driver.commit()
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        send(driver, known, ("select 1",))
    driver.rollback()
    assert send(driver, known, ("select 1",)) == [[(1,)]]


def test_the_first_error_is_told_and_nothing_after_it_is_done(driver, known):
    with pytest.raises(psycopg.errors.DivisionByZero):
        send(driver, known, ("create temporary table scratch (a int)",), ("select 1 / 0",), ("select nonsense",))
    assert driver.info.transaction_status == psycopg.pq.TransactionStatus.INERROR
    driver.rollback()
    assert send(driver, known, ("select to_regclass('scratch')",)) == [[(None,)]]


def test_what_fails_while_it_is_prepared_is_told_each_time(driver, known):
    for _ in range(5):
        with pytest.raises(psycopg.errors.UndefinedColumn):
            send(driver, known, ("select nonsense",))
        driver.rollback()


def test_much_goes_and_comes_at_once(driver, known):
    """More than the kernel takes in either direction: whoever only sent or only read would wait forever."""
    large = "x" * 1_000_000
    rows = send(driver, known, *[("select $1::text, repeat('y', 1000000)", large)] * 20)
    assert [(len(mine), len(theirs)) for [(mine, theirs)] in rows] == [(1_000_000, 1_000_000)] * 20


def test_a_connection_that_is_lost_says_so(driver, known, owner_url):
    [[(number,)]] = send(driver, known, ("select pg_backend_pid()",))
    with psycopg.connect(owner_url.replace("+psycopg", "").replace("alur_owner@", "postgres@"), autocommit=True) as superuser:
        superuser.execute("select pg_terminate_backend(%s, 10000)", [number])
    with pytest.raises(psycopg.OperationalError):
        send(driver, known, ("select 1",))
    assert driver.closed

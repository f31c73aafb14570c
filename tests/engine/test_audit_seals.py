"""The audit proves itself: chains per case, seals per day, months apart, and erasure that leaves all of it whole."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError

from casework.privacy.commands.erase_case import EraseCase
from engine.bpmn.codec import variables_of
from engine.commands.audit.make_partitions import MakePartitions
from engine.commands.audit.seal_audit import SealAudit
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.connectors.seal import Ed25519Sealer
from engine.core.engine import Engine
from engine.jobs.housekeeping import run_housekeeping
from engine.model.errors import InvalidState, NotFound
from engine.persistence.database import connect
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.history import AuditPayload, AuditSeal, HistoryEvent
from engine.queries.audit.audit_verification import VerifyAudit
from engine.testing.drawing import diagram, event, script, task
from engine.testing.harness import NOON

MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\nretention_years = 5\n'
GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
FORM = b'{"id": "f", "components": [{"type": "textfield", "key": "rahasia", "label": "Rahasia"}]}'


@pytest.fixture
def office(harness, regency, owner_url):
    harness.engine = Engine(replace(harness.engine.platform, sealer=Ed25519Sealer(b"7" * 32)))
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")
    form = '<extensionElements><zeebe:formDefinition formId="f"/></extensionElements>'
    start = event("start", "s").replace("></startEvent>", f">{form}</startEvent>")
    xml = diagram(start, task("a", GROUP), script("k", "rahasia", "salinan"), event("end", "e"), "s > a > k > e").encode()
    harness.execute(Deploy(package="contoh", resources={"p.bpmn": xml, "f.form": FORM, "process.toml": MANIFEST}))
    owner = connect(owner_url)

    def alter(statement, **values):
        with owner.begin() as connection:
            return connection.execute(text(statement), values).rowcount

    harness.alter = alter
    yield harness
    owner.dispose()


def case(office, secret="isi"):
    instance = office.start("p", office.person, rahasia=secret)
    office.complete(office.task("a").id, office.person)
    return instance


def altered(office):
    return office.ask(VerifyAudit())


def test_days_are_sealed_in_their_order_once_they_are_over(office):
    case(office)
    assert run_housekeeping(office.engine) == 0
    office.clock.forward(days=3)
    case(office)
    assert run_housekeeping(office.engine) == 3  # also the days on which nothing happened
    assert [(seal.day, seal.rows) for seal in office._all(select(AuditSeal).order_by(AuditSeal.day))] == [
        (date(2026, 11, 23), 2),
        (date(2026, 11, 24), 0),
        (date(2026, 11, 25), 0),
    ]
    assert run_housekeeping(office.engine) == 0
    with pytest.raises(InvalidState):
        office.execute(SealAudit(day=date(2026, 11, 23)))
    with pytest.raises(InvalidState):
        office.execute(SealAudit(day=date(2026, 11, 26)))
    assert altered(office) == []


def test_an_altered_row_is_named(office):
    first, second = case(office), case(office)
    assert office.alter("update audit_record set command = 'Other' where instance_id = :id and number = 2", id=second) == 1
    (found,) = altered(office)
    assert (found.instance, found.number) == (second, 2)
    assert office.alter("update audit_payload set payload = '{}' where instance_id = :id and number = 1", id=first) == 1
    assert {item.instance for item in altered(office)} == {first, second}
    assert office.ask(VerifyAudit(instance=first))[0].number == 1


def test_a_case_without_a_row_is_not_whole_and_one_that_is_not_there_is_unknown(office):
    instance = case(office)
    assert office.ask(VerifyAudit(instance=instance)) == []
    assert office.alter("delete from audit_record where instance_id = :id", id=instance)
    (found,) = office.ask(VerifyAudit(instance=instance))
    assert (found.instance, found.number) == (instance, 1)
    with pytest.raises(NotFound):
        office.ask(VerifyAudit(instance=uuid4()))


_AUDIT, _LAST = "delete from audit_record where instance_id = :id", " and number = 2"
_CARRIED = "delete from audit_payload where instance_id = :id"
_TABLES = ("job", "user_task", "history_event", "case_access")
_CASE = (*(f"delete from {table} where instance_id = :id" for table in _TABLES), "delete from process_instance where id = :id")
#: what is done before the day is sealed, and what is seen of it
TAKEN_AWAY = [
    ([_AUDIT], "not one row is there"),
    ([_AUDIT + _LAST], "what it carried is there"),
    ([_AUDIT + _LAST, _CARRIED + _LAST], "its history goes on"),
    ([*_CASE], "its audit names it"),
    ([*_CASE, _AUDIT], "what a command carried names it"),
    ([*_CASE, _AUDIT, _CARRIED], "the key of a command names it"),
]


@pytest.mark.parametrize(("deed", "seen"), TAKEN_AWAY, ids=[seen for _deed, seen in TAKEN_AWAY])
def test_what_was_taken_away_before_the_day_was_sealed_is_seen_by_what_is_left(office, deed, seen):
    """The clock stands still in tests; the task is done a minute after the case began."""
    gone = UUID(
        office.execute(StartProcessInstance(process="p", answers={"rahasia": "isi"}, idempotency_key="kunci"), office.person)["instance"]
    )
    office.clock.forward(minutes=1)
    office.complete(office.task("a").id, office.person)
    case(office)
    assert altered(office) == []
    for statement in deed:
        office.alter(statement, id=gone)
    found = altered(office)
    assert {item.instance for item in found} == {gone}
    assert any(seen in item.message for item in found)


@pytest.mark.parametrize(
    "deed",
    [
        "delete from audit_record where instance_id = :id and number = 2",  # the last row of a chain: the chain itself looks whole
        "delete from audit_record where instance_id = :id",  # a whole case
        "delete from audit_seal where day = '2026-11-23'",
        "update audit_seal set digest = sha256('x') where day = '2026-11-23'",
        "update audit_seal set rows = rows where false",
    ],
)
def test_what_was_taken_away_does_not_fit_its_seal(office, deed):
    gone = case(office)
    case(office)
    office.clock.forward(days=2)
    run_housekeeping(office.engine)
    office.alter(deed, **({"id": gone} if ":id" in deed else {}))
    assert bool(altered(office)) is ("where false" not in deed)


def test_a_chain_that_was_written_anew_does_not_fit_its_seal(office):
    """Somebody who owns the tables and knows the rule of the chain, but not the key."""
    instance = case(office)
    office.clock.forward(days=2)
    run_housekeeping(office.engine)
    office.alter("delete from audit_payload where instance_id = :id", id=instance)
    office.alter("delete from audit_record where instance_id = :id and number = 2", id=instance)
    told = [item.message for item in altered(office)]
    assert any("the audit of 2026-11-23 does not fit its seal" in item for item in told)
    assert any("row 1" in item and "no erasure is recorded" in item for item in told)


def test_each_month_has_its_partition_before_it_begins(office, database):
    office.execute(MakePartitions())
    office.clock.moment = datetime(2026, 12, 15, tzinfo=UTC)
    instance = case(office)
    with database.connect() as connection:
        name = connection.execute(
            text("select tableoid::regclass::text from history_event where instance_id = :id"), {"id": instance}
        ).scalars()
        assert set(name) == {"history_event_y2026m12"}
    assert office.execute(MakePartitions())["made"] >= 1
    office.clock.moment = datetime(2031, 1, 1, tzinfo=UTC)
    assert case(office)  # no month was made for it: nothing is lost all the same


@pytest.mark.parametrize(
    "statement", ["delete from history_event_rest", "update audit_record_rest set number = 0", "drop table audit_record_rest"]
)
def test_the_application_cannot_go_round_the_table_to_a_partition(database, statement):
    with database.begin() as connection, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        connection.execute(text(statement))


def test_erasure_takes_the_content_and_leaves_the_proof(office):
    instance, other = case(office, secret="NIK 3603"), case(office, secret="lain")
    office.clock.forward(days=2)
    run_housekeeping(office.engine)
    office.execute(EraseCase(instance=instance, basis="permohonan pemohon"))
    assert altered(office) == []
    row = office.instance(instance)
    assert (variables_of(row.state), row.facts, row.title) == ({}, {}, "")
    events = office._all(select(HistoryEvent).where(HistoryEvent.instance_id == instance))
    assert "3603" not in "".join(str(event.data) for event in events)
    assert {event.event for event in events} >= {"ELEMENT_COMPLETED", "VARIABLE_SET"}
    kept = office._all(select(AuditPayload).where(AuditPayload.instance_id == instance))
    assert [payload.payload["basis"] for payload in kept] == ["permohonan pemohon"]
    assert variables_of(office.instance(other).state)["rahasia"] == "lain"


def test_a_case_under_way_is_not_erased(office):
    instance = office.start("p", office.person, rahasia="x")
    with pytest.raises(InvalidState):
        office.execute(EraseCase(instance=instance, basis="x"))

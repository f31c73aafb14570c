"""Each attack on the audit is named, also one by whoever owns the database: the proof stands outside it (findings: security 3)."""

import base64
import json
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from casework.privacy.commands.erase_case import EraseCase
from engine.commands.audit.seal_head import SealHead
from engine.commands.deployment.deploy import Deploy
from engine.connectors.head_file import HeadFile
from engine.connectors.seal import Ed25519Sealer, signature_holds
from engine.core.audit.anchor import Anchor, AnchorBroken, read_heads, read_pins, rotation_statement
from engine.core.engine import Engine
from engine.jobs.housekeeping import run_housekeeping
from engine.model.actor import SYSTEM
from engine.persistence.database import connect
from engine.persistence.tables.definitions import PackageState
from engine.queries.audit.audit_heads import AuditHeads
from engine.queries.audit.audit_verification import VerifyAudit
from engine.testing.drawing import diagram, event, task
from engine.testing.harness import NOON

GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
OURS, THEIRS = Ed25519Sealer(b"7" * 32), Ed25519Sealer(b"8" * 32)


def with_sealer(engine, sealer, *parts):
    return Engine(replace(engine.platform, sealer=sealer, parts=(*engine.platform.parts, *parts)))


@pytest.fixture
def office(harness, regency, owner_url, tmp_path):
    """Two cases, sealed: a day with its heads, copied into a file outside the database."""
    harness.file = HeadFile(tmp_path / "heads")
    harness.engine = with_sealer(harness.engine, OURS, harness.file)
    person = regency("agendaris.setda")
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    xml = diagram(event("start", "s"), task("a", GROUP), event("end", "e"), "s > a > e").encode()
    harness.execute(Deploy(package="contoh", resources={"p.bpmn": xml, "process.toml": MANIFEST}))
    harness.cases = [harness.start("p", person) for _ in range(2)]
    for item in harness.tasks():
        harness.complete(item.id, person)
    owner = connect(owner_url)

    def alter(statement, **values):
        with owner.begin() as connection:
            return connection.execute(text(statement), values).rowcount

    harness.alter = alter
    harness.clock.forward(days=2)
    run_housekeeping(harness.engine)
    yield harness
    owner.dispose()


def messages(office, keys=(OURS.key,)):
    anchor = Anchor(keys=tuple(keys), heads=read_heads(office.file.path.read_text()))
    return [item.message for item in office.ask(VerifyAudit(anchor=anchor))]


def test_a_head_names_what_it_covers_and_is_copied_out(office):
    (head,) = office.ask(AuditHeads())
    assert (head["number"], head["rows"], head["chains"], head["all_rows"]) == (1, 4, 2, 4)
    assert [json.loads(line) for line in office.file.path.read_text().splitlines()] == [head]
    assert messages(office) == []
    office.clock.forward(hours=1)
    run_housekeeping(office.engine)
    assert office.file.last_number() == 2
    assert office.ask(AuditHeads(after=1))[0]["all_rows"] == 4
    assert office.execute(SealHead()) == {"made": 0}
    assert messages(office) == []


ATTACKS = {
    "a row altered": ("update audit_record set command = 'X' where instance_id = :id and number = 2", "was altered at row 2"),
    "the newest row deleted": ("delete from audit_record where instance_id = :id and number = 2", "covers 4 rows of 2 cases, but 3 rows"),
    "a whole audit deleted": ("delete from audit_record where instance_id = :id", "covers 4 rows of 2 cases, but 2 rows of 1"),
    "rows reordered": (
        "update audit_record set number = 3 - number + 10 where instance_id = :id",
        "was altered at row 1",
    ),
    "payloads deleted": ("delete from audit_payload where instance_id = :id and number = 1", "no erasure is recorded"),
    "the newest head cut off": ("delete from audit_head where cast(:id as uuid) is not null", "head 1 is gone"),
    "the newest day cut off": (
        "delete from audit_seal where day = '2026-11-24' and cast(:id as uuid) is not null",
        "the day 2026-11-24 is not sealed",
    ),
    "a head altered": ("update audit_head set rows = 3 where cast(:id as uuid) is not null", "covers 3 rows"),
    "a seal by nobody": ("update audit_seal set key = 'x' where cast(:id as uuid) is not null", "not trusted: x"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_of_whoever_owns_the_database_is_named(office, attack):
    statement, said = ATTACKS[attack]
    assert office.alter(statement, id=office.cases[0])
    told = messages(office)
    assert told
    assert any(said in item for item in told), told


def test_a_case_deleted_and_everything_sealed_anew_with_another_key_is_seen(office):
    """The seals fit one another, and the rows: only the key is another one, and the file has other heads."""
    for table in ("job", "audit_payload", "audit_record", "history_event", "user_task", "case_access"):
        office.alter(f"delete from {table} where instance_id = :id", id=office.cases[0])
    office.alter("delete from process_instance where id = :id", id=office.cases[0])
    office.alter("delete from audit_seal")
    office.alter("delete from audit_head")
    run_housekeeping(with_sealer(office.engine, THEIRS))
    told = messages(office)
    assert any("the seal of 2026-11-23 is signed by a key that is not trusted" in item for item in told)
    assert any("head 1 (until" in item and "not trusted" in item for item in told)
    assert "head 1 is another one than the file outside the database has" in told


def test_a_missing_head_and_a_clock_that_stands_still_are_named(office):
    for _ in range(2):
        office.clock.forward(hours=1)
        run_housekeeping(office.engine)
    assert messages(office) == []
    office.alter("delete from audit_head where number = 2")
    told = messages(office)
    assert "head 2 is missing: the next one there is 3" in told
    assert "head 2 is gone: the file outside the database has it" in told
    office.clock.forward(hours=5)
    assert any(item.startswith("there is no head since") for item in messages(office))


def test_the_newest_heads_cut_off_in_both_places_are_seen_by_their_age(office):
    """Who reaches the file too still cannot make a head of our key."""
    office.alter("delete from audit_head")
    office.alter("delete from audit_seal")
    office.file.path.write_text("")
    office.clock.forward(hours=2)
    run_housekeeping(with_sealer(office.engine, THEIRS))
    assert any("not trusted" in item for item in messages(office))


def test_a_key_is_followed_only_by_one_that_it_names(office):
    signature = OURS.sign(rotation_statement(OURS.key, THEIRS.key))
    line = f"rotate {OURS.key} {THEIRS.key} {base64.b64encode(signature).decode()}"
    keys = read_pins(f"# ours\n\npin {OURS.key}\n{line}\n", signature_holds)
    assert keys == (OURS.key, THEIRS.key)
    office.clock.forward(hours=1)
    run_housekeeping(with_sealer(office.engine, THEIRS))
    assert messages(office, keys) == []
    # once the new key has sealed, the old one counts no more
    office.clock.forward(hours=1)
    run_housekeeping(with_sealer(office.engine, OURS))
    assert any("head 3" in item and "not trusted" in item for item in messages(office, keys))
    forged = THEIRS.sign(rotation_statement(OURS.key, THEIRS.key))
    for text_ in (
        f"rotate {OURS.key} {THEIRS.key} {base64.b64encode(signature).decode()}",
        f"pin {OURS.key}\nrotate {OURS.key} {THEIRS.key} {base64.b64encode(forged).decode()}",
        f"pin {OURS.key}\nrotate {OURS.key} {THEIRS.key} %",
        f"pin {OURS.key} x",
        "trust me",
    ):
        with pytest.raises(AnchorBroken):
            read_pins(text_, signature_holds)


def test_the_application_takes_what_was_carried_only_after_it_recorded_the_erasure(office, database):
    with database.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("delete from audit_payload"))
    with database.begin() as connection, pytest.raises(DBAPIError, match="the erasure is not recorded"):
        connection.execute(text("select alur_erase_payloads(:id)"), {"id": office.cases[0]})
    office.execute(EraseCase(instance=office.cases[0], basis="permohonan"), SYSTEM)
    office.execute(EraseCase(instance=office.cases[0], basis="lagi"), SYSTEM)
    assert office.ask(VerifyAudit(instance=office.cases[0])) == []
    office.clock.forward(hours=1)
    run_housekeeping(office.engine)
    assert messages(office) == []
    office.alter("delete from audit_payload where instance_id = :id", id=office.cases[0])
    assert any("no erasure is recorded" in item.message for item in office.ask(VerifyAudit(instance=office.cases[0])))


def test_a_file_that_was_half_written_goes_on_and_one_that_cannot_be_read_is_told(office):
    whole = office.file.path.read_text()
    office.file.path.write_text(whole + '{"number": 2, "si')
    assert office.file.last_number() == 1
    with pytest.raises(AnchorBroken):
        read_heads(office.file.path.read_text())
    office.clock.forward(hours=1)
    run_housekeeping(office.engine)
    assert messages(office) == []

"""Fields and documents go before their case by rules of their own; what is kept for ever is handed over to the archive with its hashes."""

import hashlib
import io
import json
import zipfile
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, text

from casework.cases.queries.case_detail import CaseDetail
from casework.documents.queries.unknown_files import UnknownFiles
from casework.documents.tables import Document, DocumentVersion
from casework.privacy.act_on_retention import act_on_retention
from casework.privacy.commands.approve_erasure import ApproveErasure
from casework.privacy.commands.close_handover import CloseHandover
from casework.privacy.commands.erase_document import EraseDocument
from casework.privacy.commands.erase_fields import EraseFields
from casework.privacy.commands.lift_legal_hold import LiftLegalHold
from casework.privacy.commands.place_legal_hold import PlaceLegalHold
from casework.privacy.commands.record_handover import RecordHandover
from casework.privacy.commands.record_minutes import RecordMinutes
from casework.privacy.queries.handovers import Handovers, HandoverToFetch
from casework.privacy.queries.instances_of_case import InstancesOfCase
from casework.privacy.queries.retention_due import RetentionDue
from casework.privacy.queries.retention_of_parts import RetentionOfParts
from casework.privacy.tables import Erasure, PartErasure
from casework.subjects.tables import SubjectValue
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.model.actor import SYSTEM
from engine.model.errors import DeploymentRejected, InvalidState, NotFound
from engine.queries.audit.audit_verification import VerifyAudit
from tests.support.permit_office import Office

BASIS = "Keputusan Bupati 900/12/2033"
MINUTES = "BA 045/17/2027, 3 Mei 2027"


@pytest.fixture
def office(harness, regency):
    return Office(harness, regency)


def with_rules(office, fields=(), **manifest):
    """Deploys the permit of the tests with rules of retention for fields; `manifest`: what is replaced in its process.toml."""
    resources = dict(office.harness.engine.platform.packages.get("izin_uji").resources)
    path = next(path for path in resources if path.endswith("izin_uji.form"))
    form = json.loads(resources[path])
    for component in form["components"]:
        if component.get("key") in dict(fields):
            component["properties"]["retention"] = dict(fields)[component["key"]]
    resources[path] = json.dumps(form).encode()
    for old, new in manifest.get("replaced", ()):
        assert old.encode() in resources["process.toml"]
        resources["process.toml"] = resources["process.toml"].replace(old.encode(), new.encode())
    office.harness.execute(Deploy(package="izin_uji", resources=resources))


def ended_case(office, **answers):
    harness = office.harness
    before = {row.id for row in harness.instances()}
    office.send(**answers)
    root = next(row.id for row in harness.instances() if row.parent_id is None and row.id not in before)
    harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    harness.run_jobs()
    return root


def everything_stored(harness):
    """All texts of all tables, to look for what should be gone."""
    with harness.engine.platform.database.connect() as connection:
        tables = [
            row[0]
            for row in connection.execute(
                text(
                    "select tablename from pg_tables where schemaname = 'public' and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')"
                )
            )
        ]
        return "\n".join(
            str(tuple(bytes(v) if isinstance(v, memoryview) else v for v in row))
            for table in tables
            for row in connection.execute(text(f'select * from "{table}"'))
        )


def approve(harness, process, part="CASE", fate="DESTROY"):
    today = harness.clock.moment.date().isoformat()
    harness.execute(ApproveErasure(process=process, due_until=today, basis=BASIS, part=part, fate=fate))


def test_a_field_goes_by_its_own_rule_everywhere_and_the_case_stays(harness, office):
    with_rules(office, {"nama": "1 musnah", "nik": "1 musnah"})
    case = ended_case(office, nama="Sumarni Kusumawardhani", nik="3603011507900001")
    assert "Sumarni Kusumawardhani" in everything_stored(harness)
    assert harness.ask(RetentionOfParts()) == []
    (seen,) = harness.ask(RetentionOfParts(until=date(2027, 12, 31)))
    assert (seen.part, seen.case, seen.shown, seen.may_go) == ("FIELD", case, ("Nama pemohon", "NIK"), False)
    harness.clock.moment = harness.clock.moment.replace(year=2028)
    act_on_retention(harness.engine)
    assert "Sumarni Kusumawardhani" in everything_stored(harness), "nothing is destroyed without an approval"
    approve(harness, "izin_uji", "FIELD")
    act_on_retention(harness.engine)
    assert "Sumarni Kusumawardhani" not in everything_stored(harness)
    assert harness._all(select(SubjectValue)) == []
    assert harness.ask(RetentionOfParts()) == []
    records = harness._all(select(PartErasure).order_by(PartErasure.instance_id, PartErasure.name))
    assert {(row.name, row.rule, row.basis) for row in records if row.instance_id == case} == {
        ("nama", "1 musnah", BASIS),
        ("nik", "1 musnah", BASIS),
    }
    assert "24" in everything_stored(harness), "what has no rule of its own stays"
    assert len(harness._all(select(DocumentVersion))) > 0
    assert harness.ask(CaseDetail(instance=case), SYSTEM).status == "TERMINATED"
    assert harness.ask(VerifyAudit()) == []


def test_a_document_goes_by_the_rule_of_its_field(harness, office):
    with_rules(office, {"foto": "6 bulan musnah"})
    case = ended_case(office)
    before = len(harness._all(select(DocumentVersion)))
    harness.clock.moment = harness.clock.moment.replace(year=2028)
    due = harness.ask(RetentionOfParts())
    assert [(row.part, row.case, row.rule) for row in due] == [("DOCUMENT", case, "6 bulan musnah")] * 2
    harness.execute(PlaceLegalHold(case=case, reason="Sengketa"))
    approve(harness, "izin_uji", "DOCUMENT")
    act_on_retention(harness.engine)
    with pytest.raises(InvalidState):
        harness.execute(EraseDocument(document=UUID(due[0].names[0]), rule="x", basis="permintaan"))
    assert len(harness._all(select(DocumentVersion))) == before
    harness.execute(LiftLegalHold(case=case, reason="Selesai"))
    act_on_retention(harness.engine)
    assert len(harness._all(select(DocumentVersion))) == before - 2
    assert {row.name for row in harness._all(select(PartErasure))} == {name for row in due for name in row.names}
    assert harness.ask(RetentionOfParts()) == []
    harness.ask(CaseDetail(instance=case), SYSTEM)
    assert harness.ask(VerifyAudit()) == []


def test_the_rule_of_the_newest_version_counts_for_older_cases(harness, office):
    with_rules(office, {"nama": "1 musnah"})
    ended_case(office)
    with_rules(office, {"nama": ""})
    assert harness.ask(RetentionOfParts(until=date(2030, 1, 1))) == []
    with_rules(office, {"nama": "2 musnah"})
    (seen,) = harness.ask(RetentionOfParts(until=date(2030, 1, 1)))
    assert (seen.rule, seen.due.year) == ("2 musnah", 2028)


def test_what_goes_with_its_case_is_told_there_alone(harness, office):
    with_rules(office, {"nama": "5 musnah"})
    ended_case(office)
    assert harness.ask(RetentionOfParts(until=date(2040, 1, 1))) == []
    assert len(harness.ask(RetentionDue(until=date(2040, 1, 1)))) == 1


def test_fields_of_a_case_that_goes_on_are_not_erased(harness, office):
    with_rules(office, {"nama": "1 musnah"})
    office.send()
    running = next(row.id for row in harness.instances() if row.parent_id is None)
    assert harness.ask(RetentionOfParts(until=date(2040, 1, 1))) == []
    with pytest.raises(InvalidState):
        harness.execute(EraseFields(instance=running, fields=["nama"], rule="x", basis="permintaan"))


@pytest.mark.parametrize("rule", ["10 musnah", "permanen", "2+3 permanen", "6 dinilai kembali", "61 bulan musnah"])
def test_a_field_that_is_to_outlive_its_case_is_refused_at_deployment(office, rule):
    with pytest.raises(DeploymentRejected) as rejected:
        with_rules(office, {"nama": rule})
    assert [(problem.code, problem.values["written"]) for problem in rejected.value.problems] == [("BAD_RETENTION", rule)]


@pytest.mark.parametrize("fate", [{"part": "REGISTER"}, {"fate": "KEEP"}, {"part": "FIELD", "fate": "ARCHIVE"}])
def test_an_approval_says_what_may_go(harness, fate):
    with pytest.raises(InvalidState):
        harness.execute(ApproveErasure(process="izin_uji", due_until="2026-11-01", basis=BASIS, **fate))


def with_register(office, rule):
    old = '[[case]]\nprocess = "izin_uji"\nretention_years = 5\n'
    register = f"[[register]]\nkey = 'izin'\nprocess = 'izin_uji'\nfields = ['nama']\nsearch = ['nama']\nretention = '{rule}'\n"
    with_rules(office, replaced=[(old, f'{register}\n[[case]]\nprocess = "izin_uji"\n')])


def test_what_is_kept_for_ever_is_packed_handed_over_by_minutes_and_then_erased(harness, office):
    with_register(office, "1 permanen")
    first, second = ended_case(office, nama="Siti Rahmawati"), ended_case(office)
    harness.clock.moment = harness.clock.moment.replace(year=2034)
    due = harness.ask(RetentionDue())
    assert [(row.fate, row.register, row.may_be_handed) for row in due] == [("ARCHIVE", "izin", False)] * 2
    approve(harness, "izin_uji")
    act_on_retention(harness.engine)
    assert harness.ask(Handovers()) == [], "an approval to destroy is none to hand over, and the other way round"
    approve(harness, "izin_uji", fate="ARCHIVE")
    harness.execute(PlaceLegalHold(case=second, reason="Pemeriksaan"))
    act_on_retention(harness.engine)
    (packed,) = harness.ask(Handovers())
    assert (packed.cases, packed.left, packed.basis) == ((first,), 1, BASIS)
    assert [row.case for row in harness.ask(RetentionDue())] == [second]
    act_on_retention(harness.engine)
    assert len(harness.ask(Handovers())) == 1, "what is packed is not packed again"
    content = harness.ask(HandoverToFetch(handover=packed.id)).content()
    assert hashlib.sha256(content).hexdigest() == packed.sha256
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listing = archive.read("SHA256SUMS").decode()
        assert listing == packed.listing
        for line in listing.splitlines():
            digest, path = line.split("  ", 1)
            assert hashlib.sha256(archive.read(path)).hexdigest() == digest
        assert set(archive.namelist()) == {"SHA256SUMS", *(line.split("  ", 1)[1] for line in listing.splitlines())}
        metadata = json.loads(archive.read(f"{first}/metadata.json"))
        assert [case["folder"] for case in json.loads(archive.read("daftar.json"))["cases"]] == [str(first)]
    root = next(case for case in metadata["cases"] if case["called_by"] is None)
    assert {"name": "nama", "label": "Nama pemohon", "value": "Siti Rahmawati"} in root["values"]
    assert root["register"] == {"name": "izin_uji.izin", "fields": {"nama": "Siti Rahmawati"}}
    assert any(step["name"] for step in root["history"])
    assert len(metadata["documents"]) == 3
    assert harness.ask(UnknownFiles(names=(packed.sha256,)), SYSTEM) == set(), "the store keeps the package"
    with pytest.raises(InvalidState):
        harness.execute(RecordMinutes(handover=packed.id, minutes=MINUTES, sha256="0" * 64))
    with pytest.raises(InvalidState):
        harness.execute(RecordMinutes(handover=packed.id, minutes=" ", sha256=packed.sha256))
    with pytest.raises(InvalidState):
        harness.execute(CloseHandover(handover=packed.id))
    act_on_retention(harness.engine)
    assert "Siti Rahmawati" in everything_stored(harness), "nothing is erased before the minutes"
    harness.execute(RecordMinutes(handover=packed.id, minutes=MINUTES, sha256=packed.sha256))
    act_on_retention(harness.engine)
    (handed,) = harness.ask(Handovers())
    assert (handed.left, handed.closed_at is not None, handed.listing) == (0, True, listing)
    assert "Siti Rahmawati" not in everything_stored(harness)
    assert [(row.instance_id, row.basis) for row in harness._all(select(Erasure))] == [(first, MINUTES)]
    assert harness.ask(InstancesOfCase(case=first), SYSTEM) == []
    assert harness.ask(UnknownFiles(names=(packed.sha256,)), SYSTEM) == {packed.sha256}
    with pytest.raises(NotFound):
        harness.ask(HandoverToFetch(handover=packed.id))
    assert harness.ask(VerifyAudit()) == []


def test_a_hold_takes_a_package_back_that_was_not_handed_over(harness, office):
    with_register(office, "1 permanen")
    first, second = ended_case(office), ended_case(office)
    harness.clock.moment = harness.clock.moment.replace(year=2034)
    approve(harness, "izin_uji", fate="ARCHIVE")
    act_on_retention(harness.engine)
    (both,) = harness.ask(Handovers())
    assert set(both.cases) == {first, second}
    harness.execute(PlaceLegalHold(case=first, reason="Pemeriksaan"))
    assert harness.ask(Handovers()) == []
    assert harness._all(select(Document).where(Document.id == both.id)) == []
    act_on_retention(harness.engine)
    (alone,) = harness.ask(Handovers())
    assert alone.cases == (second,)
    given = {"process": "izin_uji", "rule": "x", "basis": BASIS, "sha256": "0" * 64, "size": 1, "listing": ""}
    for case in (first, second):
        with pytest.raises(InvalidState):
            harness.execute(RecordHandover(cases=[case], **given), SYSTEM)


@pytest.mark.parametrize("fate", ["DESTROY", "ARCHIVE"])
def test_what_is_judged_again_goes_the_way_that_was_judged(harness, office, fate):
    with_register(office, "1 dinilai kembali")
    case = ended_case(office)
    harness.clock.moment = harness.clock.moment.replace(year=2034)
    act_on_retention(harness.engine)
    assert [row.fate for row in harness.ask(RetentionDue())] == ["JUDGE"]
    approve(harness, "izin_uji", fate=fate)
    act_on_retention(harness.engine)
    assert [row.instance_id for row in harness._all(select(Erasure))] == ([case] if fate == "DESTROY" else [])
    assert [row.cases for row in harness.ask(Handovers())] == ([(case,)] if fate == "ARCHIVE" else [])


def test_a_tree_is_kept_as_long_as_what_it_called(harness, office):
    """A case of one year has called one of five: they are one file, and it goes after five."""
    with_register(office, "1 musnah")
    case = ended_case(office)
    assert "kelengkapan" in {row.process_key for row in harness.instances()}
    assert harness.ask(RetentionDue(until=date(2031, 1, 1))) == []
    (seen,) = harness.ask(RetentionDue(until=date(2032, 1, 1)))
    assert (seen.case, seen.rule, seen.due.year) == (case, "5 musnah", 2031)

"""Retention that acts: what is due is shown before it goes, needs an approval, stops at a legal hold, and leaves a record and a whole audit."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from casework.documents.tables import DocumentVersion
from casework.privacy.act_on_retention import act_on_retention
from casework.privacy.commands.approve_erasure import ApproveErasure
from casework.privacy.commands.erase_case import EraseCase
from casework.privacy.commands.lift_legal_hold import LiftLegalHold
from casework.privacy.commands.place_legal_hold import PlaceLegalHold
from casework.privacy.queries.retention_due import RetentionDue
from casework.privacy.tables import Erasure
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.model.errors import DeploymentRejected, InvalidState
from engine.queries.audit.audit_verification import VerifyAudit
from webui.rendering.problem_text import INDONESIAN

BASIS = "Keputusan Bupati 900/12/2033"


@pytest.fixture
def case(harness, office):
    """A permit that was cancelled today; its rule is that of the package."""
    office.send()
    found = harness.task("periksa").instance_id
    root = next(row.root_id for row in harness.instances() if row.id == found)
    harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    harness.run_jobs()
    return root


def due(harness, **how):
    return [row for row in harness.ask(RetentionDue(**how)) if row.process]


def test_what_will_go_is_seen_before_and_goes_with_an_approval(harness, case):
    assert due(harness) == []
    (seen,) = due(harness, until=harness.clock.moment.date() + timedelta(days=366 * 12))
    assert (seen.case, seen.fate, seen.may_go) == (case, "DESTROY", False)
    harness.clock.moment = harness.clock.moment.replace(year=seen.due.year, month=seen.due.month, day=seen.due.day)
    act_on_retention(harness.engine)
    assert [row.case for row in due(harness)] == [case], "nothing is destroyed without an approval"
    harness.execute(ApproveErasure(process=seen.process, due_until=seen.due.isoformat(), basis=BASIS))
    act_on_retention(harness.engine)
    assert due(harness) == []
    (record,) = harness._all(select(Erasure))
    assert (record.instance_id, record.rule, record.basis) == (case, seen.rule, BASIS)
    assert {row.title for row in harness.instances() if row.root_id == case} == {""}
    assert harness._all(select(func.count()).select_from(DocumentVersion)) == [0]
    assert harness.ask(VerifyAudit()) == []


def test_a_held_case_stays_until_the_hold_is_lifted(harness, case):
    harness.execute(PlaceLegalHold(case=case, reason="Sengketa di PTUN"))
    with pytest.raises(InvalidState):
        harness.execute(PlaceLegalHold(case=case, reason="Sekali lagi"))
    (seen,) = due(harness, until=date(2040, 1, 1))
    harness.clock.moment = harness.clock.moment.replace(year=2040)
    harness.execute(ApproveErasure(process=seen.process, due_until="2040-01-01", basis=BASIS))
    act_on_retention(harness.engine)
    (kept,) = due(harness)
    assert (kept.held, kept.may_go) == (True, False)
    with pytest.raises(InvalidState):
        harness.execute(EraseCase(instance=case, basis="permintaan"))
    with pytest.raises(InvalidState):
        harness.execute(LiftLegalHold(case=case, reason=" "))
    harness.execute(LiftLegalHold(case=case, reason="Putusan berkekuatan tetap"))
    act_on_retention(harness.engine)
    assert due(harness) == []
    assert harness.ask(VerifyAudit()) == []


@pytest.mark.parametrize("wrong", [{"due_until": "besok"}, {"due_until": "2090-01-01"}, {"basis": "x"}, {"process": ""}])
def test_an_approval_names_its_number_and_a_day_that_has_come(harness, wrong):
    given = {"process": "izin", "due_until": "2026-11-01", "basis": BASIS}
    with pytest.raises(InvalidState):
        harness.execute(ApproveErasure(**{**given, **wrong}))


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ('retention = "7 musnah"', 'retention = "selamanya"', "selamanya"),
        ('retention = "7 musnah"', 'retention = "5 musnah"', "5 musnah"),
        ('retention = "7 musnah"', 'retention = "7 permanen"', "7 permanen"),
        ("retention_years = 7", "retention_years = -7", "-7"),
        ("retention_years = 7", "retention_years = 700", "700"),
    ],
)
def test_a_rule_that_nobody_could_act_on_is_refused_at_deployment(harness, office, old, new, written):
    resources = dict(harness.engine.platform.packages.get("izin_reklame").resources)
    manifest = resources["process.toml"].decode()
    assert old in manifest
    resources["process.toml"] = manifest.replace(old, new).encode()
    with pytest.raises(DeploymentRejected) as rejected:
        harness.execute(Deploy(package="izin_reklame", resources=resources))
    assert ("BAD_RETENTION", written) in [(problem.code, problem.values.get("written")) for problem in rejected.value.problems]
    assert "BAD_RETENTION" in INDONESIAN

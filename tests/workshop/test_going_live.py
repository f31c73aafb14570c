"""What a draft changes, shown by element, cell and field; and the moment from which it holds."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from engine.model.errors import DeploymentRejected, InvalidState
from engine.testing.drawing import diagram, element, event
from tests.support.analyst import NOTE, Analyst, renamed
from tests.support.templates import deployed
from webui.settings import ROOT
from workshop.comparison.form_changes import form_changes
from workshop.comparison.queries.package_comparison import PackageComparison
from workshop.comparison.table_changes import table_changes
from workshop.drafts.commands.create_package_draft import CreatePackageDraft
from workshop.publishing.commands.propose_package import ProposePackage
from workshop.publishing.commands.publish_approved_package import PublishApprovedPackage
from workshop.publishing.commands.publish_package import PublishPackage
from workshop.publishing.queries.procedure_changes import ProcedureChanges


@pytest.fixture
@deployed("kelengkapan")
def sari(harness, regency):
    harness.deploy("kelengkapan")
    return Analyst(harness, "kabid.diskominfo.2", regency)


@pytest.fixture
def tono(harness, regency, sari):
    return Analyst(harness, "kabid.diskominfo.1", regency)


def proposed(sari, name="Periksa kelengkapan berkas"):
    draft = sari.begin()
    sari.change(draft, kelengkapan__bpmn=renamed(name))
    sari.do(ProposePackage(draft=draft, note=NOTE))
    return draft


def test_what_was_approved_goes_live_at_its_moment(harness, sari, tono):
    draft = proposed(sari)
    night = harness.clock.moment + timedelta(hours=10)
    tono.do(PublishPackage(draft=draft, at=night))
    view = sari.see(draft)
    assert (view.state, view.live_at) == ("APPROVED", night)
    assert sari.begin() == draft  # it is still in work
    harness.clock.forward(hours=9)
    harness.sweep()
    assert sari.see(draft).state == "APPROVED"
    harness.clock.forward(hours=1)
    harness.sweep()
    harness.sweep()
    view = sari.see(draft)
    assert view.state == "PUBLISHED"
    assert [version.by for version in view.versions][:1] == [tono.actor.name]
    assert len(view.versions) == 2
    (change,) = sari.ask(ProcedureChanges())
    assert (change.note, change.proposed_by, change.approved_by) == (NOTE, sari.actor.name, tono.actor.name)


def test_a_task_that_nobody_bears_is_no_proposal(harness, sari):
    task = '<extensionElements><zeebe:assignmentDefinition candidateGroups="pelaksana@unit"/></extensionElements>'
    drawn = diagram(event("start", "s"), element("userTask", "periksa", task), event("end", "e"), "s > periksa > e", identifier="baru")
    draft = UUID(
        sari.do(CreatePackageDraft(package="baru", files={"process.toml": b'[package]\nkey = "baru"\n', "baru.bpmn": drawn.encode()}))[
            "draft"
        ]
    )
    with pytest.raises(DeploymentRejected) as refused:
        sari.do(ProposePackage(draft=draft, note=NOTE))
    assert [(problem.code, problem.element, problem.values) for problem in refused.value.problems] == [
        ("UNKNOWN_UNIT", "periksa", {"unit": "unit"})
    ]


@pytest.mark.parametrize("hours", [0, -1, 24 * 91])
def test_a_moment_that_is_over_or_too_far_is_refused(harness, sari, tono, hours):
    draft = proposed(sari)
    with pytest.raises(InvalidState) as refused:
        tono.do(PublishPackage(draft=draft, at=harness.clock.moment + timedelta(hours=hours)))
    assert refused.value.details["reason"] == "moment"
    assert sari.see(draft).state == "PROPOSED"


def test_a_change_after_the_approval_takes_it_back(harness, sari, tono):
    draft = proposed(sari)
    tono.do(PublishPackage(draft=draft, at=harness.clock.moment + timedelta(hours=1)))
    sari.change(draft, kelengkapan__bpmn=renamed("Lain"))
    harness.clock.forward(hours=2)
    harness.sweep()
    assert sari.see(draft).state == "OPEN"
    assert len(sari.see(draft).versions) == 1


def test_what_is_no_longer_right_at_its_moment_is_held_back_and_says_why(harness, sari, tono):
    draft = proposed(sari)
    tono.do(PublishPackage(draft=draft, at=harness.clock.moment + timedelta(hours=1)))
    harness.clock.forward(minutes=5)
    known = dict(harness.engine.platform.packages.get("kelengkapan").resources)
    harness.deploy("kelengkapan", {**known, "kelengkapan.bpmn": renamed("Dari pengembang")})
    harness.clock.forward(hours=2)
    harness.sweep()
    view = sari.see(draft)
    assert (view.state, view.held_back) == ("OPEN", "base")
    assert len(view.versions) == 2
    assert harness.execute(PublishApprovedPackage(draft=draft)) == {}


def test_what_only_a_deployment_finds_holds_it_back_as_well(harness, sari, tono):
    """A decision that is in no deployment is a warning in a draft: it might have come meanwhile."""
    call = '<extensionElements><zeebe:calledDecision decisionId="tidak_ada" resultVariable="r"/></extensionElements>'
    drawn = diagram(event("start", "s"), element("businessRuleTask", "d", call), event("end", "e"), "s > d > e", identifier="baru")
    files = {
        "process.toml": b'[package]\nkey = "baru"\n',
        "baru.bpmn": drawn.encode(),
        "scenarios/_waived.json": b'{"s_d": "Belum ada tabelnya.", "d_e": "Belum ada tabelnya."}',
    }
    draft = UUID(sari.do(CreatePackageDraft(package="baru", files=files))["draft"])
    sari.do(ProposePackage(draft=draft, note=NOTE))
    tono.do(PublishPackage(draft=draft, at=harness.clock.moment + timedelta(hours=1)))
    harness.clock.forward(hours=2)
    harness.sweep()
    view = sari.see(draft)
    assert (view.state, view.held_back) == ("OPEN", "problems")
    assert view.versions == []


def test_a_comparison_marks_elements_cells_and_fields(sari):
    draft = sari.begin()
    new = renamed().replace(b'<bpmn:endEvent id="ditolak" name="Ditolak">', b'<bpmn:endEvent id="ditolak_baru" name="Ditolak">')
    new = new.replace(b'targetRef="ditolak"', b'targetRef="ditolak_baru"').replace(b'bpmnElement="ditolak"', b'bpmnElement="ditolak_baru"')
    sari.change(draft, kelengkapan__bpmn=new)
    (compared,) = sari.ask(PackageComparison(draft=draft)).files
    assert compared.before[0].marked == {"periksa": "changed", "ditolak": "removed", "hasil_ditolak": "changed"}
    assert compared.after[0].marked == {"periksa": "changed", "ditolak_baru": "added", "hasil_ditolak": "changed"}


def test_tables_are_compared_cell_by_cell():
    before = (ROOT / "processes/izin_reklame/pajak_reklame.dmn").read_bytes()
    after = before.replace(b"<text>[1..30]</text>", b"<text>[1..14]</text>").replace(
        b'<rule id="golongan_permanen">',
        b'<rule id="baru"><inputEntry id="b1"><text>[15..30]</text></inputEntry><outputEntry id="b2"><text>"menengah"</text></outputEntry>'
        b'<outputEntry id="b3"><text>7</text></outputEntry></rule><rule id="golongan_permanen">',
    )
    (table,) = table_changes(before, after)
    assert table.name == "Golongan reklame"
    assert [(row.kind, row.number) for row in table.rows] == [("changed", 1), ("added", 2), ("same", 3)]
    assert [(cell.before, cell.after) for cell in table.rows[0].cells if cell.changed] == [("[1..30]", "[1..14]")]
    (back,) = table_changes(after, before)
    assert [row.kind for row in back.rows] == ["changed", "removed", "same"]
    assert table_changes(before, before) == []
    assert [row.kind for row in table_changes(None, before)[0].rows] == ["added", "added"]


def test_forms_are_compared_field_by_field():
    before = (ROOT / "processes/kelengkapan/forms/kelengkapan_periksa.form").read_bytes()
    schema = json.loads(before)
    first, second, third = schema["components"]
    changed = {**third, "label": "Mengapa ditolak", "validate": {**third["validate"], "minLength": 20}}
    after = json.dumps({**schema, "components": [second, first, changed, {"key": "baru", "label": "Baru", "type": "textfield"}]}).encode()
    found = {item.key: item for item in form_changes(before, after)}
    assert {key: item.kind for key, item in found.items()} == {
        "kelengkapan": "moved",
        "dikembalikan": "moved",
        "alasan_kelengkapan": "changed",
        "baru": "added",
    }
    assert [part[0] for part in found["alasan_kelengkapan"].parts] == ["label", "validate.minLength"]
    assert form_changes(before, before) == []
    assert [item.kind for item in form_changes(before, None)] == ["removed"] * 3

"""Drafts of packages: one at a time, in one pair of hands, live with a second person's approval, and back again."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from engine.model.errors import DeploymentRejected, Forbidden, InvalidState, NotFound
from engine.packages.paths import MOST_BYTES
from tests.support.analyst import BPMN, NOTE, Analyst, renamed
from tests.support.templates import deployed
from webui.settings import ROOT
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.drafts.commands.discard_package_draft import DiscardPackageDraft
from workshop.drafts.commands.revert_draft_change import RevertDraftChange
from workshop.errors import DraftLocked, OwnDraft
from workshop.publishing.commands.propose_package import ProposePackage
from workshop.publishing.commands.publish_package import PublishPackage
from workshop.publishing.commands.roll_back_package import RollBackPackage
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail
from workshop.publishing.queries.workshop_packages import WorkshopPackages


@pytest.fixture
@deployed("kelengkapan")
def sari(harness, regency):
    harness.deploy("kelengkapan")
    return Analyst(harness, "kabid.diskominfo.2", regency)


@pytest.fixture
def tono(harness, regency, sari):
    return Analyst(harness, "kabid.diskominfo.1", regency)


def test_from_the_first_change_to_a_new_version_by_two_people(harness, sari, tono):
    draft = sari.begin()
    view = sari.see(draft)
    assert view.files["kelengkapan.bpmn"] == BPMN
    assert (view.changes, view.state) == ([], "OPEN")
    assert sari.change(draft, kelengkapan__bpmn=renamed()) == ["kelengkapan.bpmn"]
    (change,) = sari.see(draft).changes
    assert [(part.kind, part.part, part.name) for part in change.parts] == [("changed", "periksa", "Periksa kelengkapan berkas")]
    assert any(line.startswith("+") and "berkas" in line for line in change.lines)
    sari.do(ProposePackage(draft=draft, note=NOTE))
    assert not sari.see(draft).may_approve
    assert tono.see(draft).may_approve
    with pytest.raises(OwnDraft):
        sari.do(PublishPackage(draft=draft))
    assert tono.do(PublishPackage(draft=draft))["processes"] == [{"key": "kelengkapan", "version": 2}]
    view = tono.see(draft)
    assert view.state == "PUBLISHED"
    assert [(row.live, row.note) for row in view.versions] == [(True, NOTE), (False, "")]


def test_an_earlier_version_comes_back_as_a_new_one(harness, sari, tono):
    draft = sari.begin()
    sari.change(draft, kelengkapan__bpmn=renamed())
    sari.do(ProposePackage(draft=draft, note=NOTE))
    harness.clock.forward(minutes=1)
    tono.do(PublishPackage(draft=draft))
    before = tono.see(draft).versions[1].deployment
    harness.clock.forward(minutes=1)
    assert sari.do(RollBackPackage(deployment=before))["processes"] == [{"key": "kelengkapan", "version": 3}]
    assert not sari.do(RollBackPackage(deployment=sari.see(draft).versions[0].deployment))["new"]
    assert sari.see(sari.begin()).files["kelengkapan.bpmn"] == BPMN
    with pytest.raises(NotFound):
        sari.do(RollBackPackage(deployment=uuid4()))


def test_a_package_has_one_draft_in_work(harness, sari, tono):
    with ThreadPoolExecutor(4) as pool:
        begun = set(pool.map(lambda _number: sari.begin(), range(8)))
    assert len(begun) == 1
    assert tono.begin() in begun
    sari.do(DiscardPackageDraft(draft=begun.copy().pop()))
    assert sari.begin() not in begun


def test_a_draft_is_in_one_pair_of_hands_for_a_quarter_of_an_hour(harness, sari, tono):
    draft = sari.begin()
    with pytest.raises(DraftLocked) as locked:
        tono.change(draft, kelengkapan__bpmn=renamed())
    assert locked.value.details["by"] == sari.actor.name
    assert tono.see(draft).editor == sari.actor.name
    harness.clock.forward(minutes=15)
    assert tono.see(draft).editor == ""
    tono.change(draft, kelengkapan__bpmn=renamed())
    with pytest.raises(DraftLocked):
        sari.change(draft, kelengkapan__bpmn=renamed("Lain"))


def test_a_change_after_the_proposal_asks_for_approval_anew(sari, tono):
    draft = sari.begin()
    sari.change(draft, kelengkapan__bpmn=renamed())
    sari.do(ProposePackage(draft=draft, note=NOTE))
    sari.change(draft, kelengkapan__bpmn=renamed("Lain lagi"))
    with pytest.raises(InvalidState):
        tono.do(PublishPackage(draft=draft))


def test_whoever_wrote_a_line_cannot_approve_it_even_if_somebody_else_proposes(harness, sari, tono):
    draft = sari.begin()
    harness.clock.forward(minutes=16)
    tono.change(draft, kelengkapan__bpmn=renamed())
    harness.clock.forward(minutes=16)
    sari.do(ProposePackage(draft=draft, note=NOTE))
    for author in (sari, tono):
        with pytest.raises(OwnDraft):
            author.do(PublishPackage(draft=draft))


def test_what_went_live_meanwhile_is_not_overwritten(harness, sari, tono):
    draft = sari.begin()
    sari.change(draft, kelengkapan__bpmn=renamed())
    sari.do(ProposePackage(draft=draft, note=NOTE))
    harness.clock.forward(minutes=1)
    resources = dict(harness.engine.platform.packages.get("kelengkapan").resources)
    harness.deploy("kelengkapan", {**resources, "kelengkapan.bpmn": renamed("Dari luar")})
    with pytest.raises(InvalidState, match="meanwhile"):
        tono.do(PublishPackage(draft=draft))


def test_an_error_is_kept_in_a_draft_and_stops_it_at_the_gate(sari):
    draft = sari.begin()
    broken = BPMN.replace(b'groups="=pemeriksa"', b'groups="=pemeriksa +"').replace(
        b'candidateGroups="=pemeriksa"', b'candidateGroups="=pemeriksa +"'
    )
    sari.change(draft, kelengkapan__bpmn=broken)
    assert any(problem.severity == "error" and problem.element == "periksa" for problem in sari.see(draft).problems)
    with pytest.raises(DeploymentRejected):
        sari.do(ProposePackage(draft=draft, note=NOTE))


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("handlers.py", b"import os"),
        ("../kelengkapan.bpmn", BPMN),
        ("forms/../../x.form", b"{}"),
        ("/etc/passwd", b""),
        ("forms/Formulir Saya.form", b"{}"),
        ("locale/fr.json", b"{}"),
        ("kelengkapan.bpmn", b"<html/>"),
        ("kelengkapan.bpmn", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        ("tabel.dmn", BPMN),
        ("forms/a.form", b"[]"),
        ("forms/a.form", b"{" * 100_000),
        ("process.toml", b"= 1"),
        ("documents/a.typ", b"\xff\xfe"),
        ("kelengkapan.bpmn", b"<" * (MOST_BYTES + 1)),
    ],
)
def test_what_cannot_be_read_or_is_no_data_is_not_kept(sari, path, content):
    draft = sari.begin()
    with pytest.raises(DeploymentRejected) as rejected:
        sari.do(ChangePackageFiles(draft=draft, files={path: content, "locale/id.json": b'{"a": "b"}'}))
    assert all(problem.resource == path or not problem.resource for problem in rejected.value.problems)
    view = sari.see(draft)
    assert (view.changes, view.history) == ([], [])


def test_every_change_can_be_taken_back(sari):
    draft = sari.begin()
    sari.change(draft, kelengkapan__bpmn=renamed())
    sari.do(ChangePackageFiles(draft=draft, files={"forms/kelengkapan_periksa.form": None}))
    removed, changed = sorted(sari.see(draft).history, key=lambda row: row.path)
    for row in (removed, changed):
        sari.do(RevertDraftChange(draft=draft, change=row.id))
    assert sari.see(draft).changes == []
    assert len(sari.see(draft).history) == 4
    with pytest.raises(NotFound):
        sari.do(RevertDraftChange(draft=draft, change=uuid4()))


def test_the_workshop_is_the_analysts_only(harness, sari, regency):
    draft = sari.begin()
    stranger = regency("kepala.dinsos")
    for command in (
        BeginPackageDraft(package="kelengkapan"),
        ChangePackageFiles(draft=draft, files={}),
        ProposePackage(draft=draft, note=NOTE),
        PublishPackage(draft=draft),
        DiscardPackageDraft(draft=draft),
        RollBackPackage(deployment=uuid4()),
        RevertDraftChange(draft=draft, change=uuid4()),
    ):
        with pytest.raises(Forbidden):
            harness.execute(command, stranger)
    for query in (WorkshopPackages(), PackageDraftDetail(draft=draft)):
        with pytest.raises(Forbidden):
            harness.ask(query, stranger)


def test_the_list_tells_what_is_live_in_work_and_waiting(harness, sari):
    draft = sari.begin()
    rows = {row.package: row for row in sari.ask(WorkshopPackages())}
    assert (rows["kelengkapan"].versions, rows["kelengkapan"].state, rows["kelengkapan"].editor) == (1, "OPEN", sari.actor.name)
    assert (rows["pembayaran"].versions, rows["pembayaran"].live_at) == (0, None)
    sari.do(ProposePackage(draft=draft, note=NOTE))
    rows = {row.package: row for row in sari.ask(WorkshopPackages())}
    assert (rows["kelengkapan"].state, rows["kelengkapan"].editor) == ("PROPOSED", "")


def test_an_upgrade_of_the_folder_arrives_as_a_draft_with_its_changes(harness, sari):
    resources = dict(harness.engine.platform.packages.get("kelengkapan").resources)
    harness.clock.forward(minutes=1)
    harness.deploy("kelengkapan", {**resources, "kelengkapan.bpmn": renamed("Oleh analis")})
    row = next(row for row in sari.ask(WorkshopPackages()) if row.package == "kelengkapan")
    assert row.upgrade
    (change,) = sari.see(sari.begin(folder=True)).changes
    assert change.path == "kelengkapan.bpmn"


def test_a_package_cannot_take_over_a_process_of_another_one(harness, sari):
    harness.deploy("pembayaran")
    draft = sari.begin()
    stolen = (ROOT / "processes/pembayaran/pembayaran.bpmn").read_bytes()
    sari.change(draft, pembayaran__bpmn=stolen)
    assert [problem.element for problem in sari.see(draft).problems if problem.code == "FOREIGN_ID"] == ["pembayaran"]
    with pytest.raises(DeploymentRejected, match="FOREIGN_ID"):
        sari.do(ProposePackage(draft=draft, note=NOTE))
    resources = {**harness.engine.platform.packages.get("kelengkapan").resources, "pembayaran.bpmn": stolen}
    with pytest.raises(DeploymentRejected, match="FOREIGN_ID"):
        harness.deploy("kelengkapan", resources)


def test_nor_a_decision_that_others_call(harness, sari, tono):
    draft = sari.begin()
    table = (ROOT / "processes/izin_reklame/pajak_reklame.dmn").read_bytes()
    sari.change(draft, pajak_reklame__dmn=table)
    sari.do(ProposePackage(draft=draft, note=NOTE))
    for package in ("pembayaran", "pemeriksaan_data", "izin_reklame"):
        harness.deploy(package)
    assert {problem.element for problem in sari.see(draft).problems if problem.code == "FOREIGN_ID"} >= {"pajak_reklame"}
    with pytest.raises(DeploymentRejected, match="FOREIGN_ID"):
        tono.do(PublishPackage(draft=draft))


def test_no_package_no_draft(sari):
    with pytest.raises(NotFound):
        sari.begin("tidak_ada")
    with pytest.raises(NotFound):
        sari.see(uuid4())

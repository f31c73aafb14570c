"""Who leads begins with figures: what waits for them, how the units below stand; nothing is counted that they could not open."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from demo.organisation import identifier
from engine.persistence.tables.instances import ProcessInstance, UserTask
from engine.queries.tasks.own_tasks import OwnTasks
from engine.queries.tasks.unit_figures import UnitFigures
from tests.support.letters import ANSWERS, pdf
from tests.support.permit_office import PACKAGES, Office
from tests.support.rows import change
from tests.support.templates import deployed

DISHUB, DINKES = "kepala.dishub", "kepala.dinkes"


@pytest.fixture
def give(web, browse):
    """Registers a letter; the bupati gives it to two heads."""

    def given(**changes):
        registrar, regent = browse("agendaris.setda"), browse("bupati")
        registrar.get("/mulai/surat_masuk")
        assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, **changes}).status_code == 302
        web.harness.run_jobs()
        task = next(row.id for row in web.harness.tasks("baca") if web.harness.instance(row.instance_id).facts.get("pemberi") is None)
        regent.get(f"/tugas/{task}?putusan=disposisi")
        heads = [str(identifier("position", code)) for code in (DISHUB, DINKES)]
        assert regent.post(f"/tugas/{task}", tindakan="disposisi", kepada=heads, instruksi_baru="TINDAKLANJUTI").status_code == 302
        web.harness.run_jobs()

    return given


def figures(web, actor):
    found = web.harness.ask(UnitFigures(), actor)
    return {row.name: (row.open, row.late) for row in found.units}


def test_the_units_are_those_below_and_count_only_what_may_be_seen(web, give, regency):
    give()
    give(sifat="R", hal="Laporan intelijen", nomor_surat="R/1")
    agencies = {"Dinas Perhubungan": (2, 0), "Dinas Kesehatan": (2, 0)}
    assert figures(web, regency("bupati")) == agencies, "both letters are the bupati's own"
    for code in ("sekda", "kepala.dinsos", "operator", "asisten.2"):
        assert figures(web, regency(code)) == {}, code
    for code in (DISHUB, DINKES):
        assert figures(web, regency(code)) == {}, "what lies with the head is nobody else's task"
    web.harness.clock.forward(days=30)
    assert figures(web, regency("bupati")) == dict.fromkeys(agencies, (2, 2))
    assert web.harness.ask(UnitFigures(), regency("bupati")).late == 4


@deployed(*PACKAGES)
def test_a_head_counts_what_lies_below_and_nothing_secret(web, regency, browse):
    office = Office(web.harness, regency)
    office.send()
    head, other = regency("kepala.diskominfo"), regency("kepala.dishub")
    assert figures(web, head) == {"Dinas Komunikasi dan Informatika": (1, 0)}
    assert figures(web, other) == {}
    page = browse("kepala.diskominfo")
    page.get("/pimpinan")
    assert "Dinas Komunikasi dan Informatika" in page.page
    unit = re.search(r'href="(/pimpinan/tugas\?unit=[^"]+)"', page.page)[1]
    page.get(unit)
    assert "Izin uji Dewi" in page.page
    outsider = browse("kepala.dishub")
    outsider.get(unit)
    assert "Izin uji Dewi" not in outsider.page
    for kind in ("confidential", "restricted"):
        change(web.harness, update(ProcessInstance).values({"confidential": False, "restricted": False, kind: True}))
        assert figures(web, head) == {}, kind
        page.get(unit)
        assert "Izin uji Dewi" not in page.page


@deployed(*PACKAGES)
def test_what_was_done_this_week_is_counted_from_monday(web, regency):
    office = Office(web.harness, regency)
    office.send()
    head = regency("kepala.diskominfo")
    assert web.harness.ask(UnitFigures(), head).done == 0
    web.harness.complete(web.harness.task("periksa").id, office.officer, kelengkapan="lengkap")
    assert web.harness.ask(UnitFigures(), head).done == 1
    assert web.harness.ask(UnitFigures(), regency("kepala.dishub")).done == 0
    monday = web.harness.ask(UnitFigures(), head).since
    change(web.harness, update(UserTask).values(completed_at=monday - timedelta(seconds=1)))
    assert web.harness.ask(UnitFigures(), head).done == 0


def test_three_taps_lead_from_the_first_page_to_a_decision(web, registered, browse):
    regent = browse("bupati")
    regent.get("/pimpinan")
    assert "perlu Anda" in regent.page
    task = re.search(r'alur-big" href="(/tugas/[^"]+)"', regent.page)[1]
    regent.get(task)
    decision = re.search(r'href="(/tugas/[^"]+putusan=[^"]+)"', regent.page)[1]
    regent.get(decision.replace("&amp;", "&"))
    assert 'type="submit"' in regent.page
    heads = [str(identifier("position", DISHUB))]
    sent = regent.post(task, tindakan="disposisi", kepada=heads, instruksi_baru="TINDAKLANJUTI")
    assert sent.headers["Location"] == "/pimpinan", "back to the figures, with what comes next"
    web.harness.run_jobs()
    regent.get("/pimpinan")
    assert "Tidak ada yang menunggu Anda." in regent.page
    assert "Sudah Anda teruskan" in regent.page
    assert "belum dibaca" in regent.page


@pytest.mark.parametrize(("code", "leads"), [("bupati", True), (DISHUB, True), ("camat.01", True), ("kabid.dishub.1", True),
    ("tim.dishub.1.1", False), ("staf.dishub.1.1", False), ("agendaris.setda", False), ("operator", False)])  # fmt: skip
def test_who_leads_begins_there_and_others_with_the_inbox(web, browse, regency, code, leads):
    assert regency(code).leads is leads
    somebody = browse(code)
    assert somebody.get("/masuk").headers["Location"] == ("/pimpinan" if leads else "/tugas")
    assert somebody.get("/pimpinan").status_code == (200 if leads else 302)


def test_the_menu_counts_what_waits_for_the_reader(web, registered, browse, regency):
    assert web.harness.ask(OwnTasks(), regency("bupati")) == 1
    assert web.harness.ask(OwnTasks(), regency("sekda")) == 0
    regent = browse("bupati")
    regent.get("/cari")
    assert re.search(r'Tugas <span class="alur-count">1</span>', regent.page)


def test_the_figures_take_as_many_statements_however_much_there_is(web, give, regency):
    def count():
        sent = []
        note = lambda _connection, _cursor, statement, *_rest: sent.append(statement)  # noqa: E731
        actor = regency("bupati")
        event.listen(web.harness.database, "before_cursor_execute", note)
        try:
            web.harness.ask(UnitFigures(), actor)
        finally:
            event.remove(web.harness.database, "before_cursor_execute", note)
        return len(sent)

    give()
    first = count()
    give(nomor_surat="B/2", hal="Lain")
    give(nomor_surat="B/3", hal="Lagi")
    assert count() == first <= 4

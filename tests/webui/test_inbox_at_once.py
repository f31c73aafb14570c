"""The inbox keeps filters, and does the same with several tasks at once: claim, hand on, give back, mark as read, remind."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from demo.organisation import identifier
from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.commands.tasks.delete_filter import DeleteFilter
from engine.commands.tasks.hand_task import HandTask
from engine.commands.tasks.keep_filter import MOST, KeepFilter
from engine.model.errors import InvalidState, NotFound, TaskTaken
from engine.persistence.tables.filters import KeptFilter
from engine.persistence.tables.identity import Holding, Person, Position
from engine.queries.people.colleagues import Colleagues
from engine.queries.tasks.kept_filters import KeptFilters
from engine.testing.harness import NOON
from tests.support.permit_office import OFFICER, PACKAGES, Office
from tests.support.templates import deployed


def test_a_filtered_list_offers_all_services_of_its_group(web, registered, browse):
    regent = browse("bupati")
    regent.get("/tugas")
    offered = r'id="f-layanan".*?</select>'
    services = re.findall(r'value="(\w+)"', re.search(offered, regent.page)[0])
    assert services
    regent.get("/tugas?cari=zebra+kuning")
    assert "Tidak ada yang sesuai saringan." in regent.page
    assert re.findall(r'value="(\w+)"', re.search(offered, regent.page)[0]) == services


def test_a_filter_is_kept_counted_and_deleted(web, registered, browse, regency):
    regent = browse("bupati")
    regent.get("/tugas?cari=banjir&tenggat=minggu-ini")
    regent.post("/tugas/saringan", tab="untuk-saya", cari="banjir", tenggat="minggu-ini", nama="  Banjir   minggu ini ")
    regent.get("/tugas")
    assert "Saringan disimpan: Banjir minggu ini" in regent.page
    address = re.search(r'alur-sidenav__link" href="([^"]+)">Banjir minggu ini <span class="alur-count">1</span>', regent.page)[1]
    regent.get(address.replace("&amp;", "&"))
    assert "rapat" in regent.page
    assert web.harness.ask(KeptFilters(), regency("sekda")) == [], "nobody else's"
    (kept,) = web.harness.ask(KeptFilters(), regency("bupati"))
    with pytest.raises(NotFound):
        web.harness.execute(DeleteFilter(filter=kept.id), regency("sekda"))
    assert len(web.harness.ask(KeptFilters(), regency("bupati"))) == 1
    regent.post(f"/tugas/saringan/{kept.id}/hapus")
    assert web.harness.ask(KeptFilters(), regency("bupati")) == []


def test_the_same_name_replaces_and_there_is_an_end(web, regency):
    actor = regency("bupati")
    for number in range(MOST):
        web.harness.execute(KeepFilter(name=f"N{number}", tab="mine"), actor)
    web.harness.execute(KeepFilter(name="N1", tab="done", text="x"), actor)
    assert {row.tab for row in web.harness._all(select(KeptFilter).where(KeptFilter.name == "N1"))} == {"done"}
    for wrong in (
        {"name": "one more", "tab": "mine"},
        {"name": " ", "tab": "mine"},
        {"name": "x" * 41, "tab": "mine"},
        {"name": "N2", "tab": "y"},
    ):
        with pytest.raises(InvalidState):
            web.harness.execute(KeepFilter(**wrong), actor)


@pytest.fixture
def office(web, regency):
    """Three applications in a queue of two officers."""
    made = Office(web.harness, regency)
    unit = identifier("unit", "diskominfo")
    post, person = uuid4(), uuid4()
    web.harness.add(
        Person(id=person, name="Rekan Contoh", email="rekan@tangerangkab.example", language="id"),
        Position(
            id=post, code="agendaris.2", title="Pencatat Kedua", unit_id=unit, role="agendaris", permissions=[], valid_from=NOON.date()
        ),
    )
    web.harness.add(Holding(id=uuid4(), person_id=person, position_id=post, kind="DEFINITIF", valid_from=NOON, decree="SK"))
    for name in ("Ani", "Budi", "Citra"):
        made.send(nama=name)
    made.colleague = person
    return made


@deployed(*PACKAGES)
def test_several_are_claimed_handed_on_and_given_back(web, office, browse, regency):
    officer, harness = browse(OFFICER), web.harness
    ids = [str(task.id) for task in harness.tasks("periksa")]
    officer.get("/tugas?tab=unit")
    assert "Pilih beberapa" in officer.page
    officer.get("/tugas?tab=unit&pilih=1")
    assert officer.page.count('name="tugas"') == 3
    assert "Rekan Contoh, Pencatat Kedua" in officer.page
    for missing, said in (({}, "Pilih dahulu apa yang dikerjakan."), ({"aksi": "ambil"}, "Pilih dahulu tugasnya."),
                          ({"aksi": "serahkan", "tugas": ids[:1]}, "Pilih dahulu rekan")):  # fmt: skip
        officer.post("/tugas/beberapa", tab="unit", **missing)
        officer.get("/tugas")
        assert said in officer.page
    officer.post("/tugas/beberapa", tab="unit", aksi="ambil", tugas=ids[:2])
    officer.get("/tugas")
    assert "2 tugas diambil" in officer.page
    harness.notifier.mails.clear()
    officer.post("/tugas/beberapa", tab="unit", aksi="serahkan", kepada=str(office.colleague), tugas=ids[2:])
    harness.run_jobs()
    assert [mail.to for mail in harness.notifier.mails.values()] == ["rekan@tangerangkab.example"]
    assert {str(task.id): task.claimed_by for task in harness.tasks("periksa")}[ids[2]] == office.colleague
    officer.post("/tugas/beberapa", tab="untuk-saya", aksi="lepas", tugas=ids)
    officer.get("/tugas?tab=unit")
    assert "2 tugas dikembalikan ke antrean. 1 tidak berubah" in officer.page
    officer.post("/tugas/beberapa", tab="untuk-saya", aksi="dibaca", tugas=ids[:1])
    assert {str(task.id): task.read_at is not None for task in harness.tasks("periksa")} == {ids[0]: True, ids[1]: False, ids[2]: False}
    head = browse("kepala.diskominfo")
    head.get("/tugas?tab=bawahan&pilih=1")
    head.post("/tugas/beberapa", tab="bawahan", aksi="ingatkan", tugas=ids)
    head.get("/tugas?tab=bawahan")
    assert "3 tugas diingatkan." in head.page
    assert head.page.count('yellow">Diingatkan') == 3


@deployed(*PACKAGES)
def test_nothing_is_handed_to_who_may_not_do_it(web, office, regency):
    harness, first = web.harness, web.harness.tasks("periksa")[0].id
    for code in ("bupati", "agendaris.dishub", "kepala.diskominfo"):
        person = regency(code).person
        with pytest.raises(NotFound):
            harness.execute(HandTask(task=first, person=person), regency(OFFICER))
        with pytest.raises(NotFound):
            harness.execute(HandTask(task=first, person=office.colleague), regency(code))
    harness.execute(HandTask(task=first, person=office.colleague), regency(OFFICER))
    with pytest.raises(TaskTaken):
        harness.execute(ClaimUserTask(task=first), regency(OFFICER))
    assert [name for _person, name, _title in harness.ask(Colleagues(), regency(OFFICER))] == ["Rekan Contoh"]
    assert harness.ask(Colleagues(), regency("bupati")) == []
    harness.execute(ClaimUserTask(task=first, release=True), harness.actor(office.colleague))
    with pytest.raises(InvalidState):
        harness.execute(ClaimUserTask(task=first, release=True), regency(OFFICER))


def test_a_task_of_one_post_is_nobody_elses(web, registered, regency):
    with pytest.raises(InvalidState):
        web.harness.execute(HandTask(task=web.harness.task("baca").id, person=regency("bupati").person), regency("bupati"))

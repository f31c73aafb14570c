"""Who stands above a task reminds whoever has it: by mail, at the task, in the history; once on a day, and nobody else does."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from demo.organisation import identifier
from engine.commands.tasks.remind_of_task import RemindOfTask
from engine.jobs.watch import watch
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Absence, Holding
from engine.queries.instances.case_history import CaseHistory
from engine.testing.harness import NOON
from tests.support.letters import ANSWERS, pdf
from tests.support.permit_office import PACKAGES, Office
from tests.support.rows import change
from tests.support.templates import deployed

HEADS = ("kepala.dishub", "kepala.dinkes")


@pytest.fixture
def give(web, browse):
    """Registers a letter; the bupati gives it to two heads. Gives the case."""

    def given(**changes):
        registrar, regent = browse("agendaris.setda"), browse("bupati")
        registrar.get("/mulai/surat_masuk")
        where = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, **changes}).headers["Location"]
        web.harness.run_jobs()
        task = f"/tugas/{web.harness.task('baca').id}"
        regent.get(f"{task}?putusan=disposisi")
        heads = [str(identifier("position", code)) for code in HEADS]
        assert regent.post(task, tindakan="disposisi", kepada=heads, instruksi_baru="TINDAKLANJUTI").status_code == 302, regent.page
        web.harness.run_jobs()
        return where

    return given


def task_of(harness, code):
    return next(
        row.id for row in harness.tasks("baca") if harness.instance(row.instance_id).facts["penerima"] == str(identifier("position", code))
    )


def reminders(harness):
    return [(mail.to.partition("@")[0], mail.subject, mail.text) for mail in harness.notifier.mails.values() if "Pengingat" in mail.subject]


def test_it_is_mailed_shown_and_written_down_once_a_day(web, give, browse, regency):
    where, harness = give(), web.harness
    regent = browse("bupati")
    regent.get(f"{where}/pohon")
    assert "Ingatkan yang belum (2)" in regent.page
    assert regent.post(f"{where}/ingatkan").status_code == 302
    harness.run_jobs()
    regent.get(f"{where}/pohon")
    assert "2 tugas diingatkan." in regent.page
    assert regent.page.count("oleh H. Contoh Wijaya") == 2
    assert "/ingatkan" not in regent.page, "not again on this day"
    assert sorted(to for to, *_words in reminders(harness)) == sorted(HEADS)
    text = reminders(harness)[0][2]
    assert "H. Contoh Wijaya, Bupati Tangerang mengingatkan Anda" in text
    assert "banjir" in text
    head = browse(HEADS[0])
    head.get("/tugas")
    assert "Diingatkan" in head.page
    head.get(re.search(r'href="(/tugas/[^"?]+)"', head.page)[1])
    assert "Anda diingatkan akan tugas ini oleh H. Contoh Wijaya, Bupati Tangerang" in head.page
    lines = [line for line in harness.ask(CaseHistory(instance=where[-36:]), regency("bupati")) if line.reminded]
    assert {(line.person, line.title) for line in lines} == {("H. Contoh Wijaya", "Bupati Tangerang")}
    assert {line.moved_to for line in lines} == {"Kepala Dinas Perhubungan", "Kepala Dinas Kesehatan"}
    with pytest.raises(InvalidState) as refused:
        harness.execute(RemindOfTask(task=task_of(harness, HEADS[0])), regency("bupati"))
    assert refused.value.details["reason"] == "reminded"
    harness.clock.forward(hours=24)
    harness.execute(RemindOfTask(task=task_of(harness, HEADS[0])), regency("bupati"))
    harness.run_jobs()
    assert len(reminders(harness)) == 3


@pytest.mark.parametrize("code", [*HEADS, "agendaris.setda", "sekda", "kepala.dinsos", "operator"])
def test_nobody_beside_or_below_reminds(web, give, regency, code):
    give()
    for receiver in HEADS:
        with pytest.raises(NotFound):
            web.harness.execute(RemindOfTask(task=task_of(web.harness, receiver)), regency(code))


def test_a_secret_is_reminded_of_without_a_word_of_it(web, give, regency):
    give(sifat="R", hal="Laporan intelijen")
    web.harness.execute(RemindOfTask(task=task_of(web.harness, HEADS[0])), regency("bupati"))
    web.harness.run_jobs()
    ((_to, subject, text),) = reminders(web.harness)
    assert subject == "Pengingat: tugas rahasia"
    assert "intelijen" not in text


def test_who_is_away_is_not_reminded_and_the_one_who_stands_in_is(web, give, browse, regency):
    where, harness = give(), web.harness
    times = {"valid_from": NOON - timedelta(hours=1), "valid_to": NOON + timedelta(days=3)}
    harness.add(Absence(id=uuid4(), person_id=identifier("person", HEADS[0]), reason="Cuti", **times))
    task = task_of(harness, HEADS[0])
    regent = browse("bupati")
    regent.get(f"{where}/pohon")
    regent.post(f"/tugas/{task}/ingatkan", kasus=where[-36:])
    regent.get(f"{where}/pohon")
    assert "tidak ada yang dapat diingatkan" in regent.page
    stand_in = {"person_id": identifier("person", "sekretaris.dishub"), "position_id": identifier("position", HEADS[0])}
    harness.add(Holding(id=uuid4(), kind="PLH", decree="SP/1", **stand_in, **times))
    harness.execute(RemindOfTask(task=task), regency("bupati"))
    harness.run_jobs()
    assert [to for to, *_words in reminders(harness)] == ["sekretaris.dishub"]


@deployed(*PACKAGES)
def test_a_superior_reminds_of_what_lies_below(web, browse, regency):
    office = Office(web.harness, regency)
    office.send()
    task = web.harness.task("periksa").id
    for code in ("agendaris.diskominfo", "kepala.dishub", "bupati"):
        with pytest.raises(NotFound):
            web.harness.execute(RemindOfTask(task=task), regency(code))
    web.harness.execute(RemindOfTask(task=task), regency("kepala.diskominfo"))
    web.harness.complete(task, office.officer, kelengkapan="lengkap")
    with pytest.raises((NotFound, InvalidState)):
        web.harness.execute(RemindOfTask(task=task), regency("kepala.diskominfo"))


def test_a_case_does_not_go_on_while_nobody_can_act_on_what_it_called(web, give, browse):
    where, harness = give(), web.harness
    registrar = browse("agendaris.setda")
    registrar.get(where)
    assert "Berjalan" in registrar.page
    vacant = update(Holding).where(Holding.position_id == identifier("position", HEADS[0])).values(valid_to=NOON)
    change(harness, vacant)
    watch(harness.engine)
    registrar.get(where)
    assert "Belum ada yang dapat mengerjakan" in registrar.page
    assert "Berjalan" in registrar.page, "the other head can act"
    change(harness, update(Holding).where(Holding.position_id == identifier("position", HEADS[1])).values(valid_to=NOON))
    watch(harness.engine)
    registrar.get(where)
    assert "Belum ada yang dapat mengerjakan" in registrar.page
    assert "Berjalan" not in registrar.page

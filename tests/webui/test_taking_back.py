"""Whoever gave a disposition takes it back from the tree until it is read, and is told when it was read meanwhile."""

import re

import pytest

from demo.organisation import identifier
from engine.commands.tasks.take_back_task import TakeBackTask
from engine.model.errors import InvalidState, NotFound


@pytest.fixture
def given(registered, web, browse):
    """The bupati has given a letter to two heads."""
    regent = browse("bupati")
    regent.get("/tugas")
    task = re.search(r'href="(/tugas/[^"?]+)"', regent.page)[1]
    regent.get(f"{task}?tindakan=disposisi")
    heads = [str(identifier("position", code)) for code in ("kepala.dishub", "kepala.dinkes")]
    answer = regent.post(task, tindakan="disposisi", kepada=heads, instruksi_baru="TINDAKLANJUTI")
    assert answer.status_code == 302, regent.page
    web.harness.run_jobs()
    case = next(row.id for row in web.harness.instances() if row.parent_id is None)
    return regent, f"/kasus/{case}/pohon"


def offers(page):
    return re.findall(r'action="([^"]+/tarik)"', page)


def test_the_giver_takes_back_what_is_unread(given, browse):
    regent, tree = given
    regent.get(tree)
    first, second = offers(regent.page)
    assert regent.post(first).status_code == 302
    regent.get(tree)
    assert "Ditarik. Penerimanya tidak melihatnya lagi" in regent.page
    assert offers(regent.page) == [second]
    left = 0
    for code in ("kepala.dishub", "kepala.dinkes"):
        head = browse(code)
        head.get("/tugas")
        left += "1 tugas" in head.page
    assert left == 1


def test_who_comes_too_late_is_told_when_it_was_read(given, web, browse):
    regent, tree = given
    regent.get(tree)
    wanted = offers(regent.page)
    for code in ("kepala.dishub", "kepala.dinkes"):
        head = browse(code)
        head.get("/tugas")
        head.get(re.search(r'href="(/tugas/[^"?]+)"', head.page)[1])
        head.get(tree)
        assert offers(head.page) == [], "who received it takes nothing back"
    assert regent.post(wanted[0]).status_code == 302
    regent.get(tree)
    assert "Tidak jadi ditarik: sudah dibaca pada" in regent.page
    assert offers(regent.page) == []
    assert len(web.harness.tasks("baca")) == 2


def test_nobody_else_takes_it_back_and_what_is_left_goes_on(given, web, regency):
    harness = web.harness
    tasks = {harness.instance(task.instance_id).facts["penerima"]: task.id for task in harness.tasks("baca")}
    unread = tasks[str(identifier("position", "kepala.dishub"))]
    for code in ("kepala.dishub", "kepala.dinkes", "sekda", "agendaris.setda"):
        with pytest.raises(NotFound):
            harness.execute(TakeBackTask(task=unread), regency(code))
    harness.execute(TakeBackTask(task=unread), regency("bupati"))
    with pytest.raises(InvalidState):
        harness.execute(TakeBackTask(task=unread), regency("bupati"))
    harness.run_jobs()
    (left,) = harness.tasks("baca")
    harness.complete(left.id, regency("kepala.dinkes"), tindakan="selesai", laporan="Sudah.")
    harness.run_jobs()
    harness.complete(harness.task("periksa_laporan").id, regency("bupati"), hasil_periksa="terima")
    harness.run_jobs()
    reports = harness.instance(harness.task("arsipkan").instance_id).facts["laporan_bawahan"]
    assert "Ditarik oleh pemberi disposisi sebelum dibaca." in str(reports)
    assert not harness.incidents()

"""Running cases move to the newest version from a page: first what would happen, then in the background, and back."""

import re

import pytest

from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.analyst import SECOND, WRITER
from tests.support.drawn_processes import MANIFEST, NEW, OLD

GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'


@pytest.fixture
def sari(web, browse, regency):
    harness = web.harness
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))

    def deploy(drawn):
        harness.execute(Deploy(package="contoh", resources={"p.bpmn": f"{HEAD}{drawn}</definitions>".encode(), "process.toml": MANIFEST}))

    deploy(OLD)
    person = regency("agendaris.setda")
    cases = [harness.start("p", person) for _ in range(3)]
    harness.complete(harness.tasks("a")[0].id, person)
    deploy(NEW)
    somebody = browse(WRITER)
    somebody.harness, somebody.cases = harness, cases
    return somebody


def text(browser):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.page))


def test_what_would_happen_is_shown_then_done_then_taken_back(sari):
    sari.get("/perancang")
    assert "/perancang/contoh/pindahkan" in sari.page
    sari.get("/perancang/contoh/pindahkan")
    assert "versi 1" in sari.page
    sari.get("/perancang/contoh/pindahkan?proses=p&dari=1")
    assert "2 kasus dapat dipindahkan" in text(sari)
    assert "1 tidak dapat" in text(sari)
    assert "Langkah tempat kasus berada tidak ada lagi" in sari.page
    assert re.search(r'<option value="z" selected>', sari.page)  # what was suggested
    assert all(sari.harness.instance(case).definition_id for case in sari.cases)
    answer = sari.post("/perancang/contoh/pindahkan", proses="p", dari="1", **{"peta.a": "z"})
    assert answer.status_code == 302
    where = answer.headers["Location"]
    sari.get(where)
    assert "Kasus sedang dipindahkan" in sari.page
    assert "data-reload-after" in sari.page
    sari.harness.run_jobs()
    sari.get(where)
    assert "Pemindahan selesai" in sari.page
    assert "dipindahkan 2" in text(sari)
    assert "tetap pada versinya 1" in text(sari)
    assert [task.element_id for task in sari.harness.tasks("z")] == ["z", "z"]
    assert sari.post(f"{where}/kembalikan").status_code == 302
    sari.harness.run_jobs()
    sari.get(where)
    assert "dikembalikan 2" in text(sari)
    assert sari.harness.tasks("z") == []


def test_the_mapping_can_be_corrected(sari):
    sari.get("/perancang/contoh/pindahkan?proses=p&dari=1&peta.h=z")
    assert "1 kasus dapat dipindahkan" in text(sari)  # what stands at a has no place any more
    sari.get("/perancang/contoh/pindahkan?proses=p&dari=1&peta.h=tidak_ada")
    assert "2 kasus dapat dipindahkan" in text(sari)


@pytest.mark.parametrize("query", ["proses=x&dari=1", "proses=p&dari=9", "proses=p&dari=satu", "proses=p&dari=99999999999"])
def test_what_there_is_not_is_not_found(sari, query):
    assert sari.get(f"/perancang/contoh/pindahkan?{query}").status_code == 404


def test_nobody_else_moves_cases(browse, sari):
    for code in ("operator", "bupati"):
        somebody = browse(code)
        assert somebody.get("/perancang/contoh/pindahkan").status_code == 404
        assert somebody.post("/perancang/contoh/pindahkan", proses="p", dari="1").status_code == 404
    assert browse(SECOND).get("/perancang/tidak_ada/pindahkan").status_code == 404

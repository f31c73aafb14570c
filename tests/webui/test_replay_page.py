"""The page that goes through finished cases again on a draft."""

import re
from datetime import timedelta

import pytest

from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.move_cold_cases import MoveColdCases
from engine.persistence.tables.definitions import PackageState
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.analyst import WRITER, save
from tests.support.drawn_processes import GATE, MANIFEST


@pytest.fixture
def sari(web, browse, regency):
    harness = web.harness
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    bpmn = f"{HEAD}{GATE.replace('jumlah', '3')}</definitions>".encode()
    harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "process.toml": MANIFEST}))
    person = regency("agendaris.setda")
    for _ in range(3):
        harness.start("p", person)
        harness.complete(harness.tasks()[0].id, person)
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/contoh/mulai").headers["Location"]
    somebody.get(somebody.where)
    somebody.bpmn = bpmn
    return somebody


def text(browser):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.page))


def test_it_counts_and_names_the_place_also_of_cases_in_cold_storage(sari, web):
    sari.get(f"{sari.where}/kasus-lama")
    assert "0 dari 3 kasus akan menempuh jalan lain" in text(sari)
    web.harness.run_jobs()
    web.harness.clock.moment += timedelta(minutes=1)
    assert web.harness.execute(MoveColdCases(days=0)) == {"moved": 3}
    save(sari, ("p.bpmn", sari.bpmn.replace(b"&gt; 10", b"&gt; 5")))
    sari.get(f"{sari.where}/kasus-lama?proses=p&banyak=50")
    assert "3 dari 3 kasus akan menempuh jalan lain" in text(sari)
    assert "3 kasus pada x: small large" in text(sari)


@pytest.mark.parametrize("query", ["proses=tidak_ada", "banyak=7", "banyak=satu", "banyak=99999"])
def test_what_there_is_not_is_not_found(sari, query):
    assert sari.get(f"{sari.where}/kasus-lama?{query}").status_code == 404


def test_it_is_not_there_for_others(browse, sari):
    assert browse("bupati").get(f"{sari.where}/kasus-lama").status_code == 404

"""An operator sees what nobody can act on, moves it, and the case says truly whether an operator was told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from demo.organisation import identifier
from engine.jobs.watch import watch
from engine.persistence.tables.identity import Holding, Person
from engine.testing.harness import NOON
from tests.support.rows import change

SENTENCE = "operator sudah diberi tahu"


@pytest.fixture
def vacant(registered, web):
    """A letter for the bupati lies with a post that nobody fills."""
    change(web.harness, update(Holding).where(Holding.position_id == identifier("position", "bupati")).values(valid_to=NOON))
    watch(web.harness.engine)
    return registered[0]


def test_an_operator_moves_what_waits_for_nobody(vacant, web, browse):
    operator = browse("operator")
    operator.get("/kokpit/penerima")
    assert 'Tanpa penerima <span class="alur-count">1</span>' in operator.page
    assert "Bupati Tangerang" in operator.page
    assert "Jabatan kosong" in operator.page
    assert "Undangan" not in operator.page
    page = operator.page.partition("/kokpit/penerima/")[2].partition('"')[0]
    operator.get(f"/kokpit/penerima/{page}?cari=sekretaris+daerah")
    assert "Wakil Bupati Tangerang" in operator.page
    assert "Sekretaris Daerah" in operator.page
    assert operator.post(f"/kokpit/penerima/{page}", alasan="Bupati cuti").status_code == 422
    assert "Pilih siapa yang mengerjakan." in operator.page
    assert 'value="Bupati cuti"' in operator.page
    assert operator.post(f"/kokpit/penerima/{page}", kepada=str(identifier("position", "bupati"))).status_code == 422
    assert "jabatan itu tidak dapat mengerjakannya hari ini" in operator.page
    assert operator.post(f"/kokpit/penerima/{page}", kepada="x", alasan="y" * 501).status_code == 422
    assert operator.post(f"/kokpit/penerima/{page}", kepada=str(identifier("position", "sekda")), alasan="Bupati cuti").status_code == 302
    operator.get("/kokpit/penerima")
    assert "1 sudah dipindahkan." in operator.page
    assert "Semua yang menunggu ada penerimanya." in operator.page
    assert operator.get(f"/kokpit/penerima/{page}").status_code == 404
    secretary = browse("sekda")
    secretary.get("/tugas")
    assert "1 tugas" in secretary.page


def test_the_case_says_that_an_operator_was_told_only_when_one_was(vacant, web):
    registrar, case = vacant, web.harness.task().instance_id
    registrar.get(f"/kasus/{case}")
    assert "Belum ada yang dapat mengerjakan" in registrar.page
    assert SENTENCE not in registrar.page
    change(web.harness, update(Person).where(Person.id == identifier("person", "operator")).values(email=None))
    web.harness.clock.forward(seconds=30)
    watch(web.harness.engine)
    web.harness.run_jobs()
    registrar.get(f"/kasus/{case}")
    assert SENTENCE not in registrar.page
    change(web.harness, update(Person).where(Person.id == identifier("person", "operator")).values(email="operator@x.example"))
    web.harness.clock.moment += timedelta(seconds=30)
    watch(web.harness.engine)
    web.harness.run_jobs()
    registrar.get(f"/kasus/{case}")
    assert SENTENCE in registrar.page
    assert [mail.subject for mail in web.harness.notifier.mails.values() if mail.to == "operator@x.example"] == [
        "Perlu operator: 1 tanpa penerima"
    ]

"""Heads see what lies with those below them, in the inbox, the search and the page of time limits; nothing secret, and nothing of others."""

import pytest
from sqlalchemy import update

from demo.organisation import identifier
from engine.persistence.tables.instances import ProcessInstance
from tests.support.permit_office import Office
from tests.support.rows import change


@pytest.fixture
def permit(web, regency):
    """An application that lies with the counter of one agency; the deciding agency has not seen it yet."""
    office = Office(web.harness, regency)
    office.send()
    return next(row.id for row in web.harness.instances() if row.parent_id is None)


def test_a_head_sees_what_lies_with_those_below(permit, browse):
    head = browse("kepala.diskominfo")
    head.get("/tugas?tab=bawahan")
    assert "Izin uji Dewi" in head.page
    assert head.get(f"/kasus/{permit}").status_code == 200
    officer = browse("agendaris.diskominfo")
    officer.get("/tenggat")
    head.get("/tenggat")
    assert ("Izin uji Dewi" in head.page) is ("Izin uji Dewi" in officer.page)


@pytest.mark.parametrize("reader", ["kepala.dishub", "kabid.diskominfo.1", "bupati", "sekda", "kepala.bapenda"])
def test_others_see_nothing_of_it(permit, browse, reader):
    other = browse(reader)
    other.get("/tugas?tab=bawahan")
    assert "Izin uji Dewi" not in other.page
    assert other.get(f"/kasus/{permit}").status_code == 404
    other.get("/tenggat")
    assert str(permit) not in other.page


@pytest.mark.parametrize("kind", ["confidential", "restricted"])
def test_nothing_secret_is_overseen(permit, web, browse, kind):
    change(web.harness, update(ProcessInstance).values({kind: True}))
    head = browse("kepala.diskominfo")
    head.get("/tugas?tab=bawahan")
    assert "Izin uji Dewi" not in head.page
    assert head.get(f"/kasus/{permit}").status_code == 404


def test_who_has_nobody_below_is_shown_no_such_group(permit, browse):
    officer = browse("agendaris.diskominfo")
    officer.get("/tugas")
    assert "Bawahan saya" not in officer.page
    officer.get("/tugas?tab=bawahan")
    assert "Tidak ada" in officer.page or "tugas" in officer.page


def test_a_plh_oversees_for_the_head_and_no_longer(permit, web, browse, regency):
    actor = regency("kepala.diskominfo")
    assert identifier("position", "agendaris.diskominfo") in actor.oversees
    assert identifier("position", "kepala.dishub") not in actor.oversees
    assert regency("bupati").oversees == frozenset()

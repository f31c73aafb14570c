"""Completeness to each of its ends: lengkap, ditolak, dibatalkan, diingatkan; called by the service of the platform's tests."""

import pytest
from sqlalchemy import select

from engine.persistence.tables.history import HistoryEvent
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed


@pytest.fixture
@deployed(*OFFICE)
def office(harness, regency):
    return Office(harness, regency)


def reached(harness):
    ends = select(HistoryEvent.element_id).where(
        HistoryEvent.event == "ELEMENT_COMPLETED", HistoryEvent.element_id.in_(("lengkap", "ditolak", "dibatalkan", "diingatkan"))
    )
    return set(harness._all(ends))


def decide(office, **answers):
    office.harness.complete(office.harness.task("periksa").id, office.actor(OFFICER), **answers)
    office.harness.run_jobs()


def test_what_is_complete_goes_on(harness, office):
    office.send()
    decide(office, kelengkapan="lengkap")
    assert "lengkap" in reached(harness)
    assert harness.task("putuskan")


def test_what_is_refused_says_why(harness, office):
    receipt = office.send()
    decide(office, kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten, ajukan ke provinsi.")
    assert "ditolak" in reached(harness)
    assert office.follow(receipt).status == "COMPLETED"


def test_who_answers_in_time_is_not_cancelled(harness, office):
    receipt = office.send()
    office.give_back(("luas", "MISSING", ""))
    harness.clock.forward(days=8)
    harness.sweep()
    harness.run_jobs()
    assert reached(harness) == {"diingatkan"}
    office.reply(office.begin_reply(receipt), luas="12")
    harness.clock.forward(days=20)
    harness.sweep()
    harness.run_jobs()
    assert reached(harness) == {"diingatkan"}


def test_silence_cancels(harness, office):
    office.send()
    office.give_back(("luas", "MISSING", ""))
    harness.clock.forward(days=10)
    harness.sweep()
    harness.run_jobs()
    assert "dibatalkan" in reached(harness)

"""A head is on leave: an operator appoints a Plh. on a page, who signs on a page; the public and the history read "Plh."."""

import re
from datetime import timedelta

import pytest

from demo.organisation import identifier
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.signing_desk import HEAD, PHRASE, YES, Desk
from tests.support.templates import deployed

DEPUTY = "sekretaris.dishub"


@pytest.fixture
@deployed(*OFFICE)
def desk(web, regency):
    return Desk(Office(web.harness, regency))


def test_a_plh_is_appointed_and_signs(desk, web, browse):
    operator, address = browse("operator"), f"/kokpit/pengganti/{identifier('position', HEAD)}"
    day = web.harness.clock.moment.date()
    operator.get(address)
    sent = {"orang": str(identifier("person", DEPUTY)), "mulai": day.isoformat(), "sampai": (day + timedelta(days=2)).isoformat()}
    assert operator.post(address, **sent, dasar="800/7/2026", alasan="Cuti").status_code == 302, operator.page
    person = identifier("person", DEPUTY)
    name = web.harness.actor(person).name
    web.harness.signer.enrol(person, name, PHRASE)
    task = desk.task
    assert browse(HEAD).get(f"/tugas/{task}").status_code == 404, "who is away has the task no more"
    deputy = browse(DEPUTY)
    deputy.get("/tugas")
    assert "Anda Plh. Kepala Dinas Perhubungan" in deputy.page
    deputy.get(f"/tugas/{task}?putusan=setuju")
    assert deputy.post(f"/tugas/{task}/tanda-tangan", **YES, frasa=PHRASE).status_code == 302, deputy.page
    web.harness.run_jobs()
    citizen = browse()
    citizen.get(f"/tanda-terima/{desk.receipt}/lacak")
    code = re.search(r'href="/verifikasi/([^"]+)"', citizen.page)[1]
    citizen.get(f"/verifikasi/{code}")
    assert "Dokumen asli dan masih berlaku" in citizen.page
    assert "Plh. Kepala Dinas Perhubungan" in citizen.page
    deputy.get("/tugas?tab=selesai")
    case = re.search(r'href="(/kasus/[^"]+)"', deputy.page)[1]
    deputy.get(case)
    assert f"{name}, Plh. Kepala Dinas Perhubungan" in deputy.page
    web.harness.clock.moment += timedelta(days=4)
    deputy, head = browse(DEPUTY), browse(HEAD)
    deputy.get("/tugas")
    assert "Plh. Kepala Dinas Perhubungan" not in deputy.page
    head.get(case)
    assert f"{name}, Plh. Kepala Dinas Perhubungan" in head.page, "the history keeps the seat of that time"

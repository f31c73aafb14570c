"""A citizen reopens a complaint on its page, once; what was typed too short stays."""

from uuid import UUID

import pytest

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from engine.model.actor import GUEST
from processes.pengaduan.tests.complaint import ANSWERS
from tests.support.templates import deployed


@pytest.fixture
@deployed("pengaduan")
def answered(web, regency):
    """The address of the receipt of a complaint that the coordinator has answered."""
    harness = web.harness
    harness.deploy("pengaduan")
    begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
    held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    harness.execute(SaveApplication(**held, answers=ANSWERS), GUEST)
    receipt = harness.execute(SubmitApplication(**held), GUEST)["receipt"]
    harness.complete(harness.task("verifikasi").id, regency("agendaris.diskominfo"), putusan="bukan_kewenangan", jawaban="Hubungi 158.")
    harness.run_jobs()
    return f"/tanda-terima/{receipt}"


def test_a_citizen_reopens_a_complaint_once(answered, web, browse):
    citizen = browse()
    citizen.get(f"{answered}/lacak")
    assert "Pengaduan ini dapat dibuka kembali satu kali." in citizen.page
    assert citizen.post(f"{answered}/buka-kembali", alasan="Belum").status_code == 422
    assert "Tulis alasannya, 10 sampai 2000 huruf." in citizen.page
    assert ">Belum</textarea>" in citizen.page
    assert citizen.post(f"{answered}/buka-kembali", alasan="Jalan ini jalan kabupaten.").status_code == 302
    citizen.get(f"{answered}/lacak")
    assert "Pengaduan ini dibuka kembali dan diperiksa lagi." in citizen.page
    assert "dapat dibuka kembali satu kali" not in citizen.page
    assert citizen.post(f"{answered}/buka-kembali", alasan="Jalan ini jalan kabupaten.").status_code == 302
    citizen.get(f"{answered}/lacak")
    assert "Pengaduan ini tidak dapat dibuka kembali lagi." in citizen.page
    officer = browse("agendaris.diskominfo")
    officer.get(f"/kasus/{web.harness.task('verifikasi').instance_id}")
    assert "Jalan ini jalan kabupaten." in officer.page

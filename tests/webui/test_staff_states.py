"""The pages of leaders and of statistics, and the inbox with several chosen, in a real browser: no violation of axe, nothing scrolls sideways."""

from uuid import uuid4

import pytest

from casework.figures.count_figures import count_figures
from casework.survey.tables import SurveyAnswer
from demo.organisation import identifier
from tests.support.letters import ANSWERS as LETTER
from tests.support.letters import pdf
from tests.support.long_texts import LONG
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@deployed(*OFFICE)
def test_leaders_reminders_and_statistics(web, regency, eye, browse):
    harness, office = web.harness, Office(web.harness, regency)
    regent = eye().sign_in("bupati")
    for path in ("/pimpinan", "/pimpinan/tugas", "/statistik"):
        regent.go(path, f"{path} empty")
    registrar, sender = browse("agendaris.setda"), browse("bupati")
    for number in range(3):
        registrar.get("/mulai/surat_masuk")
        letter = {**LETTER, "hal": f"{number} {LONG[:100]}", "nomor_surat": f"B/{number}", "sifat": "R" if number else "B"}
        assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **letter).status_code == 302, registrar.page
    harness.run_jobs()
    given = harness.tasks("baca")[0]
    heads = [str(identifier("position", f"kepala.{code}")) for code in ("dishub", "dinkes", "dpmptsp")]
    sender.get(f"/tugas/{given.id}?putusan=disposisi")
    assert sender.post(f"/tugas/{given.id}", tindakan="disposisi", kepada=heads, instruksi_baru="TINDAKLANJUTI").status_code == 302
    harness.run_jobs()
    harness.clock.forward(days=30)
    regent = eye().sign_in("bupati")
    regent.go("/pimpinan", "pimpinan filled")
    regent.go("/pimpinan/tugas?tenggat=terlambat", "tugas unit lain filled")
    regent.go(f"/kasus/{given.instance_id}/pohon", "pohon ingatkan")
    regent.press("Ingatkan yang belum (3)", "pohon diingatkan")
    regent.go(f"/kasus/{given.instance_id}", "riwayat pengingat")
    regent.go(f"/tugas?tenggat=terlambat&cari={LONG[:20]}", "kotak saring")
    regent.page.set_viewport_size({"width": 1280, "height": 800})
    regent.fill({"nama": f"Terlambat {LONG}"[:40]})
    regent.press("Simpan saringan", "kotak saringan tersimpan")
    regent.go("/tugas?pilih=1", "kotak pilih")
    head = eye().sign_in("kepala.dishub")
    head.go(f"/tugas/{next(task.id for task in harness.tasks('baca') if task.reminded_at)}", "tugas diingatkan")
    office.send(nama=LONG)
    officer = eye().sign_in(OFFICER)
    officer.go("/tugas?tab=unit&pilih=1", "antrean pilih")
    for number in range(24):
        office.send(nama=f"Pemohon {number}")
        harness.complete(harness.tasks("periksa")[-1].id, office.officer, kelengkapan="lengkap")
        harness.clock.forward(hours=10 * number)
    for _ in range(6):
        harness.add(SurveyAnswer(id=uuid4(), service="izin-uji", answered_on=harness.clock.moment.date(), scores=[3] * 9))
    harness.run_jobs()
    count_figures(harness.engine)
    regent = eye().sign_in("bupati")
    regent.go("/statistik?masa=26-minggu", "statistik filled")
    regent.go("/statistik/izin_uji?masa=26-minggu", "statistik proses")
    for fold in regent.page.locator("summary:visible").all():
        fold.click()
    regent.look("statistik proses tables")
    assert "Statistik: " in regent.page.title()
    assert regent.seen == 3

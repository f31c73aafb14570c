"""The operators' pages in their states, in a real browser at 360 and 1,280 px: no violation of axe, nothing scrolls sideways."""

import pytest

from engine.commands.programs.record_beat import RecordBeat
from tests.support.long_texts import LONG
from tests.support.stopped_cases import deploy_stopping, start_and_fail

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def test_the_pages_of_operators(web, regency, eye, tmp_path):
    harness = web.harness
    deploy_stopping(harness, tmp_path / "packages")
    person = regency("agendaris.setda")
    cases = start_and_fail(harness, person, *[f"HTTPError: {LONG} {number}" for number in range(3)], f"ConnectionError: {LONG}")
    harness.start("hitungan", person)
    operator = eye().sign_in("operator")
    operator.go("/kokpit/insiden", "insiden filled")
    operator.go(f"/kokpit/insiden?cari={LONG}&proses=kabar", "insiden narrowed")
    operator.go("/kokpit/insiden?cari=tidak-ada", "insiden nothing fits")
    operator.go("/kokpit/insiden")
    operator.press("Lihat satu per satu", "sebab filled")
    operator.page.locator("summary", has_text="Perbaiki data dulu").first.click()
    operator.page.locator("textarea").first.fill("{")
    operator.press("Coba ulang sekarang", "sebab wrong")
    operator.go(f"/kokpit/kasus/{cases[0]}", "kasus operator stopped")
    operator.press("Hentikan kasus", "hentikan empty")
    operator.press("Hentikan kasus", "hentikan wrong")
    operator.go("/kokpit/jejak", "jejak filled")
    operator.go(f"/kokpit/jejak?nomor={LONG}", "jejak nothing fits")
    operator.go("/kokpit/jejak?tanggal=besok", "jejak wrong", status=422)
    operator.go("/kokpit/pengumuman", "pengumuman empty")
    operator.press("Umumkan", "pengumuman wrong")
    operator.fill({"teks": f"{LONG} {LONG}"[:300], "mulai": "2026-11-23T08:00", "selesai": "2027-01-23T08:00"})
    operator.press("Umumkan", "pengumuman filled")
    operator.go("/kokpit/keadaan", "keadaan wrong")
    for queues in (("engine", "notify"), ("service", "document")):
        harness.execute(RecordBeat(beat=cases[0] if queues[0] == "engine" else cases[1], program="worker", place=LONG, queues=queues))
    harness.execute(RecordBeat(beat=cases[2], program="clock", place="h 1"))
    operator.go("/kokpit/keadaan", "keadaan good")
    operator.go("/kelola/paket/gangguan/nonaktifkan", "nonaktifkan empty")
    operator.page.locator("main button").last.click()
    operator.page.wait_for_load_state()
    operator.look("nonaktifkan wrong")
    operator.fill({"alasan": f"{LONG} selesai"[-400:]})
    operator.page.check("#yakin", force=True)
    operator.page.locator("main button").last.click()
    operator.page.wait_for_load_state()
    operator.look("paket with a change")
    guest = eye()
    guest.go("/", "/ with an announcement")
    assert guest.page.locator(".alur-notice", has_text="Sedang terganggu").is_visible()
    assert operator.seen >= 19

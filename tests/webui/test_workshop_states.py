"""The workshop's pages in their states, in a real browser at 360 and 1,280 px."""

import pytest

from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.analyst import BPMN, NOTE, SECOND, WRITER, renamed
from tests.support.drawn_processes import MANIFEST, NEW, OLD
from tests.support.long_texts import LONG
from tests.support.templates import deployed

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@pytest.fixture
@deployed("kelengkapan")
def writer(web, regency, eye):
    web.harness.deploy("kelengkapan")
    return eye().sign_in(WRITER)


def save(somebody, name, content):
    somebody.page.set_input_files("#berkas", {"name": name, "mimeType": "application/xml", "buffer": content})


def test_the_workshop(web, writer, eye):
    writer.go("/perancang", "perancang")
    with writer.page.expect_navigation(wait_until="load"):
        writer.page.locator("form[action*=kelengkapan] button").first.click()
    writer.look("draf fresh")
    draft = writer.page.url
    writer.press("Simpan ke draf", "draf without a file")
    save(writer, "kelengkapan.bpmn", b"<html/>")
    writer.press("Simpan ke draf", "draf refused")
    save(
        writer,
        "kelengkapan.bpmn",
        BPMN.replace(b"percobaan + 1", b"percobaan +").replace(b'name="Periksa kelengkapan"', f'name="{LONG}"'.encode()),
    )
    writer.press("Simpan ke draf", "draf with errors")
    writer.press("Usulkan", "draf not proposed")
    save(writer, "kelengkapan.bpmn", renamed())
    writer.press("Simpan ke draf", "draf changed")
    for fold in writer.page.locator("summary:visible").all():
        fold.click()
    writer.look("draf unfolded")
    second = eye().sign_in(SECOND)
    second.page.goto(draft)
    second.look("draf read by another")
    writer.fill({"catatan": NOTE})
    writer.press("Usulkan", "draf proposed")
    second.page.goto(draft)
    second.look("draf to approve")
    second.press("Lihat perubahan", "perubahan to decide")
    web.harness.clock.forward(minutes=1)
    second.page.evaluate("document.querySelector('#mulai').type = 'text'")
    second.fill({"mulai": "besok"})
    second.press("Setujui", "perubahan with a wrong moment")
    second.fill({"mulai": "2026-11-24T22:00"})
    second.press("Setujui", "draf approved for the night")
    second.go("/perancang", "perancang with an approved draft")
    web.harness.clock.forward(days=2)
    web.harness.sweep()
    second.go(draft.removeprefix(second.address), "draf published")
    second.go("/perubahan", "changelog")


def test_trials(web, writer):
    writer.go("/perancang", "perancang")
    with writer.page.expect_navigation(wait_until="load"):
        writer.page.locator("form[action*=kelengkapan] button").first.click()
    writer.press("Uji jalan", "uji with shipped scenarios")
    trials = writer.page.url.removeprefix(writer.address)
    writer.press("Mulai uji", "uji without a name")
    writer.fill({"nama": LONG[:100]})
    writer.press("Mulai uji", "uji begun")
    writer.fill({"lain": "{rusak"})
    writer.press("Mulai kasus uji", "uji with a wrong value")
    writer.fill({"lain": '{pemeriksa: "kabid@bidang.diskominfo.2"}'})
    writer.press("Mulai kasus uji", "uji at a task")
    writer.fill({"kelengkapan": "tolak"})
    writer.press("Selesaikan tugas ini", "uji with refused answers")
    writer.fill({"alasan_kelengkapan": "Bukan kewenangan kabupaten, ajukan ke provinsi."})
    writer.press("Selesaikan tugas ini", "uji ended")
    writer.go(trials, "uji with one more")
    for name in ("diam", "tiga_kali"):
        with writer.page.expect_navigation(wait_until="load"):
            writer.page.locator(f"form[action$='/uji/{name}/hapus'] button").click()
    writer.page.locator("summary:visible").first.click()
    writer.look("uji with untried flows")
    writer.press("Kecualikan", "uji waived without a reason")
    writer.fill({"alasan-kelengkapan": "Sama dengan jalan lain."})
    writer.press("Kecualikan", "uji waived")


@deployed("izin_reklame")
def test_a_table_is_tried(web, writer):
    web.harness.deploy("izin_reklame")
    writer.go("/perancang", "perancang")
    with writer.page.expect_navigation(wait_until="load"):
        writer.page.locator("form[action*=izin_reklame] button").first.click()
    where = writer.page.url.removeprefix(writer.address) + "/uji-keputusan/pajak_reklame.dmn"
    writer.go(where, "table fresh")
    writer.go(f"{where}?keputusan=golongan_reklame&coba=1&n.hari=31", "table tried")
    writer.go(f"{where}?keputusan=golongan_reklame&coba=1&n.hari=%3D1%2B", "table with an answer that cannot be read", status=422)


def test_new_packages_words_reports_and_moves(web, writer):
    writer.go("/perancang/baru", "baru")
    writer.press("Buat draf", "baru without a name")
    writer.fill({"nama": "Izin keramaian"})
    writer.page.locator("input[value=layanan]").check(force=True)
    writer.press("Buat draf", "draf of a starter")
    draft = writer.page.url.removeprefix(writer.address)
    writer.go(f"{draft}/keterangan", "keterangan with what is missing")
    writer.page.locator("input[name='service.0.summary']").fill(LONG)
    writer.press("Simpan ke draf", "keterangan saved")
    writer.go(f"{draft}/laporan/izin_keramaian.bpmn", "laporan")
    writer.go(f"{draft}/pratinjau/forms/izin_keramaian.form", "pratinjau")
    writer.go(f"{draft}/kasus-lama", "kasus-lama without cases")
    writer.go(f"{draft}/bandingkan", "bandingkan of a new package")


def test_cases_move_and_are_replayed(web, regency, writer):
    harness = web.harness
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))

    def deploy(drawn):
        bpmn = f"{HEAD}{drawn}</definitions>".encode()
        harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "process.toml": MANIFEST}))

    deploy(OLD)
    person = regency("agendaris.setda")
    for _ in range(3):
        harness.start("p", person)
    for element in ("a", "h"):
        harness.complete(harness.tasks(element)[0].id, person)
    harness.complete(harness.tasks("a")[0].id, person)
    deploy(NEW)
    writer.go("/perancang/contoh/pindahkan", "pindahkan")
    writer.press("Lihat apa yang terjadi", "pindahkan with a plan")
    writer.press("Pindahkan 1 kasus", "pemindahan under way")
    harness.run_jobs()
    writer.go(writer.page.url.removeprefix(writer.address), "pemindahan done")
    writer.press("Kembalikan", "pemindahan taken back")
    writer.go("/perancang", "perancang")
    with writer.page.expect_navigation(wait_until="load"):
        writer.page.locator("form[action*='contoh/mulai'] button").first.click()
    writer.press("Kasus lama", "kasus-lama")

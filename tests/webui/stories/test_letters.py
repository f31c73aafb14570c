"""First days of those who register letters and of those who decide about them. Told in docs/stories.md."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from casework.documents.commands.store_document import StoreDocument
from demo.organisation import identifier
from engine.jobs.watch import watch
from engine.persistence.tables.identity import Absence, Holding
from engine.testing.harness import NOON
from tests.support.browser import check
from tests.support.files import picture
from tests.support.letters import ANSWERS, PDF, pdf
from tests.support.rows import change

REGISTRAR = "agendaris.setda"
WRITTEN = {key: value for key, value in ANSWERS.items() if not key.startswith("tanggal") and key not in ("tujuan", "ringkasan", "berkas")}


def write_down(registrar, *, file=True, **changes):
    """The form of a letter, filled in."""
    registrar.goes("/mulai/surat_masuk").fills(**{**WRITTEN, **changes})
    for day in ("tanggal_surat", "tanggal_diterima"):
        for part in ("day", "month", "year"):
            registrar.page.fill(f"#{day}-{part}", ANSWERS[f"{day}-{part}"])
    if file:
        registrar.takes("berkas", "surat.pdf", PDF, "application/pdf")
        registrar.page.wait_for_selector("input[name=berkas]:checked", state="attached")
    registrar.page.locator(f"input[name=tujuan][value='{ANSWERS['tujuan']}']").check(force=True)
    return registrar


def begin_task(web, somebody, decision="", element="baca"):
    return somebody.goes(f"/tugas/{web.harness.task(element).id}{'?putusan=' + decision if decision else ''}")


def send(somebody):
    with somebody.page.expect_navigation(wait_until="load"):
        somebody.page.locator("form[data-draft] button[type=submit]:not([name=simpan]):visible").first.click()
    return somebody


def hand_on(web, somebody, element="baca"):
    begin_task(web, somebody, "disposisi", element)
    send(somebody)
    web.harness.run_jobs()


@pytest.fixture
def lying(web, browse):
    """Registers letters without the pages, as they lie there in the morning."""
    registrar = browse(REGISTRAR)

    def register(**changes):
        registrar.get("/mulai/surat_masuk")
        answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, **changes})
        assert answer.status_code == 302, registrar.page
        return answer.headers["Location"]

    yield register
    web.harness.run_jobs()


@pytest.mark.long
def test_he_registers_sixty_letters(web, regency, story):
    who, given = regency(REGISTRAR), {key: value for key, value in ANSWERS.items() if not key.startswith("tanggal")}
    days = {"tanggal_surat": "2026-11-19", "tanggal_diterima": "2026-11-23"}
    for number in range(1, 59):  # these are typed in by somebody else, at the engine's door
        scan = web.harness.execute(StoreDocument(file_name="surat.png", content=picture("PNG")), who)["id"]
        letter = {"berkas": scan, "hal": f"Undangan ke-{number}", "nomor_surat": f"UND/{number}/2026", "pengirim": f"Dinas ke-{number}"}
        web.harness.start("surat_masuk", who, **{**given, **days, **letter})
    web.harness.run_jobs()
    registrar = story(REGISTRAR)
    for number in (59, 60):
        write_down(registrar, hal=f"Undangan ke-{number}", nomor_surat=f"UND/{number}/2026").presses("Catat surat")
        web.harness.run_jobs()
        registrar.goes(registrar.path).reads(f"Agenda {number:04d}/2026")
    bupati = story("bupati", width=360).reads("60 tugas", "Undangan ke-")
    bupati.page.locator("a[href*='hal=2']").first.click()
    bupati.page.wait_for_url("**hal=2**")
    bupati.reads("Undangan ke-")
    registrar.goes("/cari").fills(kata="UND/37").presses("Cari").reads("Undangan ke-37").reads_nowhere("Undangan ke-38")


def test_the_same_letter_comes_by_post_and_by_mail(web, lying, story):
    lying()
    web.harness.run_jobs()
    registrar = write_down(story(REGISTRAR)).presses("Catat surat").reads("Surat ini sudah ada dalam buku agenda", "Agenda 0001/2026")
    check(registrar.page, "a twin")
    assert registrar.page.locator("img.alur-page").count(), "the scan still stands beside"
    registrar.ticks("Surat ini lain").presses("Catat surat")
    web.harness.run_jobs()
    registrar.goes(registrar.path).reads("Agenda 0002/2026")


def test_she_writes_a_letter_down_without_a_mouse(web, lying, story):
    """At most 25 key presses besides what is typed; the scan stands beside, earlier senders are offered, the next one follows."""
    lying(hal="Yang pertama", nomor_surat="0")
    web.harness.run_jobs()
    registrar = story(REGISTRAR).goes("/mulai/surat_masuk")
    page, presses = registrar.page, 0

    def press(*keys):
        nonlocal presses
        for key in keys:
            page.keyboard.press(key)
            presses += 1

    def here(key):
        assert page.evaluate("document.activeElement.name") == key, key

    here("berkas")
    with page.expect_file_chooser() as chooser:
        press("Enter")
    chooser.value.set_files({"name": "surat.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.wait_for_selector("[data-beside] img.alur-page")
    page.focus("#berkas")
    for key, text in (("pengirim", "BPBD Provinsi Banten"), ("nomor_surat", "UND/7"), ("tanggal_surat-day", "19"), ("tanggal_surat-month", "11"),
                      ("tanggal_surat-year", "2026"), *((f"tanggal_diterima-{part}", "") for part in ("day", "month", "year")),
                      ("hal", "Undangan rapat")):  # fmt: skip
        press("Tab")
        here(key)
        if text:
            page.keyboard.type(text)
    for key in ("sifat", "urgensi"):
        press("Tab", "Space")
        here(key)
    press("Tab")
    here("klasifikasi")
    page.keyboard.type("300.2")
    press("Tab")  # the whole list, folded away
    for key in ("jumlah_lampiran", "lampiran", "ringkasan"):
        press("Tab")
        here(key)
    press("Tab", "Space")
    here("tujuan")
    with page.expect_navigation(wait_until="load"):
        press("Enter")
    assert presses <= 25, presses
    web.harness.run_jobs()
    registrar.goes(registrar.path).reads("Tercatat: Agenda 0002/2026", "Catat berikutnya")
    assert page.evaluate("document.activeElement.textContent") == "Catat berikutnya"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert page.locator("datalist#pengirim-daftar option").get_attribute("value") == "BPBD Provinsi Banten"
    check(page, "the form of a letter")
    left, right = (page.locator(part).bounding_box() for part in ("[data-begin-here]", "[data-beside]"))
    assert left["x"] + left["width"] <= right["x"]
    page.set_viewport_size({"width": 360, "height": 800})
    registrar.reads("Catat surat masuk")
    check(page, "the form of a letter on a phone")


def test_her_session_ends_while_she_types_a_letter(web, story):
    registrar = write_down(story(REGISTRAR), pengirim="Dinas Perhubungan & Bina <Marga>")
    web.harness.clock.forward(hours=3)
    registrar.presses("Catat surat").reads("Sesi Anda sudah berakhir")
    registrar.fills(email=f"{REGISTRAR}@tangerangkab.example", sandi="kata sandi yang panjang").presses("Masuk")
    assert registrar.page.input_value("#pengirim") == "Dinas Perhubungan & Bina <Marga>"
    registrar.presses("Catat surat")
    web.harness.run_jobs()
    registrar.goes(registrar.path).reads("Agenda 0001/2026", "Dinas Perhubungan & Bina <Marga>")
    assert len([case for case in web.harness.instances() if case.parent_id is None]) == 1


def test_the_letter_is_for_somebody_else(web, registered, story):
    leader = begin_task(web, story("bupati", width=360), "salah_alamat")
    send(leader).reads("Ada yang perlu diperbaiki").fills(alasan="Ini urusan Wakil Bupati.")
    send(leader)
    web.harness.run_jobs()
    registrar = story(REGISTRAR).goes(registered[1]).reads("Ini urusan Wakil Bupati.")
    (task,) = web.harness.tasks()
    registrar.goes(f"/tugas/{task.id}").reads("Ini urusan Wakil Bupati.")
    registrar.page.locator("input[name=tujuan]:not(:disabled)").nth(1).check(force=True)
    send(registrar)
    web.harness.run_jobs()
    assert web.harness.task("baca").status == "OPEN"


def test_the_head_is_on_leave_and_somebody_stands_in(web, registered, story):
    """Who decides while the head is away, and as whom, stands in the history."""
    leave = Absence(id=uuid4(), person_id=identifier("person", "bupati"), valid_from=NOON, valid_to=NOON + timedelta(days=3), reason="Cuti")
    acting = Holding(
        id=uuid4(), person_id=identifier("person", "sekda"), position_id=identifier("position", "bupati"), kind="PLH", valid_from=NOON,
        valid_to=NOON + timedelta(days=3), decree="SP/1/2026",
    )  # fmt: skip
    web.harness.add(leave, acting)
    secretary = story("sekda", width=360).reads("1 tugas", "Plh. Bupati Tangerang")
    begin_task(web, secretary, "selesai").fills(laporan="Sudah saya hadiri.")
    send(secretary)
    web.harness.run_jobs()
    story(REGISTRAR).goes(registered[1]).reads("Plh. Bupati Tangerang", "Sudah saya hadiri.")


def test_two_hold_the_same_letter_open(web, registered, story):
    acting = Holding(
        id=uuid4(), person_id=identifier("person", "sekda"), position_id=identifier("position", "bupati"), kind="PLT", valid_from=NOON, decree="SK"
    )  # fmt: skip
    web.harness.add(acting)
    first, second = (begin_task(web, story(code), "selesai") for code in ("bupati", "sekda"))
    send(first.fills(laporan="Saya dulu."))
    second.fills(laporan="Tulisan yang panjang, dan tidak boleh hilang.")
    send(second).reads("H. Contoh Wijaya sudah menyelesaikannya pada", "Tulisan yang panjang, dan tidak boleh hilang.")


def test_a_letter_goes_to_all_districts_in_two_presses_and_the_answer_names_them(web, registered, story):
    leader = begin_task(web, story("bupati", width=360))
    with leader.page.context.expect_page() as alone:  # the scan by itself, where two fingers enlarge it
        leader.page.locator("a:has(img.alur-page)").first.click()
    assert "/halaman/" in alone.value.url
    alone.value.close()
    begin_task(web, leader, "disposisi")
    leader.page.locator("details:has([data-narrow]) summary").click()
    leader.page.locator("[data-narrow]").fill("camat ")
    leader.page.locator("[data-tick-shown]").click()
    chosen = leader.page.locator("input[name=kepada]:checked")
    assert leader.page.locator("[data-tick-shown]").inner_text() == f"Pilih semua yang tampil ({chosen.count()})"
    assert chosen.count() > 20
    leader.ticks("Hadiri")
    send(leader).reads("Terkirim: Baca dan putuskan: Disposisikan. Kepada ")
    web.harness.run_jobs()
    assert len(web.harness.tasks("baca")) == len(web.harness.tasks()) > 20


def test_a_report_is_returned_and_comes_back_filled_in(web, registered, story):
    leader = begin_task(web, story("bupati", width=360), "disposisi")
    leader.ticks("Sekretaris Daerah").ticks("Hadiri")
    send(leader)
    web.harness.run_jobs()
    secretary = begin_task(web, story("sekda", width=360), "selesai").fills(laporan="Sudah dihadiri.")
    send(secretary)
    web.harness.run_jobs()
    begin_task(web, leader, "kembalikan", "periksa_laporan").fills(alasan_kembali="Sebutkan hasil rapatnya.")
    send(leader)
    web.harness.run_jobs()
    begin_task(web, secretary).reads("Sebutkan hasil rapatnya.")
    begin_task(web, secretary, "selesai").fills(laporan="Sudah dihadiri; pompa ditambah dua.")
    send(secretary)
    web.harness.run_jobs()
    send(begin_task(web, leader, "terima", "periksa_laporan").reads("pompa ditambah dua"))
    web.harness.run_jobs()
    story(REGISTRAR).goes(registered[1]).reads("Sudah dihadiri; pompa ditambah dua.", "Sebutkan hasil rapatnya.")


def test_the_post_is_empty_after_the_reorganisation(web, registered, story):
    change(web.harness, update(Holding).where(Holding.position_id == identifier("position", "bupati")).values(valid_to=NOON))
    watch(web.harness.engine)
    story(REGISTRAR).goes(f"{registered[1]}/pohon").reads("Belum ada yang dapat mengerjakan")
    operator = story("operator").goes("/kokpit/penerima").reads("Jabatan kosong").presses("Bupati Tangerang")
    operator.fills(cari="sekretaris daerah").presses("Cari").ticks("Sekretaris Daerah").fills(alasan="Bupati belum dilantik.")
    operator.presses("Pindahkan").reads("1 sudah dipindahkan.", "Semua yang menunggu ada penerimanya.")
    story("sekda", width=360).reads("1 tugas")


def test_the_mayor_looks_for_a_letter_with_half_of_its_number(lying, web, story):
    lying(hal="Permintaan data drainase", nomor_surat="B/1187/300.2.3/2026", pengirim="Sutrisno Contoh")
    lying(hal="Undangan rapat", nomor_surat="B/22/100.3/2026", pengirim="Dinas Perhubungan Provinsi")
    web.harness.run_jobs()
    bupati = story("bupati", width=360)
    for typed in ("1187", "Sutris", "drianase"):
        bupati.goes("/cari").fills(kata=typed).presses("Cari").reads("Permintaan data drainase").reads_nowhere("Undangan rapat")


def test_a_secret_letter_is_opened_and_that_is_written_down(web, lying, story):
    case = lying(sifat="R", hal="Laporan intelijen")
    web.harness.run_jobs()
    bupati = story("bupati", width=360).reads("Laporan intelijen")
    begin_task(web, bupati)
    story("agendaris.dinkes").goes("/cari?kata=intelijen").reads("Tidak ditemukan.")
    registrar = story(REGISTRAR).goes(case)
    if registrar.page.locator("summary:visible", has_text="Siapa").count():
        registrar.unfolds("Siapa")
    registrar.reads("H. Contoh Wijaya")


def test_what_is_still_missing_is_said_at_the_field(story):
    registrar = story(REGISTRAR).goes("/mulai/surat_masuk").fills(pengirim="BPBD Banten", nomor_surat="12").presses("Catat surat")
    registrar.reads("Ada yang perlu diperbaiki", "Hal")
    assert registrar.page.title().startswith("Kesalahan:")
    assert registrar.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    links = registrar.page.locator(".govuk-error-summary a")
    for number in range(links.count()):
        target = links.nth(number).get_attribute("href")
        assert registrar.page.locator(target).count() == 1, target
    assert re.search("BPBD", registrar.page.input_value("#pengirim"))

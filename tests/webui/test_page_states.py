"""Every page, empty, filled, wrong and long, in a real browser at 360 and 1,280 px: no violation of axe, nothing scrolls sideways."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.cases.queries.case_detail import CaseDetail
from casework.citizens.commands.add_case_to_account import AddCaseToAccount
from casework.notices.commands.write_message import WriteMessage
from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from engine.identity.seats import actor_of
from engine.model.actor import GUEST
from engine.persistence.tables.identity import Person, WebSession
from processes.izin_reklame.tests.permit import ANSWERS, Permit
from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from tests.support.account_pages import last_code
from tests.support.cashier import AMOUNT
from tests.support.letters import ANSWERS as LETTER
from tests.support.letters import pdf
from tests.support.long_texts import LONG
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.signed_pdfs import Authority, altered, note, plain, sign, stamp
from tests.support.signing_desk import HEAD, Desk
from tests.support.templates import deployed

TALL = "\n".join(f"Baris ke-{number} dari isian yang panjang sekali." for number in range(60))
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


@deployed(*OFFICE, *PERMIT, "pengaduan")
def test_the_pages_that_everybody_sees(web, regency, eye):
    guest = eye()
    for path in ("/", "/layanan", "/lacak", "/lanjutkan", "/verifikasi", "/survei", "/masuk", "/masuk/warga"):
        guest.go(path, f"{path} empty")
    guest.go("/tidak-ada", status=404)
    for path in ("/bantuan", "/kontak", "/privasi", "/aksesibilitas"):
        guest.go(path)
    guest.page.goto(guest.address + "/kontak")
    guest.page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
    guest.look("kontak opened")
    Office(web.harness, regency)
    web.harness.deploy("pengaduan")
    Permit(web.harness, regency)
    for path in ("/", "/layanan", "/layanan?cari=baliho", f"/layanan?cari={LONG}", "/layanan?peristiwa=business", "/layanan/izin-reklame"):
        guest.go(path, f"{path} filled")
    guest.go("/lacak")
    guest.press("Lacak", "lacak wrong")
    guest.go("/lanjutkan")
    guest.fill({"kode": LONG[:40]})
    guest.press("Lanjutkan isian", "lanjutkan wrong")
    guest.go("/verifikasi?kode=TIDAK-ADA", "verifikasi unknown")
    guest.go("/verifikasi")
    guest.press("Periksa", "verifikasi without a file")
    authority = Authority()
    once = sign(plain(), authority.signer("Drs. H. Bupati Uji, M.Si."), reason="Menyetujui")
    files = {"foreign": stamp(once, authority.stamper()), "foreign added": note(once), "changed": altered(once), "unclear": once[:-700]}
    for state, content in files.items():
        guest.go("/verifikasi")
        guest.page.set_input_files("#berkas", {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": content})
        guest.press("Periksa berkas", f"verifikasi {state}")
    guest.go("/masuk")
    guest.press("Masuk", "masuk wrong")
    assert guest.seen >= 33


@deployed(*PERMIT)
def test_an_application_page_by_page(web, regency, eye):
    Permit(web.harness, regency)
    citizen, number = eye(), 1
    citizen.go("/layanan/izin-reklame")
    citizen.press("Mulai permohonan")
    while not citizen.page.url.endswith("/periksa"):
        citizen.look(f"isian {number} empty")
        citizen.press("Simpan dan lanjut", f"isian {number} wrong")
        if number == 1:
            citizen.fill(dict.fromkeys(("nama", "nama_usaha", "surel"), LONG))
            citizen.press("Simpan dan lanjut", f"isian {number} long")
        files = dict.fromkeys(("ktp", "rancangan", "foto_lokasi", "lahan", "pbb", "konstruksi"), "")
        citizen.fill({**ANSWERS, **files})
        for place in citizen.page.locator("[data-files]").all():
            place.locator("input").first.wait_for(state="attached")
        if citizen.page.locator("[data-files]").count():
            citizen.look("berkas filled")
        citizen.press("Simpan dan lanjut")
        number += 1
    citizen.look("periksa filled")
    citizen.press("Kirim permohonan", "periksa wrong")
    citizen.page.go_back()
    address = citizen.page.url.removesuffix("/periksa")
    citizen.page.goto(f"{address}/1")
    citizen.press("Lanjutkan di perangkat lain", "kode isian")
    citizen.page.goto(f"{address}/periksa")
    citizen.page.check("#benar", force=True)
    citizen.press("Kirim permohonan", "tanda terima")
    assert number >= 5


@deployed(*OFFICE)
def test_a_case_as_its_applicant_follows_it(web, regency, eye):
    office = Office(web.harness, regency)
    citizen = eye()
    desk = Desk(office)
    desk.signed()
    where = f"/tanda-terima/{desk.receipt}"
    citizen.go(where, "tanda terima")
    citizen.go(f"{where}/lacak", "lacak signed")
    code = office.follow(desk.receipt).documents[0].code
    citizen.go(f"/verifikasi/{code}", "verifikasi valid")
    citizen.go(f"{where}/survei", "survei empty")
    citizen.press("Kirim jawaban", "survei wrong")
    for question in citizen.page.locator("fieldset").all():
        question.locator("input").nth(2).check(force=True)
    citizen.press("Kirim jawaban", "survei done")
    citizen.go("/survei", "survei results")
    paid = office.send(jenis="berbayar", nama=LONG)
    task = web.harness.tasks("periksa")[0].id
    web.harness.complete(task, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    web.harness.complete(web.harness.tasks("putuskan")[0].id, office.actor("agendaris.dishub"), keputusan=TALL)
    web.harness.run_jobs()
    citizen.go(f"/tanda-terima/{paid}/lacak", "lacak bill")
    (bill,) = web.harness._all(select(Bill))
    web.harness.execute(RecordPayment(reference="B0", va=bill.va, amount=AMOUNT - 1000, paid_at=web.harness.clock.moment))
    citizen.go(f"/tanda-terima/{paid}/lacak", "lacak short")
    citizen.press("kembali", "pengembalian empty")
    citizen.press("Minta uang kembali", "pengembalian wrong")
    web.harness.execute(RecordPayment(reference="B1", va=bill.va, amount=AMOUNT, paid_at=web.harness.clock.moment))
    citizen.go(f"/tanda-terima/{paid}/lacak", "lacak paid")
    waiting = office.send(nama=LONG)
    office.give_back(("luas", "OTHER", LONG[:100]), ("gambar", "UNREADABLE", ""), ("nik", "MISMATCH", TALL[:300]))
    view = office.follow(waiting)
    for number in range(20):
        web.harness.execute(WriteMessage(case_pass=view.case_pass, text=f"{number} {LONG} {TALL}"[:1900]), GUEST)
        web.harness.clock.forward(days=1)
    citizen.go(f"/tanda-terima/{waiting}/lacak", "lacak long")
    for fold in citizen.page.locator("summary:visible").all():
        fold.click()
    citizen.look("lacak unfolded")
    citizen.press("Lengkapi sekarang", "lengkapi empty")
    citizen.press("Kirim perbaikan", "lengkapi wrong")
    citizen.fill({"luas": "20", "nik": "3603121208900123", "gambar": ""})
    citizen.page.locator("[data-files] input").first.wait_for(state="attached")
    citizen.press("Kirim perbaikan", "lengkapi sent")


@deployed(*OFFICE, "pengaduan")
def test_an_account(web, regency, eye):
    office = Office(web.harness, regency)
    web.harness.deploy("pengaduan")
    citizen = eye()
    citizen.go("/masuk/warga")
    citizen.press("Kirim kode", "masuk warga wrong")
    citizen.fill({"alamat": "siti@contoh.id"})
    citizen.press("Kirim kode", "kode empty")
    citizen.press("Lanjut", "kode wrong")
    citizen.fill({"kode": last_code(web)})
    citizen.press("Lanjut", "nama empty")
    citizen.press("Buka akun", "nama wrong")
    citizen.fill({"nama": LONG[:100]})
    citizen.press("Buka akun", "saya empty")
    citizen.go("/saya/data", "data empty")
    for path in ("/saya/data/nama", "/saya/data/alamat", "/saya/data/hapus", "/akun/kode"):
        citizen.go(path)
        citizen.page.locator("main form button").first.click()
        citizen.page.wait_for_load_state()
        citizen.look(f"{path} wrong") if path != "/saya/data/nama" else None
    citizen.go("/layanan/pengaduan")
    citizen.press("Mulai pengaduan")
    receipts = [office.send(surel="siti@contoh.id") for _ in range(3)]
    actor = _citizen(web)
    for receipt in receipts:
        view = office.follow(receipt)
        web.harness.execute(AddCaseToAccount(case_pass=view.case_pass), actor)
        web.harness.ask(CaseDetail(instance=view.instance), office.officer)
    citizen.go("/saya", "saya filled")
    citizen.go("/saya/data", "data filled")
    with Session(web.harness.database) as session:
        session.execute(update(WebSession).values(proved_at=web.harness.clock.moment.replace(year=2020)))
        session.commit()
    citizen.page.goto(f"{citizen.address}/saya/data/hapus")
    citizen.look("bukti lagi")
    citizen.go("/demo/kotak-pos", "kotak pos")


def _citizen(web):
    with Session(web.harness.database) as session:
        person = session.scalars(select(Person.id).where(Person.registered_at.is_not(None))).one()
        return actor_of(session, person, web.harness.clock.moment)


@deployed(*OFFICE)
def test_the_pages_of_the_staff(web, regency, eye, browse):
    office = Office(web.harness, regency)
    for code in ("kepala.dinsos", "operator", "bendahara.bapenda"):
        somebody = eye().sign_in(code)
        somebody.look(f"{code} kotak empty")
        for path in (
            "/tugas?tab=unit",
            "/tugas?tab=menunggu",
            "/tugas?tab=selesai",
            "/cari",
            f"/cari?kata={LONG}",
            "/tenggat",
            "/akun",
            "/akun/kode",
        ):
            somebody.go(path, f"{path} empty") if code == "kepala.dinsos" else None
        for path in {"operator": ("/kokpit/insiden", "/kelola/paket"), "bendahara.bapenda": ("/kas",)}.get(code, ()):
            somebody.go(path, f"{path} empty")
    office.send(nama=LONG, nik="3603121208900123", jenis="berbayar")
    officer = eye().sign_in(OFFICER)
    officer.go("/tugas?tab=unit", "antrean filled")
    task, case = web.harness.task("periksa").id, web.harness.instances()[0].id
    officer.go(f"/tugas/{task}", "tugas")
    officer.go(f"/tugas/{task}?putusan=kembalikan", "kembalikan empty")
    officer.press("Kirim kepada pemohon", "kembalikan wrong")
    for path in ("", "/pohon", "/diagram"):
        officer.go(f"/kasus/{case}{path}", f"kasus{path}")
    officer.page.goto(f"{officer.address}/kasus/{case}")
    officer.press("Tampilkan", "rahasia empty")
    officer.press("Tampilkan", "rahasia wrong")
    officer.fill({"alasan": f"Mencocokkan dengan KTP asli {LONG}"})
    officer.press("Tampilkan", "rahasia shown")
    web.harness.complete(task, office.officer, kelengkapan="lengkap")
    web.harness.run_jobs()
    web.harness.complete(web.harness.task("putuskan").id, office.actor("agendaris.dishub"), keputusan=TALL)
    web.harness.run_jobs()
    officer.go("/tenggat", "tenggat filled")
    treasurer = eye().sign_in("bendahara.bapenda")
    for number in range(5):
        web.harness.execute(RecordPayment(reference=f"{LONG}{number}"[:60], va="1", amount=AMOUNT, paid_at=web.harness.clock.moment))
    treasurer.go("/kas", "kas filled")
    treasurer.press("Catat sudah ditangani", "kas wrong")
    treasurer.fill({"catatan-1": "Dikembalikan ke rekening asal."})
    treasurer.press("Catat sudah ditangani", "kas settled")
    registrar = browse("agendaris.setda")
    for number in range(4):
        registrar.get("/mulai/surat_masuk")
        letter = {**LETTER, "hal": f"{number} {LONG[:100]}", "nomor_surat": f"B/{number}", "ringkasan": TALL[:900]}
        assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **letter).status_code == 302, registrar.page
    web.harness.run_jobs()
    clerk = eye().sign_in("agendaris.setda")
    clerk.go("/mulai/surat_masuk", "mulai empty")
    clerk.press("Catat surat", "mulai wrong")
    clerk.go("/cari", "cari long")
    head = eye().sign_in("bupati")
    head.look("kotak long")
    head.press(LONG[:20], "baca long")
    head.press("Disposisikan", "disposisi empty")
    head.press("Kirim disposisi", "disposisi wrong")


@deployed(*OFFICE)
def test_signing(web, regency, eye):
    desk = Desk(Office(web.harness, regency))
    head = eye().sign_in(HEAD)
    head.go(f"/tugas/{desk.task}", "tanda tangan")
    head.go(f"/tugas/{desk.task}?putusan=setuju", "tanda tangan setuju")
    head.press("Tandatangani", "tanda tangan without passphrase")


@deployed(*OFFICE)
def test_more_tasks_than_a_page_holds(web, regency, eye):
    office = Office(web.harness, regency)
    for number in range(30):
        office.send(nama=f"Pemohon {number} {LONG if number % 10 == 0 else ''}")
    officer = eye().sign_in(OFFICER)
    officer.go("/tugas?tab=unit", "antrean whole")
    officer.go("/tugas?tab=unit&hal=2", "antrean second page")

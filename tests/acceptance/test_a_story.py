"""The story: a letter goes from the agenda book to the accepted report, in real browsers on the running platform."""

from datetime import date, timedelta

from demo.letters import Letter, letter_pdf
from tests.support.browser import HOME

SUBJECT = "Permintaan data titik genangan"
LETTER = Letter(
    sender="Balai Besar Wilayah Sungai", place="Jakarta", number="PW 02/77/2026", age=2, subject=SUBJECT, to="bupati", addressee="Bupati Tangerang",
    body=("Mohon data titik genangan di wilayah sungai Cisadane.",),
)  # fmt: skip


def register(somebody, tmp_path, *, subject, number, secret=False):
    written = date.today() - timedelta(days=LETTER.age)
    path = tmp_path / "surat.pdf"
    path.write_bytes(letter_pdf(LETTER, written))
    somebody.inbox()
    somebody.press("Catat surat masuk")
    somebody.look("catat")
    page = somebody.page
    page.set_input_files("#berkas", str(path))
    page.fill("#pengirim", LETTER.sender)
    page.fill("#nomor_surat", number)
    for part, value in (("day", written.day), ("month", written.month), ("year", written.year)):
        page.fill(f"#tanggal_surat-{part}", str(value))
    page.fill("#hal", subject)
    page.locator("input[name=sifat][value=%s]" % ("R" if secret else "B")).check(force=True)
    page.locator("input[name=urgensi][value=PENTING]").check(force=True)
    page.fill("#klasifikasi", "600.1")
    somebody.tick("Bupati Tangerang")
    somebody.send("Catat surat")
    page.wait_for_url("**/kasus/**")


def dispose(somebody, subject, *to, instruction="Siapkan bahan"):
    """Three taps after the letter is read: whom, what, send."""
    somebody.open(subject)
    somebody.press("Disposisikan")
    somebody.look("disposisi")
    for name in to:
        if not somebody.page.locator(".govuk-checkboxes__item:visible", has_text=name).count():
            somebody.page.locator("summary:visible", has_text="Pilihan lain").first.click()
        somebody.tick(name)
    somebody.tick(instruction)
    somebody.send("Kirim disposisi")
    somebody.page.wait_for_url(HOME)
    somebody.look("terkirim")


def test_from_the_agenda_book_to_the_accepted_report(person, stack, tmp_path):
    subject = SUBJECT
    before = stack.query("select coalesce(max(number), 0) from reserved_number where scope like 'setda/%'")[0][0]
    registrar = person("agendaris.setda")
    register(registrar, tmp_path, subject=subject, number=LETTER.number)
    stack.quiet()
    registrar.page.reload()
    registrar.look("kasus")
    assert f"Agenda {before + 1:04d}/" in registrar.page.inner_text("main")
    case = registrar.page.url
    # down three levels: dinas, bidang, tim; then the staff
    people = {code: person(code) for code in ("bupati", "kepala.dbmsda", "kabid.dbmsda.2", "tim.dbmsda.2.2", "staf.dbmsda.2.2")}
    dispose(people["bupati"], subject, "Kepala Dinas Bina Marga")
    stack.quiet()
    dispose(people["kepala.dbmsda"], subject, "Kepala Bidang Sumber Daya Air")
    stack.quiet()
    dispose(people["kabid.dbmsda.2"], subject, "Ketua Tim Pelayanan Sumber Daya Air")
    stack.quiet()
    dispose(people["tim.dbmsda.2.2"], subject, "Pengolah Data Pelayanan Sumber Daya Air")
    stack.quiet()
    bupati = people["bupati"]
    assert subject not in bupati.inbox()
    assert subject in bupati.inbox("menunggu")
    bupati.page.goto(f"{case}/pohon")
    bupati.look("pohon")
    assert bupati.page.locator(".alur-tree__node").count() == 6
    bupati.page.goto(f"{case}/diagram")
    bupati.look("diagram")
    assert "Disposisi dan tindak lanjut" in bupati.page.inner_text("main")
    staff = people["staf.dbmsda.2.2"]
    staff.open(subject)
    staff.press("Selesaikan")
    staff.look("laporan")
    staff.page.fill("#laporan", "Ada dua belas titik genangan; daftar terlampir.")
    path = tmp_path / "laporan.pdf"
    path.write_bytes(letter_pdf(LETTER, date.today()))
    staff.page.set_input_files("#berkas_laporan", str(path))
    staff.send("Kirim laporan")
    stack.quiet()
    # accepted up the chain; the leader of the team returns it once
    team = people["tim.dbmsda.2.2"]
    team.open(subject)
    team.press("Kembalikan")
    team.look("kembalikan")
    team.page.fill("#alasan_kembali", "Sebutkan kecamatannya.")
    team.send("Kembalikan laporan")
    stack.quiet()
    staff.open(subject)
    assert "Sebutkan kecamatannya." in staff.page.inner_text("main")
    staff.press("Selesaikan")
    staff.page.fill("#laporan", "Dua belas titik genangan di Cikupa dan Curug.")
    staff.send("Kirim laporan")
    stack.quiet()
    chain = ["tim.dbmsda.2.2", "kabid.dbmsda.2", "kepala.dbmsda"]
    for code in chain:
        head = people[code]
        head.open(subject)
        head.press("Terima")
        head.look("terima")
        head.send("Terima laporan")
        stack.quiet()
        head.open(subject)
        head.look("susun")
        assert "titik genangan" in head.page.inner_text("main")
        head.page.fill("#laporan", f"Laporan {code}: dua belas titik genangan.")
        head.send("Kirim laporan")
        stack.quiet()
    bupati.open(subject)
    bupati.press("Terima")
    bupati.send("Terima laporan")
    stack.quiet()
    registrar.open(subject)
    registrar.look("arsipkan")
    registrar.page.select_option("#berkas_arsip", "AKTIF")
    registrar.send("Arsipkan")
    stack.quiet()
    registrar.page.goto(case)
    registrar.look("selesai")
    text = registrar.page.inner_text("main")
    for step in ("Surat diarsipkan", "Periksa laporan", "Susun laporan", "Baca dan putuskan", "Surat diterima"):
        assert step in text
    assert stack.query("select count(*) from process_instance where title = %s and status <> 'COMPLETED'", subject) == [(0,)]
    assert stack.query("select count(*) from incident where resolved_at is null") == [(0,)]
    for code, count in (("staf.dbmsda.2.2", 2), ("kepala.dbmsda", 3), ("bupati", 2)):
        mails = [mail for mail in stack.mails(f"{code}@") if mail == f"Tugas baru: {subject}"]
        assert len(mails) == count, (code, mails)
    registrar.page.goto(f"{stack.address}/cari?kata=genangan")
    registrar.look("cari")
    assert subject in registrar.page.inner_text("main")


def test_every_decision_works_without_javascript(person, stack, tmp_path):
    subject = "Surat tanpa JavaScript"
    registrar = person("agendaris.setda", scripts=False)
    register(registrar, tmp_path, subject=subject, number="NJ/1/2026", secret=True)
    stack.quiet()
    leader = person("bupati", scripts=False)
    dispose(leader, subject, "Ratna Teladan", instruction="Tindak lanjuti")
    stack.quiet()
    secretary = person("sekda", scripts=False)
    secretary.open(subject)
    secretary.press("Selesaikan")
    secretary.page.fill("#laporan", "Sudah ditindaklanjuti.")
    secretary.send("Kirim laporan")
    stack.quiet()
    leader.open(subject)
    leader.press("Terima")
    leader.send("Terima laporan")
    stack.quiet()
    registrar.open(subject)
    registrar.page.select_option("#berkas_arsip", "AKTIF")
    registrar.send("Arsipkan")
    stack.quiet()
    assert stack.query("select count(*) from process_instance where title = %s and status <> 'COMPLETED'", subject) == [(0,)]
    assert all(subject not in mail for mail in stack.mails("@"))
    registrar.page.goto(f"{stack.address}/demo/kotak-pos")
    assert "Tugas rahasia baru" in registrar.page.inner_text("main")


def test_bad_input_keeps_what_was_typed(person):
    registrar = person("agendaris.setda")
    registrar.press("Catat surat masuk")
    registrar.page.fill("#pengirim", "Balai Besar")
    registrar.page.fill("#tanggal_surat-day", "31")
    registrar.page.fill("#tanggal_surat-month", "2")
    registrar.page.fill("#tanggal_surat-year", "2026")
    registrar.send("Catat surat")
    registrar.look("kesalahan")
    assert registrar.page.title().startswith("Kesalahan:")
    assert registrar.page.input_value("#pengirim") == "Balai Besar"
    assert "tanggal ini tidak ada" in registrar.page.inner_text(".govuk-error-summary")
    registrar.page.click(".govuk-error-summary a >> nth=0")
    registrar.page.goto(f"{registrar.stack.address}/kasus/00000000-0000-4000-8000-000000000000")
    registrar.look("tidak-ditemukan")
    for address in ("/akun", "/akun/kode", "/cari?kata=tidakadakatabegini", "/tugas?tab=unit", "/tugas?tab=selesai"):
        registrar.page.goto(registrar.stack.address + address)
        registrar.look(address.strip("/").replace("/", "-").replace("?", "-"))
    operator = person("operator")
    for address in ("/kokpit/insiden", "/kelola/paket"):
        operator.page.goto(operator.stack.address + address)
        operator.look(address.strip("/").replace("/", "-"))

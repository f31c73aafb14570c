"""Pages as people meet them: signing in, deciding, being refused; nothing typed is lost, nothing is stored by half."""

import io
import re
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from demo.letters import LETTERS, letter_pdf
from demo.organisation import identifier
from engine.persistence.tables.identity import Holding
from engine.persistence.tables.instances import ProcessInstance
from engine.persistence.tables.records import Document
from webui.access import rule_of

PDF = letter_pdf(LETTERS[0], __import__("datetime").date(2026, 11, 19))
ANSWERS = {
    "pengirim": "BPBD Provinsi Banten",
    "nomor_surat": "B/1187/300.2.3/2026",
    "tanggal_surat-day": "19",
    "tanggal_surat-month": "11",
    "tanggal_surat-year": "2026",
    "tanggal_diterima-day": "23",
    "tanggal_diterima-month": "11",
    "tanggal_diterima-year": "2026",
    "hal": "Undangan rapat <b>banjir</b>",
    "sifat": "B",
    "urgensi": "SEGERA",
    "klasifikasi": "300.2",
    "jumlah_lampiran": "1",
    "ringkasan": "",
    "tujuan": str(identifier("position", "bupati")),
}


def pdf(content=PDF, name="surat.pdf"):
    return (io.BytesIO(content), name)


@pytest.fixture
def registered(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **ANSWERS)
    assert answer.status_code == 302, registrar.page
    web.harness.run_jobs()
    return registrar, answer.headers["Location"]


def test_a_letter_is_registered_read_and_disposed(browse, web, registered):
    registrar, case = registered
    registrar.get(case)
    assert "Undangan rapat &lt;b&gt;banjir&lt;/b&gt;" in registrar.page
    assert "Agenda 0001/2026" in registrar.page
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    assert leader.get(address).status_code == 200
    image = re.search(r'src="(/berkas/[^"]+/halaman/1)"', leader.page).group(1)
    assert leader.client.get(image).data.startswith(b"\x89PNG")
    leader.get(f"{address}?putusan=disposisi")
    assert "Apa yang sudah dilakukan?" not in leader.page
    key = re.search(r'name="kunci" value="([^"]+)"', leader.page).group(1)
    send = {"tindakan": "disposisi", "kepada": [str(identifier("position", "kepala.dbmsda"))], "instruksi_baru": "HADIRI", "kunci": key}
    assert leader.post(address, **send).status_code == 302
    leader.get("/tugas")
    again = leader.post(address, **send)
    assert again.status_code == 302
    leader.get("/tugas")
    assert "Tugas ini sudah Anda selesaikan." in leader.page
    web.harness.run_jobs()
    leader.get(f"{case}/pohon")
    assert "Belum dibaca" in leader.page
    head = browse("kepala.dbmsda")
    head.get("/tugas")
    head.get(re.search(r'href="(/tugas/[0-9a-f-]{36})"', head.page).group(1))
    leader.get(f"{case}/pohon")
    assert "Belum dibaca" not in leader.page
    assert leader.get(f"{case}/diagram").status_code == 200
    assert "<svg viewBox" in leader.page
    leader.get("/cari?kata=banjir")
    assert "Agenda 0001/2026" in leader.page


def test_the_same_form_sent_twice_makes_one_case(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    sent = {**ANSWERS, "kunci": "sama"}
    upload = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**sent, "hal": ""})
    document = re.search(r'name="berkas" type="checkbox" value="([^"]+)"', registrar.page).group(1)
    assert upload.status_code == 422
    first = registrar.post("/mulai/surat_masuk", berkas=document, **sent)
    registrar.get("/mulai/surat_masuk")
    second = registrar.post("/mulai/surat_masuk", berkas=document, **sent)
    assert first.headers["Location"] == second.headers["Location"]
    with Session(web.harness.database) as session:
        assert session.execute(select(func.count()).select_from(ProcessInstance)).scalar_one() == 1


@pytest.mark.parametrize(
    ("change", "file", "sentence"),
    [
        ({"hal": ""}, pdf, "Hal: bagian ini harus diisi."),
        ({"tanggal_surat-day": "31", "tanggal_surat-month": "02"}, pdf, "Tanggal surat: tanggal ini tidak ada."),
        ({"tanggal_surat-year": "2027"}, pdf, "Tanggal surat: paling lambat Senin, 23 November 2026."),
        ({"jumlah_lampiran": "dua"}, pdf, "Jumlah lampiran: isi dengan angka"),
        ({"klasifikasi": "banjir"}, pdf, "Klasifikasi arsip: pilih dari daftar."),
        ({"tujuan": str(uuid4())}, pdf, "Ditujukan kepada: pilih dari daftar."),
        ({"jabatan_rahasia": "x"}, pdf, "tidak mengenal isian &#39;jabatan_rahasia&#39;"),
        ({}, lambda: pdf(b"MZ not a pdf", "virus.pdf"), "Berkas virus.pdf bukan PDF, JPG, atau PNG."),
        ({}, lambda: pdf(b"%PDF-1.7 broken", "rusak.pdf"), "Berkas rusak.pdf rusak"),
        ({}, lambda: pdf(b"", "kosong.pdf"), "Berkas kosong.pdf kosong"),
        ({}, lambda: pdf(PDF, "surat.exe"), "Berkas surat.exe bukan PDF"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(browse, web, change, file, sentence):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    answer = registrar.post("/mulai/surat_masuk", berkas=file(), **{**ANSWERS, **change})
    assert answer.status_code == 422
    assert sentence in registrar.page
    assert "<title>Kesalahan:" in registrar.page
    typed = {**ANSWERS, **change}
    assert f'value="{typed["pengirim"]}"' in registrar.page
    assert f'value="{typed["tanggal_surat-day"]}"' in registrar.page
    if file is pdf:
        assert "Sudah terunggah" in registrar.page
    with Session(web.harness.database) as session:
        assert session.execute(select(func.count()).select_from(ProcessInstance)).scalar_one() == 0
        assert session.execute(select(func.count()).select_from(Document).where(Document.instance_id.is_not(None))).scalar_one() == 0


def test_an_active_pdf_is_refused(browse):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    active = PDF.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>", 1)
    if active == PDF:
        active = re.sub(rb"/Type\s*/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(x)>>", PDF, count=1)
    assert active != PDF
    registrar.post("/mulai/surat_masuk", berkas=pdf(active), **ANSWERS)
    assert "berisi skrip" in registrar.page


def test_somebody_elses_case_is_not_found_by_any_address(browse, web, registered):
    """Walks every route that names something by its id: a stranger learns nothing, not even that it exists."""
    _registrar, case = registered
    instance = case.rpartition("/")[2]
    task = str(web.harness.task("baca").id)
    document = web.harness.instance(instance).facts["berkas"]
    stranger = browse("kepala.diskominfo")
    stranger.get("/akun")
    walked = 0
    for rule in web.url_map.iter_rules():
        if "identifier" not in rule.arguments:
            continue
        for known in (instance, task, document, str(uuid4())):
            address = str(rule).replace("<uuid:identifier>", known).replace("<int:number>", "1")
            if "GET" in rule.methods:
                assert stranger.get(address).status_code == 404, address
            if "POST" in rule.methods:
                stranger.get("/akun")
                assert stranger.post(address, tindakan="selesai").status_code == 404, address
            walked += 1
    assert walked >= 30


def test_guests_are_asked_to_sign_in_and_come_back_to_their_page(browse, registered):
    _registrar, case = registered
    guest = browse()
    answer = guest.get(case)
    assert answer.status_code == 302
    guest.get(answer.headers["Location"])
    after = re.search(r'name="lanjut" value="([^"]+)"', guest.page).group(1)
    answer = guest.post("/masuk", email="agendaris.setda@tangerangkab.example", sandi="kata sandi yang panjang", lanjut=after)
    assert answer.headers["Location"] == case


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(browse, target):
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="kata sandi yang panjang", lanjut=target)
    assert answer.headers["Location"] == "/tugas"


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(browse):
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="salah")
    assert answer.status_code == 422
    assert "bupati@tangerangkab.example" in guest.page
    assert "tidak cocok" in guest.page


def test_every_view_declares_its_access_and_every_change_carries_a_token(web, browse):
    browser = browse("bupati")
    for rule in web.url_map.iter_rules():
        assert rule_of(web, rule.endpoint) is not None, rule
        if "POST" in rule.methods:
            address = re.sub(r"<(\w+:)?\w+>", lambda found: str(uuid4()) if "uuid" in found.group() else "1", str(rule))
            assert browser.post(address, token=False).status_code == 400, address


def test_guests_see_only_public_pages(web, browse):
    guest = browse()
    for rule in web.url_map.iter_rules():
        if "GET" in rule.methods and rule_of(web, rule.endpoint).need != "public":
            address = re.sub(r"<(\w+:)?\w+>", lambda found: str(uuid4()) if "uuid" in found.group() else "1", str(rule))
            answer = guest.get(address)
            assert answer.status_code == 302, address
            assert "/masuk" in answer.headers["Location"]


def test_the_pages_speak_english_when_asked(browse, registered):
    leader = browse("bupati")
    leader.get("/tugas")
    leader.post("/bahasa", bahasa="en", lanjut="/tugas")
    leader.get("/tugas")
    assert '<html lang="en"' in leader.page
    assert "Read and decide" in leader.page
    assert "Untuk saya" not in leader.page


def test_operators_resolve_incidents_and_others_do_not_know_of_them(browse, web, regency):
    assert browse("bupati").get("/kokpit/insiden").status_code == 404
    operator = browse("operator")
    assert operator.get("/kokpit/insiden").status_code == 200
    assert "Tidak ada insiden." in operator.page
    assert operator.get("/kelola/paket").status_code == 200
    assert operator.post("/kelola/paket/surat_masuk", keinginan="terbitkan").status_code == 302
    web.harness.clock.forward(minutes=11)
    answer = operator.post("/kelola/paket/surat_masuk", keinginan="nonaktifkan")
    assert "/masuk/lagi" in answer.headers["Location"]


def test_drafts_come_back(browse, registered):
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(f"{address}/draf", tindakan="selesai", laporan="Setengah jadi").status_code == 204
    leader.get(f"{address}?putusan=selesai")
    assert "Setengah jadi" in leader.page
    leader.post(address, tindakan="selesai", laporan="Lebih jauh", simpan="1")
    leader.get(f"{address}?putusan=selesai")
    assert "Lebih jauh" in leader.page


def test_health_and_headers(browse):
    guest = browse()
    answer = guest.get("/sehat")
    assert answer.json["status"] == "ok"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_search_never_shows_what_one_may_not_see(browse, web):
    registrar = browse("agendaris.setda")
    for subject, security in (("Rapat rutin irigasi", "B"), ("Pemeriksaan irigasi", "R")):
        registrar.get("/mulai/surat_masuk")
        registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "hal": subject, "sifat": security, "nomor_surat": subject})
    web.harness.run_jobs()
    for code, seen in (("agendaris.setda", 2), ("bupati", 2), ("sekda", 0), ("operator", 0), ("agendaris.dinkes", 0)):
        browser = browse(code)
        for word in ("irigasi", "IRIGASI rapat or pemeriksaan", "/2026"):
            browser.get("/cari", query_string={"kata": word})
            assert browser.page.count("alur-rows__item") == seen, (code, word)


@pytest.mark.parametrize("word", ["'", '"', "a & | !", "<script>", "%", "_", "\\", "x" * 5000, "(((", "0001/2026"])
def test_no_search_word_breaks_the_page(browse, word):
    browser = browse("bupati")
    assert browser.get("/cari", query_string={"kata": word}).status_code == 200
    assert browser.get("/tugas", query_string={"cari": word, "hal": "0", "tab": word}).status_code == 200


def test_guessing_passwords_is_slowed_down(browse):
    guest = browse()
    guest.get("/masuk")
    codes = [guest.post("/masuk", email="sekda@tangerangkab.example", sandi=f"coba {n}").status_code for n in range(12)]
    assert codes[:10] == [422] * 10
    assert codes[10:] == [429] * 2


def test_a_character_that_cannot_be_stored_is_refused_with_a_sentence(browse, registered):
    leader = browse("bupati")
    assert leader.get("/cari", query_string={"kata": "a\x00b"}).status_code == 422
    assert "tidak dapat disimpan" in leader.page
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(address, tindakan="selesai", laporan="a\x00b", simpan="1").status_code == 422
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(address, tindakan="selesai", laporan="a\x00b").status_code == 422
    leader.get("/tugas")
    assert address in leader.page


def test_who_comes_second_is_told_who_was_first_and_keeps_what_was_typed(browse, web, regency):
    """Bupati and a deputy in the same seat hold the same task open; the second to send is told, with the text to copy."""
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    registrar.post("/mulai/surat_masuk", berkas=pdf(), **ANSWERS)
    web.harness.run_jobs()
    now = web.harness.clock.moment
    web.harness.add(
        Holding(
            id=uuid4(),
            person_id=identifier("person", "sekda"),
            position_id=identifier("position", "bupati"),
            kind="PLT",
            valid_from=now,
            decree="SK",
        )
    )
    first, second = browse("bupati"), browse("sekda")
    for browser in (first, second):
        browser.get("/tugas")
        address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', browser.page).group(1)
        browser.get(f"{address}?putusan=selesai")
    assert first.post(address, tindakan="selesai", laporan="Saya dulu").status_code == 302
    assert second.post(address, tindakan="selesai", laporan="Tulisan yang panjang").status_code == 409
    assert "H. Contoh Wijaya sudah menyelesaikannya pada" in second.page
    assert "Tulisan yang panjang" in second.page


def test_a_second_factor_is_set_up_asked_for_and_ended(browse, web):
    person, clock = browse("bupati"), web.harness.clock
    person.get("/akun/kode")
    secret = re.search(r'alur-mono">([A-Z2-7]{32})<', person.page).group(1)
    assert person.post("/akun/kode", kode="000000").status_code == 422
    assert person.post("/akun/kode", kode=pyotp.TOTP(secret).at(clock.moment)).status_code == 302
    guest = browse()
    guest.get("/masuk")
    answer = guest.post("/masuk", email="bupati@tangerangkab.example", sandi="kata sandi yang panjang")
    assert "/masuk/kode" in answer.headers["Location"]
    assert "/masuk/kode" in guest.get("/tugas").headers["Location"]
    guest.get("/masuk/kode")
    assert guest.post("/masuk/kode", rahasia="123456").status_code == 422
    clock.forward(seconds=31)
    assert guest.post("/masuk/kode", rahasia=pyotp.TOTP(secret).at(clock.moment)).headers["Location"] == "/tugas"
    assert guest.get("/tugas").status_code == 200
    guest.get("/akun/kode")
    clock.forward(seconds=31)
    assert guest.post("/akun/kode", kode=pyotp.TOTP(secret).at(clock.moment)).status_code == 302
    guest.get("/akun")
    assert "Belum aktif" in guest.page

"""What is sent after a session has ended is kept for its sender, offered filled in, never carried out by itself, and shown to nobody else."""

import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.commands.people.forget_expired_forms import ForgetExpiredForms
from engine.commands.people.set_password import SetPassword
from engine.persistence.tables.identity import KeptForm
from engine.persistence.tables.instances import ProcessInstance
from tests.support.letters import ANSWERS, pdf
from webui.kept_forms.sent_form import NEVER_KEPT, SECRET_PAGES
from webui.settings import ROOT

PASSWORD = "kata sandi yang panjang"
NAME = "Dinas Perhubungan & Bina <Marga>"

PASSWORD = "kata sandi yang panjang"


def sign_in(browser, code, after=""):
    browser.get("/masuk", query_string={"lanjut": after})
    return browser.post("/masuk", email=f"{code}@tangerangkab.example", sandi=PASSWORD, lanjut=after)


def page_after(browser, answer):
    """Follows a redirect to the page of signing in, and returns where it leads afterwards."""
    browser.get(answer.headers["Location"])
    return re.search(r'name="lanjut" value="([^"]*)"', browser.page).group(1).replace("&amp;", "&")


def count(web, table):
    with Session(web.harness.database) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def kept_form(web):
    with Session(web.harness.database) as session:
        return session.scalars(select(KeptForm)).one()


@pytest.fixture
def late(browse, web):
    """A registrar whose session ended while a letter was typed in, and who sent it."""
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    web.harness.clock.forward(hours=3)
    answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "pengirim": NAME, "ringkasan": "baris 1\nbaris 2"})
    assert answer.status_code == 302
    return registrar, page_after(registrar, answer)


def test_a_letter_that_was_sent_too_late_is_filled_in_after_signing_in_and_sent_once(late, web):
    registrar, after = late
    assert "Sesi Anda sudah berakhir" in registrar.page
    assert count(web, ProcessInstance) == 0
    assert sign_in(registrar, "agendaris.setda", after).headers["Location"] == after
    registrar.get(after)
    assert 'value="Dinas Perhubungan &amp; Bina &lt;Marga&gt;"' in registrar.page
    assert ">\nbaris 1\nbaris 2</textarea>" in registrar.page
    assert re.search(r'<input[^>]*name="sifat"[^>]*value="B"[^>]*checked', registrar.page)
    assert "Pilih lagi berkasnya: surat.pdf" in registrar.page
    assert count(web, ProcessInstance) == 0  # filled in, not sent
    mark = re.search(r'name="isian" value="([^"]+)"', registrar.page).group(1)
    refused = registrar.post(after, isian=mark, **{**ANSWERS, "pengirim": NAME})  # without the file
    assert refused.status_code == 422
    assert f'name="isian" value="{mark}"' in registrar.page
    assert registrar.post(after, isian=mark, berkas=pdf(), **{**ANSWERS, "pengirim": NAME}).status_code == 302
    assert (count(web, ProcessInstance), count(web, KeptForm)) == (1, 0)


def test_nobody_else_sees_what_was_kept(late, browse, web):
    registrar, after = late
    kept = kept_form(web).id
    assert b"Marga" not in kept_form(web).content
    # somebody else at the same browser
    sign_in(registrar, "agendaris.dinkes", after)
    for address in (after, "/tugas", f"/isian/{kept}"):
        registrar.get(address)
        assert "&lt;Marga&gt;" not in registrar.page
        assert "belum dikirim" not in registrar.page
    assert registrar.get(f"/isian/{kept}").status_code == 404
    registrar.get("/tugas")
    assert registrar.post(f"/isian/{kept}/buang").status_code == 404
    # the sender at another browser
    other = browse("agendaris.setda")
    assert other.get(f"/isian/{kept}").status_code == 404
    # the other person's sending and signing out forget nothing that is not theirs
    registrar.get("/tugas")
    registrar.post("/keluar", isian=str(kept))
    assert count(web, KeptForm) == 1
    sign_in(registrar, "agendaris.setda")
    registrar.get("/tugas")
    assert "Lanjutkan isian itu" in registrar.page


def test_a_form_of_one_person_is_never_sent_in_the_name_of_another(browse, web):
    browser = browse("agendaris.setda")
    browser.get("/mulai/surat_masuk")
    page = browser.page
    browser.post("/keluar")
    sign_in(browser, "agendaris.dinkes")
    browser.page, browser.address = page, "/mulai/surat_masuk"  # the tab that was left open
    assert browser.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "pengirim": NAME}).status_code == 400
    assert "dibuka oleh orang lain" in browser.page
    assert "&lt;Marga&gt;" not in browser.page
    assert count(web, ProcessInstance) == 0
    browser.get("/tugas")
    browser.post("/keluar")
    sign_in(browser, "agendaris.setda")
    browser.get("/tugas")
    browser.get(re.search(r'href="([^"]+)">Lanjutkan isian itu', browser.page).group(1))
    assert "&lt;Marga&gt;" in browser.page


def test_what_was_kept_can_be_thrown_away_and_ends_by_itself(late, web):
    registrar, after = late
    sign_in(registrar, "agendaris.setda", after)
    registrar.get(after)
    registrar.post(re.search(r'action="(/isian/[^"]+/buang)"', registrar.page).group(1))
    assert count(web, KeptForm) == 0


def test_signing_out_forgets_and_so_does_a_day(late, browse, web):
    registrar, after = late
    sign_in(registrar, "agendaris.setda", after)
    registrar.get("/tugas")
    registrar.post("/keluar")
    assert count(web, KeptForm) == 0
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    web.harness.clock.forward(hours=3)
    registrar.post("/mulai/surat_masuk", **ANSWERS)
    web.harness.clock.forward(hours=23)
    web.harness.execute(ForgetExpiredForms())
    assert count(web, KeptForm) == 1
    web.harness.clock.forward(hours=2)
    web.harness.execute(ForgetExpiredForms())
    assert count(web, KeptForm) == 0


def test_another_site_fills_in_no_form(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    web.harness.clock.forward(hours=3)
    page = registrar.page
    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        registrar.page = page
        answer = registrar.post("/mulai/surat_masuk", sender="https://evil.example", headers=headers, **ANSWERS)
        assert answer.headers["Location"] == "/masuk"
    # with the mark of a page that we did not make
    registrar.page = re.sub(r'(name="csrf_token" value="[^"~]+~)[^"]+', r"\1eyJ4IjoxfQ.forged", page)
    registrar.post("/mulai/surat_masuk", **ANSWERS)
    assert count(web, KeptForm) == 0


def test_a_page_that_was_open_too_long_is_shown_again_with_what_was_typed(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    registrar.page = re.sub(r'(name="csrf_token" value=")[^"~]+', r"\1older", registrar.page)
    answer = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**ANSWERS, "pengirim": NAME})
    assert answer.status_code == 400
    assert 'value="Dinas Perhubungan &amp; Bina &lt;Marga&gt;"' in registrar.page
    assert "terlalu lama terbuka" in registrar.page
    assert (count(web, ProcessInstance), count(web, KeptForm)) == (0, 0)
    assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **ANSWERS).status_code == 302


def test_a_decision_comes_back_on_its_own_page(browse, web, registered):
    leader = browse("bupati")
    task = web.harness.task("baca").id
    page = f"/tugas/{task}?putusan=selesai"
    leader.get(page)
    action = re.search(r'<form method="post" action="([^"]+)" enctype', leader.page).group(1).replace("&amp;", "&")
    assert action == page
    web.harness.clock.forward(hours=3)
    answer = leader.post(action, tindakan="selesai", laporan="Segera tangani.")
    after = page_after(leader, answer)
    sign_in(leader, "bupati", after)
    leader.get(after)
    assert "Segera tangani." in leader.page
    assert web.harness.task("baca").status == "OPEN"


def test_a_script_is_told_that_nobody_is_signed_in(browse, web, registered):
    leader = browse("bupati")
    task = web.harness.task("baca").id
    leader.get(f"/tugas/{task}?putusan=selesai")
    web.harness.clock.forward(hours=3)
    answer = leader.post(f"/tugas/{task}/draf", headers={"X-Requested-With": "fetch"}, laporan="Segera")
    assert (answer.status_code, answer.json) == (401, {"reason": "signed_out"})
    assert count(web, KeptForm) == 0


def test_what_was_typed_can_be_copied_where_its_page_is_no_more(late, web):
    registrar, after = late
    sign_in(registrar, "agendaris.setda", after)
    registrar.get(f"/isian/{kept_form(web).id}")
    assert "Dinas Perhubungan &amp; Bina &lt;Marga&gt;" in registrar.page
    assert "sesudah sesi berakhir." in registrar.page


def test_who_had_to_prove_themselves_is_not_told_that_a_session_had_ended(browse, web):
    web.harness.execute(SetPassword(email="operator@tangerangkab.example", password=PASSWORD))
    operator = browse("operator")
    operator.get("/kokpit/kalender")
    web.harness.clock.forward(minutes=11)
    answer = operator.post("/kokpit/kalender/hari", hari="2028-01-01 Tahun Baru", dasar="SKB uji")
    assert "/masuk/lagi" in answer.headers["Location"]
    operator.get(answer.headers["Location"])
    operator.post("/masuk/lagi", rahasia=PASSWORD, lanjut="/akun")
    page = operator.get(f"/isian/{kept_form(web).id}").text
    assert "tetapi harus membuktikan diri dahulu." in page
    assert "sesudah sesi berakhir" not in page
    assert "2028-01-01 Tahun Baru" in page


def test_passwords_and_codes_are_kept_nowhere():
    for template in (ROOT / "webui/templates").rglob("*.html"):
        for field in re.findall(r'<input[^>]*type="password"[^>]*>', template.read_text()):
            name = re.search(r'name="(\w+)"', field).group(1)
            assert name in NEVER_KEPT or template.parent.name == "auth", template
    assert {"signin", "citizens", "account"} == SECRET_PAGES


def test_a_form_that_is_sent_twice_with_its_file_is_one_case(browse, web):
    """The file came twice, and nobody else changed anything: both answers lead to the one case."""
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    page, key = registrar.page, re.search(r'name="kunci" value="([^"]+)"', registrar.page).group(1)
    first = registrar.post("/mulai/surat_masuk", kunci=key, berkas=pdf(), **ANSWERS)
    registrar.page = page
    again = registrar.post("/mulai/surat_masuk", kunci=key, berkas=pdf(), **ANSWERS)
    assert (first.status_code, again.status_code) == (302, 302)
    assert first.headers["Location"] == again.headers["Location"]

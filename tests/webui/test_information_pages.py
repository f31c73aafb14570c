"""Help, contact, privacy and accessibility, in both languages, also where the regency has told nothing yet."""

import re

import pytest

from casework.regency.commands.set_public_information import SetPublicInformation
from demo.information import demo_information
from engine.model.actor import SYSTEM

PAGES = {"/bantuan": "Bantuan", "/kontak": "Kontak dan loket", "/privasi": "Pelindungan data pribadi", "/aksesibilitas": "Aksesibilitas"}


def test_the_footer_of_public_pages_leads_to_all_four(browse):
    guest = browse()
    for path in ("/", "/layanan", "/lacak", "/verifikasi", "/masuk/warga", "/tidak-ada", *PAGES):
        guest.get(path)
        footer = guest.page.partition("<footer")[2]
        assert [page for page in PAGES if f'href="{page}"' not in footer] == [], path
        assert 'href="tel:+628000000111"' in footer, path


def test_contact_names_counters_with_hours_and_place(browse):
    guest = browse()
    guest.get("/kontak")
    assert "Senin sampai Kamis, 08.00–16.00" in guest.page
    assert "Senin sampai Jumat, 08.00–15.00<br>Sabtu, 08.00–12.00" in guest.page
    assert "geo:-6.2646,106.4797" in guest.page
    assert guest.page.count("<summary") == 32
    guest.client.set_cookie("bahasa", "en")
    guest.get("/kontak")
    assert "Monday to Thursday, 08:00–16:00" in guest.page
    assert "sign language on Wednesdays" in guest.page


def test_privacy_names_the_law_the_controller_and_the_officer(browse):
    guest = browse()
    guest.get("/privasi")
    for said in ("UU 27/2022", "Pemerintah Kabupaten Tangerang", "data.pribadi@tangerangkab.example", "30 hari", "3 × 24 jam"):
        assert said in guest.page, said


def test_what_has_no_english_is_marked_as_indonesian(web, browse):
    document = demo_information() | {"accessibility": {"gaps": [{"id": "Peta <tidak> terbaca."}]}}
    web.harness.execute(SetPublicInformation(document=document), SYSTEM)
    guest = browse()
    guest.client.set_cookie("bahasa", "en")
    guest.get("/aksesibilitas")
    assert '<span lang="id">Peta &lt;tidak&gt; terbaca.</span>' in guest.page


@pytest.mark.parametrize("path", PAGES)
def test_a_regency_that_has_told_nothing_yet_has_the_pages(web, browse, path):
    web.harness.clock.forward(days=1)
    web.harness.execute(SetPublicInformation(document={}), SYSTEM)
    guest = browse()
    guest.get(path)
    assert PAGES[path] in re.search(r"<h1[^>]*>([^<]+)", guest.page).group(1)
    assert "tel:" not in guest.page
    assert "None" not in guest.page

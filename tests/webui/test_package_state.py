"""A package is disabled by somebody who has read what stands still then and says why (finding: people O4)."""

import re
from html import unescape

from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.people.set_password import SetPassword
from engine.model.actor import GUEST
from engine.persistence.tables.definitions import PackageChange, PackageState
from tests.support.permit_office import PACKAGES, Office
from tests.support.templates import deployed

PASSWORD = "kata sandi yang panjang"
WHY = "Pemeliharaan gedung arsip sampai Senin."


def test_one_press_is_not_enough_and_what_follows_is_shown(browse, web, registered):
    operator = browse("operator")
    operator.get("/kelola/paket")
    assert (
        operator.post("/kelola/paket/surat_masuk", keinginan="nonaktifkan").headers["Location"] == "/kelola/paket/surat_masuk/nonaktifkan"
    )
    operator.get("/kelola/paket/surat_masuk/nonaktifkan")
    assert "1 kasus sedang berjalan." in operator.page
    assert "tugas terbuka pada 1 unit" in operator.page
    for answers, said in (
        ({}, "Tulis alasannya"),
        ({"alasan": "sebentar", "yakin": "ya"}, "Tulis alasannya"),
        ({"alasan": "x" * 501, "yakin": "ya"}, "Tulis alasannya"),
        ({"alasan": WHY}, "Centang bahwa Anda sudah membaca akibatnya."),
    ):
        assert operator.post("/kelola/paket/surat_masuk/nonaktifkan", **answers).status_code == 422
        assert said in operator.page
    assert WHY in operator.page, "what was typed is still there"
    assert enabled(web)
    web.harness.clock.forward(minutes=1)
    assert operator.post("/kelola/paket/surat_masuk/nonaktifkan", alasan=WHY, yakin="ya").status_code == 302
    assert not enabled(web)
    operator.get("/kelola/paket")
    assert WHY in operator.page
    web.harness.clock.forward(minutes=1)
    operator.post("/kelola/paket/surat_masuk", keinginan="aktifkan")
    operator.get("/kelola/paket/surat_masuk/nonaktifkan")
    assert operator.page.index("Diaktifkan") < operator.page.index(WHY), "the history, the newest first"


def enabled(web):
    (state,) = web.harness._all(select(PackageState.enabled).where(PackageState.key == "surat_masuk"))
    return state


@deployed(*PACKAGES)
def test_services_and_drafts_of_citizens_are_told(browse, web, regency):
    office = Office(web.harness, regency)
    office.send()
    web.harness.execute(BeginApplication(service="izin-uji"), GUEST)
    operator = browse("operator")
    operator.get("/kelola/paket/izin_uji/nonaktifkan")
    assert "Warga tidak dapat lagi memulai:" in operator.page
    assert "1 isian yang sudah dimulai tidak dapat dikirim." in operator.page


def test_it_asks_for_identity_again_and_strangers_do_not_know_of_it(browse, web):
    operator = browse("operator")
    web.harness.clock.forward(minutes=11)
    operator.get("/kelola/paket/surat_masuk/nonaktifkan")
    answer = operator.post("/kelola/paket/surat_masuk/nonaktifkan", alasan=WHY, yakin="ya")
    assert "/masuk/lagi" in answer.headers["Location"]
    assert browse("bupati").get("/kelola/paket/surat_masuk/nonaktifkan").status_code == 404
    assert operator.get("/kelola/paket/tidak_ada/nonaktifkan").status_code == 404


def test_who_had_to_prove_who_they_are_goes_on_where_they_were(browse, web):
    """Finding: people O3. What was typed is on the page again, and one press carries it out."""
    web.harness.execute(SetPassword(email="operator@tangerangkab.example", password=PASSWORD))
    operator, page = browse("operator"), "/kelola/paket/surat_masuk/nonaktifkan"
    web.harness.clock.forward(minutes=11)
    operator.get(page)
    asked = operator.post(page, alasan=WHY, yakin="ya").headers["Location"]
    operator.get(asked)
    back = unescape(re.search(r'name="lanjut" value="([^"]+)"', operator.page).group(1))
    answer = operator.post("/masuk/lagi", rahasia=PASSWORD, lanjut=back)
    assert answer.headers["Location"].startswith(page), "not to the inbox"
    assert enabled(web), "nothing was carried out meanwhile"
    operator.get(answer.headers["Location"])
    assert WHY in operator.page
    assert re.search(r'<input[^>]*name="yakin"[^>]*checked', operator.page)
    mark = re.search(r'name="isian" value="([^"]+)"', operator.page).group(1)
    assert operator.post(page, alasan=WHY, yakin="ya", isian=mark).status_code == 302
    assert not enabled(web)


def test_who_pressed_a_button_alone_comes_back_to_its_page(browse, web):
    web.harness.execute(SetPassword(email="operator@tangerangkab.example", password=PASSWORD))
    operator = browse("operator")
    web.harness.clock.forward(minutes=11)
    operator.get("/kelola/paket")
    asked = operator.post("/kelola/paket/surat_masuk", keinginan="terbitkan").headers["Location"]
    operator.get(asked)
    back = unescape(re.search(r'name="lanjut" value="([^"]+)"', operator.page).group(1))
    answer = operator.post("/masuk/lagi", rahasia=PASSWORD, lanjut=f"http://localhost{back}")
    assert answer.headers["Location"].startswith("/kelola/paket"), "also where the browser names the whole address"


def test_only_a_change_is_kept_and_the_command_line_needs_no_reason(web):
    for state in (False, False, True):
        web.harness.execute(SetPackageState(package="surat_masuk", enabled=state))
    kept = web.harness._all(select(PackageChange.enabled))
    assert sorted(kept) == [False, True, True], "enabled when it was deployed, then disabled and enabled"

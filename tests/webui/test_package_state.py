"""A package is disabled by somebody who has read what stands still then and says why (finding: people O4)."""

from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from engine.commands.deployment.set_package_state import SetPackageState
from engine.model.actor import GUEST
from engine.persistence.tables.definitions import PackageChange, PackageState
from tests.support.permit_office import PACKAGES, Office
from tests.support.templates import deployed

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


def test_only_a_change_is_kept_and_the_command_line_needs_no_reason(web):
    for state in (False, False, True):
        web.harness.execute(SetPackageState(package="surat_masuk", enabled=state))
    kept = web.harness._all(select(PackageChange.enabled))
    assert sorted(kept) == [False, True, True], "enabled when it was deployed, then disabled and enabled"

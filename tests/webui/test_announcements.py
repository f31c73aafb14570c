"""An operator tells of an outage: it stands above every page where it belongs, goes by itself, and the audit has who wrote it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.core.audit.chain import PLATFORM_CHAIN
from engine.model.actor import SYSTEM
from engine.queries.audit.audit_verification import VerifyAudit

ZONE = ZoneInfo("Asia/Jakarta")
TEXT = "Cetak KTP-el di Kecamatan Mauk."


@pytest.fixture
def operator(browse):
    page = browse("operator")
    page.get("/kokpit/pengumuman")
    return page


@pytest.fixture
def written(web, operator):
    """Sends the form with times in hours from now, and answers the response."""

    def write(by=operator, **given):
        now = web.harness.clock.moment.astimezone(ZONE)
        typed = {"di": "ALL", "teks": TEXT, "mulai": -1, "selesai": 3, **given}
        for name in {"mulai", "selesai", "tampil"} & set(typed):
            if isinstance(typed[name], int):
                typed[name] = f"{now + timedelta(hours=typed[name]):%Y-%m-%dT%H:%M}"
        return by.post("/kokpit/pengumuman", **typed)

    return write


def test_an_outage_stands_above_every_page_and_goes_by_itself(web, browse, written):
    assert written(teks_en="Printing of identity cards in Mauk.").status_code == 302
    guest = browse()
    for path in ("/", "/layanan", "/lacak", "/verifikasi", "/masuk", "/masuk/warga", "/tidak-ada"):
        assert f"<strong>Sedang terganggu:</strong> {TEXT} Sampai " in guest.get(path).text, path
    assert TEXT in browse("sekda").get("/tugas").text
    guest.post("/bahasa", bahasa="en", lanjut="/")
    assert "<strong>Disturbed at present:</strong> Printing of identity cards in Mauk. Until " in guest.get("/").text
    web.harness.clock.forward(hours=3, minutes=1)
    assert "alur-announcements" not in guest.get("/").text
    assert "Sudah berakhir" in browse("operator").get("/kokpit/pengumuman").text


def test_planned_work_is_told_beforehand_where_it_belongs(web, browse, written):
    assert written(di="STAFF", mulai=48, selesai=50, tampil=24).status_code == 302
    staff, guest = browse("sekda"), browse()
    assert TEXT not in staff.get("/tugas").text
    web.harness.clock.forward(hours=25)
    shown = browse("sekda").get("/tugas").text
    assert f"<strong>Akan terganggu:</strong> {TEXT} Mulai " in shown
    assert TEXT not in guest.get("/").text
    web.harness.clock.forward(hours=23, minutes=30)
    staff, operator = browse("sekda"), browse("operator")
    assert f"<strong>Sedang terganggu:</strong> {TEXT}" in staff.get("/tugas").text
    operator.get("/kokpit/pengumuman")
    assert written(di="PORTAL", by=operator, teks="Lacak permohonan.").status_code == 302
    assert "Lacak permohonan. Sampai" in guest.get("/").text
    assert "Lacak permohonan. Sampai" not in staff.get("/tugas").text


def test_its_end_is_changed_and_the_audit_has_every_step(web, browse, operator, written):
    written()
    identifier = operator.get("/kokpit/pengumuman").text.split("/kokpit/pengumuman/")[1].split("/")[0]
    later = web.harness.clock.moment.astimezone(ZONE) + timedelta(hours=9)
    where = f"/kokpit/pengumuman/{identifier}/selesai"
    assert operator.post(where, sampai="kemarin").status_code == 422
    assert operator.post(where, sampai=f"{later - timedelta(days=2):%Y-%m-%dT%H:%M}").status_code == 422
    assert operator.post(where, sampai=f"{later:%Y-%m-%dT%H:%M}").status_code == 302
    web.harness.clock.forward(hours=8)
    guest, operator = browse(), browse("operator")
    assert TEXT in guest.get("/").text
    operator.get("/kokpit/pengumuman")
    assert operator.post(where).status_code == 302
    assert TEXT not in guest.get("/").text
    assert operator.post(where).status_code == 409
    audit = operator.get("/kokpit/jejak").text
    assert audit.count("Waktu pengumuman diubah") == 2
    assert "Pengumuman ditulis" in audit
    assert web.harness.ask(VerifyAudit(), SYSTEM) == []
    assert web.harness.ask(VerifyAudit(instance=PLATFORM_CHAIN), SYSTEM) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"teks": " "}, "teks"),
        ({"teks": "x" * 301}, "teks"),
        ({"teks_en": "x" * 301}, "teks"),
        ({"di": "LUAR"}, "di"),
        ({"mulai": "besok"}, "mulai"),
        ({"selesai": ""}, "selesai"),
        ({"selesai": -2}, "selesai"),
        ({"mulai": -9, "selesai": -8}, "selesai"),
        ({"selesai": 24 * 100}, "selesai"),
        ({"tampil": 4}, "tampil"),
        ({"tampil": "31 Februari"}, "tampil"),
    ],
)
def test_what_cannot_be_announced_is_told_at_its_field_and_kept(written, given, field):
    answer = written(**given)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert given.get("teks", TEXT).strip() in answer.text


def test_the_text_is_shown_as_text_and_marked_where_it_has_no_translation(browse, written):
    written(teks="<b>Server</b> & mesin.")
    guest = browse()
    guest.get("/")
    guest.post("/bahasa", bahasa="en", lanjut="/")
    assert '<span lang="id">&lt;b&gt;Server&lt;/b&gt; &amp; mesin.</span>' in guest.get("/").text


def test_others_do_not_find_the_page(browse):
    assert browse("sekda").get("/kokpit/pengumuman").status_code == 404

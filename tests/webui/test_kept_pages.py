"""Pages of guests are kept until something on them changes; nothing that is somebody's own is among them, and nobody gets another's token."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from casework.regency.commands.write_announcement import WriteAnnouncement
from engine.commands.deployment.set_package_state import SetPackageState
from tests.support.templates import deployed
from webui.answering.kept_pages import KeptPage
from webui.answering.public_state import KEY, PublicState

PAGES = ("/", "/layanan", "/layanan/pengaduan", "/bantuan", "/kontak", "/privasi", "/aksesibilitas", "/lacak")


@pytest.fixture
@deployed("pengaduan")
def open_web(web):
    web.harness.deploy("pengaduan")
    return web


def kept(app):
    return {key[1:]: page for key, page in app.extensions[KEY]._values.items() if isinstance(page, KeptPage)}


def token(page):
    return re.search(r'name="csrf_token" value="([^"~]+)~', page).group(1)


@pytest.mark.parametrize("path", PAGES)
def test_the_second_guest_gets_the_kept_page_with_a_token_of_their_own(open_web, browse, path):
    first, second = browse(), browse()
    first.get(path)
    assert list(kept(open_web)) == [("id", f"{path}?")]
    second.get(path)
    mine, theirs = token(first.page), token(second.page)
    assert mine != theirs
    assert first.page.replace(mine, "") == second.page.replace(theirs, "")
    assert mine not in "".join("".join(page.parts) for page in kept(open_web).values())


def test_the_token_of_a_kept_page_is_good(open_web, browse):
    browse().get("/")
    guest = browse()
    guest.get("/")
    assert guest.post("/bahasa", bahasa="en", lanjut="/").status_code == 302
    guest.get("/")
    assert 'lang="en"' in guest.page
    assert {language for language, _path in kept(open_web)} == {"id", "en"}


def test_a_browser_that_has_the_page_is_told_so(open_web, browse):
    guest = browse()
    guest.get("/")
    answer = guest.get("/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = guest.client.get("/", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    another = browse()
    another.get("/layanan")
    assert another.client.get("/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200, "its token is another one"


def test_a_kept_page_asks_the_database_for_the_stamp_alone_and_within_a_second_for_nothing(open_web, browse):
    guest, sent = browse(), []
    guest.get("/")
    listen = (open_web.harness.database, "before_cursor_execute", lambda *given: sent.append(given[2]))
    event.listen(*listen)
    try:
        guest.get("/")
        assert len(sent) == 1
        open_web.extensions[KEY].check_seconds = 60.0
        guest.get("/")
        guest.get("/")
        assert len(sent) == 1
    finally:
        event.remove(*listen)
        open_web.extensions[KEY].check_seconds = 0.0


def test_who_is_signed_in_or_is_told_something_gets_a_page_of_their_own(open_web, browse):
    browse().get("/layanan")
    reader = browse("agendaris.setda")
    answer = reader.get("/layanan")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "/akun" in reader.page
    assert "/akun" not in "".join("".join(page.parts) for page in kept(open_web).values())
    told = browse()
    with told.client.session_transaction() as session:
        session["_flashes"] = [("message", "Hanya untuk Anda")]
    told.get("/layanan/pengaduan")
    assert "Hanya untuk Anda" in told.page
    other = browse()
    other.get("/layanan/pengaduan")
    assert "Hanya untuk Anda" not in other.page
    assert all("Hanya untuk Anda" not in "".join(page.parts) for page in kept(open_web).values())


def test_a_guest_with_a_draft_reads_of_it_and_nobody_else_does(open_web, browse):
    browse().get("/layanan/pengaduan")
    guest = browse()
    guest.get("/layanan/pengaduan")
    assert guest.post("/layanan/pengaduan/mulai").status_code == 302
    guest.get("/layanan/pengaduan")
    assert "Mulai yang baru" in guest.page
    other = browse()
    other.get("/layanan/pengaduan")
    assert "Mulai yang baru" not in other.page


def test_other_arguments_than_those_of_the_page_are_not_kept(open_web, browse):
    for path in ("/layanan?cari=lampu", "/?utm=1", "/lacak?nomor=TGR-7K4M-29QX"):
        assert browse().get(path).status_code == 200
    assert kept(open_web) == {}
    assert browse().get("/layanan?peristiwa=community").status_code == 200
    assert list(kept(open_web)) == [("id", "/layanan?peristiwa=community")]


def test_what_changes_on_a_page_is_seen_by_the_next_guest(open_web, browse):
    harness, guest = open_web.harness, browse()
    guest.get("/layanan")
    assert "Pengaduan" in guest.page
    begin = harness.clock.moment + timedelta(hours=1)
    written = WriteAnnouncement(place="PORTAL", text_id="Pemeliharaan", text_en="", begins_at=begin, ends_at=begin + timedelta(hours=1))
    harness.execute(written)
    guest.get("/layanan")
    assert "Akan terganggu" in guest.page
    harness.clock.forward(hours=1)
    guest.get("/layanan")
    assert "Sedang terganggu" in guest.page
    harness.clock.forward(hours=2)
    guest.get("/layanan")
    assert "terganggu" not in guest.page
    harness.execute(SetPackageState(package="pengaduan", enabled=False))
    guest.get("/layanan")
    assert "/layanan/pengaduan" not in guest.page


def test_a_stamp_is_believed_for_a_second_and_not_after_a_command_of_this_gunicorn(harness):
    state, asked = PublicState(check_seconds=60.0), []

    def stamp():
        asked.append("stamp")
        return "the same"

    values = state.values(harness.engine, stamp)
    assert state.values(harness.engine, stamp) is values
    assert len(asked) == 1
    state.note_command()
    assert state.values(harness.engine, stamp) is values
    assert len(asked) == 2
    assert PublicState().check_seconds == 1.0

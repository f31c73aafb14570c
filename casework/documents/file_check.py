"""Checks uploaded files: PDF, JPEG or PNG by ending, first bytes and decoder alike, without active content (ASVS 5.2)."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from casework.documents.errors import FileRejected
from casework.documents.ports import Scanner

#: of a file that staff upload, and of one from outside, whose photographs the page shrinks before it sends them
MAX_BYTES, MAX_BYTES_FROM_GUEST = 10_000_000, 5_000_000
#: of all files of one application
MAX_BYTES_OF_CASE = 20_000_000
#: pixels of a side to which pictures from outside are shrunk: a page of A4 at 270 dots an inch
LONGEST_SIDE = 3200
MAX_PIXELS = 40_000_000
MAX_PAGES = 500
#: looking at them takes about a second; a scan of 500 pages has a few thousand
MAX_OBJECTS = 30_000
_KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
}
#: names in a PDF by which it acts by itself, or hides another file
_ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/ImportData", "/SubmitForm"}
)


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    name: str
    media_type: str
    pages: int
    #: the stored bytes: of a picture from outside, its pixels only
    content: bytes


def check_file(name: str, content: bytes, scanner: Scanner, *, from_guest: bool = False) -> CheckedFile:
    """Checks a file. `from_guest`: it may be smaller only, and a picture is encoded again, without other content of the file.

    Raises ScannerAway, and FileRejected; its `details["reason"]` is EMPTY, TOO_LARGE, KIND, BROKEN, ACTIVE, ENCRYPTED, TOO_MANY_PAGES,
    MALWARE.
    """
    name, limit = safe_name(name), MAX_BYTES_FROM_GUEST if from_guest else MAX_BYTES
    if not content:
        raise reject("EMPTY", name)
    if len(content) > limit:
        raise reject("TOO_LARGE", name, size=len(content), limit=limit // 1_000_000)
    media_type, magic = _KINDS.get(PurePosixPath(name).suffix.lower(), ("", b""))
    if not media_type or not content.startswith(magic):
        raise reject("KIND", name)
    if scanner.scan(content):
        raise reject("MALWARE", name)
    if magic == b"%PDF-":
        return CheckedFile(name=name, media_type=media_type, pages=_pdf_pages(name, content), content=content)
    encoded = _picture(name, content, encode=from_guest)
    return CheckedFile(name=name, media_type=media_type, pages=1, content=encoded or content)


def safe_name(name: str) -> str:
    """Returns a file's name without folders and control characters, cut to a length."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff<>:\"|?*]", "", name).strip(" .") or "berkas"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:8]}" if dot else name[:100]


def reject(reason: str, name: str, **details: Any) -> FileRejected:
    return FileRejected(f"Expected a PDF, JPEG or PNG that opens, but '{name}' is refused: {reason}.", reason=reason, name=name, **details)


def _picture(name: str, content: bytes, *, encode: bool) -> bytes | None:
    """Checks that a picture opens; encodes it again on demand: upright, not larger than needed, without hidden content."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise reject("TOO_MANY_PIXELS", name, limit=MAX_PIXELS // 1_000_000)
                kind = image.format
                if encode and kind == "JPEG":
                    # decoded at a half or a quarter already: a large photo never lies in memory as a whole
                    image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
                image.load()
                return _encoded(image, kind or "PNG") if encode else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise reject("TOO_MANY_PIXELS", name, limit=MAX_PIXELS // 1_000_000) from None
    except (OSError, ValueError, SyntaxError, Warning):
        raise reject("BROKEN", name) from None


def _encoded(image: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(image)
    if kind == "JPEG" or upright.mode not in ("1", "L", "RGB"):
        # transparent parts become white, as on paper
        if upright.has_transparency_data:
            ground = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(ground, upright.convert("RGBA"))
        upright = upright.convert("L" if upright.mode == "L" else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {"optimize": False}))
    return out.getvalue()


def _pdf_pages(name: str, content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise reject("ENCRYPTED", name)
        pages = len(reader.pages)
        if pages == 0:
            raise reject("BROKEN", name)
        if pages > MAX_PAGES:
            raise reject("TOO_MANY_PAGES", name, limit=MAX_PAGES)
        if _active(reader):
            raise reject("ACTIVE", name)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise reject("BROKEN", name) from None
    return pages


def _active(reader: PdfReader) -> bool:
    """Whether any object of the file, reachable or not, has an action."""
    numbers = [*reader.xref_objStm, *(entry for table in reader.xref.values() for entry in table)]
    if len(numbers) > MAX_OBJECTS:
        return True
    return any(_acts(reader.get_object(number), 0) for number in numbers) or _acts(reader.trailer, 0)


def _acts(value: Any, depth: int) -> bool:
    if depth > 12:
        return False
    if isinstance(value, dict):
        kinds = {str(key) for key in value} | {str(dict.get(value, name, "")) for name in ("/S", "/Type")}
        return bool(_ACTIVE & kinds) or any(_acts(item, depth + 1) for item in dict.values(value))
    return isinstance(value, list) and any(_acts(item, depth + 1) for item in list.__iter__(value))

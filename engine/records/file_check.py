"""What an uploaded file may be: PDF, JPEG or PNG by ending, first bytes and decoder alike, and nothing that acts (ASVS 5.2)."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from engine.model.errors import FileRejected

MAX_BYTES = 10_000_000
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
#: what makes a PDF do something by itself, or hides another file in it
_ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/ImportData", "/SubmitForm"}
)


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    name: str
    media_type: str
    pages: int


def check_file(name: str, content: bytes) -> CheckedFile:
    """Raises FileRejected; `details["reason"]` is EMPTY, TOO_LARGE, KIND, BROKEN, ACTIVE, ENCRYPTED or TOO_MANY_PAGES."""
    name = safe_name(name)
    if not content:
        raise _reject("EMPTY", name)
    if len(content) > MAX_BYTES:
        raise _reject("TOO_LARGE", name, size=len(content), limit=MAX_BYTES)
    media_type, magic = _KINDS.get(PurePosixPath(name).suffix.lower(), ("", b""))
    if not media_type or not content.startswith(magic):
        raise _reject("KIND", name)
    return CheckedFile(name=name, media_type=media_type, pages=_pdf_pages(name, content) if magic == b"%PDF-" else _image(name, content))


def safe_name(name: str) -> str:
    """A file's name without folders, control characters and endless length."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f<>:\"|?*]", "", name).strip(" .") or "berkas"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:8]}" if dot else name[:100]


def _reject(reason: str, name: str, **details: Any) -> FileRejected:
    return FileRejected(f"Expected a PDF, JPEG or PNG that opens, but '{name}' is refused: {reason}.", reason=reason, name=name, **details)


def _image(name: str, content: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise _reject("TOO_LARGE", name, limit=MAX_PIXELS)
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _reject("TOO_LARGE", name, limit=MAX_PIXELS) from None
    except (OSError, ValueError, SyntaxError, Warning):
        raise _reject("BROKEN", name) from None
    return 1


def _pdf_pages(name: str, content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise _reject("ENCRYPTED", name)
        pages = len(reader.pages)
        if pages == 0:
            raise _reject("BROKEN", name)
        if pages > MAX_PAGES:
            raise _reject("TOO_MANY_PAGES", name, limit=MAX_PAGES)
        if _active(reader):
            raise _reject("ACTIVE", name)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise _reject("BROKEN", name) from None
    return pages


def _active(reader: PdfReader) -> bool:
    """Whether any object of the file, reachable or not, acts."""
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

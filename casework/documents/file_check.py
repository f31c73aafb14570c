"""Checks uploaded files: what they are by their content, that they open, that nothing in them acts by itself (ASVS 5.2).

They are opened in a bounded child alone (casework.documents.decoding).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from casework.documents.decoding.decoder import DECODER
from casework.documents.decoding.kinds import MEDIA_TYPES, PICTURES, kind_of, name_with_ending
from casework.documents.decoding.refusals import Refused
from casework.documents.errors import DecoderBusy, FileRejected
from casework.documents.ports import Scanner
from casework.subjects.masks import mask_numbers_in

#: of a file that staff upload, and of one from outside, whose photographs the page shrinks before it sends them
MAX_BYTES, MAX_BYTES_FROM_GUEST = 10_000_000, 5_000_000
#: of all files of one application
MAX_BYTES_OF_CASE = 20_000_000


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    name: str
    media_type: str
    pages: int
    #: the stored bytes: of a picture from outside, its pixels only
    content: bytes
    #: number and image of the pages that were drawn with the check
    drawn: tuple[tuple[int, bytes], ...] = ()


def check_file(name: str, content: bytes, scanner: Scanner, *, from_guest: bool = False) -> CheckedFile:
    """Checks a file. `from_guest`: it may be smaller only, and a picture is encoded again, without other content of the file.

    A picture of a kind that not every program opens is stored as JPEG, PNG or PDF, and a wrong ending is replaced.
    Raises ScannerAway, and FileRejected; its `details["reason"]` is EMPTY, TOO_LARGE, MALWARE, BUSY, TOO_HEAVY, or what the file is (KIND,
    OFFICE, ARCHIVE, VIDEO, RAW), or what is wrong with it (BROKEN, CUT, NO_PAGES, ENCRYPTED, ACTIVE, EMBEDDED, FILE_LINK, TOO_MANY_PAGES,
    TOO_MANY_PIXELS).
    """
    name, limit = safe_name(name), MAX_BYTES_FROM_GUEST if from_guest else MAX_BYTES
    if not content:
        raise reject("EMPTY", name)
    if len(content) > limit:
        raise reject("TOO_LARGE", name, size=len(content), limit=limit // 1_000_000)
    kind = kind_of(content)
    if kind != "pdf" and kind not in PICTURES:
        raise reject("KIND" if kind == "unknown" else kind.upper(), name)
    if scanner.scan(content):
        raise reject("MALWARE", name)
    try:
        task, options = ("pdf", {}) if kind == "pdf" else ("picture", {"kind": kind, "encode": from_guest})
        ((answer, changed),) = DECODER.run(task, content, **options)
    except Refused as refused:
        raise reject(refused.reason, name, **refused.details) from None
    except DecoderBusy:
        raise reject("BUSY", name) from None
    stored = answer["stored"]
    return CheckedFile(
        name=name_with_ending(name, stored),
        media_type=MEDIA_TYPES[stored],
        pages=answer["pages"],
        content=changed if answer["changed"] else content,
    )


def safe_name(name: str) -> str:
    """Returns a file's name without folders and control characters, cut to a length, each NIK in it masked with x."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff<>:\"|?*]", "", name).strip(" .") or "berkas"
    # everybody who sees the case sees the name of a file
    stem, dot, ending = mask_numbers_in(name).replace("*", "x").rpartition(".")
    return f"{stem[:100]}{dot}{ending[:8]}" if dot else name[:100]


def reject(reason: str, name: str, **details: Any) -> FileRejected:
    return FileRejected(f"Expected a PDF or a picture that opens, but '{name}' is refused: {reason}.", reason=reason, name=name, **details)

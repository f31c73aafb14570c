"""Takes a mail apart: its text, its attachments, and what of it is left out, each with the reason. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from casework.documents.decoding.mail_texts import clean, clean_lines, decode_header_text, decode_text, text_of_html
from casework.documents.decoding.refusals import Refused

MAX_PARTS, MAX_DEPTH = 100, 8
#: attachments that become documents; what is more is told by its name
MAX_FILES = 20
MAX_TEXT, MAX_HTML = 100_000, 1_000_000
MAX_NAMED = 50
#: what runs when somebody opens it: a mail that brings one is set aside as a whole
RUNS = re.compile(
    r"\.(exe|com|scr|pif|bat|cmd|ps1|psm1|vbs?|vbe|jse?|wsf|wsh|hta|msi|msp|cpl|dll|jar|lnk|reg|inf|iso|img|vhdx?|apk|app|dmg|sh|docm|xlsm|"
    r"pptm|xll|chm|url|desktop)\.?$",
    re.IGNORECASE,
)
BEGINS_LIKE_A_PROGRAM = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"L\0\0\0\x01\x14\x02")


@dataclass(frozen=True)
class Part:
    message: Message
    depth: int
    #: within a mail that is attached to this one
    forwarded: bool


@dataclass(frozen=True)
class AttachedFile:
    name: str
    content: bytes


def walk(mail: Message) -> Iterator[Part]:
    """Yields the leaves. Raises Refused: TOO_MANY_PARTS, TOO_DEEP."""
    waiting, seen = [Part(mail, 0, False)], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise Refused("TOO_MANY_PARTS")
        if part.depth > MAX_DEPTH:
            raise Refused("TOO_DEEP")
        inner = part.message.get_payload()
        if not isinstance(inner, list):
            yield part
            continue
        forwarded = part.forwarded or part.message.get_content_maintype() == "message"
        waiting += [Part(item, part.depth + 1, forwarded) for item in reversed(inner) if isinstance(item, Message)]


def text_of(parts: list[Part]) -> str:
    """Returns the words of the mail itself: plain text where there is some, else those of its HTML."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.forwarded or part.message.get_content_type() != kind or _is_attached(part.message):
                continue
            text = decode_text(_bytes_of(part.message)[:MAX_HTML], part.message.get_content_charset())
            if words := clean_lines(text_of_html(text) if kind == "text/html" else text, MAX_TEXT):
                return words
    return ""


def attachments_of(parts: list[Part]) -> tuple[list[AttachedFile], list[dict[str, str]]]:
    """Returns the attached files, and (name, reason) of what is left out. Raises Refused: RUNS."""
    files: list[AttachedFile] = []
    left_out: list[dict[str, str]] = []
    for number, part in enumerate(parts, 1):
        if not _is_file(part.message):
            continue
        name, content = _name_of(part.message, number), _bytes_of(part.message)
        if RUNS.search(name) or content.startswith(BEGINS_LIKE_A_PROGRAM):
            raise Refused("RUNS", name=name)
        if not content:
            left_out.append({"name": name, "reason": "EMPTY"})
        elif len(files) >= MAX_FILES:
            left_out.append({"name": name, "reason": "TOO_MANY_FILES"})
        else:
            files.append(AttachedFile(name, content))
    return files, left_out[:MAX_NAMED]


def _is_attached(message: Message) -> bool:
    return (message.get_content_disposition() or "") == "attachment" or bool(message.get_filename())


def _is_file(message: Message) -> bool:
    kind = message.get_content_type()
    if kind in ("message/delivery-status", "text/rfc822-headers"):
        return False
    if kind.startswith("image/") and message.get("Content-ID") and message.get_content_disposition() != "attachment":
        return False  # a logo of the text
    return _is_attached(message) or message.get_content_maintype() not in ("text", "multipart", "message")


def _name_of(message: Message, number: int) -> str:
    try:
        name = decode_header_text(message.get_filename() or "", 200)
    except (ValueError, LookupError, TypeError):  # an encoding of RFC 2231 that is none
        name = ""
    return clean(name, 150) or f"lampiran-{number}"


def _bytes_of(message: Message) -> bytes:
    found = message.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""

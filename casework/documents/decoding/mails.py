"""Reads a mail from outside: who wrote what, and its attachments. Runs in a bounded child; whatever the mail does, only the child ends.

Standard library only. Headers are read as bytes with the old, forgiving policy: the newer one takes minutes over some hostile addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import parsedate_to_datetime
from typing import Any

from casework.documents.decoding.frames import Frame
from casework.documents.decoding.mail_parts import attachments_of, text_of, walk
from casework.documents.decoding.mail_reports import automatic_kind, delivery_reports
from casework.documents.decoding.mail_texts import clean, decode_header_text, header_of, sender_in
from casework.documents.decoding.refusals import Refused

#: of the lines before the text: no honest mail comes near it
MAX_HEADER_BYTES, MAX_HEADERS = 128_000, 400
#: servers that a mail passed: more than this is a loop
MAX_HOPS = 50
#: which an honest mail has once; several are read differently by different programs
ONCE = ("from", "sender", "subject", "date", "message-id", "to", "content-type")
MAX_RESULTS = 10
#: lines that begin like a part's: a mail of thousands of parts is not even taken apart
MAX_KINDS = 2000


def run(content: bytes, trusted: str = "") -> Iterator[Frame]:
    """`trusted`: the name of the server whose word on SPF and DKIM counts. Raises Refused: HEADERS, LOOP, TOO_MANY_PARTS, TOO_DEEP."""
    head, _separator, _body = content.partition(b"\r\n\r\n" if b"\r\n\r\n" in content[: MAX_HEADER_BYTES + 4] else b"\n\n")
    if len(head) > MAX_HEADER_BYTES or b"\0" in head:
        raise Refused("HEADERS")
    if len(re.findall(rb"(?im)^content-type:", content)) > MAX_KINDS:
        raise Refused("TOO_MANY_PARTS")
    try:
        mail = message_from_bytes(content, policy=compat32)
        parts = list(walk(mail))
    except RecursionError:
        raise Refused("TOO_DEEP") from None
    names = [name.lower() for name in mail]
    if len(names) > MAX_HEADERS or any(names.count(name) > 1 for name in ONCE):
        raise Refused("HEADERS")
    if names.count("received") > MAX_HOPS:
        raise Refused("LOOP")
    files, left_out = attachments_of(parts)
    yield (
        {
            **_head(mail, trusted),
            "text": text_of(parts),
            "reports": delivery_reports(mail),
            "left_out": left_out,
        },
        b"",
    )
    for file in files:
        yield {"name": file.name}, file.content


def _head(mail: Message, trusted: str) -> dict[str, Any]:
    name, address = sender_in(mail)
    return {
        "sender": address,
        "sender_name": name,
        "subject": decode_header_text(header_of(mail, "subject"), 500),
        "date": _date(mail),
        "message_id": clean(header_of(mail, "message-id"), 300),
        "reply_to": clean(header_of(mail, "in-reply-to"), 300),
        "automatic": automatic_kind(mail),
        "results": _results(mail, trusted),
    }


def _date(mail: Message) -> str | None:
    try:
        found = parsedate_to_datetime(header_of(mail, "date"))
        return found.isoformat() if 1990 <= found.year <= 2200 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _results(mail: Message, trusted: str) -> list[str]:
    """Returns `spf=pass`, `dkim=fail` … of the trusted server alone: anybody can write such a header (RFC 8601, 5)."""
    found: list[str] = []
    for value in mail.get_all("Authentication-Results") or []:
        server, _separator, rest = clean(str(value), 4000).partition(";")
        if not trusted or not server.split() or server.split()[0].lower() != trusted.lower():
            continue
        found += re.findall(r"(?:^|;)\s*((?:spf|dkim|dmarc)=[a-z]{1,12})\b", rest.lower())
    return list(dict.fromkeys(found))[:MAX_RESULTS]

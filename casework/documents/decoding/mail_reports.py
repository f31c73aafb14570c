"""Recognises what no person wrote: reports of delivery (RFC 3464), and automatic answers (RFC 3834). Standard library only."""

from __future__ import annotations

import re
from email.message import Message
from typing import Any

from casework.documents.decoding.mail_texts import clean

MAX_REPORTS = 20
_PRECEDENCE = frozenset({"bulk", "junk", "auto_reply"})


def automatic_kind(mail: Message) -> str:
    """Returns BOUNCE, AUTO_REPLY, or "" for what a person wrote."""
    if mail.get_content_type() == "multipart/report":
        return "BOUNCE"
    submitted = str(mail.get("Auto-Submitted") or "no").partition(";")[0].strip().lower()
    answered = any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress-Reply"))
    if submitted != "no" or answered or str(mail.get("Precedence") or "").strip().lower() in _PRECEDENCE:
        return "AUTO_REPLY"
    return ""


def delivery_reports(mail: Message) -> list[dict[str, Any]]:
    """Returns `message_id` of the mail that a report is about, with `address`, `action`, `status` and `reason` for each recipient."""
    if mail.get_content_type() != "multipart/report" or not isinstance(mail.get_payload(), list):
        return []
    about, found = "", []
    for part in mail.get_payload():
        if not isinstance(part, Message):
            continue
        inner = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(inner, list):
            found += [_recipient(block) for block in inner if isinstance(block, Message) and block.get("Final-Recipient")]
        elif part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner and isinstance(inner[0], Message):
            about = clean(str(inner[0].get("Message-ID") or ""), 300)
        elif part.get_content_type() == "text/rfc822-headers" and isinstance(inner, str):
            headers = re.search(r"(?im)^message-id:\s*(<[^>\s]{1,250}>)", inner[:100_000])
            about = headers.group(1) if headers else about
    return [{"message_id": about, **item} for item in found[:MAX_REPORTS]]


def _recipient(block: Message) -> dict[str, str]:
    def read(name: str, longest: int) -> str:
        return clean(str(block.get(name) or ""), longest)

    return {
        "address": read("Final-Recipient", 300).partition(";")[2].strip() or read("Final-Recipient", 300),
        "action": read("Action", 20).lower(),
        "status": read("Status", 20).split()[0] if read("Status", 20) else "",
        "reason": read("Diagnostic-Code", 300),
    }

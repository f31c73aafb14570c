"""Reads a stored mail and prepares its documents. No transaction is open meanwhile, and nothing of the mail is decoded in this process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from casework.documents.decoding.decoder import DECODER
from casework.documents.decoding.page_images import pages_of
from casework.documents.errors import DecoderBusy, FileRejected
from casework.documents.file_check import MAX_BYTES_OF_CASE, CheckedFile, check_file, safe_name
from casework.documents.parts import DocumentParts
from casework.mail.parts import MailParts
from casework.mail.reasons import MALWARE
from engine.core.engine import Engine
from engine.feel.government.wording import date_time_text

_TEMPLATE = Path(__file__).with_name("mail_paper.typ")
#: of the mail's own words on its paper
_PRINTED = 30_000
#: why a file is not taken, whose cause is ours and passes by itself
_PASSING = frozenset({"BUSY"})


@dataclass(frozen=True, kw_only=True)
class ReadMail:
    """`words`: casework/documents/decoding/mails.py; `files`: the mail itself as a paper first, then what was attached."""

    words: Mapping[str, Any]
    files: Sequence[CheckedFile] = ()
    #: (name, reason) of attachments that are not taken
    left_out: Sequence[Mapping[str, str]] = ()
    #: why the whole mail is not delivered; "" where it is
    hostile: str = ""


def read_words(engine: Engine, content: bytes) -> tuple[Mapping[str, Any], list[tuple[str, bytes]]]:
    """Raises Refused with the reason why the mail is set aside, DecoderBusy."""
    frames = list(DECODER.run("mail", content, trusted=engine.platform.part(MailParts).trusted))
    return frames[0][0], [(str(header["name"]), body) for header, body in frames[1:]]


def check_attachments(engine: Engine, attached: Sequence[tuple[str, bytes]]) -> ReadMail:
    """Checks the files as uploads are. Raises DecoderBusy, ScannerAway: later they can be."""
    files: list[CheckedFile] = []
    left_out: list[dict[str, str]] = []
    for name, content in attached:
        try:
            file = check_file(name, content, engine.platform.part(DocumentParts).scanner)
        except FileRejected as refused:
            reason = str(refused.details["reason"])
            if reason in _PASSING:
                raise DecoderBusy from None
            if reason == MALWARE:
                return ReadMail(words={}, hostile=MALWARE)
            left_out.append({"name": safe_name(name), "reason": reason})
            continue
        if sum(len(known.content) for known in files) + len(file.content) > MAX_BYTES_OF_CASE:
            left_out.append({"name": file.name, "reason": "TOO_MUCH"})
        else:
            files.append(file)
    return ReadMail(words={}, files=files, left_out=left_out)


def paper_of(
    engine: Engine, mail: UUID, words: Mapping[str, Any], checked: ReadMail, *, recipient: str, received_at: datetime
) -> CheckedFile:
    """Returns the mail as a PDF that anybody can read and print beside its attachments. Raises TemplateFailed."""
    zone = engine.platform.zone
    sent = datetime.fromisoformat(words["date"]) if words["date"] else None
    sender = f"{words['sender_name']} <{words['sender']}>" if words["sender"] else words["sender_name"]
    data = {
        "subject": words["subject"],
        "rows": [
            ["Dari", sender or "(tidak disebut)"],
            ["Kepada", recipient],
            ["Dikirim", date_time_text(sent.astimezone(zone), "id") if sent and sent.tzinfo else "(tidak disebut)"],
            ["Diterima", date_time_text(received_at.astimezone(zone), "id")],
            ["Lampiran", ", ".join(file.name for file in checked.files) or "Tidak ada"],
            *([["Tidak dimuat", ", ".join(item["name"] for item in checked.left_out)]] if checked.left_out else []),
            *([["Pemeriksaan pengirim", ", ".join(words["results"])]] if words["results"] else []),
        ],
        "text": words["text"][:_PRINTED],
        "more": len(words["text"]) > _PRINTED,
    }
    renderer = engine.platform.part(DocumentParts).renderer
    pdf = renderer.render(_TEMPLATE.read_text(), data, link=f"{engine.platform.address}/", at=received_at)
    return CheckedFile(name=f"surel-{str(mail)[:8]}.pdf", media_type="application/pdf", pages=pages_of(pdf), content=pdf)

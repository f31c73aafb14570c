"""Deals with the stored mails, as a worker does: each begins a case, is recognised as nobody's, or is set aside with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from casework.documents.decoding.refusals import Refused
from casework.documents.errors import DecoderBusy, ScannerAway, StorageAway, StorageFull, TemplateFailed
from casework.mail.commands.deliver_mail import DeliverMail
from casework.mail.commands.postpone_mail import PostponeMail
from casework.mail.commands.record_returned_mail import RecordReturnedMail
from casework.mail.commands.settle_mail import SettleMail
from casework.mail.errors import MailWaits
from casework.mail.queries.due_mails import DueMails, MailToDeliver, StoredMail
from casework.mail.read_mail import ReadMail, check_attachments, paper_of, read_words
from casework.mail.reasons import AUTO_REPLY, AUTOMATIC, BOUNCE, MAILS, NO_PROCESS, NULL_SENDER, OWN_MAIL, SET_ASIDE, TROUBLE
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import EngineError
from engine.persistence.database import DatabaseTrouble
from engine.persistence.shares import hold_shares

#: mails that are looked at in one go
AT_ONCE = 10
SHARES = 32
#: what the mail cannot help
_AWAY = (DecoderBusy, ScannerAway, StorageAway, StorageFull)
log = structlog.get_logger()


def deliver_mails(engine: Engine) -> bool:
    """Deals with the mails that are due; whoever holds a mail's share deals with it alone. Returns whether there may be more."""
    due = engine.ask(DueMails(limit=AT_ONCE), actor=SYSTEM)
    if not due:
        return False
    shares = sorted({mail.bytes[-1] % SHARES for mail in due})
    done = 0
    with hold_shares(engine.platform.database, MAILS, shares, most=SHARES) as held:
        for mail in due:
            if mail.bytes[-1] % SHARES in held:
                stored = engine.ask(MailToDeliver(mail=mail), actor=SYSTEM)
                if stored is not None:
                    deliver(engine, stored)
                    done += 1
    return done > 0 and len(due) == AT_ONCE


def deliver(engine: Engine, mail: StoredMail) -> None:
    """Whatever a mail does to us, it is dealt with or put off, and the next one follows. Raises DatabaseTrouble."""
    try:
        _deal_with(engine, mail)
    except MailWaits:
        _put_off(engine, mail, NO_PROCESS)
    except DatabaseTrouble:
        raise
    except _AWAY as away:
        log.warning("a mail waits", mail=str(mail.id), reason=away.code)
        _put_off(engine, mail, away.code)
    except (EngineError, Exception) as error:
        log.error("a mail could not be dealt with", mail=str(mail.id), error=type(error).__name__)
        _put_off(engine, mail, TROUBLE)


def _put_off(engine: Engine, mail: StoredMail, reason: str) -> None:
    engine.execute(PostponeMail(mail=mail.id, reason=reason), actor=SYSTEM)


def _deal_with(engine: Engine, mail: StoredMail) -> None:
    try:
        words, attached = read_words(engine, mail.content)
    except Refused as refused:
        _settle(engine, mail, SET_ASIDE, refused.reason, {})
        return
    reports = words["reports"]
    for report in reports:
        if report["action"] == "failed":
            told = {name: report[name] for name in ("message_id", "address", "status", "reason")}
            engine.execute(RecordReturnedMail(**told), actor=SYSTEM)
    nobody = BOUNCE if reports else _nobodys(mail, words)
    if nobody:
        _settle(engine, mail, AUTOMATIC, nobody, words)
        return
    checked = check_attachments(engine, attached)
    if checked.hostile:
        _settle(engine, mail, SET_ASIDE, checked.hostile, words)
        return
    left_out = [*words["left_out"], *checked.left_out]
    read = ReadMail(words=words, files=checked.files, left_out=left_out)
    try:
        paper = paper_of(engine, mail.id, words, read, recipient=mail.recipient, received_at=mail.received_at)
    except TemplateFailed:
        # words that typst does not print: the attachments are delivered with a paper without them
        paper = paper_of(engine, mail.id, {**words, "text": ""}, read, recipient=mail.recipient, received_at=mail.received_at)
    engine.execute(DeliverMail(mail=mail.id, read=read, paper=paper), actor=SYSTEM)


def _nobodys(mail: StoredMail, words: Mapping[str, Any]) -> str:
    """Why nobody wrote the mail; "" where somebody did, or an operator says so."""
    if not mail.official:
        return OWN_MAIL
    if mail.released:
        return ""
    automatic = str(words["automatic"])
    return automatic if automatic in (BOUNCE, AUTO_REPLY) else "" if mail.envelope_from else NULL_SENDER


def _settle(engine: Engine, mail: StoredMail, status: str, reason: str, words: Mapping[str, Any]) -> None:
    sender, subject = str(words.get("sender", "")), str(words.get("subject", ""))
    engine.execute(SettleMail(mail=mail.id, status=status, reason=reason, sender=sender, subject=subject), actor=SYSTEM)

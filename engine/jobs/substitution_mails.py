"""Tells superiors by mail of whoever stands in below them: when it begins, and when it ends."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from engine.commands.people.note_substitutions import NoteSubstitutions
from engine.core.engine import Engine
from engine.feel.government.wording import day_text
from engine.model.actor import SYSTEM
from engine.model.errors import AddressRefused
from engine.model.ports import Mail

log = structlog.get_logger()
#: language -> (subject, text) of a beginning and of an end
_WORDS = {
    "id": (
        ("{titled}: {name}", "Yth. {superior},\n\n{name} menjalankan tugas {title} sebagai {titled} sejak {since}{until}{decree}. "
         "Tugas jabatan itu ada padanya selama masa itu.\n\nAlur"),
        ("{titled} berakhir", "Yth. {superior},\n\n{name} tidak lagi menjalankan tugas {title}.{back}\n\nAlur"),
    ),
    "en": (
        ("{titled}: {name}", "Dear {superior},\n\n{name} does the work of {title} as {titled} from {since}{until}{decree}. "
         "The tasks of that post are theirs for that time.\n\nAlur"),
        ("{titled} has ended", "Dear {superior},\n\n{name} no longer does the work of {title}.{back}\n\nAlur"),
    ),
}  # fmt: skip
_UNTIL = {"id": " sampai {}", "en": " to {}"}
_BACK = {"id": " {} mengerjakannya kembali.", "en": " {} does it again."}


def tell_superiors(engine: Engine) -> None:
    """A mail that the server does not take is not tried again: the page of substitutes has it all."""
    for told in engine.execute(NoteSubstitutions(), actor=SYSTEM)["mails"]:
        try:
            engine.platform.notifier.send(_mail(engine, told), key=told["key"] + "." + told["to"])
        except (OSError, smtplib.SMTPException, AddressRefused) as error:
            log.error("a superior could not be told of a substitute", error=type(error).__name__)


def _mail(engine: Engine, told: Mapping[str, Any]) -> Mail:
    language = told["language"] if told["language"] in _WORDS else "id"
    subject, text = _WORDS[language][told["ended"]]

    def day(moment: str, *, before: bool = False) -> str:
        local = datetime.fromisoformat(moment).astimezone(engine.platform.zone)
        return day_text((local - timedelta(seconds=1) if before else local).date(), language)

    words = {
        **told,
        "since": day(told["since"]),
        "until": _UNTIL[language].format(day(told["until"], before=True)) if told["until"] else "",
        "decree": f" ({told['decree']})" if told["decree"] else "",
        "back": _BACK[language].format(told["back"]) if told["back"] else "",
    }
    return Mail(to=told["to"], subject=subject.format(**words), text=text.format(**words))

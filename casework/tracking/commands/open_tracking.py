"""Opens a case by its number and PIN. Whoever asks slows guesses down (webui/guesses.py): the right PIN is never refused here."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog
from sqlalchemy import select

from casework.applications.tables import Application
from casework.records.public_numbers import as_public_number, make_case_pass, pin_index, typed_digits
from engine.core.command import Answer, Command
from engine.core.context import CommandContext

#: wrong tries at one case in a day after which the log tells of it
TELL_AFTER = 100
log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class OpenTracking(Command):
    """Answers a pass to the case, or {} alike for an unknown number and a wrong PIN."""

    permission: ClassVar[str] = "public"

    number: str
    pin: str

    def payload(self) -> dict[str, Any]:
        return {"number": self.number}

    def run(self, context: CommandContext) -> Answer:
        number = as_public_number(self.number)
        # the same work for every number, so that time tells nothing either
        index = pin_index(context.platform.vault, number, typed_digits(self.pin))
        found = context.session.scalars(select(Application).where(Application.number == number).with_for_update()).first()
        right = hmac.compare_digest(found.pin_index if found else index[::-1], index)
        if found is None:
            return {}
        if right:
            return {"pass": make_case_pass(context.platform.vault, found.instance_id)}
        if found.tried_on != context.today:
            found.tried_on, found.tries = context.today, 0
        found.tries += 1
        if found.tries == TELL_AFTER:
            log.warning("somebody guesses the PIN of a case", case=str(found.instance_id), wrong_today=found.tries)
        return {}

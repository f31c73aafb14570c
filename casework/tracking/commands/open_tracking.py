"""Opens a case by its number and PIN. Guessing is hopeless: a number takes a bounded count of tries a day, right ones too."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from casework.applications.tables import Application
from casework.records.public_numbers import as_public_number, make_case_pass, pin_index
from engine.core.command import Answer, Command
from engine.core.context import CommandContext

#: tries that may reach one case in a day, from wherever they come; the receipt's link needs none
MOST_TRIES = 100


@dataclass(frozen=True, kw_only=True)
class OpenTracking(Command):
    """Answers a pass to the case, or {} alike for an unknown number, a wrong PIN and a number with too many tries."""

    permission: ClassVar[str] = "public"

    number: str
    pin: str

    def payload(self) -> dict[str, Any]:
        return {"number": self.number}

    def run(self, context: CommandContext) -> Answer:
        number = as_public_number(self.number)
        # the same work for every number, so that time tells nothing either
        index = pin_index(context.platform.vault, number, "".join(self.pin.split()))
        found = context.session.scalars(select(Application).where(Application.number == number).with_for_update()).first()
        right = hmac.compare_digest(found.pin_index if found else index[::-1], index)
        if found is None:
            return {}
        if found.tried_on != context.today:
            found.tried_on, found.tries = context.today, 0
        found.tries += 1
        return {"pass": make_case_pass(context.platform.vault, found.instance_id)} if right and found.tries <= MOST_TRIES else {}

"""Refusals of a sign-in, of the import of an organisation, and of an appointment."""

from __future__ import annotations

from collections.abc import Sequence

from engine.model.errors import CommandRefused


class StepUpNeeded(CommandRefused):
    """Expected a fresh proof of identity, but the last one is too old."""

    code = "STEP_UP_NEEDED"


class SignInRefused(CommandRefused):
    """Expected an address, password or code that fits, but it does not."""

    code = "SIGN_IN_REFUSED"


class SubstituteRefused(CommandRefused):
    """Expected somebody who may stand in for this post in this time, but a rule is broken."""

    code = "SUBSTITUTE_REFUSED"

    def __init__(self, rule: str) -> None:
        super().__init__(f"Expected somebody who may stand in for this post in this time, but a rule is broken: {rule}.")
        self.rule = rule


class OrganisationRejected(CommandRefused):
    """Expected rows of the organisation that can be kept, but some cannot; nothing was changed."""

    code = "ORGANISATION_REJECTED"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)

"""Withdraws a case for its applicant, before it is decided; whoever worked on it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.applications.tables import Application
from casework.notices.message_receivers import last_position, working_positions
from casework.notices.new_notices import MAIL_WITHDRAWAL, add_notices
from casework.notices.stop_case import stop_case
from casework.records.public_numbers import case_of_pass
from casework.services.service import service_of
from casework.tracking.withdrawal import may_withdraw
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState, NotFound

#: characters of a reason, which nobody has to give
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class WithdrawCase(Command):
    """With the applicant's pass. Its open bills are no longer to be paid, its steps are gone, its documents are kept as the law says.

    Raises NotFound, InvalidState (it has ended, is too far, or the reason is too long).
    """

    permission: ClassVar[str] = "public"

    case_pass: str
    reason: str = ""

    def payload(self) -> dict[str, object]:
        return {"length": len(self.reason)}

    def run(self, context: CommandContext) -> Answer:
        identifier: UUID = case_of_pass(context.platform.vault, self.case_pass)
        case = lock_instance(context, identifier)
        loaded = context.platform.definitions.get(context.session, case.definition_id)
        service = service_of(loaded.manifest, case.process_key)
        if context.session.get(Application, identifier) is None or service is None:
            raise NotFound("Expected a case that somebody applied for, but nobody did.")
        reason = " ".join(self.reason.split())
        if len(reason) > LONGEST_REASON:
            raise InvalidState(f"Expected a reason of at most {LONGEST_REASON} characters, but it has {len(reason)}.")
        if case.status != "ACTIVE" or not may_withdraw(context, identifier, service):
            raise InvalidState("Expected a case that may still be withdrawn, but it has ended or is decided.")
        positions = dict.fromkeys(working_positions(context, identifier))
        if not positions and (last := last_position(context, identifier)) is not None:
            positions[last.id] = None
        stop_case(context, case, reason, withdrawn=True)
        add_notices(context, case, "withdrawn", str(case.id), {})
        told = {"positions": " ".join(map(str, positions))}
        platform_job(context, case, MAIL_WITHDRAWAL, key=str(case.id), variables=told)
        return {"instance": str(case.id)}

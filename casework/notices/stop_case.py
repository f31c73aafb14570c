"""Ends a case before its diagram does: an operator stops it, or its applicant withdraws it."""

from __future__ import annotations

from sqlalchemy import insert

from engine.core.context import CommandContext
from engine.core.turn import take_turn
from engine.model.stimuli import Cancelled
from engine.persistence.tables.history import HistoryEvent
from engine.persistence.tables.instances import ProcessInstance
from engine.queries.instances.case_history import CASE_CANCELLED


def stop_case(context: CommandContext, case: ProcessInstance, reason: str, *, withdrawn: bool = False) -> None:
    """`case`: a locked root case that goes on. Whatever it waits for and has called ends too; its history says why."""
    take_turn(context, case, Cancelled(id=str(context.new_id()), reason=reason))
    event = {"event": CASE_CANCELLED, "element_id": "", "token": "", "data": {"reason": reason, "withdrawn": withdrawn}}
    # who withdraws from the page of a number and a PIN is nobody of the organisation, even where a colleague is signed in there
    who = {"person_id": None, "position_id": None} if withdrawn else {"person_id": context.actor.person, "position_id": context.position}
    context.session.execute(insert(HistoryEvent), [{"instance_id": case.id, "at": context.now, **event, **who}])

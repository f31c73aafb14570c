"""Says whether a case waits to be reopened by its applicant: its diagram catches the platform's message."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_

from engine.persistence.tables.instances import MessageSubscription

#: the message's name; its variable `reason` is the applicant's
REOPENED = "alur-case-reopened"


def reopening_wait(case: UUID) -> ColumnElement[bool]:
    return and_(MessageSubscription.instance_id == case, MessageSubscription.message == REOPENED)

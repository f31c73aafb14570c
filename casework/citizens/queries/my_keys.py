"""Reads the keys that an account holds: the pass to a case, the token of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from casework.accounts.own_account import account_of_actor
from casework.applications.drafts import unseal_draft
from casework.applications.tables import Application, ApplicationDraft
from casework.records.public_numbers import make_case_pass
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class MyCasePass(Query):
    """Raises NotFound, the same for an unknown number and for somebody else's."""

    permission: ClassVar[str] = "person"

    number: str

    def run(self, context: QueryContext) -> str:
        person = account_of_actor(context)
        mine = select(Application.instance_id).where(Application.number == self.number, Application.person_id == person.id)
        case = context.session.scalars(mine).first()
        if case is None:
            raise NotFound("Expected an application in your account, but there is none under this number.")
        return make_case_pass(context.platform.vault, case)


@dataclass(frozen=True, kw_only=True)
class MyDraftToken(Query):
    """Raises NotFound, also for a draft that was sent."""

    permission: ClassVar[str] = "person"

    draft: UUID

    def run(self, context: QueryContext) -> str:
        person = account_of_actor(context)
        mine = select(ApplicationDraft).where(
            ApplicationDraft.id == self.draft, ApplicationDraft.person_id == person.id, ApplicationDraft.sent_at.is_(None)
        )
        draft = context.session.scalars(mine).first()
        if draft is None:
            raise NotFound("Expected a draft in your account, but there is none under this address.")
        return unseal_draft(context.platform.vault, draft)[0]

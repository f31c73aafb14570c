"""Approves a proposed draft: it goes live, now or at a later time. Nobody approves a draft that they wrote or proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from engine.commands.deployment.deploy import Deploy
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import live_deployment
from engine.model.errors import DeploymentRejected, InvalidState
from engine.persistence.tables.definitions import Deployment, PackageState
from workshop.drafts.draft_files import draft_in_work, files_of
from workshop.drafts.tables import PackageDraft, PackageDraftChange
from workshop.errors import OwnDraft
from workshop.publishing.readiness import readiness_of

#: nobody knows what is right in a year
MAX_AHEAD = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class PublishPackage(Command):
    """`at`: when it goes live; None: now.

    Raises NotFound, InvalidState (not proposed; something else went live meanwhile; a moment that is over or too far), OwnDraft,
    DeploymentRejected.
    """

    permission: ClassVar[str] = "design"

    draft: UUID
    at: datetime | None = None

    def run(self, context: CommandContext) -> Answer:
        draft = draft_in_work(context, self.draft)
        if draft.state != "PROPOSED":
            raise InvalidState("Expected a draft that was proposed, but it is still being changed.", reason="open")
        authors = select(PackageDraftChange.person_id).where(PackageDraftChange.draft_id == draft.id)
        if context.actor.person in {*context.session.scalars(authors), draft.proposed_by, draft.begun_by}:
            raise OwnDraft
        if self.at is not None and not context.now < self.at <= context.now + MAX_AHEAD:
            raise InvalidState("Expected a moment within the next ninety days, but it is not.", reason="moment")
        check_ready(context, draft)
        draft.approved_by = context.actor.person
        if self.at is None:
            return go_live(context, draft)
        draft.state, draft.live_at = "APPROVED", self.at
        return {"draft": str(draft.id), "live_at": self.at.isoformat()}


def check_ready(context: CommandContext, draft: PackageDraft) -> None:
    """Checks again, as organisation, packages and calendar may have changed since the proposal. Raises InvalidState, DeploymentRejected."""
    live = live_deployment(context.session, draft.package)
    if (live.id if live else None) != draft.base_id:
        raise InvalidState("Expected a draft of what is live, but another version went live meanwhile.", reason="base")
    files = files_of(context.session, draft.id)
    if errors := readiness_of(context, draft.package, files).errors:
        raise DeploymentRejected(errors)


def go_live(context: CommandContext, draft: PackageDraft) -> Answer:
    made = Deploy(package=draft.package, resources=files_of(context.session, draft.id)).run(context)
    draft.state, draft.ended_at, draft.ended_by = "PUBLISHED", context.now, draft.approved_by
    if draft.base_id is None:  # it was never live: two people have just decided that it is; what an administrator has disabled stays so
        state = {"key": draft.package, "enabled": True, "changed_at": context.now, "changed_by": draft.approved_by}
        context.session.execute(insert(PackageState).values(**state).on_conflict_do_nothing())
    draft.deployment_id = UUID(made["deployment"])
    if made["new"]:  # at its moment the clock deploys, and yet somebody has decided
        context.session.get_one(Deployment, draft.deployment_id).deployed_by = draft.approved_by
    return made

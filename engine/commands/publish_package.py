"""Approve a proposed draft: it goes live. Nobody approves what they have written or proposed themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.commands.deploy import Deploy
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.workshop import deployed, draft_in_work, files_of
from engine.core.workshop_check import draft_problems
from engine.model.errors import DeploymentRejected, InvalidState, OwnDraft
from engine.persistence.tables.workshop import PackageDraftChange


@dataclass(frozen=True, kw_only=True)
class PublishPackage(Command):
    """Raises NotFound, InvalidState (not proposed; something else went live meanwhile), OwnDraft, DeploymentRejected."""

    permission: ClassVar[str] = "design"

    draft: UUID

    def run(self, context: CommandContext) -> Answer:
        draft = draft_in_work(context, self.draft)
        if draft.state != "PROPOSED":
            raise InvalidState("Expected a draft that was proposed, but it is still being changed.", reason="open")
        authors = select(PackageDraftChange.person_id).where(PackageDraftChange.draft_id == draft.id)
        if context.actor.person in {*context.session.scalars(authors), draft.proposed_by, draft.begun_by}:
            raise OwnDraft
        live = deployed(context.session, draft.package)
        if (live.id if live else None) != draft.base_id:
            raise InvalidState("Expected a draft of what is live, but another version went live meanwhile.", reason="base")
        files = files_of(context.session, draft.id)
        # the organisation and other packages may have changed since it was proposed
        if errors := [problem for problem in draft_problems(context, draft.package, files) if problem.severity == "error"]:
            raise DeploymentRejected(errors)
        made = Deploy(package=draft.package, resources=files).run(context)
        draft.state, draft.ended_at, draft.ended_by = "PUBLISHED", context.now, context.actor.person
        draft.deployment_id = UUID(made["deployment"])
        return made

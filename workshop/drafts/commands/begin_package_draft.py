"""Begins a draft of a package with its live files, or with those of its folder where nothing is live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import files_of_deployment, live_deployment
from engine.model.errors import NotFound
from workshop.drafts.draft_files import IN_WORK, new_draft
from workshop.drafts.tables import PackageDraft, PackageDraftFile


@dataclass(frozen=True, kw_only=True)
class BeginPackageDraft(Command):
    """Answers the draft, an existing one where there is one. Raises NotFound for an unknown package.

    `folder`: the files of the installed package instead of the live ones: an upgrade arrives as a draft.
    """

    permission: ClassVar[str] = "design"
    repeatable: ClassVar[bool] = True

    package: str
    folder: bool = False

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        known = session.scalars(select(PackageDraft).where(PackageDraft.package == self.package, PackageDraft.state.in_(IN_WORK))).first()
        if known is not None:
            return {"draft": str(known.id), "new": False}
        live, installed = live_deployment(session, self.package), context.platform.packages.get(self.package)
        files = files_of_deployment(session, live.id) if live and not self.folder else dict(installed.resources) if installed else {}
        if not files:
            raise NotFound(f"Expected a package '{self.package}', but none is installed or live.")
        draft = new_draft(context, self.package, live.id if live else None)
        for path, content in files.items():
            session.add(PackageDraftFile(id=context.new_id(), draft_id=draft.id, path=path, content=content))
        return {"draft": str(draft.id), "new": True}

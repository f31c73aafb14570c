"""Creates a draft of a new package: its files come from a starter or another package, under its own key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import live_deployment
from engine.model.errors import DeploymentRejected, InvalidState
from engine.packages.paths import KEY
from workshop.drafts.draft_files import IN_WORK, change_file, new_draft
from workshop.drafts.readability import reading_problems
from workshop.drafts.tables import PackageDraft


@dataclass(frozen=True, kw_only=True)
class CreatePackageDraft(Command):
    """Raises InvalidState (reason "key": no key, or taken), DeploymentRejected for files that cannot be read."""

    permission: ClassVar[str] = "design"

    package: str
    files: Mapping[str, bytes]

    def payload(self) -> dict[str, Any]:
        return {"package": self.package, "files": {path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()}}

    def run(self, context: CommandContext) -> Answer:
        session = context.session
        working = select(PackageDraft.id).where(PackageDraft.package == self.package, PackageDraft.state.in_(IN_WORK))
        taken = live_deployment(session, self.package) or context.platform.packages.get(self.package) or session.scalars(working).first()
        if not KEY.match(self.package) or taken:
            raise InvalidState("Expected a key of small characters, digits and _ that no package has, but it is another.", reason="key")
        if problems := [problem for path, content in self.files.items() for problem in reading_problems(path, content)]:
            raise DeploymentRejected(problems)
        draft = new_draft(context, self.package, None)
        for path, content in self.files.items():
            change_file(context, draft, path, content)
        return {"draft": str(draft.id)}

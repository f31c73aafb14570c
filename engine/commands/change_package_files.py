"""Change files of a draft, all of them or none: what cannot be read at all is not kept, whatever else is still wrong is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.workshop import change_file, edited_by, files_of
from engine.model.errors import DeploymentRejected, Problem
from engine.packages.paths import MOST_FILES, MOST_TOGETHER
from engine.packages.reading import unreadable


@dataclass(frozen=True, kw_only=True)
class ChangePackageFiles(Command):
    """`files`: path -> content, None takes it away. Answers the paths that changed.

    Raises NotFound, InvalidState, DraftLocked, and DeploymentRejected with a problem for each file that cannot be read.
    """

    permission: ClassVar[str] = "design"
    repeatable: ClassVar[bool] = True

    draft: UUID
    files: Mapping[str, bytes | None]

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft, "files": {path: hashlib.sha256(data or b"").hexdigest() for path, data in self.files.items()}}

    def run(self, context: CommandContext) -> Answer:
        draft = edited_by(context, self.draft)
        problems = [problem for path, content in self.files.items() if content is not None for problem in unreadable(path, content)]
        together = {**files_of(context.session, draft.id), **self.files}
        sizes = [len(content) for content in together.values() if content is not None]
        if len(sizes) > MOST_FILES or sum(sizes) > MOST_TOGETHER:
            message = f"The package would have {len(sizes)} files with {sum(sizes)} bytes."
            problems.append(
                Problem(code="PACKAGE_LARGE", message=message, remedy=f"Keep it to {MOST_FILES} files and {MOST_TOGETHER} bytes.")
            )
        if problems:
            raise DeploymentRejected(problems)
        changed = [path for path, content in sorted(self.files.items()) if change_file(context, draft, path, content)]
        return {"changed": changed}

"""Changes files of a draft, all or none. A file that cannot be parsed is refused; other faults are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import DeploymentRejected, InvalidState, Problem
from engine.packages.paths import MOST_FILES, MOST_TOGETHER
from workshop.drafts.draft_files import change_file, files_of, take_draft_lock
from workshop.drafts.readability import reading_problems
from workshop.drafts.weaving import weave


@dataclass(frozen=True, kw_only=True)
class ChangePackageFiles(Command):
    """`files`: path -> content, None takes it away. `expected`: path -> SHA-256 (hex) of what an editor in the browser has begun with;
    `shown`: path -> that content as the editor gives it back unchanged, so that what it cannot hold is kept. Answers the changed paths.

    Raises NotFound, InvalidState (reason "stale": the file is another one now), DraftLocked, and DeploymentRejected with a problem for
    each file that cannot be read.
    """

    permission: ClassVar[str] = "design"
    repeatable: ClassVar[bool] = True

    draft: UUID
    files: Mapping[str, bytes | None]
    expected: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, bytes] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft, "files": {path: hashlib.sha256(data or b"").hexdigest() for path, data in self.files.items()}}

    def run(self, context: CommandContext) -> Answer:
        draft = take_draft_lock(context, self.draft)
        before = files_of(context.session, draft.id)
        for path, digest in self.expected.items():
            if hashlib.sha256(before.get(path, b"")).hexdigest() != digest:
                raise InvalidState("Expected the file that the editor began with, but it was changed elsewhere meanwhile.", reason="stale")
        problems = [problem for path, content in self.files.items() if content is not None for problem in reading_problems(path, content)]
        together = {**before, **self.files}
        sizes = [len(content) for content in together.values() if content is not None]
        if len(sizes) > MOST_FILES or sum(sizes) > MOST_TOGETHER:
            message = f"The package would have {len(sizes)} files with {sum(sizes)} bytes."
            problems.append(
                Problem(code="PACKAGE_LARGE", message=message, remedy=f"Keep it to {MOST_FILES} files and {MOST_TOGETHER} bytes.")
            )
        if problems:
            raise DeploymentRejected(problems)
        files = {path: self._with_changes_woven(path, content, before.get(path)) for path, content in sorted(self.files.items())}
        # restored parts must not make a readable file unreadable
        woven = [(path, content) for path, content in files.items() if content is not None and content != self.files[path]]
        if problems := [problem for path, content in woven for problem in reading_problems(path, content)]:
            raise DeploymentRejected(problems)
        going_on = bool(self.expected)
        return {"changed": [path for path, content in files.items() if change_file(context, draft, path, content, going_on=going_on)]}

    def _with_changes_woven(self, path: str, content: bytes | None, before: bytes | None) -> bytes | None:
        shown = self.shown.get(path)
        return content if content is None or before is None or shown is None else weave(before, shown, content)

"""Enables or disables a process package. A disabled package starts no cases and runs no jobs; its running cases wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import live_deployment
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.definitions import PackageState


@dataclass(frozen=True, kw_only=True)
class SetPackageState(Command):
    """Raises NotFound for an unknown package and InvalidState for a broken one."""

    permission: ClassVar[str] = "administer"

    package: str
    enabled: bool

    def run(self, context: CommandContext) -> Answer:
        package = context.platform.packages.get(self.package)
        if package is None and live_deployment(context.session, self.package) is None:
            raise NotFound(f"Expected a package '{self.package}', but none is installed or live.")
        if self.enabled and package is not None and package.broken:
            raise InvalidState("Expected a package without problems, but: " + "; ".join(str(problem) for problem in package.problems))
        values = {"enabled": self.enabled, "changed_at": context.now, "changed_by": context.actor.person}
        context.session.execute(
            insert(PackageState).values(key=self.package, **values).on_conflict_do_update(index_elements=["key"], set_=values)
        )
        return {"package": self.package, "enabled": self.enabled}

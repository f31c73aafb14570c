"""Enables or disables a process package. A disabled package starts no cases and runs no jobs; its running cases wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import live_deployment
from engine.identity.package_state import package_enabled
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.definitions import PackageChange, PackageState

#: characters of a reason
SHORTEST_REASON, LONGEST_REASON = 10, 500


@dataclass(frozen=True, kw_only=True)
class SetPackageState(Command):
    """Raises NotFound for an unknown package and InvalidState for a broken one, or for a reason that says too little or too much.

    A change is kept with who made it and why: a person says it, the command line of a server may leave it out.
    """

    permission: ClassVar[str] = "administer"

    package: str
    enabled: bool
    reason: str = ""

    def run(self, context: CommandContext) -> Answer:
        package = context.platform.packages.get(self.package)
        if package is None and live_deployment(context.session, self.package) is None:
            raise NotFound(f"Expected a package '{self.package}', but none is installed or live.")
        if self.enabled and package is not None and package.broken:
            raise InvalidState("Expected a package without problems, but: " + "; ".join(str(problem) for problem in package.problems))
        reason = " ".join(self.reason.split())
        if reason and not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
            raise InvalidState(f"Expected a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters, but it has {len(reason)}.")
        if package_enabled(context.session, self.package) is not self.enabled:
            context.session.add(
                PackageChange(
                    id=context.new_id(),
                    package=self.package,
                    enabled=self.enabled,
                    reason=reason,
                    changed_at=context.now,
                    changed_by=context.actor.person,
                )
            )
        values = {"enabled": self.enabled, "changed_at": context.now, "changed_by": context.actor.person}
        context.session.execute(
            insert(PackageState).values(key=self.package, **values).on_conflict_do_update(index_elements=["key"], set_=values)
        )
        return {"package": self.package, "enabled": self.enabled}

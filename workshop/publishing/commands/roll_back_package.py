"""Deploys an earlier version of a package again, as a new one; running cases stay on theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from engine.commands.deployment.deploy import Deploy
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.live_deployment import files_of_deployment
from engine.model.errors import NotFound
from engine.persistence.tables.definitions import Deployment


@dataclass(frozen=True, kw_only=True)
class RollBackPackage(Command):
    """Raises NotFound, DeploymentRejected where today's checks refuse it."""

    permission: ClassVar[str] = "design"

    deployment: UUID

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get(Deployment, self.deployment)
        if row is None:
            raise NotFound("Expected a version that was live, but there is none under this address.")
        return Deploy(package=row.package, resources=dict(files_of_deployment(context.session, row.id))).run(context)

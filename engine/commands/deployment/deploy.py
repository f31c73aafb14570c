"""Deploys the resources of a package: new versions of its processes, or nothing where the same files are deployed under today's rules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, ClassVar

from sqlalchemy import func, select, text

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.deployment.called_processes import deployed_elsewhere
from engine.core.deployment.package_bounds import foreign_processes
from engine.core.instances.starting import subscribe, unsubscribe
from engine.dmn.decision import Decision
from engine.model.errors import DeploymentRejected, Problem
from engine.model.rules import TODAY
from engine.packages.checks import check_resources, form_key
from engine.packages.paths import SCENARIOS
from engine.persistence.tables.definitions import DecisionDefinition, DeployedResource, Deployment, ProcessDefinition

_KINDS = {".bpmn": "bpmn", ".dmn": "dmn", ".form": "form", ".toml": "manifest", ".json": "texts", ".typ": "template"}


@dataclass(frozen=True, kw_only=True)
class Deploy(Command):
    """Raises DeploymentRejected with every problem; running instances stay on their version."""

    permission: ClassVar[str] = "administer"

    package: str
    #: path -> content
    resources: dict[str, bytes]

    def payload(self) -> dict[str, Any]:
        return {"package": self.package, "resources": {path: hashlib.sha256(data).hexdigest() for path, data in self.resources.items()}}

    def run(self, context: CommandContext) -> Answer:
        packages = context.platform.packages
        elsewhere = deployed_elsewhere(context)
        checked = check_resources(
            self.resources, job_types=packages.all_job_types, rules=packages.rules, kept=context.platform.cache, elsewhere=elsewhere
        )
        errors = [problem for problem in checked.problems if problem.severity == "error" or self._is_missing(context, problem)]
        errors += foreign_processes(context.session, self.package, checked)
        if errors:
            raise DeploymentRejected(errors)
        # one deployment at a time: versions are counted
        context.session.execute(text("select pg_advisory_xact_lock(hashtext('alur deploy'))"))
        checksum = _checksum(self.resources)
        last = context.session.scalars(
            select(Deployment).where(Deployment.package == self.package).order_by(Deployment.deployed_at.desc()).limit(1)
        ).first()
        if last is not None and last.checksum == checksum and last.rules == TODAY.number:
            return {"deployment": str(last.id), "new": False, "processes": []}
        deployment = Deployment(
            id=context.new_id(),
            package=self.package,
            checksum=checksum,
            rules=TODAY.number,
            deployed_at=context.now,
            deployed_by=context.actor.person,
        )
        context.session.add(deployment)
        context.session.flush()
        stored = {path: self._resource(context, deployment, path) for path in sorted(self.resources)}
        context.session.flush()
        made = []
        unsubscribe(context, self.package)
        for process, path in checked.processes:
            newest = context.session.execute(
                select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == process.id)
            ).scalar()
            row = ProcessDefinition(
                id=context.new_id(),
                deployment_id=deployment.id,
                resource_id=stored[path].id,
                package=self.package,
                key=process.id,
                name=process.name,
                version=(newest or 0) + 1,
                version_tag=process.version_tag,
                checksum=checksum,
                deployed_at=context.now,
            )
            context.session.add(row)
            context.session.flush()
            subscribe(context, row, process)
            made.append({"key": row.key, "version": row.version})
        self._decisions(context, deployment, checked.decisions)
        return {"deployment": str(deployment.id), "new": True, "processes": made}

    def _is_missing(self, context: CommandContext, problem: Problem) -> bool:
        """Whether a decision is neither in this deployment nor in an earlier one."""
        if problem.code != "NO_DECISION":
            return False
        key = problem.values.get("decision")
        return context.session.scalars(select(DecisionDefinition.id).where(DecisionDefinition.key == key).limit(1)).first() is None

    def _decisions(self, context: CommandContext, deployment: Deployment, decisions: Mapping[str, Decision]) -> None:
        """Stores a new version of each decision."""
        statement = select(DecisionDefinition.key, func.max(DecisionDefinition.version)).group_by(DecisionDefinition.key)
        rows = context.session.execute(statement.where(DecisionDefinition.key.in_(decisions)))
        newest: dict[str, int] = {row[0]: row[1] for row in rows}
        for key, decision in sorted(decisions.items()):
            context.session.add(
                DecisionDefinition(
                    id=context.new_id(),
                    deployment_id=deployment.id,
                    package=self.package,
                    key=key,
                    name=decision.name,
                    version=newest.get(key, 0) + 1,
                    version_tag=decision.version_tag or None,
                    deployed_at=context.now,
                )
            )

    def _resource(self, context: CommandContext, deployment: Deployment, path: str) -> DeployedResource:
        kind = "scenario" if path.startswith(SCENARIOS) else _KINDS[PurePosixPath(path).suffix]
        content = self.resources[path]
        key = form_key(content) if kind == "form" else PurePosixPath(path).stem if kind in ("texts", "template") else path
        resource = DeployedResource(id=context.new_id(), deployment_id=deployment.id, path=path, kind=kind, key=key, content=content)
        context.session.add(resource)
        return resource


def _checksum(resources: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(resources):
        digest.update(f"{path}\0{len(resources[path])}\0".encode() + resources[path])
    return digest.hexdigest()

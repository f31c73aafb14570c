"""Deploy the resources of a package: new versions of its processes, or nothing where they are what is deployed already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, ClassVar

from sqlalchemy import func, select, text

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import DeploymentRejected
from engine.packages.checks import check_resources, form_key
from engine.persistence.tables.definitions import DeployedResource, Deployment, ProcessDefinition

_KINDS = {".bpmn": "bpmn", ".dmn": "dmn", ".form": "form", ".toml": "manifest", ".json": "texts"}


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
        checked = check_resources(self.resources, job_types=context.platform.packages.job_types)
        errors = [problem for problem in checked.problems if problem.severity == "error"]
        if errors:
            raise DeploymentRejected(errors)
        # one deployment at a time: versions are counted
        context.session.execute(text("select pg_advisory_xact_lock(hashtext('alur deploy'))"))
        checksum = _checksum(self.resources)
        last = context.session.scalars(
            select(Deployment).where(Deployment.package == self.package).order_by(Deployment.deployed_at.desc()).limit(1)
        ).first()
        if last is not None and last.checksum == checksum:
            return {"deployment": str(last.id), "new": False, "processes": []}
        deployment = Deployment(
            id=context.new_id(), package=self.package, checksum=checksum, deployed_at=context.now, deployed_by=context.actor.person
        )
        context.session.add(deployment)
        context.session.flush()
        stored = {path: self._resource(context, deployment, path) for path in sorted(self.resources)}
        context.session.flush()
        made = []
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
            made.append({"key": row.key, "version": row.version})
        return {"deployment": str(deployment.id), "new": True, "processes": made}

    def _resource(self, context: CommandContext, deployment: Deployment, path: str) -> DeployedResource:
        kind = _KINDS[PurePosixPath(path).suffix]
        content = self.resources[path]
        key = form_key(content) if kind == "form" else PurePosixPath(path).stem if kind == "texts" else path
        resource = DeployedResource(id=context.new_id(), deployment_id=deployment.id, path=path, kind=kind, key=key, content=content)
        context.session.add(resource)
        return resource


def _checksum(resources: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path in sorted(resources):
        digest.update(f"{path}\0{len(resources[path])}\0".encode() + resources[path])
    return digest.hexdigest()

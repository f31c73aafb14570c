"""Lists the processes that a diagram of a package may call: those that live packages and its own manifest offer."""

from __future__ import annotations

import tomllib

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from engine.core.context import QueryContext
from engine.packages.manifest import Callable, Manifest, ManifestError, read_manifest
from engine.persistence.tables.definitions import DeployedResource, Deployment


def manifest_of(context: QueryContext, content: bytes) -> Manifest | None:
    """Returns the parsed manifest; None for an unreadable one, which the checks of the draft report."""
    try:
        return read_manifest(tomllib.loads(content.decode()), context.platform.packages.rules.sections)
    except (ValueError, ManifestError):
        return None


def callable_processes(context: QueryContext, package: str, own: Manifest | None) -> list[Callable]:
    latest = (
        select(Deployment.id)
        .ext(distinct_on(Deployment.package))
        .where(Deployment.package != package)
        .order_by(Deployment.package, Deployment.deployed_at.desc())
    )
    statement = select(DeployedResource.content).where(DeployedResource.deployment_id.in_(latest), DeployedResource.path == "process.toml")
    manifests = [own, *(manifest_of(context, content) for content in context.session.scalars(statement))]
    found = [item for manifest in manifests if manifest for item in manifest.callables]
    return sorted(found, key=lambda item: item.name.casefold())

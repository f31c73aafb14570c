"""The live deployment of a package, its newest one, and the files of a deployment."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.persistence.tables.definitions import DeployedResource, Deployment


def live_deployment(session: Session, package: str) -> Deployment | None:
    """Returns the newest deployment of a package."""
    return session.scalars(select(Deployment).where(Deployment.package == package).order_by(Deployment.deployed_at.desc()).limit(1)).first()


def files_of_deployment(session: Session, deployment: UUID | None) -> Mapping[str, bytes]:
    if deployment is None:
        return {}
    rows = session.scalars(select(DeployedResource).where(DeployedResource.deployment_id == deployment).order_by(DeployedResource.path))
    return {row.path: row.content for row in rows}

"""Tables of deployments: their processes and other resources with their versions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.persistence.base import APPEND_ONLY, Base, Key


class Deployment(Base):
    __tablename__ = "deployment"

    id: Mapped[Key]
    package: Mapped[str]
    checksum: Mapped[str]
    #: the rules that the engine had then, and that its processes and decisions keep (engine.model.rules)
    rules: Mapped[int]
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[UUID | None]


class DeployedResource(Base):
    """A file of a deployment. Instances use the forms of the deployment that holds their process."""

    __tablename__ = "deployed_resource"
    __table_args__ = (UniqueConstraint("deployment_id", "path"),)

    id: Mapped[Key]
    deployment_id: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"))
    path: Mapped[str]
    kind: Mapped[str]  # bpmn, dmn, form, manifest, texts, template
    key: Mapped[str] = mapped_column(index=True)  # the form's id; the name of texts and templates; the path for the others
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DecisionDefinition(Base):
    """A version of a decision or decision service; its model is read from the resources of its deployment."""

    __tablename__ = "decision_definition"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[Key]
    deployment_id: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"), index=True)
    package: Mapped[str]
    key: Mapped[str]
    name: Mapped[str]
    version: Mapped[int]
    version_tag: Mapped[str | None]
    deployed_at: Mapped[datetime]


class ProcessDefinition(Base):
    __tablename__ = "process_definition"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[Key]
    deployment_id: Mapped[UUID] = mapped_column(ForeignKey("deployment.id"), index=True)
    resource_id: Mapped[UUID] = mapped_column(ForeignKey("deployed_resource.id"))
    package: Mapped[str]
    key: Mapped[str]
    name: Mapped[str]
    version: Mapped[int]
    version_tag: Mapped[str | None]
    checksum: Mapped[str]
    deployed_at: Mapped[datetime]


class PackageState(Base):
    """Whether an administrator has enabled a process package."""

    __tablename__ = "package_state"

    key: Mapped[str] = mapped_column(primary_key=True)
    enabled: Mapped[bool] = mapped_column(Boolean)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class PackageChange(Base):
    """When a package was enabled or disabled, by whom and why; nothing of it is ever altered."""

    __tablename__ = "package_change"
    __table_args__ = (Index(None, "package", "changed_at"), {"info": APPEND_ONLY})

    id: Mapped[Key]
    package: Mapped[str]
    enabled: Mapped[bool]
    #: empty: none was given (on the command line of a server)
    reason: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]

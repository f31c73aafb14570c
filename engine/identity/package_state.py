"""Tells whether a package is enabled."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.persistence.tables.definitions import PackageState

_ENABLED = select(PackageState.enabled).where(PackageState.key == bindparam("package"))


def package_enabled(session: Session, key: str) -> bool:
    return session.execute(_ENABLED, {"package": key}).scalar() is True

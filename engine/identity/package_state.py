"""Tells whether a package is enabled."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.persistence.tables.definitions import PackageState


def package_enabled(session: Session, key: str) -> bool:
    return session.execute(select(PackageState.enabled).where(PackageState.key == key)).scalar() is True

"""Template databases, each made once for a whole run, by the first worker that needs it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from demo.organisation import build_organisation, insert_organisation
from engine.persistence.database import connect
from tests.support import servers
from tests.support.passwords import HASH
from webui.supervisor.servers import OWNER


def regency() -> str:
    """The demonstration's organisation, whose people all sign in with the tests' password."""
    return _made("regency", "alur", _load_organisation)


def _made(name: str, parent: str, fill: Callable[[str], None]) -> str:
    """`fill` is given the address; nobody else is connected to a template, as PostgreSQL asks."""
    folder = Path(os.environ[servers.SOCKET])
    done = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            servers.administer(f"create database {name} owner {OWNER} template {parent} strategy file_copy")
            fill(servers.url(name))
            done.touch()
    return name


def _load_organisation(address: str) -> None:
    database = connect(address)
    with Session(database) as session:
        insert_organisation(session, build_organisation(password_hash=HASH))
        session.commit()
    database.dispose()

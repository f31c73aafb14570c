"""Template databases, each made once for a whole run, by the first worker that needs it: empty, the regency, the regency with packages."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.regency.tables import PublicInformationVersion
from casework.testing.harness import CaseworkHarness
from demo.information import demo_information
from demo.organisation import build_organisation, insert_organisation
from engine.persistence.database import connect
from forms.check import FormCheck
from tests.support import servers
from tests.support.catalogues import OF_TESTS, OURS, packages_of
from tests.support.passwords import HASH
from webui.supervisor.servers import OWNER

EMPTY, REGENCY = "alur", "regency"
Declared = TypeVar("Declared", bound=Callable[..., Any])


def deployed(*packages: str) -> Callable[[Declared], Declared]:
    """Says of a fixture or a test which packages it deploys: its database has them already, and `harness.deploy` gives their answer."""

    def declare(function: Declared) -> Declared:
        function.__deployed__ = packages  # type: ignore[attr-defined]
        return function

    return declare


def wanted(request: Any) -> tuple[str, ...]:
    """The packages that a test and its fixtures say that they deploy."""
    fixtures = request.node._fixtureinfo.name2fixturedefs
    functions = [request.function, *(fixtures[name][-1].func for name in request.fixturenames if name in fixtures)]
    return tuple(sorted({package for function in functions for package in getattr(function, "__deployed__", ())}))


def empty() -> str:
    return EMPTY


def regency() -> str:
    """The demonstration's organisation, whose people all sign in with the tests' password."""
    _made(REGENCY, EMPTY, _load_organisation)
    return REGENCY


def with_packages(parent: str, packages: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The template, and what each deployment answered."""
    name = f"{parent}_{hashlib.sha256(' '.join(packages).encode()).hexdigest()[:16]}"
    return name, _made(name, parent, lambda database: _deploy(database, packages))


def _made(name: str, parent: str, fill: Callable[[Engine], Any]) -> Any:
    """What `fill` gave. Nobody else is connected to a template, as PostgreSQL asks."""
    folder = Path(os.environ[servers.SOCKET])
    done = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            servers.administer(f"create database {name} owner {OWNER} template {parent} strategy file_copy")
            database = connect(servers.url(name))
            given = fill(database)
            database.dispose()
            done.write_text(json.dumps(given))
    return json.loads(done.read_text())


def _load_organisation(database: Engine) -> None:
    with Session(database) as session:
        insert_organisation(session, build_organisation(password_hash=HASH))
        session.add(PublicInformationVersion(id=uuid4(), document=demo_information(), set_at=datetime(2026, 11, 1, tzinfo=UTC)))
        session.commit()


def _deploy(database: Engine, packages: tuple[str, ...]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        forms = FormCheck(zone=ZoneInfo("Asia/Jakarta"))
        harness = CaseworkHarness(database, Path(folder), forms, packages=packages_of(OURS, OF_TESTS))
        return {package: harness.deploy(package) for package in packages}

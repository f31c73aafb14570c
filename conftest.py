"""Real parts for the tests: one PostgreSQL for the whole run, a database cloned from a migrated template for each test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from demo.organisation import build_organisation, identifier, insert_organisation
from engine.persistence.database import connect
from engine.testing.harness import EngineHarness
from forms.check import FormCheck
from tests.support import servers
from webui.supervisor.servers import OWNER

pytest_plugins = ("tests.support.browser", "tests.support.eye", "tests.support.studio")
ROOT = Path(__file__).resolve().parent
_started = []


def pytest_configure(config):
    if hasattr(config, "workerinput") or os.environ.get(servers.SOCKET):
        return
    _started.append(servers.start())
    servers.administer("create database regency template alur")
    _load_regency()


def pytest_unconfigure(config):
    for server in _started:
        servers.stop(server)
    _started.clear()


def _load_regency():
    """The demonstration's organisation, loaded once; tests that name the fixture `regency` get a clone with it."""
    database = connect(servers.url("regency"))
    with Session(database) as session:
        insert_organisation(session, build_organisation(password_hash=""))
        session.commit()
    database.dispose()


@pytest.fixture
def database_url(request):
    """A fresh, migrated database, as the application's role sees it."""
    with servers.cloned("regency" if "regency" in request.fixturenames else "alur") as address:
        yield address


@pytest.fixture
def owner_url(database_url):
    return database_url.replace("alur_app@", f"{OWNER}@")


@pytest.fixture
def database(database_url):
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def harness(database, tmp_path):
    from zoneinfo import ZoneInfo

    from engine.packages.checks import register_form_check
    from forms.lint import lint_form

    register_form_check(lint_form)
    return EngineHarness(database, tmp_path, FormCheck(zone=ZoneInfo("Asia/Jakarta")), packages=[ROOT / "processes"])


@pytest.fixture
def regency(harness):
    """The demonstration's organisation; gives the actor who holds a position by the position's code."""
    return lambda code: harness.actor(identifier("person", code))

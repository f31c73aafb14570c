"""Real parts for the tests: one PostgreSQL for the whole run, a database cloned from a template for each test."""

from __future__ import annotations

import os
from zoneinfo import ZoneInfo

import pytest

from demo.organisation import identifier
from engine.packages.checks import register_form_check
from engine.testing.harness import EngineHarness
from forms.check import FormCheck
from forms.lint import lint_form
from tests.support import servers, templates
from tests.support.catalogues import OURS, packages_of
from tests.support.worker_database import point_to
from webui.supervisor.servers import OWNER

pytest_plugins = ("tests.support.browser", "tests.support.eye", "tests.support.studio")
_started = []


def pytest_configure(config):
    if not hasattr(config, "workerinput") and not os.environ.get(servers.SOCKET):
        _started.append(servers.start())


def pytest_unconfigure(config):
    for server in _started:
        servers.stop(server)
    _started.clear()


@pytest.fixture
def database_url(request):
    """A fresh, migrated database, as the application's role sees it."""
    with servers.cloned(templates.regency() if "regency" in request.fixturenames else "alur") as address:
        yield address


@pytest.fixture
def owner_url(database_url):
    return database_url.replace("alur_app@", f"{OWNER}@")


@pytest.fixture
def database(database_url):
    engine = point_to(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def harness(database, tmp_path):
    register_form_check(lint_form)
    return EngineHarness(database, tmp_path, FormCheck(zone=ZoneInfo("Asia/Jakarta")), packages=packages_of(OURS))


@pytest.fixture
def regency(harness):
    """The demonstration's organisation; gives the actor who holds a position by the position's code."""
    return lambda code: harness.actor(identifier("person", code))

"""Real parts for the tests: one PostgreSQL for the whole run, a database cloned from a template for each test."""

from __future__ import annotations

import os
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings

from demo.organisation import identifier
from forms.check import FormCheck
from tests.support import servers, templates
from tests.support.catalogues import OURS, packages_of
from tests.support.failures import FAILED, PASSED
from tests.support.prepared_harness import PreparedHarness
from tests.support.reached_ends import record_reached
from tests.support.worker_database import leave, point_to
from webui.supervisor.servers import OWNER
from workshop import composition as workshop

# an example may take as long as a busy machine needs
settings.register_profile("alur", deadline=None)
settings.load_profile("alur")
pytest_plugins = (
    "tests.support.browser",
    "tests.support.drawn_office",
    "tests.support.eye",
    "tests.support.editor",
    "tests.support.scheduling",
    "tests.support.stages",
    "tests.support.storyteller",
)
_started = []


def pytest_configure(config):
    alone = config.option.markexpr == "fast"  # `./run test fast` needs no server
    if not alone and not hasattr(config, "workerinput") and not os.environ.get(servers.SOCKET):
        _started.append(servers.start())


def pytest_unconfigure(config):
    for server in _started:
        servers.stop(server)
    _started.clear()


@pytest.fixture
def template_database(request):
    """The database that the test's own is copied from, and the packages that it holds."""
    name, packages = templates.regency() if "regency" in request.fixturenames else templates.empty(), templates.wanted(request)
    return templates.with_packages(name, packages) if packages else (name, {})


@pytest.fixture
def database_url(template_database):
    """A fresh, migrated database, as the application's role sees it."""
    with servers.cloned(template_database[0]) as address:
        yield address


@pytest.fixture
def owner_url(database_url):
    return database_url.replace("alur_app@", f"{OWNER}@")


@pytest.fixture
def database(database_url):
    engine = point_to(database_url)
    yield engine
    leave(engine)


@pytest.fixture
def harness(database, template_database, tmp_path, request):
    made = PreparedHarness(
        database, tmp_path, FormCheck(zone=ZoneInfo("Asia/Jakarta")), packages=packages_of(OURS), due=(workshop.due_commands,)
    )
    made.prepared = dict(template_database[1])
    yield made
    if request.node.stash.get(PASSED, False):
        record_reached(made, request.path)
    assert made.prepared == {} or request.node.stash.get(FAILED, False), "declared as deployed, but the test does not deploy it"


@pytest.fixture
def regency(harness):
    """The demonstration's organisation; gives the actor who holds a position by the position's code."""
    return lambda code: harness.actor(identifier("person", code))

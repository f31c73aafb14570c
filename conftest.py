"""Real parts for the tests: one PostgreSQL for the whole run, a database cloned from a migrated template for each test."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.orm import Session

from demo.organisation import build_organisation, identifier, insert_organisation
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from engine.testing.harness import EngineHarness
from forms.check import FormCheck
from webui.supervisor.place import Place, prepare_place
from webui.supervisor.servers import OWNER, database_address, start_postgres

ROOT = Path(__file__).resolve().parent
#: set by the process that started pytest, inherited by its workers
SOCKET = "ALUR_TEST_SOCKET"
_started = []


def pytest_configure(config):
    if hasattr(config, "workerinput") or os.environ.get(SOCKET):
        return
    folder = Path(tempfile.mkdtemp(prefix="alur-tests-"))
    place = prepare_place(folder)
    child = start_postgres(place, durable=False)
    _started.append((child, place, folder))
    os.environ[SOCKET] = str(place.run)
    upgrade(_url("alur", OWNER))
    with psycopg.connect(f"host={place.run} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute("create database regency template alur")
    _load_regency()


def pytest_unconfigure(config):
    import shutil

    for child, place, folder in _started:
        child.stop()
        place.cleanup()
        shutil.rmtree(place.database_folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    if _started:
        os.environ.pop(SOCKET, None)
        _started.clear()


def _load_regency():
    """The demonstration's organisation, loaded once; tests that name the fixture `regency` get a clone with it."""
    database = connect(_url("regency"))
    with Session(database) as session:
        insert_organisation(session, build_organisation(password_hash=""))
        session.commit()
    database.dispose()


def _url(database: str, user: str = "alur_app") -> str:
    place = Place(data=ROOT, logs=ROOT, run=Path(os.environ[SOCKET]), database_folder=ROOT, database_user=None)
    return database_address(place, user=user, database=database).replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture
def database_url(request):
    """A fresh, migrated database, as the application's role sees it."""
    name = f"t_{uuid4().hex}"
    template = "regency" if "regency" in request.fixturenames else "alur"
    admin = f"host={os.environ[SOCKET]} user=postgres dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template} strategy file_copy")
    yield _url(name)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


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

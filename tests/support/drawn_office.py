"""Fixtures: a package of the office, deployed from what a test draws; and an office that gives permits."""

import pytest

from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.testing.drawing import HEAD
from engine.testing.harness import NOON
from tests.support.drawn_processes import UNNAMED
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed


@pytest.fixture
def drawn(harness, regency):
    """Deploys processes as engine.testing.drawing makes them; `harness.person` may start `p` and do tasks of agendaris@setda."""
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")

    def deploy(*processes):
        bpmn = f"{HEAD}{''.join(processes)}</definitions>".encode()
        return harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "process.toml": UNNAMED}))

    return deploy


@pytest.fixture
@deployed(*OFFICE)
def office(harness, regency):
    return Office(harness, regency)

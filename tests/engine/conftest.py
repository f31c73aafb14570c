"""The engine alone: its own tests pass without any room above it, so nothing of it can depend on one."""

from zoneinfo import ZoneInfo

import pytest

from engine.jobs import operator_mails, staff_mails, steps
from engine.jobs.step_context import steps_in
from engine.packages.catalogue import Catalogue
from engine.packages.rules import PackageRules
from engine.testing.harness import EngineHarness
from forms.check import FormCheck

STEPS = steps_in((steps, staff_mails, operator_mails))


@pytest.fixture
def harness(database):
    return EngineHarness(database, FormCheck(zone=ZoneInfo("Asia/Jakarta")), packages=Catalogue(rules=PackageRules(), steps=STEPS))

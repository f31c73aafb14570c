"""The name of a command outlives its class: keys and the audit go on with it."""

import importlib
import pkgutil
from dataclasses import dataclass
from types import SimpleNamespace
from typing import ClassVar

import casework
import engine
import workshop
from engine.core.command import Command
from engine.core.executor import _claim_of
from engine.model.actor import SYSTEM


def commands():
    for room in (engine, casework, workshop):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if ".commands." in module.name:
                importlib.import_module(module.name)
    return [kind for kind in Command.__subclasses__() if ".commands." in kind.__module__]


def key(command):
    return _claim_of(SimpleNamespace(vault=SimpleNamespace(index=str)), command, {}, SYSTEM).key


def test_a_renamed_command_has_the_key_of_its_old_name():
    @dataclass(frozen=True, kw_only=True)
    class IssueDraftCode(Command):
        permission: ClassVar[str] = "public"

        def run(self, context):
            return {}

    @dataclass(frozen=True, kw_only=True)
    class IssueDraftCode(IssueDraftCode):
        stored_name: ClassVar[str] = "IssueDraftCode"

    assert key(IssueDraftCode(idempotency_key="k")) == key(IssueDraftCode(idempotency_key="k"))
    assert key(IssueDraftCode(idempotency_key="k")) != key(IssueDraftCode(idempotency_key="other"))


def test_no_two_commands_are_stored_under_one_name():
    found = commands()
    assert len(found) > 60
    names = [kind.record_name() for kind in found]
    assert sorted(set(names)) == sorted(names)
    # a new class under an old name would be taken for the old command
    assert {kind.__name__ for kind in found} & {kind.stored_name for kind in found} == set()

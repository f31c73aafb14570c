"""What Alur takes from SpiffWorkflow: every class that it inherits from, every method that it puts its own in place of, every method that it leaves.

`python -m tests.contract.spiffworkflow` writes the list anew, after somebody has read what changed (docs/how-to/upgrade-spiffworkflow.md).
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

LIST = Path(__file__).with_name("spiffworkflow.json")
LIBRARY = "SpiffWorkflow"


def modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        try:
            yield importlib.import_module(found.name)
        except ModuleNotFoundError as missing:  # a part that needs a package which nobody here has
            if str(missing.name).startswith((LIBRARY, "engine")):
                raise


def ancestors() -> set[type]:
    """The library's classes that ours inherit from, and the task that walks through them."""
    from SpiffWorkflow.task import Task

    found: set[type] = {Task}
    for module in modules("engine.bpmn"):
        for _name, value in inspect.getmembers(module, inspect.isclass):
            if value.__module__.startswith("engine."):
                found.update(base for base in value.__mro__ if base.__module__.startswith(LIBRARY))
    return found


def overridden() -> set[str]:
    """`Class.method` of the library in whose place ours stand."""
    found = set()
    for module in modules("engine.bpmn"):
        for _name, value in inspect.getmembers(module, inspect.isclass):
            if not value.__module__.startswith("engine."):
                continue
            for base in value.__mro__:
                if base.__module__.startswith(LIBRARY):
                    found |= {f"{base.__qualname__}.{name}" for name in vars(value) if name in vars(base) and not name.startswith("__")}
    return found


def sources() -> dict[str, str]:
    """`module.Class.method` -> a digest of its source."""
    found = {}
    for base in ancestors():
        for name, value in vars(base).items():
            function = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
            if isinstance(function, FunctionType):
                text = inspect.getsource(function)
                found[f"{base.__module__}.{base.__qualname__}.{name}"] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return dict(sorted(found.items()))


def belongings() -> dict[str, int]:
    """Everything that the library's modules and classes hold, by identity."""
    found: dict[str, int] = {}
    for module in modules(LIBRARY):
        for name, value in vars(module).items():
            if name.startswith("__") or isinstance(value, ModuleType):
                continue
            found[f"{module.__name__}.{name}"] = id(value)
            if inspect.isclass(value) and value.__module__ == module.__name__:
                found |= {f"{module.__name__}.{name}.{key}": id(part) for key, part in vars(value).items() if not _changes(key)}
    return found


def _changes(name: str) -> bool:
    """What Python itself makes anew at each look, or when a subclass is born."""
    return name in ("__dict__", "__weakref__", "__doc__", "__annotations__", "__abstractmethods__", "_abc_impl")


def known() -> dict[str, Any]:
    return dict(json.loads(LIST.read_text()))


def main() -> None:
    from importlib.metadata import version

    document = {"version": version(LIBRARY), "overridden": sorted(overridden()), "sources": sources()}
    LIST.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()

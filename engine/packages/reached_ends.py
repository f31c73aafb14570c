"""The record of the end events that a package's tests have reached, which the test harness writes and the check of the package reads.

It stands in the package, `tests/reached.json`, and is kept with it. An end counts while its diagram and the test that reached it are,
byte for byte, as they were when the test passed: what was changed is reached anew, or it is not reached.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.packages.content_cache import digest
from engine.packages.package import Package

TESTS, RECORD = "tests", "reached.json"


@dataclass(frozen=True, order=True, kw_only=True)
class ReachedEnd:
    """`path`: the diagram in its package; `content`: its digest, in hexadecimal digits."""

    package: str
    path: str
    content: str
    end: str


def ends_of_tests(package: Package) -> set[tuple[str, str]]:
    """Diagram and end event, of every end that a test of the package has reached as both are now."""
    try:
        record = json.loads((package.folder / TESTS / RECORD).read_text())
        return {(path, end) for path, end, _test in _still_true(package, record)}
    except (OSError, ValueError, AttributeError, TypeError, KeyError):  # none, or none that we wrote
        return set()


def record_ends(package: Package, test: Path, reached: Iterable[ReachedEnd]) -> bool:
    """Add what a test has reached that has passed, to what others have. Says whether the test is one of the package's own."""
    folder = (package.folder / TESTS).resolve()
    if not test.resolve().is_relative_to(folder):
        return False
    name = test.resolve().relative_to(folder).as_posix()
    diagrams = _diagrams(package)
    own = {(item.path, item.end, name) for item in reached if item.package == package.key and diagrams.get(item.path) == item.content}
    with (folder / RECORD).open("a+") as file:  # two workers of one run write to it
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = file.read()
        try:
            kept = set(_still_true(package, json.loads(before)))
        except (ValueError, AttributeError, TypeError, KeyError):
            kept = set()
        after = _written(package, kept | own)
        if after != before:
            file.seek(0)
            file.truncate()
            file.write(after)
    return True


def _still_true(package: Package, record: Any) -> Iterator[tuple[str, str, str]]:
    """Diagram, end and test of what the record says, where neither file has changed since."""
    diagrams = _diagrams(package)
    for path, told in record["diagrams"].items():
        for end, tests in told["ends"].items() if told["content"] == diagrams.get(path) else ():
            yield from ((path, end, test) for test in tests if _test_digest(package, test) == record["tests"].get(test))


def _written(package: Package, reached: set[tuple[str, str, str]]) -> str:
    """The same for the same, in whatever order the tests ran."""
    diagrams: dict[str, Any] = {}
    for path, end, test in sorted(reached):
        told = diagrams.setdefault(path, {"content": _diagrams(package)[path], "ends": {}})
        told["ends"].setdefault(end, []).append(test)
    tests = {test: _test_digest(package, test) for test in sorted({test for _path, _end, test in reached})}
    return json.dumps({"diagrams": diagrams, "tests": tests}, indent=1) + "\n"


def _diagrams(package: Package) -> dict[str, str]:
    return {path: digest(content).hex() for path, content in package.resources.items() if path.endswith(".bpmn")}


def _test_digest(package: Package, test: str) -> str:
    """Empty: there is no such test."""
    file = package.folder / TESTS / test
    return digest(file.read_bytes()).hex() if file.is_file() else ""

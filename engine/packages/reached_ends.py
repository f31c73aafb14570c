"""Keeps the record of end events that a package's tests have reached: the test harness writes it, the check of the package reads it.

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
    """Returns diagram and end event of every end that a test of the package reached, where neither file has changed since."""
    try:
        record = json.loads((package.folder / TESTS / RECORD).read_text())
        return {(path, end) for path, end, _test in _still_true(package, record)}
    except (OSError, ValueError, AttributeError, TypeError, KeyError):  # none, or none that we wrote
        return set()


def record_ends(package: Package, test: Path, reached: Iterable[ReachedEnd]) -> bool:
    """Adds the ends that a passed test reached to those of other tests. Returns whether the test is one of the package's own."""
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
    """Returns diagram, end and test of each record whose two files have not changed since."""
    diagrams = _diagrams(package)
    for path, told in record["diagrams"].items():
        for end, tests in told["ends"].items() if told["content"] == diagrams.get(path) else ():
            yield from ((path, end, test) for test in tests if _test_digest(package, test) == record["tests"].get(test))


def _written(package: Package, reached: set[tuple[str, str, str]]) -> str:
    """Returns the record as text, the same for the same ends in any order of the tests."""
    diagrams: dict[str, Any] = {}
    for path, end, test in sorted(reached):
        told = diagrams.setdefault(path, {"content": _diagrams(package)[path], "ends": {}})
        told["ends"].setdefault(end, []).append(test)
    tests = {test: _test_digest(package, test) for test in sorted({test for _path, _end, test in reached})}
    return json.dumps({"diagrams": diagrams, "tests": tests}, indent=1) + "\n"


def _diagrams(package: Package) -> dict[str, str]:
    return {path: digest(content).hex() for path, content in package.resources.items() if path.endswith(".bpmn")}


def _test_digest(package: Package, test: str) -> str:
    """Returns the digest of a test's file; empty where the test does not exist."""
    file = package.folder / TESTS / test
    return digest(file.read_bytes()).hex() if file.is_file() else ""

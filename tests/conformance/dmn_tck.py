"""Reads and judges the cases of the DMN Technology Compatibility Kit: typed comparison of each result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.dmn.model import Model, UnknownDecision, read
from engine.feel.evaluation.operators import equal
from engine.feel.reading import parse_date, parse_datetime, parse_duration, parse_time

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
#: calls Java
LEFT_OUT = "0076-feel-external-java"
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    level: int
    group: str
    file: str
    id: str
    #: whether some result is a value; the others are met by an engine that always fails
    valued: bool
    passed: bool
    #: what was expected and what came, of each result that differs
    differences: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.group}/{self.file}#{self.id}"


def run(folder: Path, *, only: str = "") -> Iterator[Case]:
    """Every case below a folder such as dmn-tck, in order. `only`: a part of the case's name, which begins with that of its group."""
    for level in (2, 3):
        for group in sorted((folder / f"compliance-level-{level}").iterdir()):
            for tests in sorted(group.glob("*.xml")):
                yield from _file(level, group.name, tests, only)


def _file(level: int, group: str, tests: Path, only: str) -> Iterator[Case]:
    root = etree.parse(str(tests)).getroot()
    cases = [node for node in root.iterfind("{*}testCase") if only in f"{group}/{tests.name}#{node.get('id', '')}"]
    if not cases:
        return
    model = _model(tests.parent / (root.findtext("{*}modelName") or f"{tests.stem.rpartition('-test-')[0]}.dmn"))
    for node in cases:
        inputs = {item.get("name"): value_of(item) for item in node.iterfind("{*}inputNode")}
        differences = []
        valued = False
        for result in node.iterfind("{*}resultNode"):
            expected = value_of(result.find("{*}expected"))
            valued = valued or expected is not None
            service = node.get("type") == "decisionService"
            actual = _evaluate(model, node.get("invocableName") if service else result.get("name"), inputs)
            if service and isinstance(actual, dict) and len(list(node.iterfind("{*}resultNode"))) > 1:
                actual = actual.get(result.get("name"))
            if not same(expected, actual):
                differences.append(f"{result.get('name')}: {expected!r} expected, but {actual!r}")
        if node.find("{*}resultNode") is None:
            differences.append("the case asks for no result")
        yield Case(level, group, tests.name, node.get("id", ""), valued, not differences, tuple(differences))


def _evaluate(model: Model, name: str, inputs: dict[str, Any]) -> Any:
    try:
        return model.evaluate(name, inputs, now=NOW)
    except UnknownDecision as error:
        return str(error)


def _model(path: Path, seen: tuple[Path, ...] = ()) -> Model:
    """A model with those beside it that it imports, by namespace."""
    content = path.read_bytes()
    wanted = {node.get("namespace") for node in etree.fromstring(content).iterfind("{*}import")}
    others = [other for other in sorted(path.parent.glob("*.dmn")) if other not in (*seen, path)]
    imported = [other for other in others if etree.parse(str(other)).getroot().get("namespace") in wanted]
    return read(content, imports=[_model(other, (*seen, path)) for other in imported])


def value_of(node: Any) -> Any:
    """The value that an inputNode, an expected, an item or a component holds."""
    if node is None:
        return None
    for child in node:
        tag = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if tag in ("value", "list", "component") and child.get(_NIL) == "true" and tag != "component":
            return None
        if tag == "value":
            return _scalar(child)
        if tag == "list":
            return [value_of(item) for item in child.iterfind("{*}item")]
        if tag == "component":
            return {part.get("name"): None if part.get(_NIL) == "true" else value_of(part) for part in node.iterfind("{*}component")}
    return None


def _scalar(node: Any) -> Any:
    text, kind = (node.text or ""), (node.get(_TYPE) or "xsd:string").rpartition(":")[2]
    if kind in ("decimal", "double", "integer", "int", "long", "float"):
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() == "true"
    readers: dict[str, Any] = {"date": parse_date, "time": parse_time, "dateTime": parse_datetime, "duration": parse_duration}
    if kind in readers:
        return readers[kind](text.strip())
    return text


def same(expected: Any, actual: Any) -> bool:
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        # the kit was written with binary floating point numbers
        return expected == actual or abs(expected - actual) <= abs(expected) * Decimal("1e-8")
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(same(a, b) for a, b in zip(expected, actual, strict=True))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(value, actual[key]) for key, value in expected.items())
    return equal(expected, actual) is True

"""Files of others: bpmnlint's fixtures judged by our linter, and the MIWG's and bpmn-moddle's diagrams opened and taken stock of."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from lxml import etree

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import InventoryEntry, inventory
from engine.feel.inference.findings import TypeCode
from engine.model.errors import DeploymentRejected
from tests.conformance.in_model import NODES, not_found

#: bpmnlint's rule -> our codes for the same
RULES: dict[str, tuple[str, ...]] = {
    "ad-hoc-sub-process": ("AD_HOC_EVENTS",),
    "conditional-event": ("NO_EVENT_CONDITION",),
    "conditional-flows": ("HINT_UNCONDITIONAL",),
    "end-event-required": ("HINT_NO_END",),
    "event-based-gateway": ("GATEWAY_EVENTS", "CONDITION_IGNORED"),
    "event-sub-process-typed-start-event": ("EVENT_SUB_PROCESS_START",),
    "fake-join": ("HINT_FAKE_JOIN",),
    "global": ("HINT_NO_NAME", "HINT_UNUSED", "HINT_DUPLICATE_NAME"),
    "label-required": ("HINT_LABEL",),
    "link-event": ("LINK_NAME", "LINK_TARGET"),
    "no-bpmndi": ("HINT_NO_SHAPE",),
    "no-complex-gateway": ("HINT_COMPLEX",),
    "no-disconnected": ("HINT_DISCONNECTED",),
    "no-duplicate-sequence-flows": ("HINT_DUPLICATE_FLOW",),
    "no-gateway-join-fork": ("HINT_JOIN_FORK",),
    "no-implicit-end": ("HINT_IMPLICIT_END",),
    "no-implicit-split": ("HINT_IMPLICIT_SPLIT",),
    "no-implicit-start": ("HINT_IMPLICIT_START",),
    "no-inclusive-gateway": ("HINT_INCLUSIVE",),
    "no-overlapping-elements": ("HINT_OVERLAP", "HINT_OUTSIDE"),
    "single-blank-start-event": ("SEVERAL_STARTS",),
    "single-event-definition": ("HINT_MULTIPLE",),
    "standard-size": ("HINT_SIZE",),
    "start-event-required": ("NO_START", "EVENT_SUB_PROCESS_START"),
    "sub-process-blank-start-event": ("SUB_PROCESS_START", "AD_HOC_EVENTS"),
    "superfluous-gateway": ("HINT_SUPERFLUOUS_GATEWAY",),
    "superfluous-termination": ("HINT_TERMINATE",),
}


@dataclass(frozen=True)
class Judged:
    name: str
    #: empty: the same verdict, and for an invalid one the same element
    difference: str


def fixtures(folder: Path) -> Iterator[Judged]:
    count: Counter[str] = Counter()
    for fixture in json.loads((folder / "fixtures.json").read_text()):
        count[fixture["file"]] += 1
        again = f" ({count[fixture['file']]})" if count[fixture["file"]] > 1 else ""
        name = f"{fixture['file']}{again}"
        yield Judged(name, _difference((folder / fixture["file"]).read_bytes(), fixture))


def _difference(content: bytes, fixture: dict[str, object]) -> str:
    reports: list[dict[str, str]] = fixture["reports"]  # type: ignore[assignment]
    try:
        diagram = read_diagram(content)
        problems = lint_diagram(diagram, sizes=dict(_own_sizes(diagram.root, reports)))
    except DeploymentRejected as rejected:
        return f"does not open: {rejected}"
    told = {problem.element for problem in problems if problem.code in RULES[str(fixture["rule"])]}
    if fixture["valid"]:
        return f"valid, but {sorted(map(str, told))} are told" if told else ""
    expected = {report["id"] for report in reports if report.get("id")}
    if not told:
        return f"nothing is told, expected {sorted(expected)}"
    return f"told of {sorted(map(str, told))}, expected {sorted(expected)}" if expected - told else ""


def _own_sizes(root: Any, reports: Sequence[dict[str, str]]) -> Iterator[tuple[str, tuple[float | None, float | None]]]:
    """The sizes under which the rule was run: the fixtures do not hold its settings, but each report says what was expected."""
    kinds = {node.get("id"): node.tag.rpartition("}")[2] for node in root.iter() if isinstance(node.tag, str)}
    for report in reports:
        size = re.search(r"expected (?:(?:width|height) of )?(\d+)(?:x(\d+))?$", report.get("message", ""))
        if size is not None and report["id"] in kinds:
            yield kinds[report["id"]], (float(size[1]), float(size[2]) if size[2] else None)


@dataclass(frozen=True)
class Opened:
    name: str
    #: why it does not open; empty: it does
    failure: str
    #: it is no XML or no BPMN, and that is what the reader of the file is told, with the place
    told: str = ""
    verdicts: Counter[str] = field(default_factory=Counter)
    #: BPMN in it that is not executed
    not_executed: Counter[str] = field(default_factory=Counter)
    #: what the file holds that is neither in the model nor on the list of reasons, and what the inventory does not name
    lost: tuple[str, ...] = ()


def opened(folder: Path) -> Iterator[Opened]:
    for path in sorted(folder.rglob("*.bpmn")):
        yield _open(path, str(path.relative_to(folder)))


def _is_none(content: bytes, rejected: DeploymentRejected) -> bool:
    """Whether the parser agrees that there is nothing to open: the line that was told is its own, or no part of the file is BPMN."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        return [(problem.code, problem.line) for problem in rejected.problems] == [("XML_SYNTAX", error.lineno)]
    return "omg.org/spec/BPMN" not in etree.tostring(root).decode() and [problem.code for problem in rejected.problems] == ["NO_BPMN"]


def _open(path: Path, name: str) -> Opened:
    content = path.read_bytes()
    try:
        diagram = read_diagram(content, resource=name)
    except DeploymentRejected as rejected:
        sentence = "; ".join(str(problem) for problem in rejected.problems)
        return Opened(name, "", told=sentence) if _is_none(content, rejected) else Opened(name, sentence)
    entries = list(inventory(diagram.root))
    tree = etree.fromstring(content)
    lost = [*not_found(tree, diagram.processes), *_not_named(tree, entries)]
    # nobody has found anything wrong in the expressions of these diagrams
    lost += [f"a false alarm: {problem}" for problem in lint_diagram(diagram, resource=name) if problem.code in get_args(TypeCode)]
    return Opened(
        name,
        "",
        verdicts=Counter(entry.verdict for entry in entries),
        not_executed=Counter(entry.name for entry in entries if entry.verdict == "not_executed" and entry.attribute is None),
        lost=tuple(lost),
    )


def _not_named(root: Any, entries: Sequence[InventoryEntry]) -> Iterator[str]:
    """What the inventory leaves out, or says of what moves tokens that it does not."""
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    there = Counter((etree.QName(node).localname, etree.QName(name).localname) for node in nodes for name in node.attrib)
    there += Counter((etree.QName(node).localname, None) for node in nodes)
    yield from (f"the inventory leaves out {name}" for name in there - Counter((entry.element, entry.attribute) for entry in entries))
    moving = {*NODES, "sequenceFlow", "process"}
    yield from (f"line {entry.line}: {entry.element} is {entry.verdict}" for entry in entries if _is_unmoved(entry, moving))


def _is_unmoved(entry: InventoryEntry, moving: set[str]) -> bool:
    return entry.attribute is None and entry.element in moving and entry.verdict != "executed"

"""Checks the expressions and names in process.toml by which cases are shown, against what their process writes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.data_flow.analysis import Analysis
from engine.bpmn.data_flow.reading import View, read_expression
from engine.bpmn.data_flow.similar_names import similar_names
from engine.bpmn.data_flow.state import State
from engine.model.errors import Problem
from engine.packages.manifest import CaseView, Manifest

RESOURCE = "process.toml"


def case_text_problems(analysis: Analysis, manifest: Manifest) -> Iterator[Problem]:
    """Names that nobody gives the case; null says nothing there, for a case is shown from its beginning."""
    case = manifest.case(analysis.process.id)
    # whatever is written somewhere may be there when the case is shown
    view = View(State(analysis.everywhere, open=analysis.open), {})
    for place, text in _expressions(case):
        for finding in read_expression(text, view).findings:
            if finding.code == "UNKNOWN_NAME":
                yield _problem(case, place, finding.names[0], view)
    for place, name in _names(case):
        if not view.open and view.lookup(name) is None:
            yield _problem(case, place, name, view)


def _expressions(case: CaseView) -> Iterator[tuple[str, str]]:
    for place in ("title", "business_key", "confidential", "restricted", "readers"):
        if (text := getattr(case, place)).startswith("="):
            yield place, text


def _names(case: CaseView) -> Iterator[tuple[str, str]]:
    yield from (("facts", name) for name in case.facts)
    yield from (("document", name) for name in (case.document,) if name)
    yield from (("origin", name) for name in (case.origin,) if name)
    yield from (("tree", name) for name in (case.tree_who, case.tree_what, case.tree_note) if name)


def _problem(case: CaseView, place: str, name: str, view: View) -> Problem:
    similar = similar_names(name, view.state.variables)
    meant = f" Is '{similar[0]}' meant?" if similar else ""
    return Problem(
        code="UNKNOWN_FACT",
        resource=RESOURCE,
        element=case.process,
        message=f"[[case]] {place}: nobody gives the cases of '{case.process}' a variable '{name}'.{meant}",
        remedy="Correct the name.",
        severity="warning",
        values={"name": name, "place": place, "similar": f" (mirip: {', '.join(similar)})" if similar else ""},
    )

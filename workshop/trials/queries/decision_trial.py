"""Evaluates a decision of a draft for some answers: its inputs, its result, and the reason rule by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.dmn import elements as dmn
from engine.dmn.decision_inputs import DecisionInput, decision_inputs
from engine.dmn.evaluation import Trace
from engine.dmn.model import Model
from engine.feel.entered_values import read_entered
from engine.feel.values import to_json
from engine.model.errors import DeploymentRejected, NotFound
from engine.packages.decisions import invocable, read_models
from workshop.drafts.draft_files import draft_of, files_of


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    number: int
    cells: Sequence[str]
    #: whether each input cell fits; None: it cannot be compared, or was not looked at
    fits: Sequence[bool | None]
    results: Sequence[str]
    note: str
    matched: bool


@dataclass(frozen=True, kw_only=True)
class TableResult:
    decision: str
    policy: str
    inputs: Sequence[tuple[str, Any]]
    outputs: Sequence[str]
    rows: Sequence[RuleRow]
    value: Any


@dataclass(frozen=True, kw_only=True)
class DecisionTrialView:
    package: str
    #: id -> name of what can be tried in the file
    decisions: Mapping[str, str]
    decision: str
    questions: Sequence[DecisionInput]
    #: names whose answer cannot be read, with the reason
    unread: Mapping[str, str]
    tried: bool
    value: Any
    warnings: Sequence[str]
    #: why a process would stop here with an incident
    faults: Sequence[str]
    tables: Sequence[TableResult]


@dataclass(frozen=True, kw_only=True)
class DecisionTrial(Query):
    """`answers`: name -> typed value: a number, true or false, a text, or FEEL after an equals sign; None: only the inputs are shown.

    Raises NotFound, and DeploymentRejected where the file cannot be evaluated.
    """

    permission: ClassVar[str] = "design"

    draft: UUID
    path: str
    decision: str = ""
    answers: Mapping[str, str] | None = None

    def run(self, context: QueryContext) -> DecisionTrialView:
        draft = draft_of(context, self.draft)
        files = {path: content for path, content in files_of(context.session, draft.id).items() if path.endswith(".dmn")}
        if self.path not in files:
            raise NotFound("Expected a table of the draft, but there is none under this name.")
        reading = read_models(files)
        model = reading.models.get(self.path)
        if model is None:  # its own fault, or that of a file that it imports
            raise DeploymentRejected([item for item in reading.problems if item.resource == self.path] or reading.problems)
        known = {element.id: element.name or element.id for element in invocable(model)}
        if not known or (self.decision and self.decision not in known):
            raise NotFound("Expected a decision of the file, but there is none under this id.")
        # a decision that no other requires stands at the end of the graph: the result
        required = {href.rpartition("#")[2] for item in model.definitions.decisions for href in item.requires}
        chosen = self.decision or next((key for key in reversed(known) if key not in required), next(iter(known)))
        asked = decision_inputs(model, chosen)
        values, unread = read_entered({item.name: (self.answers or {}).get(item.name, "") for item in asked}, context.time)
        tried = self.answers is not None and not unread
        now, calendar = context.now, context.time.calendar
        outcome = model.decide(chosen, values, now=now, calendar=calendar, explain=True, read_texts=True) if tried else None
        return DecisionTrialView(
            package=draft.package,
            decisions=known,
            decision=chosen,
            questions=asked,
            unread=unread,
            tried=tried,
            value=to_json(outcome.value) if outcome else None,
            warnings=[item.message for item in outcome.warnings if item.message not in outcome.faults] if outcome else (),
            faults=outcome.faults if outcome else (),
            tables=[table for trace in outcome.traces if (table := _tried(model, trace))] if outcome else (),
        )


def _tried(model: Model, trace: Trace) -> TableResult | None:
    found = [item for item in model.definitions.decisions if trace.decision in (item.name, item.id)]
    if not found or not isinstance(found[0].logic, dmn.DecisionTable):
        return None
    table, cells = found[0].logic, dict(trace.cells)
    rows = [
        RuleRow(
            number=number,
            cells=[cell.text for cell in rule.inputs],
            fits=cells.get(rule.id) or [None] * len(rule.inputs),
            results=[cell.text for cell in rule.outputs],
            note=rule.note,
            matched=rule.id in trace.matched,
        )
        for number, rule in enumerate(table.rules, start=1)
    ]
    return TableResult(
        decision=trace.decision,
        policy=table.hit_policy,
        inputs=[(label, to_json(value)) for label, value in trace.inputs],
        outputs=[output.label or output.name for output in table.outputs],
        rows=rows,
        value=to_json(trace.value),
    )

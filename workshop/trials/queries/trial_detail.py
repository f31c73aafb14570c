"""Reads a trial of a draft: its state after its steps, its waits, and its way so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import or_, select

from casework.services.service import STAGE_PROPERTY, services
from engine.bpmn.codec import tokens_of, variables_of
from engine.bpmn.elements import Process
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.values import to_json
from engine.identity.assignment import resolve
from engine.model.effects import CreateJob, CreateTimer, CreateUserTask, Effect, OpenSignalSubscription, OpenSubscription, StartChild
from engine.model.errors import NotFound
from engine.packages.scenario import Scenario
from engine.persistence.tables.identity import Position, Unit
from workshop.drafts.draft_files import IN_WORK, draft_of, files_of, held_by_another
from workshop.trials.trial import KINDS, Trial, TrialLogRow, TrialStopped
from workshop.trials.workbench import DraftWorkbench

#: more are not chosen from
MOST_STARTERS = 200


@dataclass(frozen=True, kw_only=True)
class WaitView:
    """`service`: the job type or the called process; `gets`: the input of a service."""

    kind: str  # start, task, service, message, signal, due
    element: str
    name: str
    form: Mapping[str, Any] | None = None
    variables: Mapping[str, Any]
    whom: Sequence[str] = ()
    due_at: datetime | None = None
    service: str = ""
    called: bool = False
    gets: Mapping[str, Any]
    errors: Sequence[str] = ()
    #: the declared results of a service: name -> label
    gives: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TrialView:
    draft: UUID
    package: str
    key: str
    scenario: Scenario
    #: whether steps may be taken
    open: bool
    time: EvaluationTime
    process: Process
    path: str
    root: Any
    active: frozenset[str]
    parked: frozenset[str]
    done: frozenset[str]
    taken: frozenset[str]
    waits: Sequence[WaitView]
    log: Sequence[TrialLogRow]
    stopped: TrialStopped | None
    incidents: Sequence[tuple[str, str]]
    variables: Mapping[str, Any]
    status: str
    #: positions that may begin the process today: code -> title; empty for what citizens begin
    starters: Mapping[str, str]
    #: names of the public stages that an applicant would have seen, in order
    stages: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class TrialDetail(Query):
    """Raises NotFound, and DeploymentRejected where the process cannot be executed."""

    permission: ClassVar[str] = "design"

    draft: UUID
    scenario: str

    def run(self, context: QueryContext) -> TrialView:
        draft = draft_of(context, self.draft)
        bench = DraftWorkbench(context, files_of(context.session, draft.id))
        scenario = bench.scenarios.get(self.scenario)
        if scenario is None:
            raise NotFound("Expected a scenario of the draft, but there is none under this name.")
        trial = bench.run_scenario(scenario)
        playable = bench.processes[scenario.process]
        tokens = tokens_of(trial.state) if trial.state and trial.end is None else []
        elements = playable.process.elements
        reached = [name for happened in trial.log for name in happened.begun if name in elements]
        stages = dict.fromkeys(stage for name in reached if (stage := elements[name].properties.get(STAGE_PROPERTY)))
        names = {stage.key: stage.name for service in services(bench.manifest) for stage in service.stages} if bench.manifest else {}
        return TrialView(
            draft=draft.id,
            package=draft.package,
            key=self.scenario,
            scenario=scenario,
            open=draft.state in IN_WORK and not held_by_another(context, draft),
            time=EvaluationTime(trial.now, trial.calendar),
            process=playable.process,
            path=playable.path,
            root=playable.diagram.root,
            active=frozenset(element for _token, element, parked in tokens if not parked),
            parked=frozenset(element for _token, element, parked in tokens if parked),
            done=frozenset(trial.elements),
            taken=frozenset(trial.flows),
            waits=_waits(context, bench, trial, scenario),
            log=trial.log,
            stopped=trial.stopped,
            incidents=[(item.element, item.message) for item in trial.incidents if item.element in {name for _t, name, p in tokens if p}],
            variables=to_json(trial.variables),
            status=trial.end.status if trial.end else "",
            starters=_starters(context, bench, scenario.process),
            stages=[names.get(stage, stage) for stage in stages],
        )


def _waits(context: QueryContext, bench: DraftWorkbench, trial: Trial, scenario: Scenario) -> list[WaitView]:
    process = bench.processes[scenario.process].process
    if trial.state is None:
        start = process.none_start(None)
        form = bench.forms.get(start.extensions.form) if start and start.extensions.form else None
        name = (start.name or start.id) if start else ""
        return [WaitView(kind="start", element="", name=name, form=form, variables={}, gets={})]
    events = [event for element in process.elements.values() for event in element.events]
    codes = sorted({event.error_code for event in events if event.kind == "error" and event.error_code})
    return [_wait(context, bench, trial, process, effect, codes) for effect in trial.waits]


def _wait(context: QueryContext, bench: DraftWorkbench, trial: Trial, process: Process, effect: Effect, codes: Sequence[str]) -> WaitView:
    element = process.elements.get(effect.element)
    name = (element.name or element.id) if element else effect.element
    variables = variables_of(trial.state or b"", effect.token)
    kind = KINDS[type(effect)]
    if isinstance(effect, CreateUserTask):
        form = bench.forms.get(effect.form) if effect.form else None
        whom = _whom(context, effect)
        return WaitView(
            kind=kind, element=effect.element, name=name, form=form, variables=variables, whom=whom, due_at=effect.due_at, gets={}
        )
    if isinstance(effect, CreateJob | StartChild):
        called = isinstance(effect, StartChild)
        service = effect.process if isinstance(effect, StartChild) else effect.type
        gets = to_json(dict(effect.variables))
        gives = bench.gives(service, called=called)
        return WaitView(
            kind=kind,
            element=effect.element,
            name=name,
            variables=variables,
            service=service,
            called=called,
            gets=gets,
            errors=codes,
            gives=gives,
        )
    if isinstance(effect, CreateTimer):
        return WaitView(kind=kind, element=effect.element, name=name, variables={}, due_at=effect.due_at, gets={})
    told = effect.message if isinstance(effect, OpenSubscription) else effect.signal if isinstance(effect, OpenSignalSubscription) else ""
    element_id = effect.element if kind == "message" else told
    return WaitView(kind=kind, element=element_id, name=name, variables={}, service=told, gets={})


def _starters(context: QueryContext, bench: DraftWorkbench, process: str) -> dict[str, str]:
    roles = bench.manifest.case(process).start_roles if bench.manifest and not bench.applied_for(process) else ()
    today = context.now.date()
    statement = (
        select(Position.code, Position.title)
        .where(Position.role.in_(roles), or_(Position.valid_to.is_(None), Position.valid_to > today))
        .order_by(Position.title, Position.code)
        .limit(MOST_STARTERS)
    )
    return dict(list(context.session.execute(statement))) if roles else {}


def _whom(context: QueryContext, effect: CreateUserTask) -> list[str]:
    """Returns titles of the positions that would get the task today; empty: none, which a case reports as an incident."""
    session, titles = context.session, []
    for candidate in resolve(session, effect.assignee, effect.candidate_groups, effect.candidate_users, today=context.today):
        statement = select(Position.title, Unit.name).join(Unit, Unit.id == Position.unit_id)
        if candidate.position:
            statement = statement.where(Position.id == candidate.position)
        else:
            statement = statement.where(Position.unit_id == candidate.unit, Position.role == candidate.role)
        titles += [title if unit in title else f"{title}, {unit}" for title, unit in session.execute(statement.limit(5))]
    return list(dict.fromkeys(titles))

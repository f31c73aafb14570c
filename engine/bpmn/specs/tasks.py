"""Tasks and call activities: what each asks of the outside world, as an effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.task import Task

from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.expressions import ExpressionFailed, evaluate, moment, string, strings
from engine.bpmn.specs.activity import ActivitySpec
from engine.dmn.decision import DecisionFailed
from engine.dmn.evaluation import Trace
from engine.feel.government.calendars import noticing
from engine.feel.values import to_json
from engine.model.effects import CreateJob, CreateUserTask, StartChild


class UserTaskSpec(ActivitySpec):
    def prepare(self, task: Task, view: Mapping[str, Any]) -> CreateUserTask:
        extensions, turn = self.element.extensions, task.workflow.turn
        now, zone = turn.now, turn.zone
        priority = evaluate(extensions.priority, view, now) if extensions.priority else 50
        try:
            priority = int(priority)
        except (TypeError, ValueError):
            raise ExpressionFailed(f"the priority '{extensions.priority}' must be a number") from None
        with noticing() as asked:
            due_at = moment(extensions.due_date, view, now, zone)
            follow_up_at = moment(extensions.follow_up_date, view, now, zone)
        properties = {name: to_json(evaluate(value, view, now)) for name, value in extensions.properties}
        return CreateUserTask(
            token=str(task.id),
            element=self.name,
            name=self.element.name,
            form=string(extensions.form, view, now),
            assignee=string(extensions.assignee, view, now),
            candidate_groups=strings(extensions.candidate_groups, view, now),
            due_at=due_at,
            follow_up_at=follow_up_at,
            on_calendar=bool(asked),
            priority=max(0, min(priority, 100)),
            properties=properties,
        )

    def begin(self, task: Task, prepared: CreateUserTask) -> bool | None:
        task.internal_data["wait"] = "user_task"
        if prepared.on_calendar:
            task.internal_data["armed"] = task.workflow.turn.now.isoformat()
        task.workflow.emit(prepared)
        return None


class JobSpec(ActivitySpec):
    """Service and send tasks, and business rule tasks that name a job type."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> CreateJob:
        extensions, now = self.element.extensions, task.workflow.turn.now
        inputs = {mapping.target for mapping in extensions.inputs}
        return CreateJob(
            token=str(task.id),
            element=self.name,
            type=string(extensions.job_type, view, now) or "",
            retries=_retries(extensions.retries, view, now),
            variables={name: view[name] for name in inputs} if inputs else dict(view),
            headers=dict(extensions.headers),
        )

    def begin(self, task: Task, prepared: CreateJob) -> bool | None:
        task.internal_data["wait"] = "job"
        task.workflow.emit(prepared)
        return None


def _retries(text: str, view: Mapping[str, Any], now: datetime) -> int:
    """How often a job is tried (zeebe:taskDefinition retries, a number or an expression)."""
    value = evaluate(text, view, now)
    try:
        number = int(value)
    except (TypeError, ValueError, ArithmeticError):
        raise ExpressionFailed(f"the number of retries '{text}' must be a whole number") from None
    return max(1, number)


class ScriptTaskSpec(ActivitySpec):
    def prepare(self, task: Task, view: Mapping[str, Any]) -> dict[str, Any]:
        extensions = self.element.extensions
        script = f"={(extensions.script or '').removeprefix('=')}"
        return {extensions.result_variable or "": to_json(evaluate(script, view, task.workflow.turn.now))}

    def begin(self, task: Task, prepared: dict[str, Any]) -> Any:
        return prepared


class DecisionTaskSpec(ActivitySpec):
    def prepare(self, task: Task, view: Mapping[str, Any]) -> dict[str, Any]:
        extensions, workflow = self.element.extensions, task.workflow
        identifier = string(extensions.decision, view, workflow.turn.now) or ""
        decision = workflow.turn.decisions.get(DecisionCall(identifier, extensions.binding, extensions.version_tag))
        if decision is None and (extensions.decision or "").startswith("="):
            # which decision is meant is known only now: it must be one of the same deployment
            decision = workflow.definition.decisions.get(identifier)
        if decision is None:
            tag = f" with the version tag '{extensions.version_tag}'" if extensions.binding == "versionTag" else ""
            raise ExpressionFailed(f"there is no decision '{identifier}'{tag}")
        try:
            outcome = decision.evaluate(view, now=workflow.turn.now)
        except DecisionFailed as error:
            raise ExpressionFailed(f"decision '{identifier}': {error}") from None
        task.internal_data["decided"] = {
            "decision": identifier,
            "version": decision.version,
            "rules": list(outcome.matched),
            "evaluated": [_told(trace) for trace in outcome.traces],
        }
        return {extensions.result_variable or "": to_json(outcome.value)}

    def begin(self, task: Task, prepared: dict[str, Any]) -> Any:
        decided = task.internal_data.pop("decided")
        task.workflow.record(task, "DECISION_EVALUATED", output=next(iter(prepared.values())), **decided)
        return prepared


def _told(trace: Trace) -> dict[str, Any]:
    """A table's part in a decision, for the history: what it was given, which rules matched, what it gave."""
    told: dict[str, Any] = to_json(
        {"decision": trace.decision, "inputs": dict(trace.inputs), "rules": list(trace.matched), "output": trace.value}
    )
    return told


class CallActivitySpec(ActivitySpec):
    """Starts a child instance by an effect; its end comes back as a stimulus."""

    def prepare(self, task: Task, view: Mapping[str, Any]) -> StartChild:
        extensions = self.element.extensions
        inputs = {mapping.target for mapping in extensions.inputs}
        variables = dict(view) if extensions.propagate_all_parent else {name: view[name] for name in inputs}
        process = string(extensions.called_process, view, task.workflow.turn.now)
        if not process:
            raise ExpressionFailed("the name of the called process is empty")
        return StartChild(
            token=str(task.id),
            element=self.name,
            process=process,
            variables=variables,
            binding=extensions.binding,
            version_tag=extensions.version_tag,
        )

    def begin(self, task: Task, prepared: StartChild) -> bool | None:
        task.internal_data["wait"] = "child"
        task.workflow.emit(prepared)
        return None

    def map_outputs(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        if not self.element.extensions.outputs and not self.element.extensions.propagate_all_child:
            return {}
        return super().map_outputs(task, variables)

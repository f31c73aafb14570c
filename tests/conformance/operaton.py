"""Straight-line scripts taken from Operaton's own tests (operaton/behaviour.json), played on the whole engine with its database."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from casework.testing.harness import CaseworkHarness
from engine.bpmn.codec import variables_of
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.commands.messages.broadcast_signal import BroadcastSignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.timers.trigger_start_timer import TriggerStartTimer
from engine.commands.timers.trigger_timer import TriggerTimer
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.instances.new_instance import new_instance
from engine.core.turn import lock_instance, take_turn
from engine.model.errors import DeploymentRejected
from engine.model.stimuli import Started, UserTaskCompleted
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import ProcessInstance, StartSubscription, Timer, UserTask
from engine.testing.harness import NOON
from forms.check import FormCheck
from tests.support.servers import connected, connected_owner
from webui.tables import METADATA

PACKAGE = "operaton"


@dataclass(frozen=True)
class Verdict:
    name: str
    #: empty: every step held
    failure: str
    #: the model was refused, with the reason
    refused: bool = False


@dataclass(frozen=True, kw_only=True)
class StartFreely(Command):
    """An instance with any variables; one that has no plain start event begins at its first."""

    permission: ClassVar[str] = "system"

    process: str
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        loaded = context.platform.definitions.latest(context.session, self.process)
        process = loaded.definition.process
        element = None if process.none_start(None) else process.starts(None)[0].id
        instance = new_instance(context, loaded, context.new_id())
        take_turn(context, instance, Started(id=str(context.new_id()), variables=self.variables, element=element))
        return {"instance": str(instance.id)}


@dataclass(frozen=True, kw_only=True)
class CompleteFreely(Command):
    """A user task with any variables, without a form."""

    permission: ClassVar[str] = "system"

    task: UUID
    variables: dict[str, Any] = field(default_factory=dict)

    def run(self, context: CommandContext) -> Answer:
        row = context.session.get_one(UserTask, self.task)
        instance = lock_instance(context, row.instance_id)
        take_turn(context, instance, UserTaskCompleted(id=str(context.new_id()), token=str(self.task), variables=self.variables))
        return {}


class _Failed(Exception):
    pass


def _plain(name: str) -> str:
    return "".join(name.split()).lower()


def scripts(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "behaviour.json").read_text())
    return found


def name_of(script: Mapping[str, Any]) -> str:
    return f"{script['cls'].rpartition('/')[2]}.{script['method']}"


def run(folder: Path, *, only: str = "") -> Iterator[Verdict]:
    with connected() as database, connected_owner(database) as owner, tempfile.TemporaryDirectory() as files:
        for script in scripts(folder):
            if only in name_of(script):
                empty_tables(owner)
                harness = CaseworkHarness(database, Path(files), FormCheck(zone=ZoneInfo("Asia/Jakarta")))
                yield _Player(harness, folder).play(script)


def empty_tables(owner: Engine) -> None:
    """Empties the tables that hold rows, row by row. Truncating takes PostgreSQL longer than a script does: each table gets new files."""
    names = [table.name for table in reversed(METADATA.sorted_tables)]
    question = " union all ".join(f"select '{name}' where exists (select from {name})" for name in names)
    with owner.begin() as connection:
        filled = set(connection.scalars(text(question)))
        for name in names:
            if name in filled:
                connection.execute(text(f"delete from {name}"))


class _Player:
    def __init__(self, harness: CaseworkHarness, folder: Path) -> None:
        self.harness = harness
        self.folder = folder
        self.names: dict[str, Any] = {}
        self.messages = 0

    def play(self, script: Mapping[str, Any]) -> Verdict:
        name = name_of(script)
        self.harness.add(PackageState(key=PACKAGE, enabled=True, changed_at=NOON))
        resources = {f"{number}.bpmn": (self.folder / path).read_bytes() for number, path in enumerate(script["files"])}
        try:
            self.harness.execute(Deploy(package=PACKAGE, resources=resources))
        except DeploymentRejected as rejected:
            problems = [problem for problem in rejected.problems if problem.severity == "error"]
            return Verdict(name, "; ".join(f"{problem.code} {problem.element}" for problem in problems), refused=True)
        for number, step in enumerate(script["steps"], 1):
            try:
                getattr(self, step["op"])(step)
                self.harness.run_jobs()
            except Exception as error:  # whatever goes wrong is the verdict
                return Verdict(name, f"step {number} {json.dumps(step)}: {type(error).__name__} {error}")
        return Verdict(name, "")

    def expect(self, expected: Any, found: Any) -> None:
        if expected != found:
            raise _Failed(f"expected {expected!r}, found {found!r}")

    # --- what a script does

    def start(self, step: Mapping[str, Any]) -> None:
        answer = self.harness.execute(StartFreely(process=step["key"], variables=step.get("vars") or {}))
        self.names[step.get("var") or ""] = UUID(answer["instance"])

    def start_message(self, step: Mapping[str, Any]) -> None:
        self.names[step.get("var") or ""] = UUID(self._correlate(step)["instance"])

    def message(self, step: Mapping[str, Any]) -> None:
        if self._correlate(step)["instance"] is None:
            raise _Failed("nobody waits for the message")

    def _correlate(self, step: Mapping[str, Any]) -> Any:
        self.messages += 1
        variables = step.get("vars") or {}
        command = CorrelateMessage(name=step["name"], correlation_key="", message_id=str(self.messages), variables=variables)
        return self.harness.execute(command)

    def signal(self, step: Mapping[str, Any]) -> None:
        self.harness.execute(BroadcastSignal(name=step["name"], variables=step.get("vars") or {}))

    def complete(self, step: Mapping[str, Any]) -> None:
        self.harness.execute(CompleteFreely(task=self._value(step["task"]).id, variables=step.get("vars") or {}))

    def fire(self, step: Mapping[str, Any]) -> None:
        timer = self._value(step["job"])
        self.harness.clock.moment = max(self.harness.clock.moment, timer.due_at)
        self.harness.execute(TriggerTimer(timer=timer.id) if isinstance(timer, Timer) else TriggerStartTimer(start=timer.id))

    def delete(self, step: Mapping[str, Any]) -> None:
        self.harness.execute(CancelProcessInstance(instance=self.names[step["pi"]], reason="deleted"))

    # --- what it asks

    def alias(self, step: Mapping[str, Any]) -> None:
        self.names[step["var"]] = self._value(step["task"])

    def alias_pi(self, step: Mapping[str, Any]) -> None:
        self.names[step["var"]] = self.names[step["pi"]]

    def task(self, step: Mapping[str, Any]) -> None:
        found = self._tasks(step["filter"])
        if len(found) > 1:
            raise _Failed(f"expected one task, found {len(found)}")
        self.names[step["var"]] = found[0] if found else None

    def tasks(self, step: Mapping[str, Any]) -> None:
        self.names[step["var"]] = self._tasks(step["filter"])

    def job(self, step: Mapping[str, Any]) -> None:
        found = self._jobs(step["filter"])
        self.names[step["var"]] = found[0] if found else None

    # --- what it checks

    def count(self, step: Mapping[str, Any]) -> None:
        found = {"task": self._tasks, "job": self._jobs, "pi": self._instances}[step["kind"]](step["filter"])
        self.expect(step["n"], len(found))

    def size(self, step: Mapping[str, Any]) -> None:
        self.expect(step["n"], len(self.names[step["list"]]))

    def taskis(self, step: Mapping[str, Any]) -> None:
        task = self._value(step["task"])
        self.expect(step["value"], task.name if step["attr"] == "name" else task.element_id)

    def tasknull(self, step: Mapping[str, Any]) -> None:
        self.expect(step["null"], self._value(step["task"]) is None)

    def jobis(self, step: Mapping[str, Any]) -> None:
        self.expect(step["null"], self._value(step["job"]) is None)

    def ended(self, step: Mapping[str, Any]) -> None:
        self.expect(True, self.harness.instance(self.names[step["pi"]]).status != "ACTIVE")

    def running(self, step: Mapping[str, Any]) -> None:
        self.expect("ACTIVE", self.harness.instance(self.names[step["pi"]]).status)

    def var(self, step: Mapping[str, Any]) -> None:
        state = self.harness.instance(self.names[step["pi"]]).state
        self.expect(step["value"], variables_of(state).get(step["name"]))

    # --- the tables

    def _value(self, text: str) -> Any:
        name, _, index = text.partition("[")
        return self.names[name][int(index.rstrip("]"))] if index else self.names[name]

    def _rows(self, statement: Any) -> list[Any]:
        with Session(self.harness.database, expire_on_commit=False) as session:
            return list(session.scalars(statement))

    def _tasks(self, wanted: Mapping[str, Any]) -> list[Any]:
        statement = select(UserTask).where(UserTask.status == "OPEN").order_by(UserTask.name, UserTask.created_at, UserTask.id)
        if "pi" in wanted:
            statement = statement.where(UserTask.instance_id == self.names[wanted["pi"]])
        if "taskDefinitionKey" in wanted:
            statement = statement.where(UserTask.element_id == wanted["taskDefinitionKey"])
        if "processDefinitionKey" in wanted:
            instances = select(ProcessInstance.id).where(ProcessInstance.process_key == wanted["processDefinitionKey"])
            statement = statement.where(UserTask.instance_id.in_(instances))
        tasks = self._rows(statement)
        # the scripts wrote names without their spaces and capitals
        return [task for task in tasks if "taskName" not in wanted or _plain(task.name) == _plain(wanted["taskName"])]

    def _jobs(self, wanted: Mapping[str, Any]) -> list[Any]:
        timers = select(Timer).order_by(Timer.due_at, Timer.id)
        if "pi" in wanted:
            return self._rows(timers.where(Timer.instance_id == self.names[wanted["pi"]]))
        return self._rows(timers) + self._rows(select(StartSubscription).where(StartSubscription.kind == "timer"))

    def _instances(self, wanted: Mapping[str, Any]) -> list[Any]:
        statement = select(ProcessInstance).where(ProcessInstance.status == "ACTIVE")
        if "processDefinitionKey" in wanted:
            statement = statement.where(ProcessInstance.process_key == wanted["processDefinitionKey"])
        return self._rows(statement)

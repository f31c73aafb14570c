"""User tasks: an effect creates a task for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activity import ActivityBehaviour, Begin
from engine.bpmn.expressions import ExpressionFailed, evaluate, string, strings
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.token import Token
from engine.bpmn.runtime.waiting import as_stored
from engine.bpmn.runtime.waits import UserTaskWait
from engine.bpmn.timers import due_date_of
from engine.feel.calendar.evaluation_time import CountedCalendar, EvaluationTime
from engine.feel.values import to_json
from engine.model.effects import CreateUserTask


class UserTaskBehaviour(ActivityBehaviour):
    def prepare(self, instance: Instance, token: Token, view: Mapping[str, Any]) -> Begin:
        extensions, time, zone = self.element.extensions, instance.turn.time, instance.turn.zone
        priority = evaluate(extensions.priority, view, time) if extensions.priority else 50
        try:
            priority = int(priority)
        except (TypeError, ValueError):
            raise ExpressionFailed(f"the priority '{extensions.priority}' must be a number") from None
        calendar = CountedCalendar(time.calendar)
        counted = EvaluationTime(time.now, calendar)
        due_at = due_date_of(extensions.due_date, view, counted, zone, term=True)
        follow_up_at = due_date_of(extensions.follow_up_date, view, counted, zone, term=True)
        properties = {name: to_json(evaluate(value, view, time)) for name, value in extensions.properties}
        effect = CreateUserTask(
            token=token.id,
            element=self.element.id,
            name=self.element.name,
            form=string(extensions.form, view, time),
            assignee=string(extensions.assignee, view, time),
            candidate_groups=strings(extensions.candidate_groups, view, time),
            candidate_users=strings(extensions.candidate_users, view, time),
            due_at=due_at,
            follow_up_at=follow_up_at,
            on_calendar=calendar.asked,
            priority=max(0, min(priority, 100)),
            properties=properties,
        )

        def begin() -> None:
            token.wait = UserTaskWait(counted_at=as_stored(time.now) if effect.on_calendar else None)
            instance.emit(effect)

        return begin

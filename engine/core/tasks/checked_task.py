"""Locks a user task and checks its answers: shared by completing and signing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.tasks.form_check import check_form
from engine.core.tasks.open_task import open_task, task_variables
from engine.model.ports import FormRules
from engine.persistence.tables.instances import ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class CheckedTask:
    instance: ProcessInstance
    task: UserTask
    loaded: Loaded
    position: UUID | None
    rules: FormRules


def check_task(context: CommandContext, task: UUID, answers: Mapping[str, Any]) -> CheckedTask:
    """Raises NotFound, TaskTaken (who was first), FormRejected."""
    instance, found, position = open_task(context, task)
    context.position = position
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    variables = task_variables(context, instance, found)
    rules = check_form(context, loaded, found.form_key, answers, variables, position=position, case=instance.root_id)
    return CheckedTask(instance=instance, task=found, loaded=loaded, position=position, rules=rules)

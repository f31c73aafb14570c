"""Updates the title, facts and readers of a case after each turn, from its variables and by its package's rules."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from engine.bpmn.expressions import ExpressionFailed, evaluate, string, strings
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.instance_state import state_of
from engine.identity.access import grant
from engine.identity.assignment import resolve
from engine.persistence.tables.instances import ProcessInstance


def update_presentation(context: CommandContext, instance: ProcessInstance, loaded: Loaded) -> None:
    case = loaded.manifest.case(loaded.key)
    variables = state_of(context, instance).variables
    process = loaded.definition.process
    instance.title = _text(context, case.title, variables) or instance.title or process.name
    instance.business_key = _text(context, case.business_key, variables) or instance.business_key
    if case.confidential and _value(context, case.confidential, variables) is True:
        instance.confidential = True
    if case.restricted and _value(context, case.restricted, variables) is True:
        instance.restricted = True
    instance.facts = {name: variables[name] for name in (*case.facts, *case.tree) if variables.get(name) is not None}
    if case.readers and not instance.confidential:
        try:
            groups = strings(case.readers, variables, context.time)
        except ExpressionFailed:
            groups = ()
        for number, candidate in enumerate(resolve(context.session, None, groups, today=context.today)):
            identifier = uuid5(instance.id, f"reader {number} {candidate}")
            grant(context.rows, instance.id, candidate, level="read", reason="reader", now=context.now, identifier=identifier)


def _value(context: CommandContext, expression: str, variables: dict[str, Any]) -> Any:
    try:
        return evaluate(expression, variables, context.time)
    except ExpressionFailed:
        return None


def _text(context: CommandContext, expression: str, variables: dict[str, Any]) -> str:
    try:
        return (string(expression, variables, context.time) or "") if expression else ""
    except ExpressionFailed:
        return ""

"""Makes element templates of the platform's own steps from their declarations, and translates their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import Field, fields
from typing import Any

from casework.composition import STEPS
from engine.packages.manifest import Parameter
from engine.sdk import JobType
from webui.i18n import translate
from webui.workshop.editors import template_parts as made


def platform_steps() -> Iterator[dict[str, Any]]:
    for step in STEPS:
        if step.for_diagrams:
            properties = [
                {"type": "Hidden", "value": step.name, "binding": {"type": "zeebe:taskDefinition", "property": "type"}},
                *map(made.takes, _parameters(step.input)),
                *map(made.gives, _parameters(step.output) if step.output else ()),
            ]
            identifier = f"alur:step:{step.name.partition(':')[2]}"
            name, text = translate(step.label), translate(step.summary)
            yield made.template(identifier, name, "bpmn:ServiceTask", properties, text=text, group=translate("Layanan"))


def step_outputs(kind: str) -> dict[str, str]:
    """Returns name -> label of each result of a platform step; nothing for an unknown step."""
    return {name: translate(label) for step in STEPS if step.name == kind for name, label in step.gives.items()}


def step_texts(steps: Iterable[JobType]) -> Iterator[str]:
    """Returns every text of these declarations that is translated."""
    for step in steps:
        if step.for_diagrams:
            yield from (step.label, step.summary)
            for item in (*fields(step.input), *(fields(step.output) if step.output else ())):
                if "label" in item.metadata:
                    yield item.metadata["label"]
                    if hint := item.metadata["hint"]:
                        yield hint


def _parameters(declared: type) -> Iterator[Parameter]:
    """Returns the described fields."""
    return (_parameter(item) for item in fields(declared) if "label" in item.metadata)


def _parameter(item: Field[Any]) -> Parameter:
    described = item.metadata
    label, hint = described["label"], described["hint"]
    return Parameter(
        name=item.name,
        label=translate(label),
        required=described["required"],
        value=described["value"],
        hint=translate(hint) if hint else "",
    )

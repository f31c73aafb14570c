"""Makes the parts of element templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.packages.manifest import Parameter
from webui.i18n import translate

SCHEMA = "@camunda/zeebe-element-templates-json-schema"
Template = dict[str, Any]


def template(identifier: str, name: str, element: str, properties: Iterable[dict[str, Any]], *, text: str = "", group: str) -> Template:
    tasks = element in ("bpmn:ServiceTask", "bpmn:UserTask", "bpmn:CallActivity")
    return {
        "$schema": SCHEMA,
        "id": identifier,
        "version": 1,
        "name": name,
        "description": text,
        "category": {"id": group, "name": group},
        "appliesTo": ["bpmn:Task", element] if tasks else [element],
        "elementType": {"value": element},
        "groups": [{"id": "inputs", "label": translate("Masukan")}, {"id": "outputs", "label": translate("Hasil")}],
        "properties": list(properties),
    }


def takes(parameter: Parameter) -> dict[str, Any]:
    made: dict[str, Any] = {
        "label": parameter.label,
        "type": "String",
        "feel": "required",
        "group": "inputs",
        "binding": {"type": "zeebe:input", "name": parameter.name},
        "value": parameter.value,
        "description": parameter.hint,
    }
    return {**made, "constraints": {"notEmpty": True}} if parameter.required else {**made, "optional": True}


def gives(parameter: Parameter) -> dict[str, Any]:
    """Returns the field for the variable that takes a result; its suggestion is the result's own name."""
    return {
        "label": parameter.label,
        "type": "String",
        "group": "outputs",
        "binding": {"type": "zeebe:output", "source": f"={parameter.name}"},
        "value": parameter.name,
        "optional": True,
    }

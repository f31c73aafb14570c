"""The form-js JSON schema as frozen values: the part of it that is rendered and checked on the server.

Alur's own words stand in `properties`, where form-js' editor keeps them: `dataClass`, `retention`, `identifier`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.ports import Choice

#: data classes of a field (docs/law/personal-data.md#data-classes); the last two are kept apart from ordinary answers
DATA_CLASSES = ("public", "internal", "personal", "sensitive")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One component of a form."""

    key: str
    type: str
    label: str
    description: str = ""
    required: bool = False
    #: FEEL: hidden while it is true
    hide: str = ""
    #: FEEL: the answer that is offered before anybody has typed
    default: str = ""
    #: minLength, maxLength, min, max, pattern: texts may be FEEL
    rules: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Choice, ...] = ()
    multiple: bool = False
    data_class: str = "internal"
    retention: str = ""
    identifier: str = ""
    #: the component as it stands in the schema, for those whose options the engine gives
    component: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown_only(self) -> bool:
        return self.type == "text"


@dataclass(frozen=True, kw_only=True)
class Form:
    id: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        return next((item for item in self.fields if item.key == key), None)


def read_form(schema: Mapping[str, Any]) -> Form:
    """A schema as a Form. Components without a key get their place as one; `forms.lint` tells what is wrong with a schema."""
    components = schema.get("components", [])
    return Form(id=str(schema.get("id", "")), fields=tuple(_field(number, item) for number, item in enumerate(components)))


def _field(number: int, component: Mapping[str, Any]) -> Field:
    validate = component.get("validate") or {}
    properties = component.get("properties") or {}
    kind = component.get("type") or ""
    return Field(
        key=str(component.get("key") or f"_{number}"),
        type="date" if kind == "datetime" else kind,
        label=str(component.get("label") or component.get("dateLabel") or component.get("text") or ""),
        description=str(component.get("description", "")),
        required=bool(validate.get("required", False)),
        hide=str((component.get("conditional") or {}).get("hide", "")),
        default=str(component.get("defaultValue", "")),
        rules={name: value for name, value in validate.items() if name != "required"},
        options=tuple(
            Choice(value=str(item["value"]), label=str(item.get("label", item["value"])), hint=str(item.get("hint", "")))
            for item in component.get("values") or []
        ),
        multiple=bool(component.get("multiple", kind == "checklist")),
        data_class=str(properties.get("dataClass", "internal")),
        retention=str(properties.get("retention", "")),
        identifier=str(properties.get("identifier", "")),
        component=component,
    )

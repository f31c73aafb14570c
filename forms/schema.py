"""Reads the form-js JSON schema, as far as the server renders and checks it.

Alur's own words stand in `properties`, where form-js' editor keeps them: `dataClass`, `retention`, `identifier`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from engine.model.ports import Option
from forms.form import Field, Form
from forms.identifier_types import IDENTIFIERS
from forms.registry import label_properties, type_of_component

#: form-js' own patterns, which are identifiers here
_PATTERNS = {"email": "email", "phone": "telepon"}
#: data classes of a field (docs/law/personal-data.md#data-classes); the last two are kept apart from ordinary answers
DATA_CLASSES = ("public", "internal", "personal", "sensitive")


def data_class_of(component: Mapping[str, Any]) -> str:
    """Returns the data class of a component; that of a number by which one person is known everywhere is `sensitive`, whatever it says.

    The NPWP of a person is the NIK (PMK 112/2022): what is masked in one field may not stand in the next one.
    """
    properties = component.get("properties") or {}
    identifier = IDENTIFIERS.get(str(properties.get("identifier", "")))
    if identifier and identifier.sealed and type_of_component(component).sealable:
        return "sensitive"
    return str(properties.get("dataClass", "internal"))


def read_form(schema: Mapping[str, Any]) -> Form:
    """Returns a schema as a Form. Components without a key are named by their place; `forms.lint` reports faults of a schema."""
    components, labels = schema.get("components", []), label_properties()
    return Form(id=str(schema.get("id", "")), fields=tuple(_field(number, item, labels) for number, item in enumerate(components)))


class ReadForms:
    """Forms that were read before, by their schemas: those of a deployment are the same object at every check, and never change."""

    def __init__(self, capacity: int = 200) -> None:
        self._capacity = capacity
        #: the schema is kept beside its form, so that no other object can have its identity
        self._known: OrderedDict[int, tuple[Mapping[str, Any], Form]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, schema: Mapping[str, Any]) -> Form:
        with self._lock:
            if id(schema) in self._known:
                self._known.move_to_end(id(schema))
                return self._known[id(schema)][1]
        form = read_form(schema)
        with self._lock:
            self._known[id(schema)] = schema, form
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)
        return form


def _field(number: int, component: Mapping[str, Any], labels: Sequence[str]) -> Field:
    validate = component.get("validate") or {}
    properties = component.get("properties") or {}
    declaration = type_of_component(component)
    return Field(
        key=str(component.get("key") or f"_{number}"),
        type=declaration.name,
        label=str(next((component[name] for name in labels if component.get(name)), "")),
        description=str(component.get("description", "")),
        required=bool(validate.get("required", False)),
        hide=str((component.get("conditional") or {}).get("hide", "")),
        default=component.get("defaultValue", ""),
        rules={name: value for name, value in validate.items() if name != "required"},
        options=tuple(
            Option(value=str(item["value"]), label=str(item.get("label", item["value"])), hint=str(item.get("hint", "")))
            for item in component.get("values") or []
        ),
        multiple=declaration.multiple or bool(component.get("multiple", False)),
        data_class=data_class_of(component),
        retention=str(properties.get("retention", "")),
        identifier=str(properties.get("identifier") or _PATTERNS.get(str(validate.get("validationType")), "")),
        shown_only=not declaration.traits.answered,
        readonly=component.get("readonly") or False,
        disabled=component.get("disabled") is True,
        component=component,
    )

"""Registers the field types: each file of forms/fields declares one. Others ask here what they need to know of a field."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from engine.model.ports import FieldTraits
from forms import fields
from forms.field_type import FieldType
from forms.texts import Text
from forms.unknown_type import unknown_type


def _declared() -> dict[str, FieldType]:
    found: dict[str, FieldType] = {}
    for module in pkgutil.iter_modules(fields.__path__):
        declaration: FieldType = import_module(f"{fields.__name__}.{module.name}").FIELD
        found[declaration.name] = declaration
    return found


#: by name
FIELD_TYPES = _declared()


def type_of(name: Any) -> FieldType:
    """Returns a type by its name or an alias. An undeclared one is shown as a line of text, and accepts no answer."""
    wanted = name if isinstance(name, str) else ""
    if wanted in FIELD_TYPES:
        return FIELD_TYPES[wanted]
    base, _dot, subtype = wanted.partition(".")
    if base in FIELD_TYPES and subtype in FIELD_TYPES[base].variants:
        return FIELD_TYPES[base].variants[subtype]
    others = (declaration for declaration in FIELD_TYPES.values() if wanted in declaration.aliases)
    return next(others, None) or unknown_type(wanted)


def all_types() -> Iterator[FieldType]:
    """Every declaration, also of what a subtype makes of a type."""
    for declaration in FIELD_TYPES.values():
        yield declaration
        yield from declaration.variants.values()


def type_of_component(component: Mapping[str, Any]) -> FieldType:
    """Returns the type of a component as it stands in a schema, where its subtype may make another one of it."""
    found = type_of(component.get("type"))
    return found.variants.get(str(component.get("subtype") or ""), found)


def traits_of(component: Mapping[str, Any]) -> FieldTraits:
    """Returns the traits of a component as it stands in a schema."""
    return type_of_component(component).traits


def label_properties() -> tuple[str, ...]:
    """Returns the properties of a component that can hold its label, which form-js names differently for some types."""
    return tuple(dict.fromkeys(name for declaration in all_types() for name in declaration.label_from))


def sentences() -> dict[str, Text]:
    """Returns code -> sentence of each answer error, of all types."""
    return {code: text for declaration in all_types() for code, text in declaration.sentences.items()}

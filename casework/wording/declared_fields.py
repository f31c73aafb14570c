"""Finds what a variable of a case is, for whoever prints it: process.toml says it, else the field of a form whose answer it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.core.definitions import Loaded
from engine.packages.manifest import Field as Declared
from engine.packages.manifest import Manifest
from forms.fields.number import RUPIAH
from forms.form import Field
from forms.printing import unit_of
from forms.registry import type_of
from forms.schema import read_form

#: id -> form-js schema
Forms = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class DeclaredField:
    """`type`: as in process.toml, or `returns`. `words`: the key prefix of a choice's texts; `labels`: those that its form holds itself."""

    name: str
    type: str = "text"
    unit: str = ""
    words: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    #: public, internal, personal or sensitive; empty: no form asks for it
    data_class: str = ""
    #: of the field, where a form asks for it
    label: str = ""
    identifier: str = ""


#: (version, name, form) -> what it is
_KNOWN: dict[tuple[UUID, str, str], DeclaredField] = {}
MOST_KNOWN = 20_000


def declared_field(loaded: Loaded, name: str, form: str = "") -> DeclaredField:
    """`form`: the one that asked, where it is known; the forms of one package may ask for the same name in different words."""
    # a version never changes: looking through its forms again for each row of a list takes longer than anything else
    known = _KNOWN.get((loaded.id, name, form))
    if known is None:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[loaded.id, name, form] = _declared_field(loaded, name, form)
    return known


def _declared_field(loaded: Loaded, name: str, form: str) -> DeclaredField:
    start = loaded.definition.process.none_start(None)
    return declared_in(loaded.manifest, loaded.forms, name, form, first=start.extensions.form or "" if start else "")


def declared_in(manifest: Manifest | None, forms: Forms, name: str, form: str = "", *, first: str = "") -> DeclaredField:
    """The same of a package that is not deployed. `first`: the form that is looked at before the others."""
    found = next(_fields(forms, name, form, first), None)
    own = manifest.fields.get(name) if manifest else None
    if own is not None and not form:
        return _of_manifest(forms, own, found[1] if found else None)
    if found is None:
        return DeclaredField(name=name)
    schema, asked = found
    unit = unit_of(asked)
    return DeclaredField(
        name=name,
        type="rupiah" if unit == RUPIAH else type_of(asked.type).shown_as,
        unit="" if unit == RUPIAH else unit,
        words=f"{schema}.{name}",
        labels={option.value: option.label for option in asked.options},
        data_class=asked.data_class,
        label=asked.label,
        identifier=asked.identifier,
    )


def _of_manifest(forms: Forms, own: Declared, asked: Field | None) -> DeclaredField:
    chosen = own.choices_of or own.name
    options = next((field.options for _form, field in _fields(forms, chosen, own.form, "")), ()) if own.form else ()
    return DeclaredField(
        name=own.name,
        type=own.type,
        unit=own.unit or (unit_of(asked) if asked else ""),
        words=f"{own.form}.{chosen}" if own.form else "",
        labels={option.value: option.label for option in options},
        data_class=asked.data_class if asked else "",
        label=asked.label if asked else "",
        identifier=asked.identifier if asked else "",
    )


def _fields(forms: Forms, name: str, form: str, first: str) -> Iterator[tuple[str, Field]]:
    for key in [form] if form else sorted(forms, key=lambda key: (key != first, key)):
        components = forms.get(key, {}).get("components", [])
        asking = [item for item in components if isinstance(item, Mapping) and item.get("key") == name]
        yield from ((key, found) for found in read_form({"components": asking}).fields if not found.shown_only)

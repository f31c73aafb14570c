"""Compares two states of a form, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import simplejson

#: properties that editors write for themselves
_SILENT = ("id", "layout")


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """`kind`: added, removed, changed, moved; `parts`: (what of it, before, after), such as `validate.required`."""

    kind: str
    key: str
    label: str
    parts: Sequence[tuple[str, Any, Any]] = ()


def form_changes(before: bytes | None, after: bytes | None) -> list[FieldChange]:
    old, new = _fields(before), _fields(after)
    common = [key for key in old if key in new]
    moved = {key for key, other in zip(common, (key for key in new if key in old), strict=True) if key != other}
    return list(_changes(old, new, moved))


def _changes(old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]], moved: set[str]) -> Iterator[FieldChange]:
    for key, item in new.items():
        label = str(item.get("label") or item.get("text") or key)
        if key not in old:
            yield FieldChange(kind="added", key=key, label=label)
            continue
        one, other = _flat(old[key]), _flat(item)
        parts = [(name, one.get(name), other.get(name)) for name in sorted({*one, *other}) if one.get(name) != other.get(name)]
        if parts or key in moved:
            yield FieldChange(kind="changed" if parts else "moved", key=key, label=label, parts=parts)
    for key, item in old.items():
        if key not in new:
            yield FieldChange(kind="removed", key=key, label=str(item.get("label") or item.get("text") or key))


def _fields(content: bytes | None) -> dict[str, dict[str, Any]]:
    try:
        components = simplejson.loads(content or b"{}", use_decimal=True).get("components", [])
        found = [item for item in components if isinstance(item, dict)]
    except (ValueError, AttributeError, TypeError):
        return {}
    return {str(item.get("key") or item.get("id") or number): item for number, item in enumerate(found)}


def _flat(item: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in item.items():
        if name in _SILENT:
            continue
        if isinstance(value, dict):
            found |= _flat(value, f"{above}{name}.")
        else:
            found[f"{above}{name}"] = value
    return found

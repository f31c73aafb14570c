"""Describes an attribute that differs between two states of an element or a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: (code, name) -> text: the code says what it is, the name which one of several
Attributes = Mapping[tuple[str, str], str]


@dataclass(frozen=True, kw_only=True)
class AttributeChange:
    """`before` None: the attribute is new; `after` None: it is gone."""

    code: str
    name: str
    before: str | None
    after: str | None


def merge_attributes(pairs: Iterable[tuple[tuple[str, str], str]]) -> Attributes:
    """Merges attributes, also two with one name, so that neither hides the other. Empty texts are left out."""
    found: dict[tuple[str, str], str] = {}
    for key, text in pairs:
        if text:
            found[key] = f"{found[key]} | {text}" if key in found else text
    return found


def attribute_changes(before: Attributes, after: Attributes) -> list[AttributeChange]:
    """Returns the changes in the present order, lost attributes last."""
    keys = [*after, *(key for key in before if key not in after)]
    found = [AttributeChange(code=key[0], name=key[1], before=before.get(key), after=after.get(key)) for key in keys]
    return [attribute for attribute in found if attribute.before != attribute.after]

"""Compares two states of a package: by file, and in diagrams and forms by element and field, in the words of their authors."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engine.bpmn.elements import Element, Flow, Process
from engine.packages.content_cache import ContentCache, digests
from engine.packages.readings import read_drawn
from workshop.comparison.attribute_change import AttributeChange, Attributes, attribute_changes
from workshop.comparison.element_changes import REFERENCES, attributes_of
from workshop.comparison.form_changes import form_changes

#: lines of a comparison that are shown
MOST_LINES = 400
#: lines of both files beyond which nobody reads a comparison, and making it takes long
MAX_LINES_OF_FILES = 40_000


@dataclass(frozen=True, kw_only=True)
class PartChange:
    """`kind`: added, removed, changed, moved; `part`: the id of an element or the key of a field; `name` as it is now, or was."""

    kind: str
    part: str
    name: str
    #: of what is changed, in diagrams
    attributes: Sequence[AttributeChange] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """One state of a part of a file, under its id."""

    name: str = ""
    attributes: Attributes = field(default_factory=dict)
    #: ids of where its flows lead, in order
    ways: Sequence[str] = ()
    #: id -> name, of everything in its process
    names: Mapping[str, str] = field(default_factory=dict)
    #: all of it, but for where it stands
    whole: Any = None


@dataclass(frozen=True, kw_only=True)
class FileChange:
    path: str
    kind: str
    parts: Sequence[PartChange]
    #: a unified comparison, without its heading
    lines: Sequence[str]


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes], kept: ContentCache) -> list[FileChange]:
    """Compares two states once: each page of a draft asks for the same."""
    return list(kept.get(("changes", digests(before), digests(after)), lambda: tuple(_changes(before, after, kept))))


def _changes(before: Mapping[str, bytes], after: Mapping[str, bytes], kept: ContentCache) -> list[FileChange]:
    return [
        FileChange(
            path=path,
            kind="added" if path not in before else "removed" if path not in after else "changed",
            parts=tuple(_parts(path, before.get(path), after.get(path), kept)),
            lines=tuple(_lines(before.get(path, b""), after.get(path, b""))),
        )
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    ]


def _parts(path: str, before: bytes | None, after: bytes | None, kept: ContentCache) -> Iterator[PartChange]:
    if path.endswith(".form"):
        yield from (PartChange(kind=item.kind, part=item.key, name=item.label) for item in form_changes(before, after))
    elif path.endswith(".bpmn"):
        yield from _diagram_parts(_elements(path, before, kept), _elements(path, after, kept))


def _diagram_parts(old: Mapping[str, Part], new: Mapping[str, Part]) -> Iterator[PartChange]:
    for part in [*new, *(part for part in old if part not in new)]:
        one, other = old.get(part), new.get(part)
        name = (other or one or Part()).name or part
        if one is None or other is None:
            yield PartChange(kind="added" if one is None else "removed", part=part, name=name)
        elif attributes := [*attribute_changes(one.attributes, other.attributes), *_order(one.ways, other.ways)] or _rest(
            one.whole, other.whole
        ):
            yield PartChange(
                kind="changed", part=part, name=name, attributes=[_named(attribute, one.names, other.names) for attribute in attributes]
            )


def _order(before: Sequence[str], after: Sequence[str]) -> list[AttributeChange]:
    """Compares the order of conditions at the same branches; new and lost branches are reported as flows."""
    if before == after or sorted(before) != sorted(after):
        return []
    return [AttributeChange(code="order", name="", before=" ".join(before), after=" ".join(after))]


def _rest(before: Any, after: Any) -> list[AttributeChange]:
    """Reports that another order differs, such as that of input mappings that use each other."""
    return [AttributeChange(code="rest", name="", before=None, after=None)] if before != after else []


def _named(attribute: AttributeChange, before: Mapping[str, str], after: Mapping[str, str]) -> AttributeChange:
    if attribute.code not in (*REFERENCES, "order"):
        return attribute
    one, other = (
        None if text is None else ", ".join(names.get(part, part) for part in text.split())
        for text, names in ((attribute.before, before), (attribute.after, after))
    )
    return replace(attribute, before=one, after=other)


def _elements(path: str, content: bytes | None, kept: ContentCache) -> dict[str, Part]:
    """Returns processes, their elements and flows by id."""
    if content is None:
        return {}
    found: dict[str, Part] = {}
    for process, _problems in read_drawn(kept, path, content).processes:
        things: list[Process | Element | Flow] = [process, *process.elements.values(), *process.flows.values()]
        names = {thing.id: thing.name or thing.id for thing in things}
        for thing in things:
            ways = [process.flows[flow].target for flow in thing.outgoing if flow in process.flows] if isinstance(thing, Element) else []
            found[thing.id] = Part(name=thing.name, attributes=attributes_of(thing), ways=ways, names=names, whole=_whole(thing))
    return found


def _whole(thing: Process | Element | Flow) -> Any:
    if isinstance(thing, Element):
        return replace(thing, line=None, incoming=(), outgoing=())
    return replace(thing, line=None) if isinstance(thing, Flow) else None


def _lines(before: bytes, after: bytes) -> Iterator[str]:
    old, new = (content.decode(errors="replace").splitlines() for content in (before, after))
    if len(old) + len(new) > MAX_LINES_OF_FILES:
        return
    for number, line in enumerate(difflib.unified_diff(old, new, lineterm="", n=2)):
        if number >= MOST_LINES:
            return
        if number >= 2:  # without the names of the files
            yield line[:300]

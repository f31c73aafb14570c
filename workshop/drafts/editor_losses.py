"""Restores parts of a file that the browser's editor dropped on save: elements of other products, explicit defaults, comments.

Three states are woven: the file as it was, as the editor gave it before anything was changed, and as it gives it now. What is in the
first and not in the second was lost by the editor, not taken away by its user, and returns wherever its place still stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from engine.bpmn.reading.xml import parse_xml

#: the kind of an element as XML Schema names it: editors write it where they need it
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
Key = tuple[Any, str | int]


def restore_losses(before: bytes, shown: bytes, after: bytes) -> bytes:
    """Returns `after` with the parts of `before` that `shown` lacks. Raises DeploymentRejected where one of them is no XML."""
    old, seen, new = (parse_xml(content) for content in (before, shown, after))
    if old.tag != seen.tag or old.tag != new.tag:
        return after
    weave = _LossRestorer(seen, new)
    weave.element(old, seen, new)
    if not weave.changed:
        return after
    return bytes(etree.tostring(new.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"


class _LossRestorer:
    def __init__(self, seen: Any, new: Any) -> None:
        self.seen_ids, self.new_ids = _by_id(seen), _by_id(new)
        self.changed = False

    def element(self, old: Any, seen: Any, new: Any) -> None:
        """Restores one element: `old` is from before, `seen` what the editor was given, `new` what it saved."""
        for name, value in old.attrib.items():
            lost = name not in seen.attrib and name not in new.attrib
            # line ends of another system, which an editor writes in its own way
            folded = new.get(name) == seen.get(name) != value and _folded(seen.get(name)) == _folded(value)
            if name != _TYPE and (lost or folded):
                new.set(name, value)
                self.changed = True
        if (old.text or "").strip() and not (seen.text or "").strip() and not (new.text or "").strip():
            new.text = old.text
            self.changed = True
        seen_here, new_here = _children(seen), _children(new)
        before: Any = None
        for key, child in _keyed(old):
            known = self.seen_ids.get(child.get("id")) if isinstance(key[1], str) else seen_here.get(key)
            if known is None or known.tag != child.tag:
                before = self.put_back(child, new, before)
                continue
            now = self.new_ids.get(child.get("id")) if isinstance(key[1], str) else new_here.get(key)
            if now is not None and now.tag == child.tag:
                self.element(child, known, now)
                before = now if now.getparent() is new else before

    def put_back(self, child: Any, holder: Any, before: Any) -> Any:
        """Inserts a child after its former neighbour, or first."""
        if not isinstance(child.tag, str) and any(not isinstance(item.tag, str) and item.text == child.text for item in holder):
            return before
        copy = deepcopy(child)
        copy.tail = "\n"
        holder.insert(0 if before is None else holder.index(before) + 1, copy)
        self.changed = True
        return copy


def _folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _by_id(root: Any) -> dict[str, Any]:
    """Returns elements by id; ids that occur twice are left out, and nothing is restored there."""
    found: dict[str, Any] = {}
    doubles = set()
    for node in root.iter(etree.Element):
        identifier = node.get("id")
        if identifier and identifier in found:
            doubles.add(identifier)
        elif identifier:
            found[identifier] = node
    return {identifier: node for identifier, node in found.items() if identifier not in doubles}


def _keyed(node: Any) -> Iterator[tuple[Key, Any]]:
    """Returns each child by its tag and id, or by its place among the children of its tag without an id."""
    places: dict[Any, int] = {}
    for child in node:
        identifier = child.get("id") if isinstance(child.tag, str) else None
        if identifier:
            yield (child.tag, identifier), child
        else:
            place = places.get(child.tag, 0)
            places[child.tag] = place + 1
            yield (child.tag, place), child


def _children(node: Any) -> dict[Key, Any]:
    return dict(_keyed(node))

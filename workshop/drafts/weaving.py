"""Weaves what the user of a browser's editor changed into the file as it was: nothing else is lost, and nothing else is gained.

Three states are woven: the file as it was, as the editor gave it before anything was changed, and as it gives it now. What differs
between the first two is the editor's doing: it drops elements of other products, explicit defaults and comments, writes values in its
own way, adds attributes and drawings, and moves what it draws on a plane of its own. Each of this is taken back wherever the user has
left it as the editor gave it. A drawing that the editor makes for a file that has none is kept, once the user has changed something.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from typing import Any

from lxml import etree

from engine.bpmn.reading.xml import parse_xml
from workshop.drafts.element_matches import TYPE, ElementMatches, fold_spaces

#: what holds the drawing, and an element without which it draws nothing
_DRAWINGS = {"BPMNDiagram": "BPMNShape", "DMNDI": "DMNDiagram"}


def weave(before: bytes, shown: bytes, after: bytes) -> bytes:
    """Returns `before` with what was changed from `shown` to `after`. Raises DeploymentRejected where one of them is no XML."""
    old, seen, new = (parse_xml(content) for content in (before, shown, after))
    if old.tag != seen.tag or old.tag != new.tag:
        return after
    if shown == after:
        return before
    weaver = _Weaver(old, seen, new)
    weaver.run()
    if not weaver.changed:
        return after
    return bytes(etree.tostring(new.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"


class _Weaver:
    """Changes `new`, whose elements are found by way of `seen` from those of `old`."""

    def __init__(self, old: Any, seen: Any, new: Any) -> None:
        self._old, self._seen, self._new = old, seen, new
        self._shown, self._saved = ElementMatches(old, seen), ElementMatches(seen, new)
        self._placed: set[Any] = set()
        self._touched: set[Any] = set()
        self._cited = _citations(new) - _citations(seen)
        self.changed = False

    def run(self) -> None:
        added = [(node, self._saved.of(node)) for node in self._seen.iter(etree.Element) if not self._shown.is_matched(node)]
        untouched = {now for node, now in added if now is not None and self._is_untouched(node, now)}
        self._touched = {now for _node, now in added if now is not None} - untouched
        for node in self._old.iter():
            self._restore(node, untouched)
        for now in untouched:
            if not any(self._placed.intersection(now.iter())):
                _take_out(now)
                self.changed = True

    def _is_untouched(self, node: Any, now: Any) -> bool:
        """Whether an addition of the editor is still in its place and as it was, and no drawing of a file that has had none."""
        way = [etree.QName(item).localname for item in (node, *node.iterancestors())]
        if any(next(self._old.iter(f"{{*}}{_DRAWINGS[name]}"), None) is None for name in way if name in _DRAWINGS):
            return False
        in_place = self._saved.of(node.getparent()) is now.getparent() and self._saved.says_the_same(node, now)
        return in_place and not any(item.get("id") in self._cited for item in now.iter(etree.Element))

    def _restore(self, old: Any, untouched: set[Any]) -> None:
        """Restores tag, attributes, text, place and children of one element of the file as it was."""
        seen = self._shown.of(old)
        new = None if seen is None else self._saved.of(seen)
        if new is None or not isinstance(old.tag, str):
            return
        if seen.tag == new.tag != old.tag:
            new.tag = old.tag
            if TYPE not in old.attrib:
                new.attrib.pop(TYPE, None)
            self.changed = True
        self._restore_attributes(old, seen, new)
        if fold_spaces(seen.text) == fold_spaces(new.text) != fold_spaces(old.text):
            new.text = old.text
            self.changed = True
        neighbour: Any = None
        for child in old:
            known = self._shown.of(child)
            if known is None:
                neighbour = self._put_back(child, new, neighbour)
                continue
            now = self._saved.of(known)
            if now is not None and now.getparent() in untouched:
                _take_out(now)  # the editor has moved it into a place of its own making
                self._insert(now, new, neighbour)
            neighbour = now if now is not None and now.getparent() is new else neighbour

    def _restore_attributes(self, old: Any, seen: Any, new: Any) -> None:
        # what stays where the editor has moved it keeps the coordinates of that place
        moved = not self._touched.isdisjoint(new.iterancestors())
        for name in dict.fromkeys([*old.attrib, *seen.attrib]):
            value, now = old.get(name), new.get(name)
            if name == TYPE or now != seen.get(name) or now == value or (moved and now is not None):
                continue
            if value is None:
                if name == "id" and now in self._cited:
                    continue
                del new.attrib[name]
            else:
                scoped = _in_scope(value, old, new)
                if scoped is None and now is not None:
                    continue
                new.set(name, value if scoped is None else scoped)
            self.changed = True

    def _put_back(self, child: Any, holder: Any, neighbour: Any) -> Any:
        """Inserts a lost child after its former neighbour, or first; a copy that is there already is not multiplied."""
        for item in holder:
            if item not in self._placed and not self._saved.is_matched(item) and self._saved.says_the_same(child, item):
                self._placed.add(item)
                return item
        copy = deepcopy(child)
        copy.tail = "\n"
        return self._insert(copy, holder, neighbour)

    def _insert(self, node: Any, holder: Any, neighbour: Any) -> Any:
        self._placed.add(node)
        holder.insert(0 if neighbour is None else holder.index(neighbour) + 1, node)
        self.changed = True
        return node


def _citations(root: Any) -> Counter[str]:
    """Returns how often each text is an attribute other than `id`, or what an element says: a reference is one of them."""
    found: Counter[str] = Counter()
    for node in root.iter(etree.Element):
        found.update(value for name, value in node.attrib.items() if name != "id")
        found[(node.text or "").strip()] += 1
    return found


def _in_scope(value: str, old: Any, new: Any) -> str | None:
    """Returns a value whose prefix, if it has one, means the same in `new`; None where `new` knows no prefix for it."""
    prefix, colon, rest = value.partition(":")
    space = old.nsmap.get(prefix) if colon else None
    if space is None or new.nsmap.get(prefix) == space:
        return value
    return next((f"{known}:{rest}" for known, uri in new.nsmap.items() if known and uri == space), None)


def _take_out(node: Any) -> None:
    """Takes an element out of its place; what stands behind it is only space."""
    node.getparent().remove(node)
    node.tail = "\n"

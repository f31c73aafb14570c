"""Restores parts of a file that the browser's editor dropped on save: elements of other products, explicit defaults, comments.

Three states are woven: the file as it was, as the editor gave it before anything was changed, and as it gives it now. What is in the
first and not in the second was lost by the editor, not taken away by its user, and returns wherever its place still stands.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from engine.bpmn.reading.xml import parse_xml
from workshop.drafts.element_matches import TYPE, ElementMatches, fold_spaces


def restore_losses(before: bytes, shown: bytes, after: bytes) -> bytes:
    """Returns `after` with the parts of `before` that `shown` lacks. Raises DeploymentRejected where one of them is no XML."""
    old, seen, new = (parse_xml(content) for content in (before, shown, after))
    if old.tag != seen.tag or old.tag != new.tag:
        return after
    restorer = _LossRestorer(ElementMatches(old, seen), ElementMatches(seen, new))
    for node in old.iter():
        restorer.restore(node)
    if not restorer.changed:
        return after
    return bytes(etree.tostring(new.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"


class _LossRestorer:
    def __init__(self, shown: ElementMatches, saved: ElementMatches) -> None:
        self._shown, self._saved = shown, saved
        self._placed: set[Any] = set()
        self.changed = False

    def restore(self, old: Any) -> None:
        """Restores attributes, text and children of one element of the file as it was."""
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
        if (old.text or "").strip() and not (seen.text or "").strip() and not (new.text or "").strip():
            new.text = old.text
            self.changed = True
        neighbour: Any = None
        for child in old:
            known = self._shown.of(child)
            if known is None:
                neighbour = self._put_back(child, new, neighbour)
            else:
                now = self._saved.of(known)
                neighbour = now if now is not None and now.getparent() is new else neighbour

    def _restore_attributes(self, old: Any, seen: Any, new: Any) -> None:
        for name, value in old.attrib.items():
            lost = name not in seen.attrib and name not in new.attrib
            # line ends of another system, which an editor writes in its own way
            rewritten = new.get(name) == seen.get(name) != value and fold_spaces(seen.get(name)) == fold_spaces(value)
            if name != TYPE and (lost or rewritten):
                new.set(name, value)
                self.changed = True

    def _put_back(self, child: Any, holder: Any, neighbour: Any) -> Any:
        """Inserts a lost child after its former neighbour, or first; a copy that is there already is not multiplied."""
        for item in holder:
            if item not in self._placed and not self._saved.is_matched(item) and self._saved.says_the_same(child, item):
                self._placed.add(item)
                return item
        copy = deepcopy(child)
        copy.tail = "\n"
        self._placed.add(copy)
        holder.insert(0 if neighbour is None else holder.index(neighbour) + 1, copy)
        self.changed = True
        return copy

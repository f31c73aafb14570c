"""Tells which element of one state of a file is which of another state of it.

An id names an element only where both states hold it once: extension elements of other products use `id` for names that repeat
(SpiffArena writes `<parameter id="message">` in each operator). Everything else is found within the parent: first children that
say the same, then those with the same id, then the most alike of the same tag, then those that say the same under another tag
(bpmn-js writes `formalExpression` as `expression`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any

from lxml import etree

#: more children of one tag than this are matched in their order: comparing each with each would take seconds
_MOST_COMPARED = 100
#: the kind of an element as XML Schema names it: editors write it where they need it
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
Signature = tuple[Any, ...]


class ElementMatches:
    """The matches of `first` in `second`, both roots of the same tag; comments and processing instructions count as elements."""

    def __init__(self, first: Any, second: Any) -> None:
        self._found: dict[Any, Any] = {}
        self._taken: set[Any] = set()
        self._signatures: dict[Any, Signature] = {}
        ids, others = _once(first), _once(second)
        for identifier, node in ids.items():
            other = others.get(identifier)
            if other is not None and other.tag == node.tag:
                self._match(node, other)
        if first not in self._found and second not in self._taken:
            self._match(first, second)
        for node in first.iter():  # parents come before their children
            other = self._found.get(node)
            if other is not None and len(node):
                self._match_children(node, other)

    def of(self, node: Any) -> Any:
        """Returns the element of the second state that `node` of the first is, or None."""
        return self._found.get(node)

    def is_matched(self, other: Any) -> bool:
        """Tells whether an element of the second state was found in the first."""
        return other in self._taken

    def says_the_same(self, one: Any, other: Any) -> bool:
        return self._signature(one) == self._signature(other)

    def _match(self, node: Any, other: Any) -> None:
        self._found[node] = other
        self._taken.add(other)

    def _match_children(self, node: Any, other: Any) -> None:
        self._match_equal(node, other, self._signature)
        rest: dict[Any, list[Any]] = defaultdict(list)
        others: dict[Any, list[Any]] = defaultdict(list)
        for children, groups in ((self._unmatched(node), rest), ([child for child in other if child not in self._taken], others)):
            for child in children:
                if isinstance(child.tag, str):  # a comment with another text is another comment
                    groups[child.tag, child.get("id")].append(child)
        for group, children in rest.items():
            self._match_alike(children, others.get(group, []))
        self._match_equal(node, other, self._signature_without_name)

    def _match_equal(self, node: Any, other: Any, key: Callable[[Any], Hashable | None]) -> None:
        waiting = defaultdict(list)
        for child in other:
            if child not in self._taken and (name := key(child)) is not None:
                waiting[name].append(child)
        for child in self._unmatched(node):
            if equal := waiting.get(key(child)):
                self._match(child, equal.pop(0))

    def _match_alike(self, children: list[Any], others: list[Any]) -> None:
        """Matches the most alike first; of those that are equally alike, in their order."""
        if max(len(children), len(others)) > _MOST_COMPARED:
            for child, other in zip(children, others, strict=False):
                self._match(child, other)
            return
        parts, other_parts = list(map(_parts_of, children)), list(map(_parts_of, others))
        pairs = [
            ((sum((theirs - ours).values()), sum((ours - theirs).values()), place, other_place), children[place], others[other_place])
            for place, ours in enumerate(parts)
            for other_place, theirs in enumerate(other_parts)
        ]
        for _, child, other in sorted(pairs, key=lambda pair: pair[0]):
            if child not in self._found and other not in self._taken:
                self._match(child, other)

    def _unmatched(self, node: Any) -> Iterable[Any]:
        return [child for child in node if child not in self._found]

    def _signature(self, node: Any) -> Signature:
        """Returns what an element says with everything in it: space around texts and the order of attributes say nothing."""
        known = self._signatures.get(node)
        if known is None:
            attributes = tuple(sorted((name, fold_spaces(value)) for name, value in node.attrib.items() if name != TYPE))
            known = (node.tag, attributes, fold_spaces(node.text), *map(self._signature, node))
            self._signatures[node] = known
        return known

    def _signature_without_name(self, node: Any) -> Signature | None:
        namespace = node.tag.rpartition("}")[0] if isinstance(node.tag, str) else ""
        return (namespace, *self._signature(node)[1:]) if namespace else None


def fold_spaces(text: str | None) -> str:
    """Returns a text with each run of white space as one space: editors write line ends in their own way."""
    return " ".join((text or "").split())


def _id_of(node: Any) -> str | None:
    return node.get("id") if isinstance(node.tag, str) else None


def _once(root: Any) -> dict[str, Any]:
    """Returns the elements by those ids that occur once."""
    found: dict[str, Any] = {}
    doubles = set()
    for node in root.iter(etree.Element):
        if identifier := node.get("id"):
            if identifier in found:
                doubles.add(identifier)
            found[identifier] = node
    return {identifier: node for identifier, node in found.items() if identifier not in doubles}


def _parts_of(node: Any) -> Counter[Any]:
    """Returns what an element says, part by part: an editor drops parts, so the element that it came from holds all of them."""
    found: Counter[Any] = Counter()
    for part in node.iter():
        found.update((part.tag, name, fold_spaces(value)) for name, value in part.attrib.items())
        found[part.tag, fold_spaces(part.text)] += 1
    return found

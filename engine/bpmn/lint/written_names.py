"""Names of variables that a diagram writes: FEEL must be able to read each one again (DMN 1.5, 10.3.1.2, rule 25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from engine.bpmn.elements import Element, MultiInstance
from engine.bpmn.lint.expressions import names_read
from engine.bpmn.lint.report import Report
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import parse
from engine.feel.syntax import ast
from engine.model.errors import Problem


def check_written_names(report: Report, element: Element) -> Iterator[Problem]:
    for place, name, parts in _written(element):
        if not all(map(is_name, parts)):
            message = f"{place}: '{name}' is no name that an expression can read." if name else f"{place} has no name."
            yield report.problem("BAD_NAME", element, message, "Write it as one word, such as nama_berkas.", name=name)


def check_double_targets(report: Report, element: Element) -> Iterator[Problem]:
    """Mappings are carried out in their order: one that writes all of what an earlier one wrote undoes it."""
    extensions = element.extensions
    for place, mappings in (("inputs", extensions.inputs), ("outputs", extensions.outputs)):
        later: set[tuple[str, ...]] = set()
        for mapping in reversed(mappings):
            path = tuple(mapping.path)
            if any(path[:length] in later for length in range(1, len(path) + 1)):
                message = f"Two {place} write '{mapping.target}': only the last one counts."
                yield report.problem("DOUBLE_TARGET", element, message, "Keep one of them.", severity="warning", name=mapping.target)
            # one that reads its variable goes on from what this has
            if mapping.variable not in names_read(mapping.source.removeprefix("=")):
                later.add(path)
    keys = Counter(key for key, _value in extensions.headers)
    for key in (key for key, count in keys.items() if count > 1):
        message = f"Two headers have the key '{key}': only the last one counts."
        yield report.problem("DOUBLE_TARGET", element, message, "Keep one of them.", severity="warning", name=key)


def _written(element: Element) -> Iterator[tuple[str, str, list[str]]]:
    """The place, the name, and its parts: a mapping may write into an entry, `order.id`; anything else writes a whole variable."""
    extensions = element.extensions
    for place, mappings in (("The target of an input", extensions.inputs), ("The target of an output", extensions.outputs)):
        for mapping in mappings:
            yield place, mapping.target, mapping.path
    others = [("The result variable", extensions.result_variable)]
    if isinstance(element.loop, MultiInstance):
        others += [("The input element", element.loop.input_element), ("The output collection", element.loop.output_collection)]
    for place, name in others:
        if name is not None:
            yield place, name, [name]


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether an expression of this text alone reads the variable of this name. `if`, `a-b`, `1x` and `true` do not."""
    try:
        tree = parse(text)
    except FeelSyntaxError:
        return False
    return isinstance(tree, ast.Name) and tree.name == text and text != "?"

"""The variables that stay in an inner instance of a repeated activity: what its body collects is its own answer, never a neighbour's.

BPMN 2.0.2, 13.3.7 and 10.3.8: the output of each instance is one item of the collection. Camunda 8 gives an inner instance a variable of
its own where the output element is that variable's name; here every name that the output element reads is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.bpmn.elements import Element, MultiInstance, Process
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import parse
from engine.feel.syntax.free_names import free_names, root_name
from engine.model.rules import TODAY, Rules


@dataclass(frozen=True, slots=True)
class OwnNames:
    #: null when the instance begins, whatever a variable of this name is outside
    declared: frozenset[str]
    #: written in the instance, wherever a variable of this name is; outside it may be read until then
    written: frozenset[str]
    #: names that go no further; None: none does. Others are written around it too (`answers_stay_inside` in engine.model.rules)
    private: frozenset[str] | None = None

    def keeps(self, name: str) -> bool:
        return self.private is None or name in self.private


def own_names(process: Process, element: Element, rules: Rules = TODAY) -> OwnNames | None:
    """Of a multi-instance activity whose results are collected; None of any other."""
    loop = element.loop
    if not isinstance(loop, MultiInstance) or not loop.output_collection:
        return None
    read, root = names_read((loop.output_element or "").removeprefix("="))
    read -= {"loopCounter"}
    outputs = element.extensions.outputs
    # a mapping that adds to what its target has, such as `=append(all, x) -> all`, means the variable around
    added = {mapping.variable for mapping in outputs if mapping.variable in names_read(mapping.source.removeprefix("="))[0]} - read
    mapped = frozenset(mapping.variable for mapping in outputs) - added
    declared = mapped | (read & frozenset(_written_inside(process, element))) | ({root} if root in read else frozenset())
    # what is written under the collection's own name is not the collection
    written = read | mapped | {loop.output_collection}
    if rules.answers_stay_inside:
        return OwnNames(declared=declared, written=written)
    collected = (loop.output_element or "").removeprefix("=").strip()
    local = {"loopCounter", loop.input_element or "", *(mapping.variable for mapping in element.extensions.inputs), *element.data_objects}
    return OwnNames(declared=declared, written=written, private=frozenset(local | {collected}) - mapped)


def _written_inside(process: Process, element: Element) -> Iterator[str]:
    """What the diagram says of it and of everything inside it; answers and results of workers are known to nobody before."""
    if element.extensions.result_variable:
        yield element.extensions.result_variable
    for item in process.inside(element.id):
        yield from (mapping.variable for mapping in item.extensions.outputs)
        yield from _written_inside(process, item)


@lru_cache(maxsize=1024)
def names_read(text: str) -> tuple[frozenset[str], str | None]:
    """The variables that an expression (without its equals sign) reads, and the one that it is, or is a path into."""
    try:
        tree = parse(text)
    except FeelSyntaxError:
        return frozenset(), None  # the linter tells of it; each evaluation is an incident
    return free_names(tree), root_name(tree)

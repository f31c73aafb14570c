"""How many cases each suite has, and how many of them fail: a run that judges fewer, or a list that has grown, is no proof."""

from __future__ import annotations

from collections.abc import Collection, Iterator

#: as they lie in ../shared/conformance. Raise a figure when its suite has grown
CASES = {"dmn-tck": 3391, "operaton": 200, "bpmnlint": 191, "bpmn-miwg": 21, "bpmn-moddle": 89}
#: elements and attributes in the files of a suite: a file that holds next to nothing opens without fault
THINGS = {"bpmn-miwg": 34_850, "bpmn-moddle": 17_327}
#: on the committed lists. Lower a figure when a case has been taken off; it is never raised
FAILING = {"dmn-tck": 14, "operaton": 3, "bpmnlint": 1, "bpmn-miwg": 0, "bpmn-moddle": 0}


def too_few(suite: str, cases: int, *, things: int | None = None) -> Iterator[str]:
    """Sentences on a suite of which less was judged than there is."""
    if cases < CASES[suite]:
        yield f"{suite}: {cases} cases were judged, expected {CASES[suite]}"
    if things is not None and things < THINGS.get(suite, 0):
        yield f"{suite}: its files hold {things} elements and attributes, expected {THINGS[suite]}"


def wrong_list(suite: str, listed: Collection[str], cases: Collection[str]) -> Iterator[str]:
    """Sentences on a list of failing cases: it has another length than is known, or names what is no case."""
    if len(listed) != FAILING[suite]:
        change = "it may only shrink" if len(listed) > FAILING[suite] else "lower the figure in tests/conformance/expected.py"
        yield f"{suite}: {len(listed)} cases are listed as failing, expected {FAILING[suite]}: {change}"
    yield from (f"{name} is listed as failing, but there is no such case" for name in sorted(set(listed) - set(cases)))

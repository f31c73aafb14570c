"""Sentences for what the analysis finds: unknown names, types that never meet, values that may be null; each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.data_flow.analysis import Analysis, Finding, TooLarge
from engine.bpmn.data_flow.paths import way_to
from engine.bpmn.data_flow.similar_names import similar_names
from engine.bpmn.data_flow.sources import NoSources
from engine.bpmn.elements import Process
from engine.feel.inference.findings import TypeCode
from engine.feel.inference.inferred import Inferred, describe
from engine.model.errors import Problem

#: of one process: who has so many first reads the first ones
MAX_FINDINGS = 50
#: elements of a way that a sentence names
MAX_NAMED = 6
#: stands for details where there are none
NOTHING_ELSE = "–"
_TEMPORAL = ("date", "time", "date and time", "days and time duration", "years and months duration")
_REMEDIES: dict[TypeCode, str] = {
    "UNKNOWN_NAME": "Correct the name, or let a form, a step or a mapping give it.",
    "UNKNOWN_ENTRY": "Correct the name of the entry.",
    "COMPARED_TYPES": "Convert one of the two, for example with date(…), number(…) or string(…).",
    "OPERAND_TYPES": "Convert one of the two, for example with date(…), number(…) or string(…).",
    "ARGUMENT_TYPES": "Give it what it takes.",
    "EXPECTED_TYPE": "Write an expression that gives what is expected.",
    "MAY_BE_NULL": "Say what counts then: if … = null then … else …",
    "INPUT_MISSING": "Add an input of this name.",
    "NEVER_EQUAL": "Write one of these values.",
}


def value_problems(process: Process, path: str) -> Iterator[Problem]:
    """Of a diagram alone: only what is wrong whatever a case is given."""
    try:
        yield from problems_of(Analysis(process, NoSources()).run(), path)
    except TooLarge:
        return


def problems_of(analysis: Analysis, path: str) -> Iterator[Problem]:
    for finding in analysis.findings[:MAX_FINDINGS]:
        element = analysis.process.elements[finding.element]
        way = _way(analysis, finding)
        way = tuple(analysis.process.elements[name].name.strip() or name for name in way)
        named = " → ".join(way if len(way) <= MAX_NAMED else (way[0], "…", *way[-MAX_NAMED + 2 :]))
        sentence = f"{finding.place}: {_SENTENCES[finding.what.code](analysis, finding)} The way: {named}."
        yield Problem(
            code=finding.what.code,
            resource=path,
            element=element.id,
            line=element.line,
            message=sentence,
            remedy=_REMEDIES[finding.what.code],
            severity="warning",
            values=_values(analysis, finding, named),
        )


def _way(analysis: Analysis, finding: Finding) -> tuple[str, ...]:
    """For what may be null one on which nobody writes it, where there is one."""
    around = {element for name in finding.what.names for element in analysis.writers.get(name, ())}
    return way_to(analysis.process, finding.element, around if finding.what.code == "MAY_BE_NULL" else ())


def _values(analysis: Analysis, finding: Finding, way: str) -> dict[str, str]:
    """For sentences in other languages."""
    what = finding.what
    return {
        "place": finding.place,
        "part": what.part,
        "way": way,
        "details": ", ".join(_similar(analysis, finding) if what.code == "UNKNOWN_NAME" else what.details) or NOTHING_ELSE,
        "name": what.names[0] if what.names else what.part,
    }


def _unknown_name(analysis: Analysis, finding: Finding) -> str:
    what = finding.what
    similar = _similar(analysis, finding)
    meant = f" Is '{similar[0]}' meant?" if similar else ""
    return f"nobody gives the case a variable '{what.names[0]}', so that it is always null.{meant}"


def _similar(analysis: Analysis, finding: Finding) -> tuple[str, ...]:
    return similar_names(finding.what.names[0], {*analysis.everywhere, *analysis.found_by[finding.element].variables})


def _unknown_entry(analysis: Analysis, finding: Finding) -> str:
    kind, *known = finding.what.details
    there = f"; there are {', '.join(known[:10])}" if known else ""
    return f"'{finding.what.part}' is always null, because the {kind} has no such entry{there}."


def _compared(analysis: Analysis, finding: Finding) -> str:
    left, right = finding.what.details
    return f"'{finding.what.part}' compares a {left} with a {right}, which is {_null_of(left, right)}.{_origins(analysis, finding)}"


def _operands(analysis: Analysis, finding: Finding) -> str:
    sign, *kinds = finding.what.details
    return f"'{finding.what.part}' is {_null_of(*kinds)}: there is no {sign} of {' and '.join(kinds)}.{_origins(analysis, finding)}"


def _arguments(analysis: Analysis, finding: Finding) -> str:
    takes, *given = finding.what.details
    kinds = given[0].split(", ") if given else []
    temporal = [kind for kind in _TEMPORAL if kind in takes]
    return f"'{finding.what.part}' is {_null_of(*kinds, *temporal)}: {takes} does not take {given[0] if given else 'so many arguments'}."


def _null_of(*kinds: str) -> str:
    """A text that spells a date is read as one where it meets one; one that people type may spell anything."""
    return "null, unless the text spells one" if "string" in kinds and any(kind in _TEMPORAL for kind in kinds) else "always null"


def _expected(analysis: Analysis, finding: Finding) -> str:
    expected, found = finding.what.details
    return f"'{finding.what.part}' is a {found}, but a {expected} is expected.{_origins(analysis, finding)}"


def _null(analysis: Analysis, finding: Finding) -> str:
    what = finding.what
    part = what.details[0] if what.details else what.part
    return f"'{part}' may be null here, and '{what.part}' needs a value."


def _missing(analysis: Analysis, finding: Finding) -> str:
    return f"the input '{finding.what.part}' is asked for and not given."


def _never_equal(analysis: Analysis, finding: Finding) -> str:
    value, *known = finding.what.details
    return f"'{finding.what.part}' is never \"{value}\": it is one of {', '.join(known[:10])}."


def _origins(analysis: Analysis, finding: Finding) -> str:
    """Where the variables of the part come from."""
    told = [
        f" '{name}' is a {describe(value.type)} from '{element}'."
        for name in finding.what.names
        for element, value in list(analysis.writers.get(name, dict[str, Inferred]()).items())[:1]
    ]
    return "".join(told)


_SENTENCES = {
    "UNKNOWN_NAME": _unknown_name,
    "UNKNOWN_ENTRY": _unknown_entry,
    "COMPARED_TYPES": _compared,
    "OPERAND_TYPES": _operands,
    "ARGUMENT_TYPES": _arguments,
    "EXPECTED_TYPE": _expected,
    "MAY_BE_NULL": _null,
    "INPUT_MISSING": _missing,
    "NEVER_EQUAL": _never_equal,
}

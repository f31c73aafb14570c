"""The BPMN suites of `./run conformance`: Operaton's scripts, bpmnlint's fixtures, the MIWG's and bpmn-moddle's files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.conformance import operaton
from tests.conformance.expected import too_few, wrong_list
from tests.conformance.models import fixtures, opened

HERE = Path(__file__).parent
FAILING = HERE / "bpmn_failing.txt"
SUITES = ("operaton", "bpmnlint", "bpmn-miwg", "bpmn-moddle")


class Judgement(NamedTuple):
    #: case -> what is wrong; empty: nothing
    verdicts: dict[str, str]
    #: to show beside the figure
    lines: list[str]
    #: elements and attributes that were looked at, where the suite is its files
    things: int | None = None


def judge(folder: Path, suite: str, *, only: str = "") -> Judgement:
    if suite == "operaton":
        verdicts = list(operaton.run(folder / suite, only=only))
        refused = sum(verdict.refused for verdict in verdicts)
        return Judgement({f"operaton {item.name}": item.failure for item in verdicts}, [f"{refused} models refused by the linter"])
    if suite == "bpmnlint":
        return Judgement({f"bpmnlint {item.name}": item.difference for item in fixtures(folder / suite) if only in item.name}, [])
    files = [item for item in opened(folder / suite) if only in item.name]
    verdicts_of = sum((item.verdicts for item in files), Counter[str]())
    unread = sum((item.not_executed for item in files), Counter[str]())
    refused = [f"{item.name} is refused rightly: {item.told}" for item in files if item.told]
    lines = [f"{len(files) - len(refused)} open, {len(refused)} are no XML or no BPMN", *refused]
    lines += [
        "elements and attributes: " + ", ".join(f"{count} {verdict.replace('_', ' ')}" for verdict, count in sorted(verdicts_of.items())),
        "not executed: " + ", ".join(f"{name} {count}" for name, count in unread.most_common(12)) + (", …" if len(unread) > 12 else ""),
    ]
    found = {f"{suite} {item.name}": item.failure or (_lost(item.lost)) for item in files}
    return Judgement(found, lines, sum(verdicts_of.values()))


def _lost(lost: Sequence[str]) -> str:
    return f"{len(lost)} are not in the model, such as {'; '.join(lost[:3])}" if lost else ""


def known() -> set[str]:
    """The committed list: one case a line; what stands behind ` # ` is the reason."""
    lines = (line.partition(" # ")[0].strip() for line in FAILING.read_text().splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def missing(suite: str, judgement: Judgement) -> Iterator[str]:
    """What a run of a whole suite lacks, or its list has too much."""
    yield from too_few(suite, len(judgement.verdicts), things=judgement.things)
    yield from wrong_list(suite, {case for case in known() if case.startswith(f"{suite} ")}, judgement.verdicts)


def surprises(verdicts: Mapping[str, str]) -> Iterator[str]:
    listed = known()
    for case, failure in verdicts.items():
        if failure and case not in listed:
            yield f"{case}: {failure}"
        if not failure and case in listed:
            yield f"{case} passes now: take it off {FAILING.name}"

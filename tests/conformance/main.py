"""`./run conformance`: how the suites of others judge FEEL, DMN and BPMN.

Exits with 1 where a case fails that is not on the list of failing cases, or where one on the list passes: it may only shrink. Also
where a suite is missing, fewer cases were judged than it has (tests/conformance/expected.py), or `--only` names none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

from tests.conformance.bpmn import SUITES, judge, missing, surprises
from tests.conformance.dmn_tck import LEFT_OUT, Case, run
from tests.conformance.expected import too_few, wrong_list
from tests.support.servers import running

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "conformance"
FAILING = Path(__file__).parent / "dmn_tck_failing.txt"


def failing_cases() -> set[str]:
    """The committed list: one case a line."""
    lines = (line.strip() for line in FAILING.read_text().splitlines())
    return {line for line in lines if line and not line.startswith("#")}


def unexpected(cases: Iterable[Case]) -> list[str]:
    """Sentences on cases that are not as the list says."""
    known = failing_cases()
    found = []
    for case in cases:
        if case.passed and case.name in known:
            found.append(f"{case.name} passes now: take it off {FAILING.name}")
        if not case.passed and case.name not in known:
            found.append(f"{case.name} fails: {'; '.join(case.differences)}")
    return found


def _line(name: str, cases: list[Case]) -> str:
    valued = [case for case in cases if case.valued]
    left = [case for case in cases if not case.valued]
    figures = [f"{sum(case.passed for case in part):>5} of {len(part):>5}" for part in (valued, left)]
    return f"{name:<52}{figures[0]}   {figures[1]}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run conformance", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help="where the suites are")
    parser.add_argument("--only", default="", help="a part of a group's or case's name")
    parser.add_argument("--suite", choices=("dmn-tck", *SUITES), help="one suite only")
    parser.add_argument("--groups", action="store_true", help="also groups in which everything passes")
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        sys.exit(f"conformance: there is no folder {arguments.folder}")
    wanted = [arguments.suite] if arguments.suite else ["dmn-tck", *SUITES]
    there = [suite for suite in wanted if (arguments.folder / suite).is_dir()]
    problems = [f"{suite}: it is not in {arguments.folder}" for suite in wanted if suite not in there]
    judged = 0
    with running() if "operaton" in there else nullcontext():
        for suite in there:
            if suite == "dmn-tck":
                cases, found = _decisions(arguments.folder / suite, arguments.only, groups=arguments.groups)
            else:
                cases, found = _diagrams(arguments.folder, suite, arguments.only)
            judged, problems = judged + cases, problems + found
    if there and not judged:
        problems.append(f"no case has a name with '{arguments.only}' in it" if arguments.only else "no case was judged")
    for sentence in problems:
        print(sentence)
    sys.exit(1 if problems else 0)


def _diagrams(folder: Path, suite: str, only: str) -> tuple[int, list[str]]:
    """How many cases were judged, and the sentences on what is not as it should be."""
    judgement = judge(folder, suite, only=only)
    verdicts = judgement.verdicts
    print(f"{suite:<52}{sum(not failure for failure in verdicts.values()):>5} of {len(verdicts):>5}")
    for line in judgement.lines:
        print(f"  {line}")
    return len(verdicts), [*surprises(verdicts), *([] if only else missing(suite, judgement))]


def _decisions(suite: Path, only: str, *, groups: bool) -> tuple[int, list[str]]:
    cases = list(run(suite, only=only))
    print(f"{'':<52}{'with a value':>14}   {'null only':>14}")
    for level in (2, 3):
        at_level = [case for case in cases if case.level == level]
        for group in sorted({case.group for case in at_level}):
            part = [case for case in at_level if case.group == group]
            if groups or not all(case.passed for case in part):
                print(_line(f"  {group}", part))
        if at_level:
            print(_line(f"compliance level {level}", at_level))
    print(_line("all", cases))
    print(_line(f"without {LEFT_OUT}", [case for case in cases if case.group != LEFT_OUT]))
    twice = [name for name, count in Counter(case.name for case in cases).items() if count > 1]
    return len(cases), unexpected(cases) + [f"{name} is named twice" for name in twice] + ([] if only else missing_decisions(cases))


def missing_decisions(cases: Sequence[Case]) -> list[str]:
    """What a run of the whole kit lacks, or its list has too much."""
    names = {case.name for case in cases}
    return [*too_few("dmn-tck", len(names)), *wrong_list("dmn-tck", failing_cases(), names)]


if __name__ == "__main__":
    main()

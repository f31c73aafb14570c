"""Checks the values of a package's diagrams before any case runs: names, types, what may be null, answers that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn.data_flow.analysis import TooLarge
from engine.bpmn.data_flow.problems import problems_of
from engine.model.errors import Problem
from engine.packages.content_cache import ContentCache, digests
from engine.packages.deployed import Deployed, Elsewhere, called_from
from engine.packages.rules import PackageRules, ReadPackage
from engine.packages.values.case_texts import case_text_problems
from engine.packages.values.sources import Analysed
from engine.packages.values.unread_answers import unread_answers
from engine.sdk import JobType


def check_values(
    read: ReadPackage,
    files: Mapping[str, bytes],
    *,
    job_types: Mapping[str, JobType],
    rules: PackageRules,
    elsewhere: Elsewhere,
    kept: ContentCache,
) -> Sequence[Problem]:
    """Warnings. They are looked for again only where one of the files, or a process that these call, is another one."""
    siblings = {process.id: process for process, _path in read.processes}
    deployed = [
        (
            path,
            Deployed(identity=path, process=process, manifest=read.manifest, forms=read.forms, decisions=read.decisions, siblings=siblings),
        )
        for process, path in read.processes
    ]
    called = called_from((item for _path, item in deployed), elsewhere)
    around = (
        rules.answers_of,
        rules.given,
        rules.start_is_read,
        tuple(sorted(job_types)),
        frozenset(item.identity for item in called.values()),
    )
    key = ("values", digests(files), around)
    analysed = Analysed(job_types, rules.answers_of, called.get, rules.given)
    return kept.get(key, lambda: tuple(_problems(analysed, deployed, read, rules)))


def _problems(analysed: Analysed, deployed: Sequence[tuple[str, Deployed]], read: ReadPackage, rules: PackageRules) -> Iterator[Problem]:
    for path, item in deployed:
        try:
            analysis = analysed.analyse(item)
        except TooLarge:
            message = f"The process '{item.process.id}' is too large for its expressions to be checked."
            yield Problem(
                code="VALUES_UNCHECKED", resource=path, element=item.process.id, message=message, severity="warning",
                remedy="Move parts of it into processes of their own.",
            )  # fmt: skip
            continue
        yield from problems_of(analysis, path)
        if read.manifest is not None:
            yield from case_text_problems(analysis, read.manifest)
    if rules.answers_of is not None:
        yield from unread_answers(read, rules.answers_of, rules.start_is_read)

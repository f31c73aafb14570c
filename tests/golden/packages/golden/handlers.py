"""Steps of the golden package: one that may be repeated, and one that may not."""

from __future__ import annotations

from dataclasses import dataclass

from engine.sdk import BpmnError, JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Given:
    how: str = "well"


@dataclass(frozen=True, kw_only=True)
class Made:
    receipt: str


def _act(given: Given) -> Made:
    if given.how == "after":
        raise TimeoutError("no answer")
    if given.how == "error":
        raise BpmnError("LAIN", "nobody catches this")
    return Made(receipt="r")


@job_handler("golden:langkah")
def usual(context: JobContext, given: Given) -> Made:
    return _act(given)


@job_handler("golden:sekali", at_most_once=True)
def once(context: JobContext, given: Given) -> Made:
    return _act(given)

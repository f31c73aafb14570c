"""Automated steps that do nothing: what a job costs without its work."""

from __future__ import annotations

import time
from dataclasses import dataclass

from engine.sdk import JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """No input."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    #: seconds since 1970 by this machine's clock
    mulai: str


@job_handler("ukur_layanan:langkah", label="Langkah")
def step(context: JobContext, nothing: Nothing) -> None:
    """Returns at once."""


@job_handler("ukur_layanan:catat", label="Catat")
def note(context: JobContext, nothing: Nothing) -> Begun:
    return Begun(mulai=repr(time.time()))

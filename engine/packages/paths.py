"""Checks the file names of a package that comes through the web: data only, never Python."""

from __future__ import annotations

import re

ALLOWED = re.compile(
    r"^(process\.toml|[a-z][a-z0-9_]{0,60}\.(bpmn|dmn)|forms/[a-z][a-z0-9_]{0,60}\.form|locale/(id|en)\.json|scenarios/[a-z_][a-z0-9_]{0,60}\.json|documents/[a-z][a-z0-9_]{0,60}\.typ)$"
)
#: where the scenarios of a package stand, and the flows that none of them needs to go along, each with the reason
SCENARIOS, WAIVED = "scenarios/", "scenarios/_waived.json"
KEY = re.compile(r"^[a-z][a-z0-9_]{1,40}$")
#: bytes of one file, bytes of all, and files
MOST_BYTES, MOST_TOGETHER, MOST_FILES = 2_000_000, 10_000_000, 200


def is_allowed(path: str) -> bool:
    return bool(ALLOWED.match(path))

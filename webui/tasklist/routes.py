"""Every page of staff: importing one registers it."""

from __future__ import annotations

from webui.tasklist import (  # noqa: F401
    case,
    diagram,
    draft,
    files,
    filters,
    inbox,
    legal_clocks,
    overview,
    reveal,
    search,
    several,
    start,
    task,
    tree,
    uploads,
)
from webui.tasklist.blueprint import blueprint
from webui.tasklist.correspondence import answer, versions  # noqa: F401

__all__ = ["blueprint"]

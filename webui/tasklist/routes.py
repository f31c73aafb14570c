"""Every page of staff: importing one registers it."""

from __future__ import annotations

from webui.tasklist import case, diagram, draft, files, filters, inbox, legal_clocks, overview, reveal, search, several, start, task, tree  # noqa: F401
from webui.tasklist.blueprint import blueprint
from webui.tasklist.correspondence import answer, versions  # noqa: F401

__all__ = ["blueprint"]

"""Pages of operators that share a blueprint: importing one registers it."""

from __future__ import annotations

from webui.cockpit import cancel_case  # noqa: F401
from webui.cockpit.receivers import blueprint as receivers

__all__ = ["receivers"]

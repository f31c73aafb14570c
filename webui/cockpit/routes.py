"""Pages of operators that share a blueprint: importing one registers it."""

from __future__ import annotations

from webui.cockpit import audit, cancel_case, case, handovers, holds, platform_health  # noqa: F401
from webui.cockpit.incidents import blueprint as incidents
from webui.cockpit.receivers import blueprint as receivers
from webui.cockpit.retention import blueprint as retention
from webui.cockpit.substitutes import blueprint as substitutes

__all__ = ["incidents", "receivers", "retention", "substitutes"]

"""Spans of what the observer sees. Without a setting nothing is traced, and OpenTelemetry is not even imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Tracing:
    """Traces nothing. A span is whatever `begin` gives and `end` takes; None is none."""

    def begin(self, kind: str, name: str, *, parent: str | None = None) -> Any:
        """Begins a span within the one in which this thread works, or under `parent` (W3C traceparent)."""
        return None

    def end(self, span: Any, attributes: Mapping[str, str | int]) -> None: ...

    def context(self) -> str | None:
        """Returns the span in which this thread works, as a W3C traceparent."""
        return None


NO_TRACING = Tracing()

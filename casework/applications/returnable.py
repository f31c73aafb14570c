"""Which fields of an application an officer may ask for once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from casework.applications.application_form import application_of
from engine.core.context import QueryContext
from engine.model.ports import Option


def returnable_fields(context: QueryContext, component: Mapping[str, Any], case: UUID | None) -> Sequence[Option]:
    """The key of its texts goes with each field. None where nobody applied for the case."""
    application = application_of(context, case) if case else None
    if application is None:
        return ()
    fields = application.fields
    return [Option(value=str(item["key"]), label=str(item.get("label") or item["key"])) for item in fields]

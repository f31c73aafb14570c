"""Lists the fields of an application that an officer may return for correction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from casework.applications.application_form import application_of
from engine.core.context import QueryContext
from engine.model.ports import Option


def returnable_fields(context: QueryContext, component: Mapping[str, Any], case: UUID | None) -> Sequence[Option]:
    """Returns each field with the key of its texts. None for a case without an application."""
    application = application_of(context, case) if case else None
    if application is None:
        return ()
    fields = application.fields
    return [Option(value=str(item["key"]), label=str(item.get("label") or item["key"])) for item in fields]

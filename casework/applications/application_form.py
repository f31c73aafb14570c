"""Finds the application of a case: its form, and its answers as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.applications.applicant_tasks import Return
from casework.applications.tables import Application
from casework.services.service import Service, service_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.instance_state import state_of
from engine.persistence.tables.instances import ProcessInstance


@dataclass(frozen=True, kw_only=True)
class CaseApplication:
    case: UUID
    number: str
    loaded: Loaded
    service: Service
    form: Mapping[str, Any]
    #: its components that are answered, in their order
    fields: Sequence[Mapping[str, Any]]
    #: of the case that was asked for
    values: Mapping[str, Any]

    def asked_again(self, returns: Sequence[Return]) -> dict[str, Any]:
        """Returns a form with the returned fields only."""
        wanted = {item.field for item in returns}
        return {**self.form, "components": [item for item in self.fields if item["key"] in wanted]}


def application_of(context: QueryContext, case: UUID) -> CaseApplication | None:
    """`case`: the root case. None for a case without an application."""
    row = context.session.get(Application, case)
    if row is None:
        return None
    instance = context.session.get_one(ProcessInstance, case)
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    service = service_of(loaded.manifest, loaded.key)
    start = loaded.definition.process.none_start(None)
    form = loaded.forms.get(start.extensions.form or "") if start else None
    if service is None or form is None:
        return None
    traits = context.platform.forms.traits
    return CaseApplication(
        case=case,
        number=row.number,
        loaded=loaded,
        service=service,
        form=form,
        fields=[item for item in form.get("components", []) if item.get("key") and traits(item).answered],
        values=state_of(context, instance).variables,
    )

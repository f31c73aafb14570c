"""Builds the form of a reply: returned fields of the application, or the step's own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.applications.applicant_tasks import Return, returns_of
from casework.applications.application_form import CaseApplication, application_of
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.tasks.form_options import form_of
from engine.core.tasks.open_task import task_variables
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance, UserTask


@dataclass(frozen=True, kw_only=True)
class ReplyRequest:
    application: CaseApplication
    #: the process whose texts name the fields
    loaded: Loaded
    form: Mapping[str, Any]
    #: variables for conditions and rules
    values: Mapping[str, Any]
    returns: Sequence[Return]

    @property
    def keys(self) -> set[str]:
        return {str(item.get("key")) for item in self.form["components"]}


def reply_request(context: QueryContext, task: UserTask, instance: ProcessInstance) -> ReplyRequest:
    """Raises NotFound for a case without an application."""
    application = application_of(context, instance.root_id)
    if application is None:
        raise NotFound("Expected a case that somebody applied for, but nobody did.")
    returns = returns_of(task)
    variables = {**application.values, **task_variables(context, instance, task)}
    if returns:
        return ReplyRequest(
            application=application,
            loaded=application.loaded,
            form=application.asked_again(returns),
            values=variables,
            returns=returns,
        )
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    form = form_of(loaded, task.form_key) or {"id": "", "components": []}
    return ReplyRequest(application=application, loaded=loaded, form=form, values=variables, returns=())

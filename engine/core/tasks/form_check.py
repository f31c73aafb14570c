"""Checks the answers of a form inside the transaction, with the options of its case. No answer is stored without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.hooks import hooks_of
from engine.core.tasks.form_options import form_of, options_for
from engine.model.errors import FieldError, FormRejected
from engine.model.ports import FormRules, OptionSource
from engine.persistence.tables.instances import ProcessInstance, RecentChoice


def check_form(
    context: CommandContext,
    loaded: Loaded,
    form: str | Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    variables: Mapping[str, Any],
    *,
    position: UUID | None,
    case: UUID | None = None,
    origin: UUID | None = None,
) -> FormRules:
    """Raises FormRejected with every error; a step without a form takes no answers.

    `form`: its key, or itself; `case`: the root case; `origin`: what its files came with, if not with the actor.
    """
    schema = form_of(loaded, form) if form is None or isinstance(form, str) else form
    if schema is None:
        if answers:
            raise FormRejected([FieldError(field=name, code="UNKNOWN_FIELD", values={}) for name in answers])
        return FormRules(answers={}, documents={})
    choices = options_for(context, loaded, variables, position, case)
    keepers = hooks_of(context).answers
    meant = answers
    for keeper in keepers:
        meant = keeper.read(context, case, schema, meant, variables)
    rules = context.platform.forms.check(schema, meant, variables, context.time, choices)
    for keeper in keepers:
        rules = keeper.accept(context, case, rules, variables, origin)
    return rules


def store_attachments(context: CommandContext, instance: ProcessInstance, rules: FormRules, *, case: UUID | None = None) -> None:
    """Stores the files and sensitive values of the answers. `case`: the owner of the documents; default: the instance."""
    for keeper in hooks_of(context).answers:
        keeper.keep(context, instance, rules, case or instance.id)


def remember_recent_choices(context: CommandContext, loaded: Loaded, key: str | None, rules: FormRules) -> None:
    """Remembers the positions that were chosen, so that they are offered first the next time."""
    schema = form_of(loaded, key) or {}
    rows = []
    for component in schema.get("components", []):
        value = rules.answers.get(component.get("key", ""))
        if value and context.platform.forms.traits(component).options is OptionSource.PERMITTED_POSITIONS:
            rows += [
                {"person_id": context.actor.person, "decision": component["decision"], "value": item, "used_at": context.now}
                for item in (value if isinstance(value, list) else [value])
            ]
    # two fields of one form may choose the same position
    unique = list({(row["decision"], row["value"]): row for row in rows}.values())
    if unique and context.actor.person is not None:
        statement = insert(RecentChoice).values(unique)
        context.session.execute(
            statement.on_conflict_do_update(index_elements=["person_id", "decision", "value"], set_={"used_at": statement.excluded.used_at})
        )

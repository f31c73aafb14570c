"""The one way in for answers: a form is checked inside the transaction, with the options of this case, before anything changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from engine.core.application_form import application_of
from engine.core.context import CommandContext, QueryContext
from engine.core.definitions import Loaded
from engine.core.platform_jobs import DRAW_PAGES, platform_job
from engine.core.recipients import permitted_positions
from engine.core.subject_data import keep_apart, set_apart, unmasked
from engine.model.errors import FieldError, FormRejected, InvalidState
from engine.model.ports import Choice, Choices, FormRules, OptionSource
from engine.persistence.tables.instances import ProcessInstance, RecentChoice
from engine.persistence.tables.records import Document


def form_of(loaded: Loaded, key: str | None) -> Mapping[str, Any] | None:
    """Raises InvalidState where the deployment lacks the form: checks refuse such a deployment."""
    if not key:
        return None
    schema = loaded.forms.get(key)
    if schema is None:
        raise InvalidState(f"Expected the form '{key}' in the deployment, but it is missing.")
    return schema


def choices_for(
    context: QueryContext, loaded: Loaded, variables: Mapping[str, Any], position: UUID | None, case: UUID | None = None
) -> Choices:
    """The options that depend on the case: positions permitted by a decision table of the package, fields of the application."""

    def choices(component: Mapping[str, Any]) -> Sequence[Choice] | None:
        source = context.platform.forms.traits(component).options
        if source is OptionSource.RETURNABLE_FIELDS:
            return returnable_fields(context, case)
        if source is OptionSource.PERMITTED_POSITIONS:
            return permitted_positions(context, loaded, component, variables, position)
        return None

    return choices


def returnable_fields(context: QueryContext, case: UUID | None) -> Sequence[Choice]:
    """What an officer may ask for once more: the key of its texts goes with each field."""
    application = application_of(context, case) if case else None
    if application is None:
        return ()
    fields = application.fields
    return [Choice(value=str(item["key"]), label=str(item.get("label") or item["key"])) for item in fields]


def check_form(
    context: CommandContext,
    loaded: Loaded,
    form: str | Mapping[str, Any] | None,
    answers: Mapping[str, Any],
    variables: Mapping[str, Any],
    *,
    position: UUID | None,
    case: UUID | None = None,
    draft: UUID | None = None,
) -> FormRules:
    """Raises FormRejected with every error; a step without a form takes no answers.

    `form`: its key, or itself; `case`: the one that all began with; `draft`: the one with which the files came.
    """
    schema = form_of(loaded, form) if form is None or isinstance(form, str) else form
    if schema is None:
        if answers:
            raise FormRejected([FieldError(field=name, code="UNKNOWN_FIELD", values={}) for name in answers])
        return FormRules(answers={}, documents={})
    choices = choices_for(context, loaded, variables, position, case)
    typed = unmasked(context, case, schema, answers, variables)
    rules = context.platform.forms.check(schema, typed, variables, context.now, choices)
    _own_documents(context, rules, draft)
    return set_apart(context, case, rules, variables)


def _own_documents(context: CommandContext, rules: FormRules, draft: UUID | None) -> None:
    """A file answer names a document that this person uploaded, or that came with this draft, and that no case has yet."""
    if not rules.documents:
        return
    wanted = {UUID(identifier) for identifier in rules.documents}
    own = Document.draft_id == draft if draft else Document.created_by == context.actor.person
    statement = select(Document.id).where(Document.id.in_(wanted), own, Document.instance_id.is_(None))
    missing = wanted - set(context.session.scalars(statement))
    if missing:
        raise FormRejected(
            [
                FieldError(field=name, code="FILE_UNKNOWN", values={})
                for name, value in rules.answers.items()
                if any(str(identifier) in str(value) for identifier in missing)
            ]
        )


def remember_choices(context: CommandContext, loaded: Loaded, key: str | None, rules: FormRules) -> None:
    """What was chosen among permitted positions is offered first the next time."""
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


def attach(context: CommandContext, instance: ProcessInstance, rules: FormRules, *, case: UUID | None = None) -> None:
    """What came with the answers: documents, and what stands apart. `case`: whose documents they become, if not the instance's."""
    keep_apart(context, instance.root_id, rules)
    for identifier, (data_class, retention) in rules.documents.items():
        document = context.session.get_one(Document, UUID(identifier))
        document.instance_id = case or instance.id
        document.data_class = data_class
        document.retention = retention
        platform_job(context, instance, DRAW_PAGES, key=identifier, variables={"document": identifier})

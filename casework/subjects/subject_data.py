"""Replaces sensitive answers by references; the values are encrypted in the table `subject_value` (UU 27/2022, articles 4 and 35:
docs/law/personal-data.md#data-classes).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.subjects.masks import mask_number
from casework.subjects.tables import SubjectValue
from engine.core.context import CommandContext, QueryContext
from engine.model.ports import FormRules, Vault
from forms.schema import data_class_of

PREFIX = "subject:"
#: in front of a typed answer that waits in a draft
SEALED = "sealed:"


def reference(text: Any) -> UUID | None:
    """Returns the id in `subject:…`; None for any other text."""
    if not isinstance(text, str) or not text.startswith(PREFIX):
        return None
    try:
        return UUID(text.removeprefix(PREFIX))
    except ValueError:
        return None


def subject_index(vault: Vault, text: str) -> bytes:
    return vault.index(f"subject {text}")


def referenced_values(context: QueryContext, case: UUID | None, values: Any) -> dict[str, str]:
    """Returns reference -> value, for every reference of this case anywhere in the values.

    `case`: the root case. Who types another case's reference gets nothing.
    """
    wanted = {text: found for text in _texts(values) if (found := reference(text))}
    if not wanted or case is None:
        return {}
    own = select(SubjectValue).where(SubjectValue.id.in_(set(wanted.values())), SubjectValue.instance_id == case)
    rows = context.session.scalars(own)
    known = {row.id: context.platform.vault.open(row.sealed) for row in rows}
    return {text: known[found] for text, found in wanted.items() if found in known}


def mask_references(context: QueryContext, case: UUID, values: Any) -> Any:
    """Replaces references by masks."""
    return replace_texts(values, {text: mask_number(content) for text, content in referenced_values(context, case, values).items()})


def reveal_references(context: QueryContext, case: UUID, values: Any) -> Any:
    """Replaces references by their values. For the data subject, and for lookups in other registries only."""
    return replace_texts(values, referenced_values(context, case, values))


def replace_texts(values: Any, by: Mapping[str, str]) -> Any:
    if not by:
        return values
    if isinstance(values, str):
        return by.get(values, values)
    if isinstance(values, Mapping):
        return {key: replace_texts(value, by) for key, value in values.items()}
    return [replace_texts(value, by) for value in values] if isinstance(values, list) else values


def _texts(values: Any) -> Iterable[str]:
    if isinstance(values, str):
        yield values
    elif isinstance(values, Mapping | list):
        for value in values.values() if isinstance(values, Mapping) else values:
            yield from _texts(value)


def restore_unchanged_masks(
    context: QueryContext, case: UUID | None, schema: Mapping[str, Any], answers: Mapping[str, Any], variables: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Puts the former value in place of a mask that was not changed."""
    before = {key: variables.get(key) for key in sensitive_fields(schema) & set(answers)}
    known = referenced_values(context, case, before)
    same = {key: known[str(old)] for key, old in before.items() if str(old) in known and answers[key] == mask_number(known[str(old)])}
    return {**answers, **same}


def replace_sensitive_answers(context: CommandContext, case: UUID | None, rules: FormRules, variables: Mapping[str, Any]) -> FormRules:
    """Puts references in place of sensitive answers; an unchanged answer keeps its reference."""
    if not rules.sensitive:
        return rules
    before = {name: variables.get(name) for name in rules.sensitive}
    known, answers, references = referenced_values(context, case, before), dict(rules.answers), {}
    for name in rules.sensitive:
        text = answers.get(name)
        if text in (None, ""):
            continue
        if known.get(str(before[name])) == text:
            answers[name] = before[name]
            continue
        answers[name] = f"{PREFIX}{context.new_id()}"
        references[answers[name]] = (name, str(text))
    if "answers" in context.payload:
        # the audit, and the comparison with a repeated request, hold references too
        context.payload = {
            **context.payload,
            "answers": {**context.payload["answers"], **{name: answers.get(name) for name in rules.sensitive}},
        }
    return replace(rules, answers=answers, references=references)


def store_sensitive_answers(context: CommandContext, case: UUID, rules: FormRules) -> None:
    """`case`: the root case."""
    vault = context.platform.vault
    for text, (name, value) in rules.references.items():
        identifier = reference(text)
        assert identifier is not None
        row = SubjectValue(
            id=identifier,
            instance_id=case,
            field=name,
            sealed=vault.seal(value),
            value_index=subject_index(vault, value),
            kept_at=context.now,
        )
        context.session.add(row)


def sensitive_fields(schema: Mapping[str, Any] | None) -> set[str]:
    components = (schema or {}).get("components", [])
    return {str(item.get("key")) for item in components if data_class_of(item) == "sensitive"}


def seal_answers(vault: Vault, schema: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Encrypts the sensitive answers of a draft."""
    hidden = {key: answers[key] for key in sensitive_fields(schema) & set(answers) if isinstance(answers[key], str) and answers[key]}
    return {**answers, **{key: SEALED + base64.b64encode(vault.seal(text)).decode() for key, text in hidden.items()}}


def unseal_answers(vault: Vault, schema: Mapping[str, Any] | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {key: answers[key] for key in sensitive_fields(schema) & set(answers) if str(answers[key]).startswith(SEALED)}
    return {**answers, **{key: vault.open(base64.b64decode(text.removeprefix(SEALED))) for key, text in hidden.items()}}

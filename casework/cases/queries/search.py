"""Searches register entries by full text, in Indonesian, among those that the actor may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, func, select

from casework.records.tables import RegisterEntry
from casework.subjects.subject_data import subject_index
from casework.subjects.tables import SubjectValue
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see
from engine.persistence.patterns import containing
from engine.persistence.tables.instances import ProcessInstance

PAGE = 25
#: such as a NIK, however it was typed
NUMBER = re.compile(r"^[\d ]{12,40}$")


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    instance: UUID
    process: str
    title: str
    business_key: str | None
    status: str
    confidential: bool
    origin: Any
    created_at: datetime
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    rows: list[SearchResult]
    page: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class Search(Query):
    """Takes words as people type them; "quoted words" stand together, a minus excludes. Without words: the newest entries."""

    permission: ClassVar[str] = "person"

    text: str = ""
    page: int = 1

    def run(self, context: QueryContext) -> SearchResults:
        page = max(1, min(self.page, 400))
        statement = (
            select(RegisterEntry, ProcessInstance)
            .join(ProcessInstance, ProcessInstance.id == RegisterEntry.instance_id)
            .where(may_see(context.actor, RegisterEntry.instance_id, context.now))
        )
        text = " ".join(self.text.split())[:200]
        if text:
            hidden = subject_index(context.platform.vault, "".join(text.split())) if NUMBER.match(text) else None
            statement = statement.where(RegisterEntry.id.in_(_matching(text, hidden)))
        rows = context.session.execute(
            statement.order_by(RegisterEntry.created_at.desc(), RegisterEntry.id).offset((page - 1) * PAGE).limit(PAGE + 1)
        ).all()
        return SearchResults(rows=[self._result(context, row[1], row[0]) for row in rows[:PAGE]], page=page, more=len(rows) > PAGE)

    def _result(self, context: QueryContext, instance: ProcessInstance, entry: RegisterEntry) -> SearchResult:
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        return SearchResult(
            instance=instance.id,
            process=instance.process_key,
            title=entry.title,
            business_key=instance.business_key,
            status=instance.status,
            confidential=instance.confidential,
            origin=instance.facts.get(loaded.manifest.case(instance.process_key).origin),
            created_at=entry.created_at,
            texts=loaded.texts,
        )


def _matching(text: str, hidden: bytes | None) -> Select[UUID] | CompoundSelect[UUID]:
    """Selects entries with these words, or with this part in their number ("1187", "0001/2026"): an index look-up each, never one over all.

    `hidden`: the index of a number that is stored separately, which is found whole only.
    """
    words = func.websearch_to_tsquery("alur_id", text)
    found = select(RegisterEntry.id).where(RegisterEntry.search.op("@@")(words))
    if not any(char.isdigit() for char in text):
        return found
    numbered = select(RegisterEntry.id).join(ProcessInstance, ProcessInstance.id == RegisterEntry.instance_id)
    numbered = numbered.where(ProcessInstance.business_key.ilike(containing(text)))
    if hidden is None:
        return found.union(numbered)
    apart = select(RegisterEntry.id).join(SubjectValue, SubjectValue.instance_id == RegisterEntry.instance_id)
    return found.union(numbered, apart.where(SubjectValue.value_index == hidden))

"""Searches register entries by full text, in Indonesian, among those that the actor may see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, func, literal, select

from casework.records.tables import RegisterEntry
from casework.subjects.subject_data import subject_index
from casework.subjects.tables import SubjectValue
from casework.wording.facts import Fact, origin_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.identity.access import may_see
from engine.persistence.patterns import containing
from engine.persistence.tables.instances import ProcessInstance

PAGE = 25
#: characters from which the index of parts (trigrams) helps, and from which something alike is looked for
SHORTEST_PART, SHORTEST_ALIKE = 3, 4
#: of a word's trigrams: "drianase" and "drainase" share 0.38, "ijin" and "izin" 0.4, strange words less than 0.2
LEAST_ALIKE = 0.33
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
    #: where the case comes from, with its words; None: its package names no such variable, or it has no value
    origin: Fact | None
    created_at: datetime
    texts: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    rows: list[SearchResult]
    page: int
    more: bool
    #: nothing has these words or this part; the rows are written alike
    alike: bool = False


@dataclass(frozen=True, kw_only=True)
class Search(Query):
    """Takes words as people type them; "quoted words" stand together, a minus excludes; or a part of a number or name.

    Where nothing fits, entries that are written alike are given instead, the most alike first. Without words: the newest entries.
    """

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
        order: tuple[Any, ...] = (RegisterEntry.created_at.desc(), RegisterEntry.id)
        if text:
            hidden = subject_index(context.platform.vault, "".join(text.split())) if NUMBER.match(text) else None
            rows = self._page(context, statement.where(RegisterEntry.id.in_(_matching(text, hidden))), page, order)
            alike = not rows and page == 1 and len(text) >= SHORTEST_ALIKE and hidden is None
            if alike:
                context.session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", str(LEAST_ALIKE), True)))
                closest = func.word_similarity(text, RegisterEntry.search_text).desc()
                similar = statement.where(literal(text).op("<%")(RegisterEntry.search_text))
                rows = self._page(context, similar, page, (closest, *order))
        else:
            rows, alike = self._page(context, statement, page, order), False
        results = [self._result(context, row[1], row[0]) for row in rows[:PAGE]]
        return SearchResults(rows=results, page=page, more=len(rows) > PAGE and not alike, alike=alike and bool(rows))

    def _page(self, context: QueryContext, statement: Any, page: int, order: tuple[Any, ...]) -> Sequence[Any]:
        found: Sequence[Any] = context.session.execute(statement.order_by(*order).offset((page - 1) * PAGE).limit(PAGE + 1)).all()
        return found

    def _result(self, context: QueryContext, instance: ProcessInstance, entry: RegisterEntry) -> SearchResult:
        loaded = context.platform.definitions.get(context.session, instance.definition_id)
        return SearchResult(
            instance=instance.id,
            process=instance.process_key,
            title=entry.title,
            business_key=instance.business_key,
            status=instance.status,
            confidential=instance.confidential,
            origin=origin_of(context, loaded, instance.root_id, instance.facts, loaded.manifest.case(instance.process_key).origin),
            created_at=entry.created_at,
            texts=loaded.texts,
        )


def _matching(text: str, hidden: bytes | None) -> Select[UUID] | CompoundSelect[UUID]:
    """Selects entries with these words, or this part of a number or name ("1187", "Sutris"): an index look-up each, never one over all.

    `hidden`: the index of a number that is stored separately, which is found whole only.
    """
    words = func.websearch_to_tsquery("alur_id", text)
    ways = [select(RegisterEntry.id).where(RegisterEntry.search.op("@@")(words))]
    if len(text) >= SHORTEST_PART:
        ways.append(select(RegisterEntry.id).where(RegisterEntry.search_text.ilike(containing(text))))
    if any(char.isdigit() for char in text):
        numbered = select(RegisterEntry.id).join(ProcessInstance, ProcessInstance.id == RegisterEntry.instance_id)
        ways.append(numbered.where(ProcessInstance.business_key.ilike(containing(text))))
    if hidden is not None:
        apart = select(RegisterEntry.id).join(SubjectValue, SubjectValue.instance_id == RegisterEntry.instance_id)
        ways.append(apart.where(SubjectValue.value_index == hidden))
    return ways[0].union(*ways[1:]) if len(ways) > 1 else ways[0]

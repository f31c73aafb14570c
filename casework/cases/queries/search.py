"""Searches register entries by full text, in Indonesian, among those that the actor may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, or_, select

from casework.cases.search_back import newest_cases, search_back
from casework.records.tables import RegisterEntry
from casework.subjects.subject_data import subject_index
from casework.subjects.tables import SubjectValue
from casework.wording.facts import Fact, origin_of
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.persistence.patterns import containing
from engine.persistence.tables.instances import ProcessInstance

PAGE, MOST_PAGES = 25, 40
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
    #: so much fits that older entries were not looked at: other words would find less
    cut: bool = False


@dataclass(frozen=True, kw_only=True)
class Search(Query):
    """Takes words as people type them; "quoted words" stand together, a minus excludes; or a part of a number or name.

    The newest first. Where nothing fits, entries that are written alike are given instead, of the newest ones, the most alike first.
    Without words: the newest entries. The work does not grow with what is stored: `casework/cases/search_back.py`.
    """

    permission: ClassVar[str] = "person"

    text: str = ""
    page: int = 1

    def run(self, context: QueryContext) -> SearchResults:
        page = max(1, min(self.page, MOST_PAGES))
        text = " ".join(self.text.split())[:200]
        if not text:
            found, cut = newest_cases(context, page * PAGE + 1)
        elif NUMBER.match(text) and (hidden := subject_index(context.platform.vault, "".join(text.split()))):
            apart = RegisterEntry.instance_id.in_(select(SubjectValue.instance_id).where(SubjectValue.value_index == hidden))
            found, cut = newest_cases(context, page * PAGE + 1, apart)
            if not found:
                found, cut = search_back(context, _matching(text), page * PAGE + 1)
        else:
            found, cut = search_back(context, _matching(text), page * PAGE + 1)
        wanted, more, alike = found[(page - 1) * PAGE : page * PAGE], len(found) > page * PAGE, False
        if not found and page == 1 and len(text) >= SHORTEST_ALIKE and not any(char.isdigit() for char in text):
            wanted = _written_alike(context, text)
            alike = bool(wanted)
        return SearchResults(rows=_results(context, wanted), page=page, more=more and page < MOST_PAGES, alike=alike, cut=cut and not more)


def _matching(text: str) -> ColumnElement[bool]:
    """Selects entries with these words, or this part of a number or name ("1187", "Sutris")."""
    words = RegisterEntry.search.op("@@")(func.websearch_to_tsquery("alur_id", text))
    return or_(words, RegisterEntry.search_text.ilike(containing(text))) if len(text) >= SHORTEST_PART else words


def _written_alike(context: QueryContext, text: str) -> list[UUID]:
    """Returns entries that are written alike, the most alike first."""
    context.session.execute(select(func.set_config("pg_trgm.word_similarity_threshold", str(LEAST_ALIKE), True)))
    closest = func.word_similarity(text, RegisterEntry.search_text)
    found, _cut = search_back(context, literal(text).op("<%")(RegisterEntry.search_text), PAGE, closest)
    return found


def _results(context: QueryContext, found: list[UUID]) -> list[SearchResult]:
    statement = (
        select(RegisterEntry, ProcessInstance)
        .join(ProcessInstance, ProcessInstance.id == RegisterEntry.instance_id)
        .where(RegisterEntry.id.in_(found))
    )
    rows = {entry.id: (entry, instance) for entry, instance in context.session.execute(statement)} if found else {}
    return [_result(context, *rows[identifier]) for identifier in found]


def _result(context: QueryContext, entry: RegisterEntry, instance: ProcessInstance) -> SearchResult:
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

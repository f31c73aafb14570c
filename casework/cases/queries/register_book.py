"""Reads a register as a book: its entries by period, state and the fields that its package names, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from casework.cases.search_back import newest_cases
from casework.records.manifest import Register, register_of
from casework.records.tables import RegisterEntry
from casework.wording.declared_fields import DeclaredField, declared_field
from casework.wording.facts import Fact, facts_of_rows
from engine.core.context import QueryContext
from engine.core.definitions import Loaded
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.patterns import containing
from engine.persistence.tables.instances import ProcessInstance

PAGE, MOST_PAGES = 50, 100
#: entries of a printed book or of a file
MOST_OF_A_FILE = 5_000
#: choices that a list offers; of more, such as a whole classification, the beginning of one is typed
MOST_CHOICES = 12
STATUSES = ("ACTIVE", "COMPLETED", "TERMINATED")


@dataclass(frozen=True, kw_only=True)
class BookRow:
    case: UUID
    status: str
    confidential: bool
    facts: Mapping[str, Fact]
    #: columns whose content is not written down outside the page, for the case is secret
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class BookFilter:
    name: str
    #: value -> key of its words; None: it is typed
    choices: Mapping[str, str] | None


@dataclass(frozen=True, kw_only=True)
class RegisterBookView:
    process: str
    register: str
    columns: Sequence[str]
    filters: Sequence[BookFilter]
    rows: Sequence[BookRow]
    page: int
    more: bool
    texts: Mapping[str, Mapping[str, str]]
    #: the declared labels of choices, where the package translates none
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RegisterBook(Query):
    """The newest entry first; `whole`: every entry, the oldest first, as a book is printed. Raises NotFound where there is no such book.

    `values`: filter -> what was typed or chosen; a choice out of many is found by its beginning, any other text by a part of it.
    """

    permission: ClassVar[str] = "person"

    process: str
    since: date | None = None
    until: date | None = None
    status: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    whole: bool = False

    def run(self, context: QueryContext) -> RegisterBookView:
        loaded = context.platform.definitions.latest(context.session, self.process)
        register = register_of(loaded.manifest, self.process)
        if register is None or not register.book or not context.actor.seats:
            raise NotFound("Expected a register that is kept as a book, but there is none under this address.")
        filters = [_filter(declared_field(loaded, name)) for name in register.filters]
        page = max(1, min(self.page, MOST_PAGES))
        wanted = MOST_OF_A_FILE + 1 if self.whole else page * PAGE + 1
        found, _cut = newest_cases(context, wanted, and_(*self._conditions(loaded, register, filters)))
        chosen = found[:MOST_OF_A_FILE] if self.whole else found[(page - 1) * PAGE : page * PAGE]
        rows = _rows(context, loaded, register, chosen)
        return RegisterBookView(
            process=self.process,
            register=register.key,
            columns=register.book,
            filters=filters,
            rows=rows[::-1] if self.whole else rows,
            page=page,
            more=len(found) > (MOST_OF_A_FILE if self.whole else page * PAGE),
            texts=loaded.texts,
            labels={name: declared_field(loaded, name).labels for name in register.filters},
        )

    def _conditions(self, loaded: Loaded, register: Register, filters: Sequence[BookFilter]) -> list[ColumnElement[bool]]:
        entry = RegisterEntry
        # what never got its number is not in the book
        conditions = [entry.register == f"{loaded.package}.{register.key}", entry.fields[register.book[0]].astext.is_not(None)]
        if register.day:
            day = entry.fields[register.day].astext
            conditions += [day >= self.since.isoformat()] if self.since else []
            conditions += [day <= self.until.isoformat()] if self.until else []
        for item in filters:
            text, stored = " ".join(self.values.get(item.name, "").split())[:200], entry.fields[item.name].astext
            if not text:
                continue
            typed = (
                stored.ilike(containing(text))
                if declared_field(loaded, item.name).type != "choice"
                else stored.startswith(text, autoescape=True)
            )
            conditions.append(stored == text if item.choices is not None else typed)
        if self.status in STATUSES:
            conditions.append(entry.instance_id.in_(select(ProcessInstance.id).where(ProcessInstance.status == self.status)))
        return conditions


def _filter(declared: DeclaredField) -> BookFilter:
    listed = declared.type == "choice" and len(declared.labels) <= MOST_CHOICES
    return BookFilter(name=declared.name, choices={value: f"{declared.words}.{value}" for value in declared.labels} if listed else None)


def _rows(context: QueryContext, loaded: Loaded, register: Register, chosen: Sequence[UUID]) -> list[BookRow]:
    instance = ProcessInstance
    columns = (RegisterEntry.id, RegisterEntry.fields, instance.id.label("case"), instance.status, instance.confidential)
    statement = select(*columns).join(instance, instance.id == RegisterEntry.instance_id).where(RegisterEntry.id.in_(chosen))
    by_id = {row.id: row for row in context.session.execute(statement)} if chosen else {}
    found = [by_id[identifier] for identifier in chosen]
    facts = facts_of_rows(context, loaded, [(row.case, row.fields) for row in found], register.book)
    secret = frozenset(register.search) - {register.book[0]}
    return [
        BookRow(
            case=row.case,
            status=row.status,
            confidential=row.confidential,
            facts=shown,
            hidden=secret if row.confidential else frozenset(),
        )
        for row, shown in zip(found, facts, strict=True)
    ]

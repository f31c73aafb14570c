"""Keeps a filter of the inbox under a name of the person's own; the same name again takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.tasks.task_tabs import TABS
from engine.model.errors import InvalidState
from engine.persistence.tables.filters import KeptFilter

#: characters of a name and of what is searched for, and filters of a person
LONGEST_NAME, LONGEST_TEXT, MOST = 40, 200, 12


@dataclass(frozen=True, kw_only=True)
class KeepFilter(Command):
    """The parts are those of TaskList. Raises InvalidState (reason name, tab or many)."""

    permission: ClassVar[str] = "person"

    name: str
    tab: str
    text: str = ""
    process: str = ""
    due: str = ""
    order: str = "due"

    def run(self, context: CommandContext) -> Answer:
        name = " ".join(self.name.split())
        if not 1 <= len(name) <= LONGEST_NAME:
            raise InvalidState(f"Expected a name of 1 to {LONGEST_NAME} characters, but it has {len(name)}.", reason="name")
        if self.tab not in TABS:
            raise InvalidState(f"Expected a group of the inbox, but got '{self.tab}'.", reason="tab")
        own = (KeptFilter.person_id == context.actor.person, KeptFilter.name != name)
        if context.session.execute(select(func.count()).select_from(KeptFilter).where(*own)).scalar_one() >= MOST:
            raise InvalidState(f"Expected at most {MOST} filters, but there are as many already.", reason="many")
        parts = {"tab": self.tab, "text": self.text[:LONGEST_TEXT], "process": self.process, "due": self.due, "order": self.order}
        row = {"id": context.new_id(), "person_id": context.actor.person, "name": name, "kept_at": context.now, **parts}
        statement = insert(KeptFilter).values(row).on_conflict_do_update(index_elements=["person_id", "name"], set_=parts)
        context.session.execute(statement)
        return {"name": name}

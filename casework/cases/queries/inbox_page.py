"""Reads everything that the page of the inbox shows, asked together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from casework.cases.queries.task_list_page import with_origins
from casework.notices.queries.waiting_messages import WaitingMessages, WaitingMessageView
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.queries.instances.startable_processes import StartableProcesses, StartFormView
from engine.queries.tasks.kept_filters import KeptFilters, KeptFilterView
from engine.queries.tasks.task_list import Inbox, TaskList


@dataclass(frozen=True, kw_only=True)
class InboxView:
    inbox: Inbox
    kept: Sequence[KeptFilterView]
    startable: Sequence[StartFormView]
    #: none on the page of another group than the reader's own tasks
    messages: Sequence[WaitingMessageView]


@dataclass(frozen=True, kw_only=True)
class InboxPage(Query):
    """Everything that the page of the inbox shows, asked together."""

    permission: ClassVar[str] = "person"

    tasks: TaskList

    def run(self, context: QueryContext) -> InboxView:
        inbox, kept, startable = self.tasks.begin(context), KeptFilters().begin(context), StartableProcesses().begin(context)
        messages = WaitingMessages().begin(context) if self.tasks.tab == "mine" else None
        # their counts are asked with what the rows of the list need
        counts = kept()
        found = inbox()
        return InboxView(inbox=with_origins(context, found), kept=counts(), startable=startable(), messages=messages() if messages else ())

"""Reads everything that the page of a tree shows: the tree around a case, and the case itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from casework.cases.queries.case_detail import CaseView, begin_case_view
from casework.cases.queries.case_tree import CaseTree, Node
from engine.core.context import QueryContext
from engine.core.looks import Look
from engine.core.query import Query
from engine.identity.access import visible_instance


@dataclass(frozen=True, kw_only=True)
class TreePageView:
    case: CaseView
    root: Node


@dataclass(frozen=True, kw_only=True)
class TreePage(Query):
    """Raises NotFound, the same for a hidden case and for none."""

    permission: ClassVar[str] = "person"

    instance: UUID

    def run(self, context: QueryContext) -> TreePageView:
        instance = visible_instance(context.session, context.actor, self.instance, context.now)
        context.looks.append(Look(case=instance.root_id, kind="case"))
        tree, case = CaseTree(instance=self.instance).begin(context, instance.root_id), begin_case_view(context, instance)
        begun = tree()
        return TreePageView(case=case(), root=begun())

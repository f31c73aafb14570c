"""The start form of a process that answers a case, with what the answered case offers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from casework.deliveries.manifest import answered_by
from engine.bpmn.expressions import ExpressionFailed, evaluate
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.feel.values import to_json
from engine.identity.access import visible_instance
from engine.model.errors import NotFound
from engine.persistence.tables.instances import ProcessInstance
from engine.queries.instances.startable_processes import StartForm, StartFormView


@dataclass(frozen=True, kw_only=True)
class AnswerFormView:
    """`offered`: answers that the form shows at first; `number`, `title`: of the answered case."""

    start: StartFormView
    offered: Mapping[str, Any]
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class AnswerForm(Query):
    """Raises NotFound where the actor may not see the case or start the process, or it answers others."""

    permission: ClassVar[str] = "person"

    process: str
    answered: UUID

    def run(self, context: QueryContext) -> AnswerFormView:
        answered = visible_instance(context.session, context.actor, self.answered, context.now)
        start = StartForm(process=self.process).run(context)
        manifest = context.platform.definitions.latest(context.session, self.process).manifest
        rule = answered_by(manifest, self.process, answered.process_key)
        if rule is None:
            raise NotFound("Expected a process that answers this case, but there is none under this address.")
        fields = {str(item.get("key")) for item in (start.form or {}).get("components", []) if item.get("key")}
        # what a called case does not know, such as who sent what it is about, stands in the one with which it began
        facts = {**context.session.get_one(ProcessInstance, answered.root_id).facts, **answered.facts}
        offered = {name: self._offer(context, source, facts) for name, source in rule.start.items() if name in fields}
        known = {name: value for name, value in offered.items() if value is not None}
        return AnswerFormView(start=start, offered=known, number=answered.business_key or "", title=answered.title)

    def _offer(self, context: QueryContext, source: str, facts: Mapping[str, Any]) -> Any:
        """What cannot be computed, such as of a fact that this case has not, is not offered."""
        try:
            return to_json(evaluate(source, facts, context.time))
        except ExpressionFailed:
            return None

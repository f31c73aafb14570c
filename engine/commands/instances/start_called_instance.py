"""Starts the child instance of a call activity, in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.instance_state import state_of
from engine.core.instances.new_instance import new_instance
from engine.core.turn import take_turn
from engine.identity.access import grant
from engine.identity.assignment import Candidate
from engine.model.errors import InvalidState, NotFound
from engine.model.stimuli import Started
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.instances import ProcessInstance

#: called processes inside called processes
MAX_DEPTH = 50


@dataclass(frozen=True, kw_only=True)
class StartCalledInstance(Command):
    """`child` is the new instance's id, made from the job's: a repeated job finds it and does nothing."""

    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    child: UUID
    parent: UUID
    token: UUID
    process: str
    binding: str
    version_tag: str | None
    variables: dict[str, Any]

    def run(self, context: CommandContext) -> Answer:
        # shared with other children, but not with a turn of the parent: no child of a token that is just being cancelled
        parent = context.session.scalars(select(ProcessInstance).where(ProcessInstance.id == self.parent).with_for_update(read=True)).one()
        if context.session.get(ProcessInstance, self.child) is not None:
            return {"instance": str(self.child)}
        if not state_of(context, parent).holds(str(self.token)):
            return {}
        if self._depth(context, parent) >= MAX_DEPTH:
            raise InvalidState(f"Expected at most {MAX_DEPTH} called processes inside each other: they call each other endlessly.")
        loaded = self._called(context, parent)
        child = new_instance(context, loaded, self.child, parent=parent, token=self.token)
        self._inherit_access(context, parent, child)
        take_turn(context, child, Started(id=str(context.new_id()), variables=self.variables, called=True))
        return {"instance": str(child.id)}

    def _called(self, context: CommandContext, parent: ProcessInstance) -> Loaded:
        definitions = context.platform.definitions
        if self.binding == "deployment":
            loaded = definitions.of_deployment(context.session, parent.definition_id, self.process)
            if loaded is None:
                raise NotFound(f"Expected the process '{self.process}' in the same deployment, but it is not there.")
            return loaded
        return definitions.latest(context.session, self.process, version_tag=self.version_tag if self.binding == "versionTag" else None)

    def _depth(self, context: CommandContext, parent: ProcessInstance) -> int:
        depth, current = 1, parent.parent_id
        while current is not None and depth < MAX_DEPTH:
            current = context.session.execute(select(ProcessInstance.parent_id).where(ProcessInstance.id == current)).scalar()
            depth += 1
        return depth

    def _inherit_access(self, context: CommandContext, parent: ProcessInstance, child: ProcessInstance) -> None:
        """Grants access to the child to those who worked on the parent, not to those who may only read the parent."""
        rows = context.session.scalars(select(CaseAccess).where(CaseAccess.instance_id == parent.id, CaseAccess.level == "work"))
        for row in rows.all():
            candidate = Candidate(position=row.position_id, unit=row.unit_id, role=row.role)
            grant(context.rows, child.id, candidate, level="work", reason="parent", now=context.now, identifier=context.new_id())

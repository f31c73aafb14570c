"""Erases single answers of an ended case whose own time is over, wherever their names stand; its audit stays whole.

The rule: docs/law/personal-data.md#erasure-and-destruction
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import delete, select, text

from casework.applications.tables import Application, ApplicationDraft
from casework.privacy.holds import standing_hold
from casework.privacy.tables import PartErasure
from casework.records.manifest import register_of
from casework.records.register_entries import comparison_key, searched_text
from casework.records.tables import RegisterEntry
from casework.services.service import services
from casework.subjects.tables import SubjectValue
from engine.bpmn.codec import without_variables
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.turn import lock_instance
from engine.model.errors import InvalidState
from engine.model.without_names import without_names
from engine.persistence.tables.instances import BufferedMessage, Job, ProcessInstance, UserTask
from engine.persistence.tables.migrations import MigrationItem


@dataclass(frozen=True, kw_only=True)
class EraseFields(Command):
    """Of one instance of a tree: the values of these fields, and their copies under the same names. `rule`: that of retention; `basis`: the
    approval. Raises NotFound, InvalidState where something of the tree goes on, or it is held.
    """

    permission: ClassVar[str] = "administer"
    repeatable: ClassVar[bool] = True

    instance: UUID
    fields: list[str]
    rule: str
    basis: str

    def run(self, context: CommandContext) -> Answer:
        instance = lock_instance(context, self.instance)
        tree = select(ProcessInstance.id).where(ProcessInstance.root_id == instance.root_id, ProcessInstance.status == "ACTIVE")
        if context.session.execute(tree.limit(1)).first() is not None:
            raise InvalidState("Expected a case that has ended, but something of it is still active.")
        if (hold := standing_hold(context, instance.root_id)) is not None:
            raise InvalidState(f"Expected a case without a legal hold, but it is held: {hold.reason}")
        names = frozenset(self.fields)
        instance.state = without_variables(instance.state, names)
        instance.facts = without_names(instance.facts, names)
        self._title(context, instance, names)
        self._rows(context, instance, names)
        self._register(context, instance, names)
        self._contact(context, instance, names)
        for name in sorted(names):
            if context.session.get(PartErasure, (instance.id, "FIELD", name)) is None:
                done = {"rule": self.rule, "basis": self.basis, "erased_at": context.now, "erased_by": context.actor.person}
                context.session.add(PartErasure(instance_id=instance.id, part="FIELD", name=name, **done))
        # first the record of it, as with whole cases: the database takes what commands carried only after it
        context.audit(instance)
        context.session.flush()
        given = {"case": instance.id, "names": sorted(names)}
        erased = context.session.execute(text("select alur_erase_fields(:case, cast(:names as text[]))"), given).scalar()
        return {"instance": str(instance.id), "history": erased}

    def _title(self, context: CommandContext, instance: ProcessInstance, names: frozenset[str]) -> None:
        """A title that was made of what is erased becomes the name of the process; a called case may bear that of its caller."""
        naming = set()
        for other in context.session.scalars(select(ProcessInstance).where(ProcessInstance.root_id == instance.root_id)):
            loaded = context.platform.definitions.get(context.session, other.definition_id)
            expression = loaded.manifest.case(other.process_key).title
            if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", expression) for name in names):
                naming.add(other.title)
        if instance.title in naming:
            own = context.platform.definitions.get(context.session, instance.definition_id)
            instance.title = own.definition.process.name

    def _rows(self, context: CommandContext, instance: ProcessInstance, names: frozenset[str]) -> None:
        session = context.session
        for task in session.scalars(select(UserTask).where(UserTask.instance_id == instance.id)):
            task.properties = without_names(task.properties, names)
        for job in session.scalars(select(Job).where(Job.instance_id == instance.id)):
            job.variables, job.headers = without_names(job.variables, names), without_names(job.headers, names)
        for message in session.scalars(select(BufferedMessage).where(BufferedMessage.delivered_to == instance.id)):
            message.variables = without_names(message.variables, names)
        for item in session.scalars(select(MigrationItem).where(MigrationItem.instance_id == instance.id)):
            # what undoes a move of an ended case is never needed again
            item.state_before = item.waits_before = None
        session.execute(delete(SubjectValue).where(SubjectValue.instance_id == instance.root_id, SubjectValue.field.in_(names)))
        steps = select(UserTask.id).where(UserTask.instance_id == instance.id)
        session.execute(delete(ApplicationDraft).where((ApplicationDraft.instance_id == instance.id) | ApplicationDraft.task_id.in_(steps)))

    def _register(self, context: CommandContext, instance: ProcessInstance, names: frozenset[str]) -> None:
        """The line of the register stays, without what was erased, and is found by the rest."""
        register = register_of(context.platform.definitions.get(context.session, instance.definition_id).manifest, instance.process_key)
        for entry in context.session.scalars(select(RegisterEntry).where(RegisterEntry.instance_id == instance.id)):
            fields: dict[str, Any] = without_names(entry.fields, names)
            entry.fields, entry.title = fields, instance.title
            if register is not None and names & {*register.search, *register.match}:
                entry.search_text = searched_text(register, fields, instance.business_key)
                entry.match_key = comparison_key([fields.get(name) for name in register.match])

    def _contact(self, context: CommandContext, instance: ProcessInstance, names: frozenset[str]) -> None:
        application = context.session.get(Application, instance.id)
        if application is None:
            return
        manifest = context.platform.definitions.get(context.session, instance.definition_id).manifest
        given = {name for service in services(manifest) for name in (service.contact_email, service.contact_phone) if name}
        if names & given:
            application.contact = None

"""Migrates a locked instance and its rows to another version, and undoes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from engine.bpmn.migration import migrate
from engine.core.context import CommandContext
from engine.core.definitions import Loaded
from engine.core.instance_state import keep_view
from engine.core.turn import store_turn
from engine.model.effects import RecordHistory
from engine.persistence.state_rows import replace_state, whole_state
from engine.persistence.tables.instances import (
    Job,
    MessageSubscription,
    ProcessInstance,
    SignalSubscription,
    TaskCandidate,
    Timer,
    UserTask,
)
from engine.persistence.tables.migrations import MigrationItem

#: rows that are what a state waits for, and nothing else: they are put back as they were
_WAITS: dict[str, Any] = {"timer": Timer, "message": MessageSubscription, "signal": SignalSubscription}


def migrate_instance(
    context: CommandContext, instance: ProcessInstance, target: Loaded, mapping: Mapping[str, str], item: MigrationItem
) -> None:
    """Raises MigrationRefused with every obstacle."""
    source, before = context.platform.definitions.get(context.session, instance.definition_id), whole_state(context.session, instance)
    transition = migrate(
        source.definition,
        target.definition,
        before,
        mapping,
        identifier=str(context.new_id()),
        now=context.now,
        zone=context.platform.zone,
        calendar=context.time.calendar,
    )
    item.definition_before, item.state_before, item.waits_before = instance.definition_id, before, _waits(context, instance)
    instance.definition_id = target.id
    replace_state(context.rows, instance, transition.state)
    keep_view(context, instance, transition)
    store_turn(context, instance, target, transition.effects)
    context.session.flush()
    item.status, item.at, item.revision_after = "MOVED", context.now, instance.revision


def undo_migration_of(context: CommandContext, instance: ProcessInstance, item: MigrationItem) -> bool:
    """Restores the bytes and rows from before the migration. False where the instance has changed since."""
    if instance.revision != item.revision_after or item.state_before is None or item.definition_before is None:
        item.status, item.at = "KEPT", context.now
        return False
    before: Mapping[str, Any] = item.waits_before or {}
    for name, table in _WAITS.items():
        context.session.execute(delete(table).where(table.instance_id == instance.id))
        if before[name]:
            context.session.execute(insert(table), [_row(row) for row in before[name]])
    _put_back(context, instance, UserTask, before["user_task"])
    _put_back(context, instance, Job, before["job"])
    instance.definition_id = item.definition_before
    replace_state(context.rows, instance, item.state_before)
    loaded = context.platform.definitions.get(context.session, instance.definition_id)
    store_turn(context, instance, loaded, [RecordHistory(token="", element=loaded.key, event="MIGRATION_UNDONE")])
    item.status, item.at = "UNDONE", context.now
    return True


def _waits(context: CommandContext, instance: ProcessInstance) -> dict[str, Any]:
    session = context.session
    found: dict[str, Any] = {}
    for name, table in _WAITS.items():
        rows = session.execute(select(table.__table__).where(table.instance_id == instance.id)).mappings()
        found[name] = [{column: _plain(value) for column, value in row.items()} for row in rows]
    tasks = select(UserTask.id, UserTask.element_id, UserTask.name, UserTask.form_key)
    rows = session.execute(tasks.where(UserTask.instance_id == instance.id, UserTask.status == "OPEN")).mappings()
    found["user_task"] = [{column: _plain(value) for column, value in row.items()} for row in rows]
    jobs = select(Job.id, Job.element_id).where(Job.instance_id == instance.id, Job.token.is_not(None))
    rows = session.execute(jobs.where(Job.status.in_(("READY", "LEASED", "FAILED")))).mappings()
    found["job"] = [{column: _plain(value) for column, value in row.items()} for row in rows]
    return found


def _put_back(context: CommandContext, instance: ProcessInstance, table: Any, rows: list[dict[str, Any]]) -> None:
    """Restores the former elements of waits, and ends waits that the migration opened."""
    ids = [UUID(row["id"]) for row in rows]
    open_ones = ("OPEN",) if table is UserTask else ("READY", "LEASED", "FAILED")
    new = select(table.id).where(table.instance_id == instance.id, table.status.in_(open_ones), table.id.not_in(ids))
    if table is Job:
        new = new.where(Job.token.is_not(None))
    brought = list(context.session.scalars(new))
    if brought:
        context.session.execute(update(table).where(table.id.in_(brought)).values(status="CANCELLED"))
        if table is UserTask:
            context.session.execute(delete(TaskCandidate).where(TaskCandidate.task_id.in_(brought)))
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id"}
        context.session.execute(update(table).where(table.id == UUID(row["id"])).values(values))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value.isoformat() if isinstance(value, datetime) else value


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: UUID(value) if name in ("id", "instance_id") else value for name, value in row.items()}
    return values | ({"due_at": datetime.fromisoformat(row["due_at"])} if "due_at" in row else {})

"""Finds the version of a decision that a business rule task calls: the newest, that of a tag, or that of its own deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.decision_call import DecisionCall
from engine.core.definitions import DefinitionCache, Loaded
from engine.dmn.decision import Decision
from engine.persistence.tables.definitions import DecisionDefinition


def bound_decisions(session: Session, cache: DefinitionCache, loaded: Loaded) -> Mapping[DecisionCall, Decision]:
    """Returns the decision of each call in a process; calls of unknown decisions are left out."""
    bound: dict[DecisionCall, Decision] = {}
    for call in loaded.definition.decision_calls:
        if call.binding == "deployment":
            if call.decision in loaded.decisions:
                bound[call] = loaded.decisions[call.decision]
            continue
        statement = select(DecisionDefinition).where(DecisionDefinition.key == call.decision).order_by(DecisionDefinition.version.desc())
        if call.binding == "versionTag":
            statement = statement.where(DecisionDefinition.version_tag == call.version_tag)
        row = session.scalars(statement.limit(1)).first()
        if row is not None:
            bound[call] = replace(cache.decisions(session, row.deployment_id)[row.key], version=row.version)
    return bound

"""Finds the version of a decision that a business rule task calls: the newest, that of a tag, or that of its own deployment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.bpmn.decision_call import DecisionCall
from engine.core.definitions import DefinitionCache, Loaded
from engine.dmn.decision import Decision
from engine.persistence.tables.definitions import DecisionDefinition


class BoundDecisions(Mapping[DecisionCall, Decision]):
    """The decision of each call in a process; calls of unknown decisions have none. Each is looked for when a turn asks for it: few do."""

    def __init__(self, session: Session, cache: DefinitionCache, loaded: Loaded) -> None:
        self._session = session
        self._cache = cache
        self._loaded = loaded
        self._bound: dict[DecisionCall, Decision | None] = {}

    def __getitem__(self, call: DecisionCall) -> Decision:
        if call not in self._bound:
            self._bound[call] = self._find(call) if call in self._loaded.definition.decision_calls else None
        found = self._bound[call]
        if found is None:
            raise KeyError(call)
        return found

    def __iter__(self) -> Iterator[DecisionCall]:
        return (call for call in self._loaded.definition.decision_calls if self.get(call) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, call: DecisionCall) -> Decision | None:
        if call.binding == "deployment":
            return self._loaded.decisions.get(call.decision)
        statement = select(DecisionDefinition).where(DecisionDefinition.key == call.decision).order_by(DecisionDefinition.version.desc())
        if call.binding == "versionTag":
            statement = statement.where(DecisionDefinition.version_tag == call.version_tag)
        row = self._session.scalars(statement.limit(1)).first()
        if row is None:
            return None
        return replace(self._cache.decisions(self._session, row.deployment_id)[row.key], version=row.version)

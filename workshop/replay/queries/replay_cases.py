"""Replays the last finished cases on a draft, without effects: how many take another way, and where they part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from engine.bpmn.codec import variables_of
from engine.bpmn.suggest_mapping import suggest_mapping
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.model.errors import NotFound
from engine.persistence.state_rows import stored_state
from engine.persistence.tables.cold import EveryEvent
from engine.persistence.tables.instances import ProcessInstance
from workshop.drafts.draft_files import draft_of, files_of
from workshop.drafts.file_titles import package_title
from workshop.replay.past_case import Event, Finished, Replay, Verdict
from workshop.trials.workbench import DraftWorkbench

COUNTS = (20, 50, 100)


@dataclass(frozen=True, kw_only=True)
class ReplayView:
    draft: UUID
    #: of the package, as its manifest says
    name: str
    #: process id -> name, of what can be gone through
    processes: Mapping[str, str]
    process: str
    count: int
    verdicts: Sequence[Verdict]
    #: id -> name, of the draft's elements
    names: Mapping[str, str]

    def of(self, kind: str) -> list[Verdict]:
        return [item for item in self.verdicts if item.kind == kind]

    @property
    def partings(self) -> Mapping[tuple[str, tuple[str, ...], tuple[str, ...]], int]:
        """Returns (element, before, after) -> how many cases part there, the most frequent first."""
        return dict(Counter((item.where, tuple(item.before), tuple(item.after)) for item in self.of("other")).most_common())


@dataclass(frozen=True, kw_only=True)
class ReplayCases(Query):
    """Shows numbers of cases and elements, never their content. Raises NotFound."""

    permission: ClassVar[str] = "design"

    draft: UUID
    process: str = ""
    count: int = COUNTS[0]

    def run(self, context: QueryContext) -> ReplayView:
        draft = draft_of(context, self.draft)
        files = files_of(context.session, draft.id)
        bench = DraftWorkbench(context, files)
        known = {key: item.process.name or key for key, item in bench.processes.items()}
        chosen = self.process or next(iter(known), "")
        if self.count not in COUNTS or (self.process and self.process not in known):
            raise NotFound("Expected a process of the draft, but there is none under this id.")
        new = bench.processes[chosen].process if chosen else None
        replays: dict[UUID, Replay] = {}
        verdicts = []
        for instance in self._finished(context, chosen):
            if instance.definition_id not in replays and new is not None:
                old = context.platform.definitions.get(context.session, instance.definition_id).definition.process
                replays[instance.definition_id] = Replay(old, new, bench.trial, mapping=suggest_mapping(old, new))
            verdicts.append(replays[instance.definition_id].verdict(_case(context, instance)))
        names = {element.id: element.name or element.id for element in new.elements.values()} if new else {}
        return ReplayView(
            draft=draft.id,
            name=package_title(files.get("process.toml", b""), draft.package),
            processes=known,
            process=chosen,
            count=self.count,
            verdicts=verdicts,
            names=names,
        )

    def _finished(self, context: QueryContext, process: str) -> Sequence[ProcessInstance]:
        """Reads the last finished cases without confidential ones, whose way shall not be seen by others."""
        statement = (
            select(ProcessInstance)
            .where(ProcessInstance.process_key == process, ProcessInstance.status == "COMPLETED", ~ProcessInstance.confidential)
            .order_by(ProcessInstance.ended_at.desc())
            .limit(self.count)
        )
        return context.session.scalars(statement).all()


def _case(context: QueryContext, instance: ProcessInstance) -> Finished:
    rows = context.session.scalars(select(EveryEvent).where(EveryEvent.instance_id == instance.id).order_by(EveryEvent.id))
    events = [Event(at=row.at, event=row.event, element=row.element_id, token=row.token, data=row.data) for row in rows]
    return Finished(
        key=instance.business_key or str(instance.id)[:8], variables=variables_of(stored_state(context.session, instance)), events=events
    )

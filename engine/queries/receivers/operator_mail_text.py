"""Writes the mail that tells an operator of new incidents and findings: steps, posts and counts, nothing of a case's content."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import func

from engine.core.context import QueryContext
from engine.core.query import Query
from engine.core.receivers.operators import open_findings, open_incidents
from engine.core.receivers.place_names import place_names
from engine.model.ports import Mail
from engine.persistence.tables.identity import Person
from engine.persistence.tables.instances import Incident, ProcessInstance
from engine.persistence.tables.receivers import ReceiverFinding

#: lines of each part; the pages have them all
MOST_LINES = 20
_WORDS = {
    "id": {
        "subject": "Perlu operator: {parts}",
        "incidents": "{count} gangguan",
        "findings": "{count} tanpa penerima",
        "hello": "Yth. {person},",
        "stopped": "Langkah berikut berhenti karena gangguan:",
        "nobody": "Yang berikut menunggu, tetapi tidak ada yang dapat mengerjakannya hari ini:",
        "more": "- dan {count} lagi",
        "where": "Tangani: {link}",
        "unnamed": "tanpa jabatan yang dikenal",
    },
    "en": {
        "subject": "An operator is needed: {parts}",
        "incidents": "{count} incidents",
        "findings": "{count} without a receiver",
        "hello": "Dear {person},",
        "stopped": "These steps have stopped with an incident:",
        "nobody": "These wait, but nobody can do them today:",
        "more": "- and {count} more",
        "where": "Handle them: {link}",
        "unnamed": "without a known post",
    },
}


@dataclass(frozen=True, kw_only=True)
class OperatorMailText(Query):
    """Answers None where everything that the mail would tell is over, or the person has no mailbox any more."""

    permission: ClassVar[str] = "system"

    mail: UUID
    person: UUID

    def run(self, context: QueryContext) -> Mail | None:
        person = context.session.get_one(Person, self.person)
        incidents, findings = self._incidents(context, person.language), self._findings(context)
        if not person.email or not (incidents or findings):
            return None
        words = _WORDS.get(person.language, _WORDS["id"])
        lines, heads = [words["hello"].format(person=person.name), ""], []
        for counted, head, title, page in (
            (incidents, words["incidents"], words["stopped"], "kokpit/insiden"),
            (findings, words["findings"], words["nobody"], "kokpit/penerima"),
        ):
            if counted:
                heads.append(head.format(count=sum(counted.values())))
                lines += [title, *_listed(counted, words), words["where"].format(link=f"{context.platform.address}/{page}"), ""]
        return Mail(to=person.email, subject=words["subject"].format(parts=", ".join(heads)), text="\n".join([*lines, "Alur"]))

    def _incidents(self, context: QueryContext, language: str) -> Counter[str]:
        columns = (ProcessInstance.process_key, ProcessInstance.definition_id, Incident.element_id)
        rows = context.session.execute(open_incidents(*columns, func.count()).where(Incident.told_in == self.mail).group_by(*columns))
        found: Counter[str] = Counter()
        for process, definition, element, count in rows:
            texts = context.platform.definitions.get(context.session, definition).texts
            spoken = {**texts.get("id", {}), **texts.get(language, {})}
            found[f"{spoken.get(f'process.{process}', process)}: {spoken.get(f'element.{process}.{element}', element)}"] += count
        return found

    def _findings(self, context: QueryContext) -> Counter[str]:
        columns = (ReceiverFinding.position_id, ReceiverFinding.unit_id, ReceiverFinding.role)
        rows = context.session.execute(
            open_findings(*columns, func.count()).where(ReceiverFinding.told_in == self.mail).group_by(*columns)
        ).all()
        names = place_names(context, [(position, unit, role) for position, unit, role, _count in rows])
        return Counter({names[position, unit, role]: count for position, unit, role, count in rows})


def _listed(counted: Counter[str], words: dict[str, str]) -> list[str]:
    listed: list[Any] = counted.most_common()
    lines = [f"- {name or words['unnamed']}: {count}" for name, count in listed[:MOST_LINES]]
    return lines + ([words["more"].format(count=len(listed) - MOST_LINES)] if len(listed) > MOST_LINES else [])

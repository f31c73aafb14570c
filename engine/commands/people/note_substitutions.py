"""Notes that superiors are told of whoever stands in below them: when it begins, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.seats import holders
from engine.model.actor import title_in_seat
from engine.persistence.tables.identity import Holding, Person, Position

#: substitutions of one transaction; the next round goes on
LIMIT = 100


@dataclass(frozen=True, kw_only=True)
class NoteSubstitutions(Command):
    """Answers the mails to write, each once: `to` (name, address, language) of the superior, who stands in as what, and until when."""

    permission: ClassVar[str] = "system"

    def run(self, context: CommandContext) -> Answer:
        stands_in = (Holding.kind.in_(("PLT", "PLH")), Position.superior_id.is_not(None))
        begun = (Holding.told_at.is_(None), Holding.valid_from <= context.now)
        over = (Holding.told_at.is_not(None), Holding.end_told_at.is_(None), Holding.valid_to <= context.now)
        found = []
        for conditions, ended in ((begun, False), (over, True)):
            superior = aliased(Position)
            statement = (
                select(Holding, Person.name, Position.title, superior.id)
                .join(Person, Person.id == Holding.person_id)
                .join(Position, Position.id == Holding.position_id)
                .join(superior, superior.id == Position.superior_id)
                .where(*stands_in, *conditions)
                .order_by(Holding.valid_from, Holding.id)
                .limit(LIMIT)
                .with_for_update(of=Holding)
            )
            for holding, name, title, above in context.session.execute(statement).all():
                if ended:
                    holding.end_told_at = context.now
                else:
                    holding.told_at = context.now
                found += self._mails(context, holding, name, title, above, ended=ended)
        return {"mails": found}

    def _mails(self, context: CommandContext, holding: Holding, name: str, title: str, above: Any, *, ended: bool) -> list[dict[str, Any]]:
        back = [person.name for _position, held, person in holders(context.session, [holding.position_id], context.now) if held != holding]
        told = {
            "key": f"substitution.{holding.id}.{'end' if ended else 'begin'}",
            "ended": ended,
            "name": name,
            "title": title,
            "titled": title_in_seat(title, holding.kind),
            "since": _text(holding.valid_from),
            "until": _text(holding.valid_to),
            "decree": holding.decree,
            "back": back[0] if back else "",
        }
        people = {person.id: person for _position, _held, person in holders(context.session, [above], context.now)}
        return [
            {**told, "to": person.email, "superior": person.name, "language": person.language}
            for person in people.values()
            if person.email and person.id != holding.person_id
        ]


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""

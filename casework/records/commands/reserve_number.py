"""Reserves the next number of a series, without gaps: each number is given once and stays with its case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from casework.records.tables import NumberSeries, ReservedNumber
from engine.core.command import Answer, Command
from engine.core.context import CommandContext


@dataclass(frozen=True, kw_only=True)
class ReserveNumber(Command):
    permission: ClassVar[str] = "system"
    repeatable: ClassVar[bool] = True

    series: str
    #: the part that is counted by itself: a unit's book of one year
    scope: str
    #: asking again for the same gives the same number
    reserved_for: str

    def run(self, context: CommandContext) -> Answer:
        known = select(ReservedNumber.number).where(ReservedNumber.series == self.series, ReservedNumber.reserved_for == self.reserved_for)
        number = context.session.execute(known).scalar()
        if number is None:
            statement = insert(NumberSeries).values(series=self.series, scope=self.scope, last=1)
            statement = statement.on_conflict_do_update(index_elements=["series", "scope"], set_={"last": NumberSeries.last + 1})
            number = context.session.execute(statement.returning(NumberSeries.last)).scalar_one()
            context.session.add(
                ReservedNumber(
                    id=context.new_id(),
                    series=self.series,
                    scope=self.scope,
                    number=number,
                    reserved_for=self.reserved_for,
                    reserved_at=context.now,
                )
            )
        return {"number": number}

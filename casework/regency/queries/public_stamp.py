"""Reads a stamp of everything that public pages show of the regency and its services: as soon as any of it changes, so does the stamp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import text

from engine.core.calendar import STAMP
from engine.core.context import QueryContext
from engine.core.query import Query

#: of contents, not of times: of two who change something at once, the one who began first may commit last
_STATEMENT = text(
    f"""
select md5(concat_ws('/',
  (select string_agg(d.id::text, ',' order by d.id) from (select distinct on (key) id, package from process_definition
     order by key, version desc) d join package_state s on s.key = d.package where s.enabled),
  (select document::text from public_information order by set_at desc limit 1),
  (select string_agg(concat_ws(' ', id, place, text_id, text_en, begins_at, ends_at, begins_at <= :now), ',' order by id)
     from announcement where ends_at > :now and shown_from <= :now),
  cast(:day as text), ({STAMP})))
"""  # noqa: S608 (constants)
)


@dataclass(frozen=True, kw_only=True)
class PublicStamp(Query):
    """Answers with one statement. A day has its own: prices are those of today."""

    permission: ClassVar[str] = "public"

    def run(self, context: QueryContext) -> str:
        stamp: str = context.session.execute(_STATEMENT, {"now": context.now, "day": context.today.isoformat()}).scalar_one()
        return stamp

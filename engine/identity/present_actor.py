"""Reads with one statement who somebody is now: the person, the seats that they fill, whom they oversee, and the browser that they use.

Which person fills a position, with Plt. and Plh.: PP 11/2017, docs/law/organisation.md#plt-and-plh.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, LargeBinary, String, TextClause, Uuid, bindparam, text
from sqlalchemy.orm import Session

from engine.model.actor import Actor, Seat
from engine.persistence.database import ONE_PLAN

#: who is away keeps a seat only while nobody stands in: then the Plh. has it, and it comes back at the end by itself
_STATEMENT = """
with recursive clock as materialized (select coalesce(:now, clock_timestamp()) as now),
today as materialized (select now, (now at time zone :zone)::date as day from clock),
who as materialized ({who}),
held as materialized (
  select h.id, h.valid_from, h.kind, h.person_id, p.id as position, p.unit_id as unit, p.role, p.title, p.permissions
  from who join holding h on h.person_id = who.id join position p on p.id = h.position_id cross join today
  where h.valid_from <= now and (h.valid_to is null or h.valid_to > now)
    and p.valid_from <= day and (p.valid_to is null or p.valid_to > day)
),
seat as materialized (
  select * from held where not (
    exists (select 1 from absence a cross join today where a.person_id = held.person_id
            and a.valid_from <= now and (a.valid_to is null or a.valid_to > now))
    and exists (select 1 from holding o cross join today where o.position_id = held.position and o.kind = 'PLH'
                and o.person_id <> held.person_id and o.valid_from <= now and (o.valid_to is null or o.valid_to > now)))
),
own_unit as (
  select u.id from unit u where u.parent_id is not null and u.id in (select unit from seat)
  union select u.id from unit u join own_unit on u.parent_id = own_unit.id
),
below as (
  select p.id from position p cross join today where p.superior_id in (select position from seat) and p.unit_id in (select id from own_unit)
    and p.valid_from <= day and (p.valid_to is null or p.valid_to > day)
  union
  select p.id from below join position p on p.superior_id = below.id cross join today where p.unit_id in (select id from own_unit)
    and p.valid_from <= day and (p.valid_to is null or p.valid_to > day)
)
select who.*, today.now as asked_at,
  (select jsonb_agg(jsonb_build_array(position, unit, role, title, kind, permissions) order by valid_from, id) from seat) as seats,
  array(select id from below where id not in (select position from seat)) as oversees,
  exists (select 1 from position f join position s on s.superior_id = f.id cross join today
          where f.superior_id in (select position from seat) and s.id not in (select position from seat)
          and (f.valid_to is null or f.valid_to > day) and (s.valid_to is null or s.valid_to > day)) as leads
from who cross join today
"""
_PERSON = "select p.id, p.name from person p where p.id = :person and p.disabled_at is null"
_BROWSER = """
select p.id, p.name, p.email, p.language, p.nik_sealed, p.registered_at is not null as registered,
  p.totp_secret is not null as second_factor, p.disabled_at is not null as disabled,
  s.seen_at, s.expires_at, s.proved_at, s.second_factor_at, s.revoked_at
from web_session s join person p on p.id = s.person_id where s.token_hash = :token
"""


def _statement(who: str, bind: Any) -> TextClause:
    binds = (bindparam("now", type_=DateTime(timezone=True)), bindparam("zone", type_=String), bind)
    return text(_STATEMENT.format(who=who)).bindparams(*binds)


_OF_PERSON = _statement(_PERSON, bindparam("person", type_=Uuid()))
_OF_BROWSER = _statement(_BROWSER, bindparam("token", type_=LargeBinary()))


def person_now(session: Session, person: UUID, now: datetime) -> Any | None:
    """Returns the row of a person with their seats at this time, in whose zone a day is told; None for one without an account."""
    return session.execute(_OF_PERSON, {"person": person, "now": now, "zone": _zone(now)}, execution_options=ONE_PLAN).first()


def browser_now(session: Session, token_hash: bytes, now: datetime | None, zone: ZoneInfo) -> Any | None:
    """Returns the row of a browser's session with its person and their seats; `now` None: at the database's time, which is `asked_at`."""
    return session.execute(_OF_BROWSER, {"token": token_hash, "now": now, "zone": zone.key}, execution_options=ONE_PLAN).first()


def _zone(now: datetime) -> str:
    """The zone in which a day is told, as the database knows it."""
    if isinstance(now.tzinfo, ZoneInfo):
        return now.tzinfo.key
    offset = now.strftime("%z") or "+0000"
    # POSIX counts to the west
    return f"<{offset}>{'-' if offset[0] == '+' else '+'}{offset[1:3]}:{offset[3:]}"


def actor_in_row(row: Any) -> Actor:
    """Reads the actor from a row of one of these statements."""
    found = row.seats or []
    seats = tuple(
        Seat(position=UUID(position), unit=UUID(unit), role=role, title=title, kind=kind)
        for position, unit, role, title, kind, _permissions in found
    )
    permissions = frozenset(permission for *_seat, granted in found for permission in granted)
    oversees, leads = frozenset(row.oversees), bool(seats and row.leads)
    return Actor(person=row.id, name=row.name, seats=seats, permissions=permissions, oversees=oversees, leads=leads)

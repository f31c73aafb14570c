"""Describes the actor of a command or query: a person in their seats, or the platform."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A position that a person fills now: DEFINITIF, PLT or PLH."""

    position: UUID
    unit: UUID
    role: str
    title: str
    kind: str

    @property
    def titled(self) -> str:
        return title_in_seat(self.title, self.kind)


def title_in_seat(title: str, kind: str) -> str:
    """Returns the title as whoever fills the position signs with it: `Plh. Kepala Dinas` (docs/law/organisation.md#plt-and-plh)."""
    return title if kind in ("", "DEFINITIF") else f"{kind.title()}. {title}"


@dataclass(frozen=True, kw_only=True)
class Actor:
    person: UUID | None
    name: str
    seats: tuple[Seat, ...] = ()
    permissions: frozenset[str] = frozenset()
    #: positions below theirs, within their own units and those under them: whose open cases they see, as long as these are not secret
    oversees: frozenset[UUID] = frozenset()
    #: somebody below them has people below in turn: their first page is that of leaders
    leads: bool = False

    def may(self, permission: str) -> bool:
        """Whether the actor has a permission: 'public' includes everybody, 'person' everybody signed in; the platform has all."""
        return (
            self is SYSTEM
            or permission == "public"
            or (permission == "person" and self.person is not None)
            or permission in self.permissions
        )

    @property
    def positions(self) -> list[UUID]:
        return [seat.position for seat in self.seats]

    def seat(self, position: UUID | None) -> Seat | None:
        return next((seat for seat in self.seats if seat.position == position), None)


SYSTEM = Actor(person=None, name="Alur")
#: somebody of whom nothing is known
GUEST = Actor(person=None, name="Pemohon")

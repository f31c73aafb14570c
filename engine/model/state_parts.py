"""Parts of a large state: the inner instances of a repetition in groups, which a turn reads and writes only where it touches them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol


class PartKey(NamedTuple):
    """`body`: the token of the repetition; `number`: of the group, from 0."""

    body: str
    number: int


class Part(NamedTuple):
    """A part as it is stored, and the tokens in it, by which it is found."""

    data: bytes
    tokens: tuple[str, ...]


class PartSource(Protocol):
    """Gives the parts of one state. They do not change while somebody holds it: the instance is locked, or the state is a copy."""

    def holding(self, token: str) -> Mapping[PartKey, bytes]:
        """The parts that may hold this token; none where it is in none of them."""

    def read(self, keys: Collection[PartKey]) -> Mapping[PartKey, bytes]: ...

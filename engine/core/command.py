"""A command: one verb, one file, one transaction, at most one locked process instance."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.core.context import CommandContext
    from engine.core.platform import Platform
    from engine.model.actor import Actor
    from engine.persistence.prepared import Question

#: the answer of a command: plain JSON, so that a repeated command can be given the same
Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Command(ABC):
    #: 'public' (also a guest), 'person' (anybody signed in; the command itself looks at the object), 'system',
    #: or what a position gives: 'administer', 'operate', 'design', 'treasury'
    permission: ClassVar[str]

    #: the name under which the command was first stored, where its class has another one now
    stored_name: ClassVar[str] = ""

    #: repeating a command under the same key does nothing and gives the same answer
    #: whether the same command carried out twice does the same as once; else only a key makes it safe to repeat
    repeatable: ClassVar[bool] = False
    idempotency_key: str | None = None

    def examine(self, platform: Platform) -> Any:
        """Does slow work without a database before the transaction; its result becomes `context.examined`. Raises CommandRefused."""
        return None

    def opening(self, actor: Actor, now: datetime | None) -> Sequence[Question]:
        """Returns the questions, locks among them, that are sent with the beginning of the transaction: `context.opened` answers them.

        `now`: None where the time is asked in the same round trip: the database's own is meant.
        """
        return ()

    @abstractmethod
    def run(self, context: CommandContext) -> Answer:
        """Carries the command out inside the executor's transaction. Raises CommandRefused; then nothing was changed."""

    @classmethod
    def record_name(cls) -> str:
        """The name in audit records and idempotency keys: it outlives a rename of the class."""
        return cls.stored_name or cls.__name__

    def payload(self) -> dict[str, Any]:
        """The command's input, for the audit and for recognising a repeated command."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "idempotency_key"}

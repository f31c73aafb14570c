"""Runs a command in one transaction and commits; retries a conflict; rings for new jobs after the commit. Nothing else commits."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import structlog
from sqlalchemy import Engine as Database
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from engine.core.asking.reading import Reading
from engine.core.asking.unstorable import refuse_unstorable
from engine.core.canonical_json import canonical_json
from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.core.hooks import ReadingObserver
from engine.core.looks import Look
from engine.core.platform import Platform
from engine.model.actor import Actor
from engine.model.errors import Conflict, Forbidden
from engine.persistence.base import json_loads
from engine.persistence.command_keys import Claim
from engine.persistence.prepared import Question
from engine.persistence.replica import NOWHERE, Replica
from engine.persistence.round_trip import Rows
from engine.persistence.writing_session import WritingSession

ATTEMPTS = 6
#: serialization failure, deadlock, lock not available
_RETRYABLE = frozenset({"40001", "40P01", "55P03"})
#: seconds of pause after a lost connection, times the attempt: a server that restarts is back within a few
RECONNECT_SECONDS = 0.3
log = structlog.get_logger()


def _may_retry(command: Command, error: OperationalError) -> bool:
    """Whether a command may be tried again. A lost connection may have lost the answer to a commit that succeeded."""
    if getattr(error.orig, "sqlstate", None) in _RETRYABLE:
        return True
    return error.connection_invalidated and (command.idempotency_key is not None or command.repeatable)


def _claim_of(platform: Platform, command: Command, payload: Mapping[str, Any], actor: Actor) -> Claim | None:
    """Returns what a command with a key must claim first, of this actor, this kind of command and this payload; None without a key."""
    if not command.idempotency_key:
        return None
    name = command.record_name()
    key = hashlib.sha256(canonical_json([str(actor.person), name, command.idempotency_key])).digest()
    # keyed, for a payload may hold a number that could be guessed from a plain hash
    return Claim(key, platform.vault.index(hashlib.sha256(canonical_json(payload)).hexdigest()))


class Executor:
    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    @cached_property
    def _read_only(self) -> Database:
        """The same connections; their transactions begin as read-only ones, without a statement that says so."""
        return self.platform.database.execution_options(postgresql_readonly=True)

    def execute(self, command: Command, actor: Actor) -> Answer:
        """Carries out a command. Raises CommandRefused (nothing was changed) or Conflict (other transactions kept winning)."""
        if not actor.may(command.permission):
            raise Forbidden(f"Expected the permission '{command.permission}', but {actor.name} does not have it.")
        with refuse_unstorable():
            examined = command.examine(self.platform)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with refuse_unstorable():
                    return self._run_in_transaction(command, actor, examined)
            except (Conflict, StaleDataError):
                if attempt == ATTEMPTS:
                    raise Conflict from None
            except OperationalError as error:
                if attempt == ATTEMPTS or not _may_retry(command, error):
                    raise
                if error.connection_invalidated:
                    time.sleep(RECONNECT_SECONDS * attempt)
            except IntegrityError:
                # two transactions created the same row: the second try finds the first one's
                if attempt == ATTEMPTS:
                    raise
            self.platform.telemetry.retried()
            time.sleep(random.uniform(0, 0.02 * attempt))  # noqa: S311 (a pause, no secret)
        raise Conflict

    def _run_in_transaction(self, command: Command, actor: Actor, examined: Any) -> Answer:
        payload = command.payload()
        claim = _claim_of(self.platform, command, payload, actor)
        with WritingSession(self.platform.database) as session:
            now, claimed, opened = self._begin(session, command, actor, claim)
            if claim and not claimed:
                return claim.known_answer(session.rows)
            context = CommandContext(
                session=session,
                platform=self.platform,
                actor=actor,
                now=now,
                command=command.record_name(),
                payload=payload,
                examined=examined,
                opened=opened,
            )
            answer = command.run(context)
            if claim:
                claim.store(session.rows, json_loads(canonical_json(answer).decode()))
            session.commit()
        for queue, job in context.new_jobs:
            self.platform.doorbell.ring(queue, job)
        return answer

    def _begin(self, session: WritingSession, command: Command, actor: Actor, claim: Claim | None) -> tuple[datetime, bool, Sequence[Rows]]:
        """Begins the transaction, asks for the time, claims the key, and asks what the command needs first: in one round trip."""
        time: Question | None = self.platform.clock.question
        known = None if time else self._now(session)
        questions = [
            *([time] if time else ()),
            *([claim.question(known)] if claim else ()),
            *command.opening(actor, known),
        ]
        answers = session.rows.ask(*questions) if questions else []
        now = known or answers.pop(0)[0][0].astimezone(self.platform.zone)
        claimed = bool(answers.pop(0)) if claim else False
        return now, claimed, answers

    def _now(self, session: Session) -> datetime:
        """The database's time, in the regency's zone: `today()` in an expression is the local day."""
        return self.platform.clock.now(session).astimezone(self.platform.zone)

    def reading(self, replica: Replica | None = None, written: str = NOWHERE) -> Reading:
        """Begins to answer several questions in one transaction; whoever began it closes it."""
        return Reading(self.platform, self._read_only, self._record_looks, replica, written)

    def _record_looks(self, reading: ReadingObserver, actor: Actor, looks: list[Look], now: datetime) -> None:
        """Records looks in a transaction of their own. A full disk does not stop a reader; the log says that a look is missing."""
        try:
            with Session(self.platform.database) as session:
                reading.note(session, actor, looks, now)
                session.commit()
        except OperationalError as error:
            log.error("a look at a case was not noted", cases=[str(look.case) for look in looks], error=type(error.orig).__name__)

"""Stand-ins for the ports, which record their calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.model.ports import Mail


class FakeClock:
    """A clock that a test moves."""

    question = None

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self, session: Any) -> datetime:
        return self.moment

    def forward(self, **units: float) -> None:
        self.moment += timedelta(**units)


class RecordingDoorbell:
    def __init__(self) -> None:
        self.rung: list[tuple[str, UUID]] = []

    def ring(self, queue: str, job: UUID) -> None:
        self.rung.append((queue, job))

    def answers(self) -> bool:
        return True

    def lengths(self, queues: Iterable[str]) -> Mapping[str, int]:
        return {queue: sum(rung == queue for rung, _job in self.rung) for queue in queues}

    def ring_if_silent(self, queue: str, jobs: Sequence[UUID]) -> int:
        self.rung += [(queue, job) for job in jobs]
        return len(jobs)


class RecordingNotifier:
    """Keeps one mail a key, as a server that recognises a repeated Message-ID does; `sent` counts every delivery."""

    def __init__(self) -> None:
        self.mails: dict[str, Mail] = {}
        self.sent = 0

    def send(self, mail: Mail, *, key: str) -> None:
        self.sent += 1
        self.mails[key] = mail

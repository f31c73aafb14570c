"""Says again and again that a program runs. What stops or hangs is not heard of any more, and /sehat tells it."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Sequence
from uuid import uuid4

import structlog

from engine.commands.programs.record_beat import RecordBeat
from engine.core.engine import Engine
from engine.model.actor import SYSTEM

#: seconds between two beats
BEAT_SECONDS = 5.0
log = structlog.get_logger()


class Beat:
    """The beats of one start of a program."""

    def __init__(self, engine: Engine, program: str, queues: Sequence[str] = ()) -> None:
        self._engine = engine
        self._command = RecordBeat(beat=uuid4(), program=program, place=f"{socket.gethostname()} {os.getpid()}", queues=tuple(queues))
        self._due = 0.0
        self._stopped = threading.Event()

    def record(self) -> None:
        """Records a beat, if one is due. A database that does not answer now may answer at the next one."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BEAT_SECONDS
        try:
            self._engine.execute(self._command, actor=SYSTEM)
        except Exception as error:
            log.info("beat not recorded", program=self._command.program, error=type(error).__name__)

    def go_on(self) -> None:
        """Records beats beside the program's work, until its process ends or it is stopped."""
        threading.Thread(target=self._repeat, name="beat", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _repeat(self) -> None:
        while not self._stopped.is_set():
            self.record()
            self._stopped.wait(BEAT_SECONDS)

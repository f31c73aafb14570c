"""People and a bank at work while things break: they try again until they are told that it was accepted, and send everything twice."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.engine import Engine
from engine.model.actor import SYSTEM, Actor
from engine.model.errors import CommandRefused, Conflict


class Load:
    def __init__(self, engine: Engine, actor: Actor, *, threads: int = 6) -> None:
        self.engine = engine
        self.actor = actor
        self.pool = ThreadPoolExecutor(threads)
        self.accepted: dict[str, UUID] = {}
        self.refused: list[str] = []
        self.stopping = threading.Event()

    def insist(self, do: Callable[[], Any], *, patience: float = 240) -> Any:
        """Until the database says yes or no. A refusal after a repeated attempt is the answer to what was accepted before."""
        deadline = time.monotonic() + patience
        while True:
            try:
                return do()
            except CommandRefused as refusal:
                return refusal
            except (SQLAlchemyError, psycopg.Error, Conflict) as error:
                if time.monotonic() > deadline:
                    raise TimeoutError("the database stayed away") from error
                time.sleep(0.5)

    def start(self, process: str, number: str, **answers: str) -> None:
        command = StartProcessInstance(process=process, answers=answers, idempotency_key=f"mulai {process} {number}")
        for _ in range(2):  # the form is sent twice
            answer = self.insist(lambda: self.engine.execute(command, actor=self.actor))
            if isinstance(answer, CommandRefused):
                self.refused.append(f"{number}: {answer}")
                return
            known = self.accepted.setdefault(number, UUID(answer["instance"]))
            if str(known) != answer["instance"]:
                self.refused.append(f"{number}: two cases for one form")

    def start_all(self, process: str, numbers: list[str], **answers: str) -> None:
        """`answers` for each; without any, its own number."""
        list(self.pool.map(lambda number: self.start(process, number, **(answers or {"nomor": number})), numbers))

    def complete(self, task: UUID) -> None:
        command = CompleteUserTask(task=task, answers={})
        done = [self.pool.submit(self.insist, lambda: self.engine.execute(command, actor=self.actor)) for _ in range(2)]
        for future in done:
            future.result()

    def pay(self, number: str) -> None:
        """The bank calls back twice, sometimes before anybody waits."""
        command = CorrelateMessage(name="msg", correlation_key=number, message_id=f"bank {number}", variables={"lunas": True})
        for _ in range(2):
            self.insist(lambda: self.engine.execute(command, actor=SYSTEM))


class Visitor(threading.Thread):
    """Opens a page again and again, and remembers how long it took."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.times: list[float] = []
        self.errors: list[str] = []
        self.running = True

    def run(self) -> None:
        while self.running:
            began = time.monotonic()
            try:
                urllib.request.urlopen(f"{self.address}/masuk", timeout=30).close()
                self.times.append(time.monotonic() - began)
            except urllib.error.HTTPError as error:
                self.errors.append(str(error.code))
            except OSError as error:
                self.errors.append(type(error).__name__)
            time.sleep(0.1)

    def p95(self) -> float:
        ordered = sorted(self.times) or [0.0]
        return ordered[int(len(ordered) * 0.95) - 1]

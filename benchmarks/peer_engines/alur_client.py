"""One client of Alur, told by lines; each is answered by one line of JSON. Access, form check, history and audit are on.

tasks SECONDS          starts cases and completes their three tasks, as fast as it can
threads N SECONDS      the same with N threads in this process
jobs CASES             starts cases of ten service tasks
letters N SECONDS      brings letters from registration to filing, N at once; workers run their jobs
"""

from __future__ import annotations

import gc
import json
import os
import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, TextIO
from uuid import UUID

from sqlalchemy import text

from benchmarks.peer_engines.letters import play_letters
from benchmarks.peer_engines.processes import JOBS, TASKS
from demo.load import actor
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from webui.bootstrap import build_platform
from webui.observation.observation import Observation
from webui.settings import read_settings

LETTER = {"hal": "Undangan rapat", "pengirim": "Badan", "nomor": "B/1/2026", "ringkasan": "isi", "klasifikasi": "000"}
ANSWERS = {"putusan": "teruskan", "catatan": "baik"}
_OPEN = text("select id from user_task where instance_id = :instance and status = 'OPEN'")


@dataclass
class Client:
    warm: int
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = build_platform(read_settings())
        self.database = self.engine.platform.database
        self.actor = actor(self.engine, "agendaris.setda")
        for _ in range(self.warm):
            self.play_case()
        gc.freeze()  # as each process of the web server does

    def statements(self) -> float:
        """Returns how many statements the commands of this client have sent."""
        counts, _histograms = self.engine.platform.part(Observation).observer.tallies.read()
        return sum(amount for (name, *_labels), amount in counts.items() if name == "alur_turn_statements")

    def play_case(self) -> None:
        instance = self.start(TASKS)
        for _ in range(3):
            with self.database.connect() as connection:
                task = connection.execute(_OPEN, {"instance": instance}).scalar_one()
            began = time.perf_counter()
            self.engine.execute(CompleteUserTask(task=task, answers=ANSWERS), actor=self.actor)
            self.times.append(time.perf_counter() - began)

    def start(self, process: str) -> UUID:
        answer = self.engine.execute(StartProcessInstance(process=process, answers=LETTER), actor=self.actor)
        return UUID(answer["instance"])

    def tasks(self, seconds: float, threads: int = 1) -> dict[str, Any]:
        self.times, before = [], self.statements()
        cpu, began = time.process_time(), time.perf_counter()
        end = began + seconds

        def go_on() -> None:
            while time.perf_counter() < end:
                self.play_case()

        if threads == 1:
            go_on()
        else:
            running = [Thread(target=go_on) for _ in range(threads)]
            for thread in running:
                thread.start()
            for thread in running:
                thread.join()
        took = time.perf_counter() - began
        return {"seconds": took, "cpu": time.process_time() - cpu, "times": self.times, "statements": self.statements() - before}

    def jobs(self, cases: int) -> dict[str, Any]:
        for _ in range(cases):
            self.start(JOBS)
        return {"cases": cases}

    def carry_out(self, word: str, numbers: list[str]) -> dict[str, Any]:
        if word == "tasks":
            return self.tasks(float(numbers[0]))
        if word == "threads":
            return self.tasks(float(numbers[1]), int(numbers[0]))
        if word == "jobs":
            return self.jobs(int(numbers[0]))
        return play_letters(self.engine, int(numbers[0]), float(numbers[1]))


def serve_lines(lines: TextIO, answers: TextIO) -> None:
    client = Client(warm=int(os.environ["WARM"]))
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in lines:
        word, *numbers = line.split()
        print(json.dumps(client.carry_out(word, numbers)), file=answers, flush=True)

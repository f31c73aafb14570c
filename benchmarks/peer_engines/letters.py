"""Brings incoming letters from registration to filing: registrar, leader and head of an agency do their tasks, workers the rest."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from casework.documents.commands.store_document import StoreDocument
from demo.letters import LETTERS, letter_pdf
from demo.load import PACKAGE, actor
from demo.organisation import identifier
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.engine import Engine
from engine.model.actor import SYSTEM, Actor
from engine.queries.jobs.current_time import CurrentTime

LEADER, HEAD, REGISTRAR = "bupati", "kepala.dbmsda", "agendaris.setda"
DISPOSED = {"tindakan": "disposisi", "kepada": [str(identifier("position", HEAD))], "instruksi_baru": "TINDAKLANJUTI"}
REPORTED = {"tindakan": "selesai", "laporan": "Pompa siap."}
_OPEN = text(
    "select t.id, t.element_id, i.root_id, i.parent_id, p.parent_id as grandparent from user_task t"
    " join process_instance i on i.id = t.instance_id left join process_instance p on p.id = i.parent_id"
    " where t.status = 'OPEN' and i.root_id = any(:roots)"
)
_ENDED = text("select id from process_instance where id = any(:roots) and status <> 'ACTIVE'")


@dataclass
class Office:
    engine: Engine
    people: dict[str, Actor] = field(default_factory=dict)
    today: date = date.min
    pdf: bytes = b""
    number: int = 0

    def __post_init__(self) -> None:
        self.people = {code: actor(self.engine, code) for code in (LEADER, HEAD, REGISTRAR)}
        self.today = self.engine.ask(CurrentTime(), actor=SYSTEM).astimezone(self.engine.platform.zone).date()
        self.pdf = letter_pdf(LETTERS[0], self.today)

    def register(self) -> UUID:
        self.number += 1
        letter = replace(LETTERS[0], number=f"B/{time.time_ns()}")
        document = self.engine.execute(StoreDocument(file_name="surat.pdf", content=self.pdf), actor=self.people[REGISTRAR])
        answers: dict[str, Any] = {
            "berkas": document["id"],
            "pengirim": letter.sender,
            "nomor_surat": letter.number,
            "tanggal_surat": (self.today - timedelta(days=letter.age)).isoformat(),
            "tanggal_diterima": self.today.isoformat(),
            "hal": letter.subject,
            "sifat": letter.security,
            "urgensi": letter.urgency,
            "klasifikasi": letter.classification,
            "jumlah_lampiran": 0,
            "ringkasan": letter.body[0],
            "tujuan": str(identifier("position", LEADER)),
        }
        started = self.engine.execute(StartProcessInstance(process=PACKAGE, answers=answers), actor=self.people[REGISTRAR])
        return UUID(started["instance"])

    def complete(self, task: Any) -> None:
        who, answers = {
            ("baca", False): (LEADER, DISPOSED),
            ("baca", True): (HEAD, REPORTED),
            ("periksa_laporan", True): (LEADER, {"hasil_periksa": "terima"}),
            ("arsipkan", False): (REGISTRAR, {"berkas_arsip": "AKTIF"}),
        }[task.element_id, task.grandparent is not None]
        self.engine.execute(CompleteUserTask(task=task.id, answers=answers), actor=self.people[who])

    def tasks(self, roots: set[UUID]) -> list[Any]:
        with self.engine.platform.database.connect() as connection:
            return list(connection.execute(_OPEN, {"roots": list(roots)}))

    def ended(self, roots: set[UUID]) -> set[UUID]:
        with self.engine.platform.database.connect() as connection:
            return set(connection.execute(_ENDED, {"roots": list(roots)}).scalars())


def play_letters(engine: Engine, at_once: int, seconds: float) -> dict[str, Any]:
    """Keeps so many letters on their way for these seconds. Returns what was done from the first registration to the last filing."""
    office = Office(engine)
    filed, tasks, began = 0, 0, time.perf_counter()
    running = {office.register() for _ in range(at_once)}
    while running:
        for task in office.tasks(running):
            office.complete(task)
            tasks += 1
        ended = office.ended(running)
        running -= ended
        filed += len(ended)
        if time.perf_counter() - began < seconds:
            running |= {office.register() for _ in ended}
        time.sleep(0.005)
    return {"seconds": time.perf_counter() - began, "filed": filed, "tasks": tasks}

"""Files complaints of invented citizens: one just sent, one with its agency, one answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from demo.organisation import identifier
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.engine import Engine
from engine.model.actor import GUEST, Actor
from engine.persistence.tables.instances import UserTask

SERVICE, COORDINATOR = "pengaduan", "agendaris.diskominfo"


@dataclass(frozen=True, kw_only=True)
class Complaint:
    subject: str
    text: str
    place: str
    name: str = ""
    #: the agency that it was passed on to, and its answer
    agency: str = ""
    answer: str = ""


COMPLAINTS = (
    Complaint(
        subject="Lampu jalan padam di Jalan Raya Serang Km 12",
        text="Sejak Senin malam sepuluh lampu padam dari pasar sampai pertigaan. Anak sekolah pulang dalam gelap.",
        place="Jalan Raya Serang Km 12, Desa Bitung Jaya, Kecamatan Cikupa",
        name="Dewi Anggraini",
    ),
    Complaint(
        subject="Saluran air tersumbat di depan SDN Kadu 2",
        text="Setiap hujan air naik ke halaman sekolah, karena saluran penuh lumpur dan sampah.",
        place="Desa Kadu, Kecamatan Curug",
        agency="dbmsda",
    ),
    Complaint(
        subject="Mohon halte di depan RSUD Balaraja",
        text="Penumpang angkot menunggu di badan jalan. Kami mengusulkan sebuah halte.",
        place="Balaraja",
        name="Slamet",
        agency="dishub",
        answer="Halte masuk dalam rencana tahun 2027. Sambil menunggu, rambu tempat naik sudah dipasang pada 20 November 2026.",
    ),
)


def file_complaint(engine: Engine, complaint: Complaint, actor: Callable[[Engine, str], Actor]) -> str:
    """Returns the receipt's token."""
    begun = engine.execute(BeginApplication(service=SERVICE), actor=GUEST)
    held: dict[str, Any] = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    answers = {
        "jenis": "aspirasi" if complaint.subject.startswith("Mohon") else "pengaduan",
        "hal": complaint.subject,
        "isi": complaint.text,
        "lokasi": complaint.place,
        "identitas": "terbuka" if complaint.name else "anonim",
        "nama": complaint.name or None,
    }
    engine.execute(SaveApplication(**held, answers=answers), actor=GUEST)
    sent = engine.execute(SubmitApplication(**held), actor=GUEST)
    case = UUID(sent["instance"])
    if complaint.agency:
        liaison = f"agendaris.{complaint.agency}"
        _complete(engine, case, actor(engine, COORDINATOR), {"putusan": "teruskan", "tujuan": str(identifier("position", liaison))})
        if complaint.answer:
            _complete(engine, case, actor(engine, liaison), {"tindakan": "jawab", "jawaban": complaint.answer})
    return str(sent["receipt"])


def _complete(engine: Engine, case: UUID, who: Actor, answers: dict[str, Any]) -> None:
    with Session(engine.platform.database) as session:
        task = session.scalars(select(UserTask.id).where(UserTask.instance_id == case, UserTask.status == "OPEN")).one()
    engine.execute(CompleteUserTask(task=task, answers=answers), actor=who)

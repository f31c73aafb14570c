"""Who does the tasks of the golden cases, and what they answer: the maker of the set and its test both ask here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.applications.commands.begin_reply import BeginReply
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_reply import SubmitReply
from casework.documents.commands.begin_signing import BeginSigning
from casework.documents.commands.finish_signing import FinishSigning
from casework.documents.commands.store_document import StoreDocument
from casework.documents.parts import DocumentParts
from casework.documents.ports import SignerIdentity
from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from casework.tracking.queries.tracking import Receipt
from demo.organisation import identifier
from engine.commands.incidents.resolve_incident import ResolveIncident
from engine.model.actor import GUEST, Actor
from engine.persistence.tables.identity import Holding, Position
from engine.persistence.tables.instances import Incident, TaskCandidate, UserTask
from processes.izin_reklame.tests.permit import PHRASE
from tests.support.hostile_files import picture

#: answers that satisfy each form and bring the case nearer to its end
ANSWERS: dict[str, dict[str, Any]] = {
    "ubah": {"n": 99},
    # letters
    "baca": {"tindakan": "selesai", "laporan": "Sudah dilaksanakan."},
    "susun_laporan": {"laporan": "Sudah dilaksanakan."},
    "periksa_laporan": {"hasil_periksa": "terima"},
    "tinjau_kembar": {"putusan_kembar": "tetap"},
    "perbaiki_tujuan": {"tujuan": str(identifier("position", "sekda"))},
    "arsipkan": {"berkas_arsip": "AKTIF"},
    # complaints
    "verifikasi": {"putusan": "teruskan", "tujuan": str(identifier("position", "agendaris.dishub"))},
    "tangani": {"tindakan": "jawab", "jawaban": "Lampu sudah diganti pada hari Selasa."},
    # permits
    "periksa": {"kelengkapan": "lengkap"},
    "periksa_sendiri": {"hasil": "cocok", "catatan": "Menelepon kantornya."},
    "pendapat_satpol": {"pendapat_satpol": "Tidak ada keberatan."},
    "rekomendasi": {"rekomendasi": "layak"},
    "tetapkan": {"penetapan": "setuju"},
    "paraf_kabid": {"paraf": "setuju"},
    "paraf_sekretaris": {"paraf": "setuju"},
    "perbaiki_konsep": {"tulisan": "Kedai Tepi Cisadane", "lokasi": "Jalan Raya Serang Km 12, Cikupa"},
    "bongkar": {"keadaan": "dibongkar"},
}
#: tasks of the applicant
REPLIED = ("lengkapi", "perbaiki")
SIGNED = "tanda_tangan"


class FlightOffice:
    """`receipts`: from a case to the token that its applicant holds."""

    def __init__(self, harness: Any, receipts: dict[str, str]) -> None:
        self.harness, self.receipts = harness, receipts
        self.actors: dict[str, Actor] = {}
        harness.registries.answers |= {
            "penduduk": {"ditemukan": True, "nik": "Sesuai", "nama": "Sesuai (100)"},
            "npwp": {"status": "AKTIF"},
            "pbb": {"lunas": True},
        }

    def actor(self, code: str) -> Actor:
        if code not in self.actors:
            self.actors[code] = self.harness.actor(identifier("person", code))
        return self.actors[code]

    def who(self, task: UserTask) -> Actor:
        """Somebody who is offered the task."""
        with Session(self.harness.database) as session:
            candidates = select(TaskCandidate).where(TaskCandidate.task_id == task.id).order_by(TaskCandidate.id)
            for candidate in session.scalars(candidates):
                holders = select(Position.code).join(Holding, Holding.position_id == Position.id).order_by(Position.code)
                if candidate.position_id:
                    holders = holders.where(Position.id == candidate.position_id)
                else:
                    holders = holders.where(Position.unit_id == candidate.unit_id, Position.role == candidate.role)
                code = session.scalars(holders).first()
                if code is not None:
                    return self.actor(code)
        raise AssertionError(f"nobody does {task.element_id}")

    def do(self, task: UserTask, **answers: Any) -> bool:
        """Whether the task was done: one of an applicant whose receipt is not known waits for its time."""
        if task.element_id in REPLIED:
            return self.reply(task)
        if task.element_id == SIGNED and not answers:
            self.sign(task)
            return True
        who = self.who(task)
        if task.element_id == "tinjau":
            photo = self.harness.execute(StoreDocument(file_name="lapangan.png", content=picture("PNG")), who)["id"]
            answers = {
                "lat_lapangan": "-6,2242",
                "lon_lapangan": "106,5108",
                "foto_lapangan": [photo],
                "berita_acara": "Lokasi sesuai, tiang di luar ruang milik jalan.",
                **answers,
            }
        self.harness.complete(task.id, who, **{**(ANSWERS.get(task.element_id, {}) if not answers else {}), **answers})
        return True

    def sign(self, task: UserTask) -> None:
        head, answers = self.who(task), {"putusan_kepala": "setuju"}
        self.harness.signer.enrol(head.person, head.name, PHRASE)
        begun = self.harness.execute(BeginSigning(task=task.id, answers=answers), head)
        identity = SignerIdentity(person=head.person, name=begun["name"], title=begun["title"])
        content = self.harness.engine.platform.part(DocumentParts).documents.get(begun["sha256"])
        signed = self.harness.signer.sign(content, signer=identity, passphrase=PHRASE, reason=begun["reason"])
        self.harness.execute(FinishSigning(task=task.id, lease=UUID(begun["lease"]), content=signed, answers=answers), head)

    def begin_reply(self, task: UserTask) -> dict[str, Any] | None:
        token = self.receipts.get(str(self.harness.instance(task.instance_id).root_id))
        if token is None:
            return None
        view = self.harness.ask(Receipt(token=token), GUEST)
        begun = self.harness.execute(BeginReply(case_pass=view.case_pass, task=task.id), GUEST)
        return {"draft": UUID(begun["draft"]), "token": begun["token"]}

    def reply(self, task: UserTask) -> bool:
        held = self.begin_reply(task)
        if held is None:
            return False
        self.harness.execute(SaveApplication(**held, answers={"lebar": "5"}), GUEST)
        self.harness.execute(SubmitReply(**held), GUEST)
        return True

    def pay(self, bill: Bill) -> None:
        command = RecordPayment(reference=f"B{bill.id}", va=bill.va, amount=bill.amount, paid_at=self.harness.clock.moment)
        assert self.harness.execute(command)["verdict"] == "BOOKED"

    def resolve(self, incident: Incident) -> None:
        """Each kind as an operator resolves it."""
        process = self.harness.instance(incident.instance_id).process_key
        given: dict[str, Callable[[], dict[str, Any]]] = {
            "assignment": lambda: {"position": "agendaris.setda"},
            "job": lambda: {"variables": {"how": "well"}},
            "to_be_checked": lambda: {"took_effect": True, "variables": {"receipt": "r"}},
            "legal_clock": lambda: {"variables": {"working_days": 5}},
        }
        corrections = {
            "m_ekspresi": {"daftar": [1]},
            "m_batas": {"henti": "ya"},
            "m_galat": {"bagaimana": "well"},
            "m_panggil": {"proses": "anak"},
        }
        values = given[incident.kind]() if incident.kind in given else {"variables": corrections[process]}
        self.harness.execute(ResolveIncident(incident=incident.id, **values), self.actor("operator"))

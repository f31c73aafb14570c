"""Loads the demonstration: organisation, packages, a dozen letters on their way, some complaints. By command, never at start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.documents.commands.store_document import StoreDocument
from casework.documents.connectors.local_signer import LocalSigner
from casework.documents.parts import DocumentParts
from casework.mail.commands.open_address import OpenAddress
from casework.regency.commands.set_public_information import SetPublicInformation
from casework.regency.public_information import NOTHING_KNOWN
from casework.regency.queries.newest_public_information import NewestPublicInformation
from demo.accounts import PASSPHRASE, PASSWORD, SIGNERS
from demo.add_organisation import AddOrganisation
from demo.complaints import COMPLAINTS, SERVICE, file_complaint
from demo.information import demo_information
from demo.letters import LETTERS, Letter, letter_pdf
from demo.organisation import build_organisation, identifier
from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.core.engine import Engine
from engine.identity.passwords import hash_password
from engine.identity.seats import actor_of
from engine.jobs.run_job import run_job
from engine.model.actor import SYSTEM, Actor
from engine.persistence.tables.identity import Absence, Person
from engine.persistence.tables.instances import Job
from engine.queries.jobs.current_time import CurrentTime
from engine.queries.tasks.task_list import TaskList

PACKAGE = "surat_masuk"
#: services without cases of their own yet, and what they call
PARTS = ("kelengkapan", "pembayaran", "pemeriksaan_data", "izin_reklame", "surat_keluar")
#: to which mails may be sent
ADDRESSES = {f"{unit}@tangerangkab.example": unit for unit in ("setda", "diskominfo", "dinkes")}
Say = Callable[[str], None]


def load(engine: Engine, say: Say) -> None:
    """Adds what is missing: the organisation and its cases once, the public information where there is none."""
    now = engine.ask(CurrentTime(), actor=SYSTEM)
    if engine.ask(NewestPublicInformation(), actor=SYSTEM) == NOTHING_KNOWN:
        engine.execute(SetPublicInformation(document=demo_information()), actor=SYSTEM)
    with Session(engine.platform.database) as session:
        if session.get(Person, identifier("person", "bupati")):
            say("the demonstration is loaded already")
            return
    made = build_organisation(hash_password(PASSWORD), engine.platform.vault)
    # a vacant post with a Plt., and a head on leave with a Plh.
    yesterday, next_week = now - timedelta(days=1), now + timedelta(days=6)
    made.hold("sekretaris.dinsos", "kepala.dinsos", "PLT")
    made.hold("kabid.dlhk.1", "kepala.dlhk", "PLH", since=yesterday, until=next_week)
    made.holdings = [item for item in made.holdings if item.id != identifier("holding", "kepala.dinsos kepala.dinsos DEFINITIF")]
    away = Absence(
        id=identifier("absence", "kepala.dlhk"),
        person_id=identifier("person", "kepala.dlhk"),
        valid_from=yesterday,
        valid_to=next_week,
        reason="Cuti tahunan",
    )
    engine.execute(AddOrganisation(organisation=made, absences=(away,)), actor=SYSTEM)
    say(f"{len(made.units)} units, {len(made.positions)} positions, {len(made.people)} people")
    _enrol(engine, say)
    for part in PARTS:
        _open(engine, part, say)
    if _open(engine, PACKAGE, say):
        for address, unit in ADDRESSES.items():
            engine.execute(OpenAddress(address=address, unit=unit), actor=SYSTEM)
        for letter in LETTERS:
            register(engine, letter, now.astimezone(engine.platform.zone).date())
        run_due_jobs(engine)
        _advance_some_letters(engine)
        say(f"{len(LETTERS)} letters")
    if _open(engine, SERVICE, say):
        for complaint in COMPLAINTS:
            file_complaint(engine, complaint, actor)
        run_due_jobs(engine)
        say(f"{len(COMPLAINTS)} complaints")


def _open(engine: Engine, key: str, say: Say) -> bool:
    """Deploys and enables a package; returns whether it is installed."""
    package = engine.platform.packages.get(key)
    if package is None or package.broken:
        say(f"the package {key} is not installed: none of its cases")
        return False
    engine.execute(Deploy(package=key, resources=dict(package.resources)), actor=SYSTEM)
    engine.execute(SetPackageState(package=key, enabled=True), actor=SYSTEM)
    return True


def _enrol(engine: Engine, say: Say) -> None:
    """Makes test certificates for signers."""
    signer = engine.platform.part(DocumentParts).signer
    if isinstance(signer, LocalSigner):
        for code in SIGNERS:
            somebody = actor(engine, code)
            signer.enrol(identifier("person", code), somebody.name, PASSPHRASE)
        say(f"{len(SIGNERS)} trial certificates")


def actor(engine: Engine, code: str) -> Actor:
    with Session(engine.platform.database) as session:
        return actor_of(session, identifier("person", code), engine.ask(CurrentTime(), actor=SYSTEM))


def registrar_of(addressee: str) -> str:
    """Returns who registers letters for a position."""
    head, _dot, agency = addressee.partition(".")
    return f"agendaris.{'kec.' if head == 'camat' else ''}{agency}" if agency and head in ("kepala", "camat") else "agendaris.setda"


def register(engine: Engine, letter: Letter, today: date) -> UUID:
    who, written = actor(engine, registrar_of(letter.to)), today - timedelta(days=letter.age)
    pdf = letter_pdf(letter, written)
    document = engine.execute(StoreDocument(file_name=f"{letter.number.replace('/', '-')}.pdf", content=pdf), actor=who)
    answers: dict[str, Any] = {
        "berkas": document["id"],
        "pengirim": letter.sender,
        "nomor_surat": letter.number,
        "tanggal_surat": written.isoformat(),
        "tanggal_diterima": today.isoformat(),
        "hal": letter.subject,
        "sifat": letter.security,
        "urgensi": letter.urgency,
        "klasifikasi": letter.classification,
        "jumlah_lampiran": 0,
        "ringkasan": letter.body[0],
        "tujuan": str(identifier("position", letter.to)),
    }
    return UUID(engine.execute(StartProcessInstance(process=PACKAGE, answers=answers), actor=who)["instance"])


def run_due_jobs(engine: Engine) -> None:
    """Runs the workers' jobs, until none is due."""
    while True:
        now = engine.ask(CurrentTime(), actor=SYSTEM)
        with Session(engine.platform.database) as session:
            due = list(session.scalars(select(Job.id).where(Job.status == "READY", Job.due_at <= now).order_by(Job.created_at)))
        if not due:
            return
        for job in due:
            run_job(engine, job)


def _advance_some_letters(engine: Engine) -> None:
    """Moves some letters on, so that every tab of the inbox has some."""

    def dispose(code: str, subject: str, *to: str, instruction: str = "TINDAKLANJUTI") -> None:
        answers = {
            "tindakan": "disposisi",
            "kepada": [str(identifier("position", item)) for item in to],
            "instruksi_baru": instruction,
        }
        _complete(engine, code, subject, answers)

    dispose("bupati", "Undangan rapat paripurna", "sekda", "kepala.bappeda", instruction="HADIRI")
    dispose(
        "kepala.dbmsda", "Permintaan data drainase", "kabid.dbmsda.2", "kabid.dbmsda.1", "sekretaris.dbmsda", instruction="SIAPKAN_BAHAN"
    )
    dispose("kabid.dbmsda.2", "Permintaan data drainase", "tim.dbmsda.2.2", "tim.dbmsda.2.3", instruction="SIAPKAN_BAHAN")
    _complete(
        engine,
        "tim.dbmsda.2.3",
        "Permintaan data drainase",
        {"tindakan": "selesai", "laporan": "Daftar pompa dan saluran wilayah barat terlampir dalam basis data."},
    )
    dispose("kepala.dinkes", "Peningkatan kewaspadaan", "kabid.dinkes.3", instruction="TINDAKLANJUTI")


def _complete(engine: Engine, code: str, subject: str, answers: dict[str, Any]) -> None:
    who = actor(engine, code)
    for row in engine.ask(TaskList(text=subject), actor=who).rows[:1]:
        engine.execute(CompleteUserTask(task=row.id, answers=answers), actor=who)
        run_due_jobs(engine)

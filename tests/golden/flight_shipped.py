"""Letters, complaints and permits in flight."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.store_attachment import StoreAttachment
from casework.applications.commands.submit_application import SubmitApplication
from casework.documents.commands.store_document import StoreDocument
from casework.notices.commands.write_message import WriteMessage
from casework.payments.tables import Bill
from casework.tracking.queries.tracking import Receipt
from demo.organisation import identifier
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.model.actor import GUEST
from engine.model.errors import CommandRefused
from processes.izin_reklame.tests.permit import ANSWERS as PERMIT
from processes.izin_reklame.tests.permit import FILES
from processes.pengaduan.tests.complaint import ANSWERS as COMPLAINT
from tests.golden.flight_office import REPLIED, SIGNED
from tests.golden.flight_steps import Steps
from tests.support.hostile_files import picture
from tests.support.letters import PDF

LETTERS, COMPLAINTS = 12, 8
NUMBER, DOCUMENT = "alur:reserve-number", "alur:render-document"
#: how far each permit goes, by its number, and which jobs of the platform may be left waiting on the way; None: any
PERMITS: dict[int, tuple[str, ...] | None] = {
    1: None, 3: None, 4: None, 7: None, 9: None, 11: None, 12: (), 13: (), 5: (),
    20: (NUMBER,), 22: (NUMBER,), 24: (DOCUMENT,), 26: (DOCUMENT,), 28: (), 14: (NUMBER,), 15: (NUMBER,),
}  # fmt: skip
#: permits that are signed, where the register of taxpayers is away before that
AWAY = (14, 15)
CLERK = "agendaris.setda"


class ShippedCases(Steps):
    def letters(self) -> None:
        for number in range(LETTERS):
            clerk = self.office.actor(CLERK)
            file = self.harness.execute(StoreDocument(file_name="surat.pdf", content=PDF), clerk)["id"]
            answers = {
                "berkas": file, "pengirim": "BPBD Provinsi Banten", "nomor_surat": f"B/{number - number % 5}/2026", "tanggal_surat": "2026-11-19",
                "tanggal_diterima": "2026-11-23", "hal": f"Undangan {number}", "sifat": "R" if number % 6 == 5 else "B", "urgensi": "SEGERA",
                "klasifikasi": "300.2", "tujuan": str(identifier("position", "bupati")),
            }  # fmt: skip
            case = self.harness.start("surat_masuk", clerk, **answers)
            self.settle(case)
            down = [("kepala.dbmsda", "kepala.dinkes"), ("kabid.dbmsda.1", "kabid.dbmsda.2"), ("tim.dbmsda.1.2",)][: number % 4]
            for to in down:
                for task in self.tasks(case):
                    if task.element_id == "baca" and (number + len(to)) % 5:
                        with suppress(CommandRefused):  # only who may dispose to these
                            kepada = [str(identifier("position", code)) for code in to]
                            self.office.do(task, tindakan="disposisi", kepada=kepada, instruksi_baru="TINDAKLANJUTI")
                            break
                self.settle(case)
            if number % 7 == 6:
                for task in self.tasks(case):
                    if task.element_id == "baca":
                        self.office.do(task, tindakan="salah_alamat", alasan="Untuk Sekda.")
            for _ in range(self.chance.randrange(4)):
                self.step(case)
        for task in self.harness.tasks("baca")[:3]:
            self.harness.execute(
                SaveTaskDraft(task=task.id, answers={"tindakan": "selesai", "laporan": "Belum sel"}), self.office.who(task)
            )

    def apply(self, service: str, answers: dict[str, Any], files: tuple[str, ...] = ()) -> UUID:
        begun = self.harness.execute(BeginApplication(service=service), GUEST)
        held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
        attached = {
            name: [self.harness.execute(StoreAttachment(**held, file_name="a.png", content=picture("PNG")), GUEST)["id"]] for name in files
        }
        self.harness.execute(SaveApplication(**held, answers={**answers, **attached}), GUEST)
        sent = self.harness.execute(SubmitApplication(**held), GUEST)
        self.receipts[sent["instance"]] = sent["receipt"]
        return UUID(sent["instance"])

    def complaints(self) -> None:
        for number in range(COMPLAINTS):
            case = self.apply("pengaduan", {**COMPLAINT, "hal": f"Lampu padam {number}"})
            for _ in range(number % 4):
                self.step(case)
            if number % 3 == 2:
                view = self.harness.ask(Receipt(token=self.receipts[str(case)]), GUEST)
                with suppress(CommandRefused):
                    self.harness.execute(WriteMessage(case_pass=view.case_pass, text="Kapan dijawab?"), GUEST)

    def permits(self) -> None:
        """Each goes as far as its number says: to a return, to its bill, past it, to the signature, to the year after."""
        files = (*FILES, "foto_lokasi", "konstruksi")
        for number, waiting in PERMITS.items():
            self.only = None if waiting is None else frozenset(waiting)
            if number == AWAY[0]:
                self.harness.registries.answers.pop("npwp")  # a register that is away
            case = self.apply("izin-reklame", {**PERMIT, "hari": "365" if number % 2 else "30", "konstruksi": []}, files)
            self.settle(case)
            self.permit(case, number)
        self.harness.clock.forward(minutes=1)

    def permit(self, case: UUID, number: int) -> None:
        for _ in range(2 + number * 2):
            tasks = [task for task in self.tasks(case) if task.element_id not in REPLIED]
            if tasks:
                task = tasks[0]
                element, answers = task.element_id, {}
                if element == "periksa" and number in (3, 4, 5):
                    answers = {"kelengkapan": "kembalikan", "dikembalikan": [{"field": "lebar", "reason": "MISSING", "note": ""}]}
                if element == "rekomendasi" and number in (7, 9):
                    answers = {"rekomendasi": "perbaiki", "diperbaiki": [{"field": "lebar", "reason": "MISMATCH", "note": "x"}]}
                if element == "paraf_kabid" and number == 11:
                    answers = {"paraf": "perbaiki", "catatan_paraf": "Lokasi kurang lengkap."}
                if element == SIGNED and number not in AWAY:
                    return
                self.office.do(task, **answers)
                self.settle(case)
                if element == "paraf_kabid" and number == 11:
                    return
            elif replies := [task for task in self.tasks(case) if task.element_id in REPLIED]:
                if number in (4, 7):
                    held = self.office.begin_reply(replies[0])
                    assert held is not None
                    self.harness.execute(SaveApplication(**held, answers={"lebar": "5"}), GUEST)
                return
            else:
                bills = self.harness._all(select(Bill).where(Bill.instance_id == case, Bill.status == "OPEN"))
                if not bills or number % 6 == 1:
                    return
                self.office.pay(bills[0])
                self.settle(case)

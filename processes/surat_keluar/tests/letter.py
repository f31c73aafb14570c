"""An outgoing letter on its way: who drafts, who initials, who signs."""

import io
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import select

from casework.cases.queries.case_detail import CaseDetail
from casework.documents.commands.store_document import StoreDocument
from casework.documents.parts import DocumentParts
from casework.documents.queries.document_file import DocumentFile
from casework.documents.sign_task import sign_task
from casework.documents.tables import DocumentVersion
from demo.organisation import identifier
from engine.model.actor import SYSTEM
from engine.persistence.tables.history import HistoryEvent
from tests.support.files import picture

DRAFTER, TEAM, DIVISION, HEAD = "staf.diskominfo.2.2", "tim.diskominfo.2.2", "kabid.diskominfo.2", "kepala.diskominfo"
PHRASE = "frasa sandi yang panjang"
PACKAGES = ("surat_keluar", "surat_masuk")


def position(code):
    return str(identifier("position", code))


ANSWERS = {
    "jenis": "surat_dinas",
    "penandatangan": position(HEAD),
    "kepada": [position("kepala.dishub")],
    "perihal": "Permintaan data persimpangan #panic(1)",
    "sifat": "B",
    "urgensi": "BIASA",
    "klasifikasi": "000.9",
    "isi": 'Mohon data "persimpangan".\n\n- lokasi\n- jumlah $x^2$ #eval("1")\n\n1. pertama\n2. kedua\n\nTerima kasih.',
}


class Letter:
    def __init__(self, harness, actor):
        self.harness, self.actor = harness, actor
        for package in PACKAGES:
            harness.deploy(package)
        self.case = None

    def draft(self, by=DRAFTER, **changes):
        answers = {name: value for name, value in {**ANSWERS, **changes}.items() if value is not None}
        self.case = self.harness.start("surat_keluar", self.actor(by), **answers)
        self.harness.run_jobs()
        return self

    def attach(self, by=DRAFTER):
        return self.harness.execute(StoreDocument(file_name="peta.png", content=picture("PNG")), self.actor(by))["id"]

    def task(self, element):
        found = [task for task in self.harness.tasks(element) if task.instance_id == self.case]
        assert len(found) == 1, [incident.message for incident in self.harness.incidents()]
        return found[0]

    def do(self, code, element, **answers):
        # of two documents that were written at one time nobody could say which is the later one
        self.harness.clock.forward(minutes=1)
        task = self.task(element)
        self.harness.complete(task.id, self.actor(code), **answers)
        self.harness.run_jobs()
        return self

    def send(self, by=DRAFTER):
        return self.do(by, "periksa_konsep", tindakan="kirim")

    def initialled(self, *codes):
        for code in codes or (TEAM, DIVISION):
            self.do(code, "paraf", paraf="setuju")
        return self

    def sign(self, by=HEAD, **answers):
        head = self.actor(by)
        task = self.task("tanda_tangan")
        self.harness.signer.enrol(head.person, head.name, PHRASE)
        sign_task(self.harness.engine, actor=head, task=task.id, answers={"putusan_ttd": "setuju", **answers}, passphrase=PHRASE)
        self.harness.run_jobs()
        return self

    def view(self, by=DRAFTER):
        return self.harness.ask(CaseDetail(instance=self.case), self.actor(by))

    @property
    def instance(self):
        return self.harness.instance(self.case)

    @property
    def facts(self):
        return self.instance.facts

    @property
    def document(self):
        return UUID(self.facts["dokumen"])

    @property
    def versions(self):
        wanted = select(DocumentVersion).where(DocumentVersion.document_id == self.document).order_by(DocumentVersion.number)
        return self.harness._all(wanted)

    @property
    def content(self):
        file = self.harness.ask(DocumentFile(document=self.document), SYSTEM)
        return self.harness.engine.platform.part(DocumentParts).documents.get(file.sha256)

    @property
    def printed(self):
        return printed(self.content)

    def ends(self):
        done = select(HistoryEvent.element_id).where(HistoryEvent.event == "ELEMENT_COMPLETED", HistoryEvent.instance_id == self.case)
        return {"terkirim", "ditolak", "dibatalkan"} & set(self.harness._all(done))


def printed(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())

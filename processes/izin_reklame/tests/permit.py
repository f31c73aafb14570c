"""A permit on its way: who applies, who looks, who assesses, who pays, who signs."""

import io
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.store_attachment import StoreAttachment
from casework.applications.commands.submit_application import SubmitApplication
from casework.documents.commands.store_document import StoreDocument
from casework.documents.parts import DocumentParts
from casework.documents.queries.issued_document import IssuedDocumentFile
from casework.documents.sign_task import sign_task
from casework.payments.commands.record_payment import RecordPayment
from casework.payments.tables import Bill
from casework.tracking.queries.tracking import Receipt
from engine.model.actor import GUEST
from engine.persistence.tables.history import HistoryEvent
from tests.support.files import picture

FO, TEAM, SATPOL = "staf.dpmptsp.3.2", "tim.dtrb.3.2", "tim.satpolpp.1.1"
SECTION, TAX, DIVISION = "tim.dpmptsp.3.1", "tim.bapenda.2.2", "kabid.dpmptsp.3"
SECRETARY, HEAD, GUARD = "sekretaris.dpmptsp", "kepala.dpmptsp", "tim.satpolpp.2.1"
PHRASE = "frasa sandi yang panjang"
ANSWERS = {
    "nama": "Yusuf Maulana",
    "nik": "3603 1212 0890 0123",
    "nama_usaha": "Kedai Tepi Cisadane",
    "npwp": "09.987.654.2-451.000",
    "surel": "yusuf@contoh.example",
    "telepon": "0812 3456 7890",
    "jenis": "papan",
    "sifat": "komersial",
    "tulisan": "Kedai Tepi Cisadane, buka pukul 07.00–22.00",
    "panjang": "4",
    "lebar": "6",
    "sisi": "1",
    "unit": "1",
    "mulai": "2026-12-15",
    "hari": "365",
    "lokasi": "Jalan Raya Serang Km 12, Cikupa",
    "kelas_jalan": "kabupaten",
    "lat": "-6,2241",
    "lon": "106,5107",
    "nop": "36.03.120.008.012.0345.0",
}
PACKAGES = ("kelengkapan", "pembayaran", "pemeriksaan_data", "izin_reklame")
FILES = ("ktp", "rancangan", "lahan", "pbb")


class Permit:
    def __init__(self, harness, actor):
        self.harness, self.actor = harness, actor
        harness.registries.answers |= {
            "penduduk": {"ditemukan": True, "nik": "Sesuai", "nama": "Sesuai (100)", "alamat": "tidak diminta"},
            "npwp": {"status": "AKTIF"},
            "pbb": {"lunas": False, "tunggakan": [2025]},
        }
        for package in PACKAGES:
            harness.deploy(package)
        self.receipt = ""

    def begin(self, **changes):
        begun = self.harness.execute(BeginApplication(service="izin-reklame"), GUEST)
        held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
        files = {name: [self.attach(held)] for name in FILES} | {"foto_lokasi": [self.attach(held)], "konstruksi": [self.attach(held)]}
        self.harness.execute(SaveApplication(**held, answers={**ANSWERS, **files, **changes}), GUEST)
        return held

    def attach(self, held):
        return self.harness.execute(StoreAttachment(**held, file_name="a.png", content=picture("PNG")), GUEST)["id"]

    def send(self, **changes):
        self.receipt = self.harness.execute(SubmitApplication(**self.begin(**changes)), GUEST)["receipt"]
        self.harness.run_jobs()
        return self

    def do(self, code, element, **answers):
        self.harness.complete(self.harness.task(element).id, self.actor(code), **answers)
        self.harness.run_jobs()
        return self

    def complete_file(self):
        return self.do(FO, "periksa", kelengkapan="lengkap")

    def visited(self, **answers):
        photo = self.harness.execute(StoreDocument(file_name="lapangan.png", content=picture("PNG")), self.actor(TEAM))["id"]
        self.do(
            TEAM,
            "tinjau",
            lat_lapangan="-6,2242",
            lon_lapangan="106,5108",
            foto_lapangan=[photo],
            berita_acara="Lokasi sesuai, tiang di luar ruang milik jalan.",
            **answers,
        )
        return self.do(SATPOL, "pendapat_satpol", pendapat_satpol="Tidak mengganggu ketertiban umum.")

    def pay(self, verdict="BOOKED"):
        bill = self.bill
        command = RecordPayment(reference=f"B{bill.id}", va=bill.va, amount=bill.amount, paid_at=self.harness.clock.moment)
        assert self.harness.execute(command)["verdict"] == verdict
        self.harness.run_jobs()
        return self

    @property
    def bill(self):
        (bill,) = self.harness._all(select(Bill))
        return bill

    def initialled(self):
        return self.do(DIVISION, "paraf_kabid", paraf="setuju").do(SECRETARY, "paraf_sekretaris", paraf="setuju")

    def sign(self, by=HEAD):
        head, task = self.actor(by), self.harness.task("tanda_tangan").id
        self.harness.signer.enrol(head.person, head.name, PHRASE)
        sign_task(self.harness.engine, actor=head, task=task, answers={"putusan_kepala": "setuju"}, passphrase=PHRASE)
        self.harness.run_jobs()
        return self

    @property
    def printed(self):
        """The text of the issued document."""
        (issued,) = self.view.documents
        file = self.harness.ask(IssuedDocumentFile(case_pass=self.view.case_pass, document=issued.document), GUEST)
        reader = PdfReader(io.BytesIO(self.harness.engine.platform.part(DocumentParts).documents.get(file.sha256)))
        return " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    @property
    def view(self):
        return self.harness.ask(Receipt(token=self.receipt), GUEST)

    def facts(self):
        return {fact.name: fact.value for fact in self.view.facts}

    def ends(self):
        case = self.view.instance
        done = select(HistoryEvent.element_id).where(HistoryEvent.event == "ELEMENT_COMPLETED", HistoryEvent.instance_id == case)
        names = {"terbit", "selesai", "ditolak", "dikembalikan", "dibatalkan", "diberi_tahu_warning", "diberi_tahu_overdue"}
        return names & set(self.harness._all(done))

    def pass_time(self, moment):
        self.harness.clock.moment = moment
        self.harness.sweep()
        self.harness.run_jobs()
        return self

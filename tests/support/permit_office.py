"""An office that decides on the permit of the tests: who applies, who looks, who decides."""

from __future__ import annotations

from uuid import UUID

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.begin_reply import BeginReply
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.store_attachment import StoreAttachment
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.commands.submit_reply import SubmitReply
from casework.tracking.queries.tracking import Receipt
from engine.model.actor import GUEST
from tests.support.catalogues import OF_TESTS, OURS, packages_of
from tests.support.files import picture

ANSWERS = {"jenis": "biasa", "nama": "Dewi", "luas": "24", "surel": "dewi@contoh.example"}
OFFICER = "agendaris.diskominfo"
PACKAGES = ("kelengkapan", "pembayaran", "izin_uji")


class Office:
    def __init__(self, harness, actor):
        """`actor`: from a position's code to somebody in it."""
        self.harness, self.actor = harness, actor
        harness.use(packages_of(OURS, OF_TESTS))
        for package in PACKAGES:
            harness.deploy(package)

    @property
    def officer(self):
        return self.actor(OFFICER)

    def send(self, *, actor=GUEST, language="id", **changes):
        """An application with its files; gives the receipt's token."""
        begun = self.harness.execute(BeginApplication(service="izin-uji"), actor)
        return self.finish(begun, actor=actor, language=language, **changes)

    def finish(self, begun, *, actor=GUEST, language="id", **changes):
        held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
        answers = {**ANSWERS, "gambar": [self.attach(held)], "foto": [self.attach(held), self.attach(held)], **changes}
        self.harness.execute(SaveApplication(**held, answers=answers), actor)
        receipt = self.harness.execute(SubmitApplication(**held, language=language), actor)["receipt"]
        self.harness.run_jobs()
        return receipt

    def attach(self, held, name="gambar.png"):
        return self.harness.execute(StoreAttachment(**held, file_name=name, content=picture("PNG")), GUEST)["id"]

    def follow(self, receipt):
        return self.harness.ask(Receipt(token=receipt), GUEST)

    def give_back(self, *returns, code=OFFICER):
        items = [dict(zip(("field", "reason", "note"), item, strict=True)) for item in returns]
        self.harness.complete(self.harness.task("periksa").id, self.actor(code), kelengkapan="kembalikan", dikembalikan=items)
        self.harness.run_jobs()

    def begin_reply(self, receipt):
        view = self.follow(receipt)
        begun = self.harness.execute(BeginReply(case_pass=view.case_pass, task=view.waiting[0].id), GUEST)
        return {"draft": UUID(begun["draft"]), "token": begun["token"]}

    def reply(self, held, **answers):
        self.harness.execute(SaveApplication(**held, answers=answers), GUEST)
        self.harness.execute(SubmitReply(**held), GUEST)
        self.harness.run_jobs()

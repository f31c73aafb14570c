"""Builds a whole platform on a real database for tests: the engine with everything that casework adds."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine as Database

from casework.composition import CHORES, HOOKS, MAIL_SENDERS, NOTICE_WORDS, RULES, STEPS, TOOLS, due_commands
from casework.documents.connectors.clamd import NoScanner
from casework.documents.connectors.files import FileStore
from casework.documents.connectors.local_signer import LocalSigner
from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
from casework.documents.connectors.typst_documents import TypstRenderer
from casework.documents.parts import DocumentParts
from casework.mail.parts import MailParts
from casework.notices.parts import NoticeParts
from casework.payments.parts import PaymentParts
from casework.registries.parts import RegistryParts
from casework.testing.fakes import FakeBank, FakeRegistries, RecordingMessenger
from engine.core.form_validator import FormValidator
from engine.jobs.rounds import DueCommands, Rounds
from engine.packages.catalogue import Catalogue
from engine.testing.harness import EngineHarness


class CaseworkHarness(EngineHarness):
    """`packages`: none where no catalogue is given; `due`: the due commands of rooms above casework."""

    def __init__(
        self, database: Database, folder: Path, forms: FormValidator, *, packages: Catalogue | None = None, due: Iterable[DueCommands] = ()
    ) -> None:
        self.signer = LocalSigner(folder / "signing")
        self.bank = FakeBank()
        self.registries = FakeRegistries()
        self.messenger = RecordingMessenger()
        parts = (
            HOOKS,
            TOOLS,
            Rounds(due=(due_commands, *due), chores=CHORES),
            DocumentParts(
                documents=FileStore(folder / "documents"),
                scanner=NoScanner(),
                renderer=TypstRenderer(),
                signatures=PdfSignatureCheck(self.signer.roots),
                signer=self.signer,
                place="Tigaraksa",
            ),
            NoticeParts(messenger=self.messenger, words=NOTICE_WORDS),
            MailParts(own_address="alur@tangerangkab.example", trusted="mx.tangerangkab.example", senders=MAIL_SENDERS),
            PaymentParts(payments=self.bank),
            RegistryParts(registries=self.registries),
        )
        super().__init__(database, forms, packages=packages or Catalogue(rules=RULES, steps=STEPS), parts=parts)

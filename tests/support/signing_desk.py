"""The head of an agency with a document to sign."""

from uuid import UUID

from casework.documents.commands.begin_signing import BeginSigning
from casework.documents.commands.finish_signing import FinishSigning
from casework.documents.parts import DocumentParts
from casework.documents.ports import SignerIdentity
from tests.support.permit_office import OFFICER

DECIDER, HEAD = "agendaris.dishub", "kepala.dishub"


PHRASE = "frasa sandi yang panjang"


YES = {"putusan": "setuju"}


class Desk:
    """The head of the agency with a document to sign."""

    def __init__(self, office):
        self.office, self.harness = office, office.harness
        self.receipt = office.send()
        self.harness.complete(self.harness.task("periksa").id, office.actor(OFFICER), kelengkapan="lengkap")
        self.harness.run_jobs()
        self.decide()
        self.head = office.actor(HEAD)
        self.harness.signer.enrol(self.head.person, self.head.name, PHRASE)

    def decide(self, text='Diizinkan. #panic("x") <b>'):
        self.harness.complete(self.harness.task("putuskan").id, self.office.actor(DECIDER), keputusan=text)
        self.harness.run_jobs()

    @property
    def task(self):
        return self.harness.task("tanda_tangan").id

    def begin(self):
        return self.harness.execute(BeginSigning(task=self.task, answers=YES), self.head)

    def sign(self, begun, phrase=PHRASE):
        identity = SignerIdentity(person=UUID(begun["person"]), name=begun["name"], title=begun["title"])
        content = self.harness.engine.platform.part(DocumentParts).documents.get(begun["sha256"])
        return self.harness.signer.sign(content, signer=identity, passphrase=phrase, reason=begun["reason"])

    def finish(self, begun, content):
        return self.harness.execute(FinishSigning(task=self.task, lease=UUID(begun["lease"]), content=content, answers=YES), self.head)

    def signed(self):
        begun = self.begin()
        content = self.sign(begun)
        self.finish(begun, content)
        self.harness.run_jobs()
        return content

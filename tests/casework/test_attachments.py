"""Files of an application: a guest's, until it is sent; then the case's. What is hostile is refused, what nobody wants goes."""

import io
import os
import socket
import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from casework.applications.commands.begin_application import BeginApplication
from casework.applications.commands.forget_drafts import ForgetDrafts
from casework.applications.commands.issue_draft_code import IssueDraftCode
from casework.applications.commands.redeem_draft_code import RedeemDraftCode
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.store_attachment import StoreAttachment
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.queries.application_form import ApplicationForm
from casework.applications.queries.attachment import Attachment
from casework.applications.tables import Application
from casework.documents.connectors.clamd import ClamdScanner
from casework.documents.errors import FileRejected, ScannerAway
from casework.documents.parts import DocumentParts
from casework.documents.queries.document_file import DocumentFile
from casework.documents.sweep_files import sweep_files
from casework.documents.tables import Document, DocumentVersion
from casework.tracking.queries.tracking import Receipt
from engine.core.engine import Engine
from engine.jobs.housekeeping import PERIOD_SECONDS
from engine.model.actor import GUEST
from engine.model.errors import FormRejected, InvalidState, NotFound
from tests.support.effort import peak
from tests.support.files import pdf, picture
from tests.support.hostile_files import corpus
from tests.support.templates import deployed
from webui.rendering.error_text import SENTENCES

ANSWERS = {"jenis": "aspirasi", "hal": "Pohon peneduh di alun-alun", "isi": "Mohon ditanam pohon peneduh.", "identitas": "anonim"}


@pytest.fixture
@deployed("pengaduan")
def draft(harness, regency):
    harness.deploy("pengaduan")
    return begin(harness)


def begin(harness):
    begun = harness.execute(BeginApplication(service="pengaduan"), GUEST)
    return {"draft": UUID(begun["draft"]), "token": begun["token"]}


def attach(harness, held, name="foto.jpg", content=None):
    return harness.execute(StoreAttachment(**held, file_name=name, content=content or picture("JPEG")), GUEST)["id"]


def test_what_a_guest_uploads_belongs_to_the_draft_and_then_to_the_case(harness, regency, draft):
    first, second = attach(harness, draft), attach(harness, draft, "bukti.pdf", pdf())
    seen = harness.ask(Attachment(**draft, document=UUID(first)), GUEST)
    assert (seen.name, seen.media_type) == ("foto.jpg", "image/jpeg")
    with pytest.raises(NotFound):
        harness.ask(Attachment(**begin(harness), document=UUID(first)), GUEST)
    for actor in (regency("agendaris.diskominfo"), regency("bupati")):
        with pytest.raises(NotFound):
            harness.ask(DocumentFile(document=UUID(first)), actor)
    harness.execute(SaveApplication(**draft, answers={**ANSWERS, "foto": [first, second]}), GUEST)
    harness.execute(SubmitApplication(**draft), GUEST)
    officer = regency("agendaris.diskominfo")
    assert harness.ask(DocumentFile(document=UUID(first)), officer).name == "foto.jpg"
    assert harness.ask(DocumentFile(document=UUID(second)), officer).instance == harness.instances()[0].id
    with pytest.raises(NotFound):
        harness.ask(DocumentFile(document=UUID(first)), regency("agendaris.dishub"))
    with pytest.raises(InvalidState):
        attach(harness, draft)


def test_a_file_of_another_draft_is_no_answer(harness, draft):
    strange = attach(harness, begin(harness))
    for wanted in (strange, str(uuid4())):
        harness.execute(SaveApplication(**draft, answers={**ANSWERS, "foto": [wanted]}), GUEST)
        with pytest.raises(FormRejected) as rejected:
            harness.execute(SubmitApplication(**draft), GUEST)
        assert [(error.field, error.code) for error in rejected.value.errors] == [("foto", "FILE_UNKNOWN")]


def test_what_no_answer_names_is_forgotten_when_the_draft_is_sent_or_expires(harness, draft):
    kept = attach(harness, draft)
    attach(harness, draft)
    left = begin(harness)
    attach(harness, left)
    harness.execute(SaveApplication(**draft, answers={**ANSWERS, "foto": [kept]}), GUEST)
    harness.execute(SubmitApplication(**draft), GUEST)
    assert len(harness._all(select(Document))) == 2
    harness.clock.forward(days=31)
    harness.execute(ForgetDrafts())
    (only,) = harness._all(select(Document))
    assert (str(only.id), only.draft_id) == (kept, None)


def test_a_picture_loses_what_else_is_in_it(harness, draft):
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera Rahasia", 6
    Image.new("RGB", (5000, 2500), "teal").save(out, "JPEG", exif=exif)
    identifier = attach(harness, draft, content=out.getvalue() + b"<script>alert(1)</script>")
    file = harness.ask(Attachment(**draft, document=UUID(identifier)), GUEST)
    kept = harness.engine.platform.part(DocumentParts).documents.get(file.sha256)
    assert b"Rahasia" not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert max(image.size) <= 3200
        assert image.height > image.width, "it stands upright, as the camera was held"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_kind_are_kept(harness, draft, mode):
    out = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (50, 30)).save(out, kind)
    attach(harness, draft, f"a.{kind.lower()}", out.getvalue())


def test_two_hundred_hostile_files_are_refused_with_little_work_each(harness, draft):
    """They are opened in children, whose limits hold whatever the file is; the process that asks makes 3,000 calls and keeps 11 MB at most."""
    hostile = list(corpus(7))
    assert len(hostile) >= 180
    for name, content, reasons in hostile:

        def refuse(name=name, content=content):
            with pytest.raises(FileRejected) as refused:
                harness.execute(StoreAttachment(**draft, file_name=name, content=content), GUEST)
            return refused.value.details

        found = []
        assert peak(lambda refuse=refuse, found=found: found.append(refuse())) < 30_000_000, name
        (details,) = found
        assert details["reason"] in reasons, (name, details, content[:40])
        told = SENTENCES[f"FILE_{details['reason']}"].format(name=details["name"], limit=details.get("limit"), label="")
        assert details["name"] in told
        assert told.count(".") >= 1
    assert harness._all(select(Document)) == []


def test_all_files_together_have_a_limit_and_what_was_replaced_makes_room(harness, draft):
    def scan(number):
        return pdf([b"<</Length 4900000>>stream\n" + os.urandom(100) + b"0" * 4_899_900 + b"\nendstream"])

    ids = [attach(harness, draft, f"{number}.pdf", scan(number)) for number in range(4)]
    harness.execute(SaveApplication(**draft, answers={"foto": ids}), GUEST)
    with pytest.raises(FileRejected) as refused:
        attach(harness, draft, "5.pdf", scan(5))
    assert (refused.value.details["reason"], refused.value.details["limit"]) == ("TOO_MUCH", 20)
    harness.execute(SaveApplication(**draft, answers={"foto": ids[1:]}), GUEST)
    harness.clock.forward(minutes=6)
    attach(harness, draft, "5.pdf", scan(5))


def test_files_that_no_document_names_are_deleted_after_a_day(harness, draft):
    store = harness.engine.platform.part(DocumentParts).documents
    torn, named = store.put(b"torn upload"), attach(harness, draft)
    store.put_page(torn, 1, b"image")
    fresh = store.put(b"came just now")
    sha = harness._all(select(DocumentVersion).where(DocumentVersion.document_id == UUID(named)))[0].sha256
    old = (harness.clock.moment - timedelta(hours=25)).timestamp()
    for name in (torn, sha):
        os.utime(store._path(name), (old, old))
    os.utime(store._path(fresh), (harness.clock.moment.timestamp(),) * 2)
    removed = 0
    for _ in range(int(24 * 3600 / PERIOD_SECONDS)):
        removed += sweep_files(harness.engine, every=PERIOD_SECONDS)
        harness.clock.forward(seconds=PERIOD_SECONDS)
        if removed:
            break
    assert removed == 1
    assert not store._path(torn).exists()
    assert store.page(torn, 1) is None
    assert store.get(sha)
    assert store.get(fresh)


def test_a_file_that_is_put_again_while_it_is_deleted_stays(harness):
    store = harness.engine.platform.part(DocumentParts).documents
    name = store.put(b"twice")
    old = (harness.clock.moment - timedelta(hours=25)).timestamp()
    os.utime(store._path(name), (old, old))

    def meanwhile():
        store.put(b"twice")
        return False

    assert store.remove(name, harness.clock.moment, meanwhile)
    assert store.get(name) == b"twice", "whoever put it meanwhile wrote it anew"
    os.utime(store._path(name), (old, old))
    assert not store.remove(name, harness.clock.moment, lambda: True)
    assert store.get(name) == b"twice"


def test_a_code_carries_a_draft_once_and_for_two_hours(harness, draft):
    harness.execute(SaveApplication(**draft, answers={"hal": "Dari ponsel"}), GUEST)
    code = harness.execute(IssueDraftCode(**draft), GUEST)["code"]
    again = harness.execute(IssueDraftCode(**draft), GUEST)["code"]
    assert harness.execute(RedeemDraftCode(code=code), GUEST) == {}, "the newest one only"
    found = harness.execute(RedeemDraftCode(code=again.lower().replace("-", " ")), GUEST)
    held = {"draft": UUID(found["draft"]), "token": found["token"]}
    assert harness.ask(ApplicationForm(**held), GUEST).answers == {"hal": "Dari ponsel"}
    assert harness.execute(RedeemDraftCode(code=again), GUEST) == {}
    late = harness.execute(IssueDraftCode(**draft), GUEST)["code"]
    harness.clock.forward(hours=2, seconds=1)
    for code in (late, "", "x" * 300, "AAAA-AAAA"):
        assert harness.execute(RedeemDraftCode(code=code), GUEST) == {}
    with pytest.raises(NotFound):
        harness.execute(IssueDraftCode(draft=draft["draft"], token="x"), GUEST)


def test_at_the_counter_the_officer_is_recorded_and_the_applicant_has_the_receipt(harness, regency, draft):
    harness.execute(SaveApplication(**draft, answers=ANSWERS), GUEST)
    officer = regency("agendaris.dishub")
    receipt = harness.execute(SubmitApplication(**draft), officer)["receipt"]
    (row,) = harness._all(select(Application))
    assert row.assisted_position == officer.seats[0].position
    assert harness.ask(Receipt(token=receipt), GUEST).pin
    assert harness.instances()[0].started_by == officer.person


class Daemon:
    """Speaks clamd's INSTREAM on a socket; `verdict` is what it says."""

    def __init__(self, path, verdict):
        self.address, self.verdict, self.heard = f"unix:{path}", verdict, b""
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        connection, _address = self.server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := int.from_bytes(stream.read(4)):
                self.heard += stream.read(length)
            connection.sendall(self.verdict)
        self.server.close()


def test_a_scanner_says_what_it_found(tmp_path):
    content = os.urandom(200_000)
    good = Daemon(tmp_path / "a", b"stream: OK\0")
    assert ClamdScanner(good.address).scan(content) is None
    assert good.heard == content
    assert ClamdScanner(Daemon(tmp_path / "b", b"stream: Eicar-Signature FOUND\0").address).scan(content) == "Eicar-Signature"
    for address in (f"unix:{tmp_path}/none", "tcp:127.0.0.1:1", Daemon(tmp_path / "c", b"INSTREAM size limit exceeded. ERROR\0").address):
        with pytest.raises(ScannerAway):
            ClamdScanner(address, patience=2).scan(content)


def test_no_file_is_taken_that_the_scanner_refuses_or_cannot_see(harness, draft, tmp_path):
    for number, (verdict, refusal) in enumerate([(b"stream: X FOUND\0", FileRejected), (b"nonsense\0", ScannerAway)]):
        scanner = ClamdScanner(Daemon(tmp_path / str(number), verdict).address)
        platform = harness.engine.platform
        parts = [replace(part, scanner=scanner) if isinstance(part, DocumentParts) else part for part in platform.parts]
        strict = Engine(replace(platform, parts=tuple(parts)))
        with pytest.raises(refusal):
            strict.execute(StoreAttachment(**draft, file_name="a.png", content=picture("PNG")), actor=GUEST)
    assert harness._all(select(Document)) == []

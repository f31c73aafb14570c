"""A document from template to verification: rendered as an archive keeps it, signed by its officer, checked by anybody, revoked."""

import io
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from casework.documents.commands.begin_signing import BeginSigning
from casework.documents.commands.finish_signing import FinishSigning
from casework.documents.commands.revoke_document import RevokeDocument
from casework.documents.commands.store_rendered_document import StoreRenderedDocument
from casework.documents.connectors.local_signer import LocalSigner
from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
from casework.documents.connectors.typst_documents import TypstRenderer
from casework.documents.errors import PassphraseWrong, SignerUnknown, TemplateFailed
from casework.documents.parts import DocumentParts
from casework.documents.ports import SignerIdentity
from casework.documents.queries.document_of_code import DocumentOfCode
from casework.documents.queries.issued_document import IssuedDocumentFile
from casework.documents.queries.verification import VerifyCode, VerifyFile
from casework.documents.tables import DocumentVersion, IssuedDocument
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.model.actor import GUEST
from engine.model.errors import CommandRefused, InvalidState, NotFound, TaskTaken
from tests.support.signed_pdfs import Authority, note, other_page, stamp
from tests.support.signing_desk import DECIDER, PHRASE, YES, Desk


@pytest.fixture
def desk(office):
    return Desk(office)


def newest(harness):
    rows = harness._all(select(DocumentVersion).where(DocumentVersion.media_type == "application/pdf").order_by(DocumentVersion.number))
    return harness.engine.platform.part(DocumentParts).documents.get(rows[-1].sha256)


def test_what_is_signed_is_valid_for_everybody_and_one_byte_less_is_not(harness, desk, tmp_path):
    content = desk.signed()
    view = desk.office.follow(desk.receipt)
    (issued,) = view.documents
    assert (issued.title, issued.number, view.status) == ("Izin uji", "500.16.7.2/1/2026", "COMPLETED")
    file = harness.ask(IssuedDocumentFile(case_pass=view.case_pass, document=issued.document), GUEST)
    assert harness.engine.platform.part(DocumentParts).documents.get(file.sha256) == content
    for question in (
        VerifyCode(code=issued.code),
        VerifyCode(code=issued.code.lower()),
        VerifyCode(code=issued.number),
        VerifyFile(content=content),
    ):
        found = harness.ask(question, GUEST)
        assert (found.state, found.holder, found.issuer) == ("valid", "D***", "Dinas Perhubungan"), question
        assert desk.head.name not in str(found)
    for place in (5, 1000, len(content) // 2, len(content) - 30):
        altered = bytearray(content)
        altered[place] ^= 1
        assert harness.ask(VerifyFile(content=bytes(altered)), GUEST).state in ("changed", "unclear"), place
    assert harness.ask(VerifyFile(content=content + b"\n"), GUEST).state == "valid", "a line's end behind the file changes nothing in it"
    for added in (content + b"x", note(content), other_page(content)):
        found = harness.ask(VerifyFile(content=added), GUEST)
        assert (found.state, found.number) == ("added", "500.16.7.2/1/2026")
        assert desk.head.name not in str(found)
    again = harness.ask(VerifyFile(content=stamp(content, Authority().stamper())), GUEST)
    assert (again.state, len(again.report.signatures)) == ("valid", 2), "a time stamp of others changes nothing"
    assert harness.ask(VerifyFile(content=b"%PDF-1.4 what else"), GUEST).state == "unknown"
    assert harness.ask(VerifyCode(code="AAAA-AAAA-AAAA-AAAA"), GUEST).state == "unknown"
    harness.clock.forward(days=400)
    assert harness.ask(VerifyCode(code=issued.code), GUEST).state == "expired"


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler's pdfsig is missing (sudo apt-get install poppler-utils)")
def test_an_independent_validator_finds_it_valid(desk, tmp_path):
    path = tmp_path / "izin.pdf"
    path.write_bytes(desk.signed())
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    content = bytearray(path.read_bytes())
    content[2000] ^= 1
    path.write_bytes(bytes(content))
    assert "Signature is Valid" not in subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout


def test_it_is_an_archive_document_with_its_code_and_what_was_typed_is_no_code(harness, desk):
    pdf = newest(harness)
    reader = PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "500.16.7.2/1/2026" in text
    assert '#panic("x")' in text
    metadata = reader.trailer["/Root"]["/Metadata"].get_data()
    for standard in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert standard in metadata.replace(b'="', b">").replace(b'"', b"<"), standard
    (issued,) = harness._all(select(IssuedDocument))
    assert f"/verifikasi/{issued.code}" in text


def test_nobody_outside_knows_of_it_before_it_is_signed(harness, desk):
    (issued,) = harness._all(select(IssuedDocument))
    assert harness.ask(VerifyCode(code=issued.code), GUEST).state == "unknown"
    assert harness.ask(VerifyCode(code=issued.number), GUEST).state == "unknown"
    view = desk.office.follow(desk.receipt)
    assert view.documents == []
    with pytest.raises(NotFound):
        harness.ask(IssuedDocumentFile(case_pass=view.case_pass, document=issued.document_id), GUEST)


def test_a_wrong_passphrase_signs_nothing_and_the_step_stays(harness, desk):
    begun = desk.begin()
    with pytest.raises(PassphraseWrong):
        desk.sign(begun, "salah")
    assert desk.begin()["lease"] != begun["lease"]
    stranger = SignerIdentity(person=uuid4(), name="x", title="x")
    with pytest.raises(SignerUnknown):
        harness.signer.sign(newest(harness), signer=stranger, passphrase=PHRASE, reason="x")
    with pytest.raises(PassphraseWrong):
        harness.signer.enrol(uuid4(), "x", "pendek")


def test_only_a_signature_completes_the_step(harness, desk):
    with pytest.raises(InvalidState):
        harness.execute(CompleteUserTask(task=desk.task, answers=YES), desk.head)
    begun = desk.begin()
    unsigned = harness.engine.platform.part(DocumentParts).documents.get(begun["sha256"])
    signed = desk.sign(begun)
    for content in (unsigned, signed[:-100], signed + b"x", b""):
        with pytest.raises(InvalidState):
            desk.finish(begun, content)
    with pytest.raises(InvalidState):
        desk.finish({**begun, "lease": str(uuid4())}, signed)
    with pytest.raises(NotFound):
        harness.execute(BeginSigning(task=desk.task, answers=YES), desk.office.actor(DECIDER))
    harness.clock.forward(minutes=3)
    with pytest.raises(InvalidState):
        desk.finish(begun, signed)
    assert len(harness.tasks("tanda_tangan")) == 1


def test_signed_twice_at_once_it_is_signed_once(harness, desk):
    begun = desk.begin()
    content, task = desk.sign(begun), desk.task
    command = FinishSigning(task=task, lease=UUID(begun["lease"]), content=content, answers=YES)

    def press(_number):
        try:
            return harness.execute(command, desk.head)["sha256"]
        except CommandRefused as refusal:
            return type(refusal)

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(press, range(6)))
    assert sum(isinstance(item, str) for item in outcomes) == 1
    assert set(outcomes) - {item for item in outcomes if isinstance(item, str)} == {TaskTaken}


def test_sent_back_it_is_written_anew_under_its_number_and_code(harness, desk):
    before = harness._all(select(IssuedDocument))[0]
    harness.complete(desk.task, desk.head, putusan="perbaiki", catatan="Sebutkan syaratnya.")
    harness.run_jobs()
    desk.decide("Diizinkan dengan syarat.")
    (after,) = harness._all(select(IssuedDocument))
    assert (after.code, after.number) == (before.code, before.number)
    assert "dengan syarat" in PdfReader(io.BytesIO(newest(harness))).pages[0].extract_text()
    desk.signed()
    again = StoreRenderedDocument(
        instance=after.instance_id, document=after.document_id, title="x", number="x", holder="", valid_to=None, pages=1, content=b"x"
    )
    with pytest.raises(InvalidState):
        harness.execute(again)


def test_a_revoked_document_says_so_and_why(harness, desk):
    content = desk.signed()
    (issued,) = harness._all(select(IssuedDocument))
    with pytest.raises(InvalidState):
        harness.execute(RevokeDocument(document=issued.document_id, reason=" "))
    document = harness.ask(DocumentOfCode(code=issued.code))
    for _ in range(2):
        harness.execute(RevokeDocument(document=document, reason="Melanggar ketentuan."))
    for question in (VerifyCode(code=issued.code), VerifyFile(content=content)):
        found = harness.ask(question, GUEST)
        assert (found.state, found.revoked_reason) == ("revoked", "Melanggar ketentuan.")
    for unknown in (RevokeDocument(document=uuid4(), reason="x"),):
        with pytest.raises(NotFound):
            harness.execute(unknown)


def test_offline_a_foreign_certificate_is_not_trusted(harness, desk, tmp_path):
    content = desk.signed()
    ours, theirs = (PdfSignatureCheck(signer.roots) for signer in (harness.signer, LocalSigner(tmp_path / "other")))
    assert (ours.check(content, None).state, ours.check(content, None).signer) == ("valid", desk.head.name)
    assert theirs.check(content, None).state == "unknown"
    assert PdfSignatureCheck(b"").check(content, None).state == "unknown"
    assert ours.check(newest(harness)[:50], None).state == "unreadable"


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/passwd")',
        '#read("../../etc/passwd")',
        '#image("/proc/self/environ")',
        '#import "@preview/cetz:0.2.0"',
        "#let f(n) = f(n + 1)\n#f(0)",
        "#while true {}",
        "#range(0, 2000000000)",
        "#panic(1)",
        "#unknown",
    ],
)
def test_a_template_reaches_nothing_and_ends(harness, template):
    with pytest.raises(TemplateFailed):
        TypstRenderer().render(template, {}, link="https://example", at=harness.clock.moment)


def test_a_document_of_another_case_is_not_written_over(harness, desk):
    (issued,) = harness._all(select(IssuedDocument))
    other = desk.office.follow(desk.office.send(nama="Budi")).instance
    with pytest.raises(InvalidState):
        harness.execute(
            StoreRenderedDocument(
                instance=other, document=issued.document_id, title="x", number="x", holder="", valid_to=None, pages=1, content=b"x"
            )
        )


def test_of_several_processes_that_begin_at_once_one_makes_the_authority(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        roots = set(pool.map(lambda _number: LocalSigner(tmp_path / "signing").roots, range(8)))
    assert len(roots) == 1


AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
from casework.documents.decoding.decoder import DECODER
sys.setswitchinterval(1e-6)
check = PdfSignatureCheck(Path(sys.argv[2]).read_bytes())
pdf = Path(sys.argv[1]).read_bytes()
with ThreadPoolExecutor(8) as pool:
    DECODER._patience = 60
    print(*pool.map(lambda _number: check.check(pdf, None).state, range(8)))
"""


def test_a_good_document_is_good_however_many_begin_to_check_at_once(desk, tmp_path):
    """In a fresh process: each file has a child of its own, and those that find none free wait for their turn."""
    pdf, roots = tmp_path / "izin.pdf", tmp_path / "roots.pem"
    pdf.write_bytes(desk.signed())
    roots.write_bytes(desk.harness.signer.roots)
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", AT_ONCE, str(pdf), str(roots)], capture_output=True, text=True, check=True)
        assert done.stdout.split() == ["valid"] * 8

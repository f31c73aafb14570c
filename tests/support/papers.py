"""What a paper says that a page has sent as a PDF."""

import io

import pypdf


def text_of(answer):
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.get_data())).pages).split())

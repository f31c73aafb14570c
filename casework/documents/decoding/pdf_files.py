"""Opens PDFs as viewers do, and refuses what acts by itself or hides something. Runs in the decoding child only.

A file is kept byte for byte where it can be: it may be signed. It is written anew where it is locked against changes, or is so broken that
only a viewer's repair opens it; bytes before its header are cut off.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from casework.documents.decoding.frames import Frame
from casework.documents.decoding.kinds import HEADER_WITHIN
from casework.documents.decoding.pdf_walk import walk_objects
from casework.documents.decoding.refusals import Refused

MAX_PAGES = 500
_PASSWORD = pypdfium2.raw.FPDF_ERR_PASSWORD
_SIGNATURE = b"/ByteRange"


def examine_pdf(content: bytes) -> tuple[str, int, bytes | None]:
    """Returns pdf, the pages, and the new bytes; None where the old ones stay.

    Raises Refused: ENCRYPTED, BROKEN, NO_PAGES, TOO_MANY_PAGES, TOO_HEAVY, ACTIVE, EMBEDDED, FILE_LINK.
    """
    signed = _SIGNATURE in content
    begin = content.find(b"%PDF-", 0, HEADER_WITHIN + 5)
    kept = content if signed else content[begin:]
    pages, locked = _open(kept)
    if locked and not signed:
        kept = _written_anew(kept)
    try:
        _walk(kept)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        if signed:
            raise Refused("BROKEN") from None
        kept = _written_anew(kept)
        _walk_again(kept)
    if kept is content:
        return "pdf", pages, None
    if _open(kept)[0] != pages:
        raise Refused("BROKEN")
    return "pdf", pages, kept


def _open(content: bytes) -> tuple[int, bool]:
    """Returns how many pages a viewer shows, and whether the file is locked without a password to open it."""
    document = _document(content)
    try:
        pages = len(document)
        if pages == 0:
            raise Refused("NO_PAGES")
        if pages > MAX_PAGES:
            raise Refused("TOO_MANY_PAGES", limit=MAX_PAGES)
        document[0]
        return pages, pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document) >= 0
    except pypdfium2.PdfiumError:
        raise Refused("BROKEN") from None
    finally:
        document.close()


def _document(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = "ENCRYPTED" if error.err_code == _PASSWORD else "NO_PAGES" if _has_no_page(content) else "BROKEN"
        raise Refused(reason) from None


def _has_no_page(content: bytes) -> bool:
    """Viewers do not open such a file at all, though nothing in it is broken."""
    try:
        return len(PdfReader(io.BytesIO(content), strict=False).pages) == 0
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return False


def _written_anew(content: bytes) -> bytes:
    document, out = _document(content), io.BytesIO()
    try:
        document.save(out, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        raise Refused("BROKEN") from None
    finally:
        document.close()
    return out.getvalue()


def _walk(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("ENCRYPTED")
    walk_objects(reader, content)


def _walk_again(content: bytes) -> None:
    try:
        _walk(content)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise Refused("BROKEN") from None


def run(content: bytes) -> Iterator[Frame]:
    """The task: yields what is stored and its pages, with the new bytes if there are any."""
    stored, pages, changed = examine_pdf(content)
    yield {"stored": stored, "pages": pages, "changed": changed is not None}, changed or b""

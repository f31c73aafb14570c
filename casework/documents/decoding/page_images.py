"""Draws pages of a document as images, which people read first. Runs in the decoding child only."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from casework.documents.decoding.frames import Frame
from casework.documents.decoding.orientation import orientation_of
from casework.documents.decoding.pictures import loaded_picture, open_picture, plain_picture

#: wide enough for a phone in landscape and half a desktop screen
WIDTH = 1_200
MAX_DRAWN = 60
#: of one drawn page: 32 MB while it is drawn
MAX_PIXELS = 8_000_000


def draw_pages(content: bytes, media_type: str, most: int = MAX_DRAWN) -> Iterator[tuple[int, bytes]]:
    """Returns numbers and PNG images of the first pages, in their order; without those that cannot be drawn."""
    if media_type != "application/pdf":
        yield 1, _png(_picture(content, "png" if media_type == "image/png" else "jpeg"))
        return
    document = pypdfium2.PdfDocument(content)
    try:
        for index in range(min(len(document), most, MAX_DRAWN)):
            try:
                page = document[index]
                image = page.render(scale=_scale(page.get_width(), page.get_height())).to_pil()
            except pypdfium2.PdfiumError:
                continue
            yield index + 1, _png(image)
            page.close()
    finally:
        document.close()


def _picture(content: bytes, kind: str) -> Image.Image:
    image = open_picture(content, kind)
    turn = orientation_of(image)
    return plain_picture(loaded_picture(image, kind, content), turn, side=WIDTH * 2).convert("RGB")


def _scale(width: float, height: float) -> float:
    """Returns the scale for a readable width, within the pixels that memory allows: a page may claim to be a kilometre high."""
    width, height = max(width, 1), max(height, 1)
    return min(WIDTH / width, 4, math.sqrt(MAX_PIXELS / (width * height)))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    small = image.convert("L") if image.mode != "RGB" or _is_grey(image) else image
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _is_grey(image: Image.Image) -> bool:
    """Whether a page is grey: a scanned grey page is a third of its size in colour."""
    saturation = image.resize((64, 64)).convert("HSV").getchannel("S")
    return max(saturation.tobytes()) < 12


def run(content: bytes, *, media_type: str, most: int = MAX_DRAWN) -> Iterator[Frame]:
    """The task: yields one frame a page. A page that cannot be drawn is passed over, and its number tells so."""
    for number, image in draw_pages(content, media_type, most):
        yield {"page": number}, image


def pages_of(pdf: bytes) -> int:
    """Counts the pages of a document that the platform has made itself."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()

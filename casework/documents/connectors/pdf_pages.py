"""Draws pages of a document as images, which people read first."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

import pypdfium2
from PIL import Image

#: wide enough for a phone in landscape and half a desktop screen
WIDTH = 1_200
MAX_DRAWN = 60
#: of one drawn page: 32 MB while it is drawn
MAX_PIXELS = 8_000_000


def draw_pages(content: bytes, media_type: str) -> Iterator[bytes]:
    """Returns PNG images of the first pages, in their order."""
    if media_type == "application/pdf":
        document = pypdfium2.PdfDocument(content)
        try:
            for index in range(min(len(document), MAX_DRAWN)):
                page = document[index]
                scale = _scale(page.get_width(), page.get_height())
                yield _png(page.render(scale=scale).to_pil())
        finally:
            document.close()
    else:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.thumbnail((WIDTH, WIDTH * 2))
            yield _png(image.convert("RGB"))


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


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()

"""Opens pictures of every kind that phones and scanners make, and encodes them again: upright, not larger than needed, without metadata.

Runs in the decoding child only: a picture of 40 million pixels takes some hundred megabytes.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from importlib import import_module

from pi_heif import register_heif_opener
from PIL import Image, ImageFile, ImageStat

from casework.documents.decoding.frames import Frame
from casework.documents.decoding.kinds import PICTURES
from casework.documents.decoding.orientation import orientation_of, turned_upright
from casework.documents.decoding.progressive import lacks_scans
from casework.documents.decoding.refusals import Refused

#: pixels of a side to which pictures from outside are shrunk: a page of A4 at 270 dots an inch
LONGEST_SIDE = 3200
#: a phone's photo may have 108 million, but JPEG is decoded at a fraction; the others lie in memory whole (an iPhone makes 49 million)
MAX_PIXELS = {"jpeg": 110_000_000, "heif": 50_000_000}
MAX_PIXELS_OTHERWISE = 40_000_000
#: of a scan in one file
MAX_SCANNED_PAGES = 50
#: of 255, between a picture and what was encoded: JPEG's own loss is a tenth of it
MAX_DIFFERENCE = 16
#: that TIFF tag stands in raw photos only (DNG 1.4)
_DNG_VERSION = 0xC612
_FORMATS = {"jpeg": ("JPEG", "MPO"), "heif": ("HEIF",)}
Image.MAX_IMAGE_PIXELS = None  # the limits are ours
#: the server has read them before it forks: a child would read them for its one file, and for some kinds all forty that Pillow knows
for _kind in ("Avif", "Bmp", "Gif", "Jpeg", "Mpo", "Pdf", "Png", "Tiff", "WebP"):
    import_module(f"PIL.{_kind}ImagePlugin")
Image.preinit()
register_heif_opener(thumbnails=False)


def examine_picture(content: bytes, kind: str, *, encode: bool) -> tuple[str, int, bytes | None]:
    """Returns what is stored (jpeg, png or pdf), its pages, and the new bytes; None where the old ones stay.

    `encode`: encode also what need not be converted. Raises Refused: TOO_MANY_PIXELS, BROKEN, CUT, RAW, TOO_MANY_PAGES.
    """
    assert kind in PICTURES
    try:
        with warnings.catch_warnings():
            # broken metadata warns; the picture itself is what counts, and every viewer shows it
            warnings.simplefilter("ignore")
            with open_picture(content, kind) as image:
                if kind == "tiff" and getattr(image, "n_frames", 1) > 1:
                    return _scanned_pages(image)
                turn = orientation_of(image) if kind != "heif" else 1
                loaded = loaded_picture(image, kind, content)
                if kind in ("jpeg", "png") and not encode:
                    return kind, 1, None
                return _encoded(loaded, kind, turn)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, AttributeError, OverflowError, EOFError):
        raise Refused("BROKEN") from None


def open_picture(content: bytes, kind: str) -> Image.Image:
    """Opens a picture within the limit of pixels, without decoding it. Raises Refused, OSError and what Pillow raises."""
    image = Image.open(io.BytesIO(content), formats=_FORMATS.get(kind, (kind.upper(),)))
    limit = MAX_PIXELS.get(kind, MAX_PIXELS_OTHERWISE)
    if image.width * image.height > limit:
        raise Refused("TOO_MANY_PIXELS", limit=limit // 1_000_000)
    if kind == "tiff" and _DNG_VERSION in getattr(image, "tag_v2", {}):
        raise Refused("RAW")
    if kind == "jpeg":
        # decoded at a half or a quarter already: a large photo never lies in memory as a whole
        image.draft(image.mode, (LONGEST_SIDE, LONGEST_SIDE))
    return image


def loaded_picture(image: Image.Image, kind: str, content: bytes) -> Image.Image:
    """Decodes. A JPEG that lacks no more than its end mark is taken as viewers take it; one that lacks more is told so."""
    try:
        image.load()
    except OSError as error:
        if "truncated" not in str(error):
            raise Refused("BROKEN") from None
        whole = _completed(content) if kind == "jpeg" and not lacks_scans(content) else None
        if whole is None:
            raise Refused("CUT") from None
        return whole
    return image


def _completed(content: bytes) -> Image.Image | None:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = open_picture(content, "jpeg")
        image.load()
    except OSError:
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    rows = max(image.height // 32, 8)
    end = image.convert("L").crop((0, max(image.height - rows, 0), *image.size))
    low, high = _span(end)
    # the decoder fills what is missing with one grey; paper is white, and a photo is never of one grey only
    filled = high - low <= 2 and 8 < low < 240
    return None if filled else image


def _encoded(image: Image.Image, kind: str, turn: int) -> tuple[str, int, bytes]:
    few_colours = kind in ("gif", "bmp", "tiff") and image.mode in ("1", "L", "P", "LA", "PA")
    stored = "png" if kind == "png" or few_colours else "jpeg"
    plain = plain_picture(image, turn)
    if stored == "jpeg" and plain.mode == "1":
        plain = plain.convert("L")
    out = io.BytesIO()
    plain.save(out, stored.upper(), **({"quality": 88, "optimize": True} if stored == "jpeg" else {}))
    look_at(out.getvalue(), stored, plain)
    return stored, 1, out.getvalue()


def plain_picture(image: Image.Image, turn: int, *, side: int = LONGEST_SIDE) -> Image.Image:
    """Returns the pixels alone, upright, at most so large, in black and white, grey or colours."""
    small = _of_eight_bits(image)
    small.thumbnail((side, side))
    small = turned_upright(small, turn)
    if small.has_transparency_data:
        small = _on_paper(small.convert("RGBA"))
    if small.mode not in ("1", "L", "RGB"):
        small = small.convert("RGB")
    plain = Image.new(small.mode, small.size)
    plain.paste(small)
    return plain


def _of_eight_bits(image: Image.Image) -> Image.Image:
    """Scales greys of 16 and more bits, which Pillow would cut off: such a scan would turn white."""
    if image.mode.startswith("I;16"):
        return Image.frombytes("L", image.size, image.tobytes()[0 if image.mode.endswith("B") else 1 :: 2])
    if image.mode in ("I", "F"):
        low, high = _span(image)
        factor = 255 / ((high - low) or 1)
        return image.point(lambda value: value * factor - low * factor).convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _span(image: Image.Image) -> tuple[float, float]:
    """Returns the darkest and the lightest value of a picture with one channel."""
    low, high = image.getextrema()
    assert not isinstance(low, tuple)
    assert not isinstance(high, tuple)
    return low, high


def _on_paper(image: Image.Image) -> Image.Image:
    """Transparent parts become white, as on paper; where all would be white, grey."""
    for ground in ("white", "#808080"):
        result = Image.alpha_composite(Image.new("RGBA", image.size, ground), image).convert("RGB")
        if any(low != high for low, high in map(_span, result.split())):
            break
    return result


def look_at(content: bytes, kind: str, meant: Image.Image) -> None:
    """Opens what was encoded and compares it with what was meant. Raises Refused."""
    with Image.open(io.BytesIO(content), formats=(kind.upper(),)) as again:
        again.load()
        if again.size != meant.size:
            raise Refused("BROKEN")
        small = [image.convert("L").resize((32, 32)) for image in (again, meant)]
    means = [ImageStat.Stat(image).mean[0] for image in small]
    worst = max(abs(one - other) for one, other in zip(*(image.tobytes() for image in small), strict=True))
    if abs(means[0] - means[1]) > MAX_DIFFERENCE or worst > 4 * MAX_DIFFERENCE:
        raise Refused("BROKEN")


def _scanned_pages(image: Image.Image) -> tuple[str, int, bytes]:
    """Makes a PDF of a scan with several pages: a picture has one only, and the others would be lost."""
    from pypdf import PdfWriter

    pages = image.n_frames  # type: ignore[attr-defined]
    if pages > MAX_SCANNED_PAGES:
        raise Refused("TOO_MANY_PAGES", limit=MAX_SCANNED_PAGES)
    writer = PdfWriter()
    for page in _pages(image, pages):
        one = io.BytesIO()
        page.save(one, "PDF", resolution=page.height / 11.7)
        writer.append(one)
    out = io.BytesIO()
    writer.write(out)
    return "pdf", pages, out.getvalue()


def _pages(image: Image.Image, count: int) -> Iterator[Image.Image]:
    for number in range(count):
        image.seek(number)
        if image.width * image.height > MAX_PIXELS_OTHERWISE:
            raise Refused("TOO_MANY_PIXELS", limit=MAX_PIXELS_OTHERWISE // 1_000_000)
        image.load()
        yield plain_picture(image.copy(), orientation_of(image))


def run(content: bytes, *, kind: str, encode: bool) -> Iterator[Frame]:
    """The task: yields what is stored and its pages, with the new bytes if there are any."""
    stored, pages, changed = examine_picture(content, kind, encode=encode)
    yield {"stored": stored, "pages": pages, "changed": changed is not None}, changed or b""

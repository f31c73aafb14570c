"""What every viewer opens is taken, by its content: converted where it must be, named rightly, and looked at; what is refused is told truly."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from casework.documents.connectors.clamd import NoScanner
from casework.documents.errors import FileRejected
from casework.documents.file_check import check_file
from tests.support.files import pdf, picture

HEIC = Path(__file__).parents[1] / "support" / "foto.heic"


def kept(name, content, *, guest=True):
    return check_file(name, content, NoScanner(), from_guest=guest)


def opened(file):
    return Image.open(io.BytesIO(file.content))


def refusal(name, content):
    with pytest.raises(FileRejected) as refused:
        kept(name, content)
    return refused.value.details["reason"]


def noise(kind="JPEG", size=(400, 300), **more):
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("guest", [True, False])
@pytest.mark.parametrize(
    ("name", "kind", "stored"),
    [
        ("foto.jfif", "JPEG", "foto.jpg"),
        ("foto.JPEG", "JPEG", "foto.JPEG"),
        ("foto.png", "JPEG", "foto.jpg"),
        ("surat.pdf", "PNG", "surat.png"),
        ("foto", "PNG", "foto.png"),
        ("WhatsApp Image 2026-11-29 at 10.15.30", "JPEG", "WhatsApp Image 2026-11-29 at 10.15.30.jpg"),
        ("foto.webp", "WEBP", "foto.jpg"),
        ("foto.avif", "AVIF", "foto.jpg"),
        ("cap.gif", "GIF", "cap.png"),
        ("scan.bmp", "BMP", "scan.jpg"),
        ("scan.tif", "TIFF", "scan.jpg"),
    ],
)
def test_a_picture_of_any_kind_is_taken_and_has_the_right_ending(name, kind, stored, guest):
    file = kept(name, picture(kind), guest=guest)
    assert file.name == stored
    with opened(file) as image:
        assert (f"image/{image.format.lower()}", image.size) == (file.media_type, (60, 40))
        assert max(abs(one - other) for one, other in zip(image.convert("RGB").getpixel((30, 20)), (0, 128, 128), strict=True)) < 12


def test_a_photo_of_an_iphone_becomes_a_jpeg_without_metadata():
    file = kept("IMG_0001.HEIC", HEIC.read_bytes())
    assert (file.name, file.media_type) == ("IMG_0001.jpg", "image/jpeg")
    assert b"Rahasia" not in file.content
    with opened(file) as image:
        assert image.getpixel((10, 10))[0] > 200, "the red corner"


def with_metadata(exif):
    """A photo that lies on its side, with metadata written by hand."""
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "JPEG")
    segment = b"Exif\0\0" + exif
    return b"\xff\xd8\xff\xe1" + (len(segment) + 2).to_bytes(2) + segment + out.getvalue()[2:]


TURNED = b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"


@pytest.mark.parametrize(
    "exif",
    [
        b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\xff\xff\0\0\xf0\xff\0\0" + TURNED + b"\0\0\0\0",
        b"II*\0\x08\0\0\0\x09\0" + TURNED,
        b"II*\0\x08\0\0\0\xff\xff" + TURNED + b"\xff" * 30,
    ],
)
def test_a_photo_with_broken_metadata_is_taken_and_stands_upright(exif):
    with opened(kept("foto.jpg", with_metadata(exif))) as image:
        assert image.size == (480, 640)


@pytest.mark.parametrize("exif", [b"", b"II", b"XX" * 20, b"MM\0*\xff\xff\xff\xff" + b"\0" * 20])
def test_a_photo_with_no_usable_metadata_is_taken_as_it_lies(exif):
    with opened(kept("foto.jpg", with_metadata(exif))) as image:
        assert image.size == (640, 480)


def test_a_photo_that_lacks_its_end_mark_is_taken_and_one_that_is_cut_off_is_told_so():
    whole = noise()
    assert kept("foto.jpg", whole[:-2]).pages == 1
    assert refusal("foto.jpg", whole[: len(whole) // 2]) == "CUT"
    assert refusal("foto.png", noise("PNG")[:40_000]) == "CUT"
    layered = noise("JPEG", progressive=True)
    for share in (0.1, 0.3, 0.5):
        # its first scans alone are a whole, blurred picture
        assert refusal("foto.jpg", layered[: int(len(layered) * share)]) == "CUT", share
    assert kept("foto.jpg", layered[:-2]).pages == 1, "only its end mark is missing"


def test_a_grey_scan_of_16_bits_does_not_turn_white():
    image = Image.new("I;16", (80, 60))
    image.putdata([(x * 800) % 65536 for _y in range(60) for x in range(80)])
    out = io.BytesIO()
    image.save(out, "PNG")
    with opened(kept("pindai.png", out.getvalue())) as seen:
        low, high = seen.getextrema()
    assert low < 10
    assert high > 230


def test_white_on_nothing_stays_visible():
    image = Image.new("LA", (80, 60), (255, 0))
    image.paste((255, 255), (10, 10, 40, 40))
    out = io.BytesIO()
    image.save(out, "PNG")
    with opened(kept("cap.png", out.getvalue())) as seen:
        assert len(set(seen.convert("L").tobytes())) == 2


def test_a_scan_of_several_pages_becomes_a_pdf():
    pages = [Image.new("1", (160, 220), 1) for _ in range(3)]
    for number, page in enumerate(pages):
        page.paste(0, (10, 10, 20 + 40 * number, 100))
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    file = kept("pindai.tiff", out.getvalue())
    assert (file.name, file.media_type, file.pages) == ("pindai.pdf", "application/pdf", 3)
    assert len(PdfReader(io.BytesIO(file.content)).pages) == 3


def locked(user):
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf()))), io.BytesIO()
    writer.encrypt(user, "pemilik", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_anybody_may_read_is_taken_and_opens_without_a_lock():
    file = kept("surat.pdf", locked(""))
    assert not PdfReader(io.BytesIO(file.content)).is_encrypted
    assert refusal("surat.pdf", locked("rahasia")) == "ENCRYPTED"


def test_what_stands_before_the_header_is_cut_off():
    file = kept("surat.pdf", b"\xef\xbb\xbf<script>alert(1)</script>\r\n" + pdf())
    assert file.content.startswith(b"%PDF-")
    assert b"script" not in file.content


def test_a_pdf_that_only_a_viewers_repair_opens_is_written_anew():
    broken = pdf().replace(b"xref\n0 4\n", b"xref\n0 q\n")
    file = kept("surat.pdf", broken)
    assert file.content != broken
    assert len(PdfReader(io.BytesIO(file.content), strict=True).pages) == 1


def test_a_signed_pdf_is_kept_byte_for_byte():
    content = b"\n\n" + pdf([b"<</Type/Sig/ByteRange[0 1 2 3]>>"])
    assert kept("surat.pdf", content).content == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("surat.docx", b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "OFFICE"),
        ("surat.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "OFFICE"),
        ("surat.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "OFFICE"),
        ("semua.zip", b"PK\x03\x04" + b"\0" * 26 + b"foto.jpg", "ARCHIVE"),
        ("semua.rar", b"Rar!\x1a\x07\x01\0", "ARCHIVE"),
        ("bukti.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "VIDEO"),
        ("bukti.mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "VIDEO"),
        ("catatan.txt", b"halo", "KIND"),
        ("foto.jpg", b"halo", "KIND"),
        ("foto.heic", HEIC.read_bytes()[:1200], "BROKEN"),
    ],
)
def test_a_refusal_says_what_the_file_is(name, content, reason):
    assert refusal(name, content) == reason


def test_a_raw_photo_is_not_taken_for_its_small_preview():
    out = io.BytesIO()
    image = Image.new("RGB", (60, 40), "teal")
    image.save(out, "TIFF", tiffinfo={0xC612: b"\x01\x04\0\0"})
    assert refusal("IMG_1.DNG", out.getvalue()) == "RAW"


def test_a_pdf_without_a_page_and_a_raw_photograph_are_told_as_what_they_are():
    out = io.BytesIO()
    PdfWriter().write(out)
    assert refusal("kosong.pdf", out.getvalue()) == "NO_PAGES"
    assert refusal("foto.cr2", b"II*\0\x10\0\0\0CR\x02\0" + bytes(100)) == "RAW"

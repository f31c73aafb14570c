"""Small files that an application may bring in: a PDF, a picture, a photo."""

import io

from PIL import Image


def pdf(objects=(), *, box="0 0 595 842", catalog=b""):
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>".encode()
    every = [b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *objects]
    for number, content in enumerate(every, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + content + b"endobj\n")
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def photo():
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "JPEG")
    return out.getvalue()


def file(folder, name, width, height):
    """A picture that does not shrink by itself, as a camera's."""
    Image.effect_noise((width, height), 60).convert("RGB").save(folder / name, quality=70)
    return folder / name

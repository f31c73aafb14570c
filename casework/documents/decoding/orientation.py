"""Reads how a camera was held, also from metadata that is broken further on, and turns a picture upright."""

from __future__ import annotations

import struct

from PIL import Image

_TAG = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation_of(image: Image.Image) -> int:
    """Returns the orientation (1 to 8) of Exif 2.3, 4.6.4; 1 where none can be read."""
    try:
        found = image.getexif().get(_TAG)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error, AttributeError, OverflowError):
        found = None
    if found is None:
        found = _read_by_hand(image.info.get("exif") or b"")
    return found if isinstance(found, int) and found in _TURNS else 1


def turned_upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _read_by_hand(exif: bytes) -> int | None:
    """Reads the entries of the first directory that are there; no entry's value is followed."""
    start = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(start[:2])
    if order is None or len(start) < 10:
        return None
    (place,) = struct.unpack_from(order + "L", start, 4)
    for at in range(place + 2, min(len(start) - 10, place + 2 + 12 * 64) + 1, 12):
        tag, kind, count = struct.unpack_from(order + "HHL", start, at)
        if (tag, kind, count) == (_TAG, 3, 1):
            return int(struct.unpack_from(order + "H", start, at + 8)[0])
    return None

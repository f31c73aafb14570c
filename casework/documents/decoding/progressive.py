"""Tells whether a progressive JPEG that lacks its end holds the whole picture: each of its scans sharpens all of it, none has a lower part.

ITU T.81, B.2.3 and G.1.1: a scan names its components, a span of coefficients, and the bit up to which they are known (Al). The picture
is whole once every coefficient of every component is known to its last bit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROGRESSIVE, _SCAN = 0xC2, 0xDA
#: markers without a segment: restarts, the beginning, TEM
_BARE = frozenset({*range(0xD0, 0xD9), 0x01})
#: what ends the data of a scan: a marker that is no stuffed byte, no restart and no fill
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
COEFFICIENTS = 64


def lacks_scans(content: bytes) -> bool:
    """Whether a JPEG is progressive and a scan is missing altogether: then all of it is blurred. False for every other JPEG."""
    components: set[int] = set()
    known: set[tuple[int, int]] = set()
    for marker, segment in _segments(content):
        if marker == _PROGRESSIVE and len(segment) >= 6:
            components = {segment[place] for place in range(6, len(segment) - 2, 3)}
        elif marker == _SCAN and components and len(segment) >= 4:
            count = segment[0]
            first, last, bits = segment[1 + 2 * count : 4 + 2 * count] if len(segment) >= 4 + 2 * count else (0, -1, 1)
            if bits & 15 == 0:
                scanned = {segment[1 + 2 * place] for place in range(count)}
                known |= {(component, number) for component in scanned for number in range(first, min(last, COEFFICIENTS - 1) + 1)}
    return bool(components) and len(known) < len(components) * COEFFICIENTS


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields each marker with its segment, without the length in front."""
    place = 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            return
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker in _BARE:
            place += 2
            continue
        length = int.from_bytes(content[place + 2 : place + 4])
        yield marker, content[place + 4 : place + 2 + length]
        place += 2 + max(length, 2)
        if marker == _SCAN:
            following = _NEXT.search(content, place)
            if following is None:
                return
            place = following.start()

"""The protocol between a process and its decoding children: a line of JSON, then as many bytes as it says. Nothing is ever pickled.

Standard library only: the children load this before anything else.
"""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Iterator
from typing import Any

#: a header, and the bytes that follow it
Frame = tuple[dict[str, Any], bytes]
#: of a header's line, and of one frame's bytes: a child that a hostile file has taken over cannot fill the memory of who asked
MAX_HEADER, MAX_BODY = 1_000_000, 48_000_000
PART = 1 << 16


class FrameBroken(Exception):
    """Expected a whole frame, but the answer breaks off, takes too long or is too long."""


def write_frame(handle: int, header: dict[str, Any], body: bytes = b"") -> None:
    """Writes one frame to a file or a pipe."""
    left = memoryview(json.dumps({**header, "bytes": len(body)}).encode() + b"\n" + body)
    while left:
        left = left[os.write(handle, left) :]


def read_frames(handle: int, *, patience: float) -> Iterator[Frame]:
    """Yields frames until the other end closes. Raises FrameBroken; `patience`: seconds for all of them."""
    deadline, waiting = time.monotonic() + patience, bytearray()
    while True:
        header = _parse_header(waiting)
        if header is not None and len(waiting) >= header[1] + header[0]["bytes"]:
            begin, end = header[1], header[1] + header[0]["bytes"]
            body = bytes(waiting[begin:end])
            del waiting[:end]
            yield header[0], body
            continue
        part = _read(handle, deadline)
        if not part:
            if waiting:
                raise FrameBroken
            return
        waiting += part


def split_frame(content: bytes) -> Frame:
    """Returns the one frame that these bytes are."""
    header = _parse_header(content)
    if header is None:
        raise FrameBroken
    return header[0], bytes(content[header[1] :])


def _parse_header(waiting: bytes | bytearray) -> tuple[dict[str, Any], int] | None:
    """Returns a header and where its body begins; None before its line has come."""
    end = waiting.find(b"\n", 0, MAX_HEADER)
    if end < 0:
        if len(waiting) >= MAX_HEADER:
            raise FrameBroken
        return None
    try:
        header = json.loads(bytes(waiting[:end]))
        size = header["bytes"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FrameBroken from None
    if not isinstance(size, int) or not 0 <= size <= MAX_BODY:
        raise FrameBroken
    return header, end + 1


def _read(handle: int, deadline: float) -> bytes:
    left = deadline - time.monotonic()
    if left <= 0 or not select.select([handle], [], [], left)[0]:
        raise FrameBroken
    return os.read(handle, PART)

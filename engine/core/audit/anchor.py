"""What proves the audit from outside the database: the pinned key, the statements by which it was changed, the heads that were copied out.

A file of pins has one line for each: `pin KEY`, and `rotate OLD NEW SIGNATURE`, in which the old key names the new one. Keys and
signatures are Ed25519 in base64 (RFC 8032).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Holds = Callable[[str, bytes, bytes], bool]


class AnchorBroken(ValueError):
    """Expected a file of pins or heads that can be read, but a line of it cannot."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    #: in the order in which they counted; once one has signed, those before it count no more
    keys: tuple[str, ...]
    #: lines of the file of heads; None: there is no such file
    heads: tuple[dict[str, Any], ...] | None = None


def rotation_statement(old: str, new: str) -> bytes:
    """Returns what the old key signs: without its words a signature over it could be taken from, or for, a seal."""
    return f"alur: the seal key {old} is followed by {new}".encode()


def read_pins(text: str, holds: Holds) -> tuple[str, ...]:
    """Returns the trusted keys, the pinned ones first. Raises AnchorBroken for a line that says nothing, or that no trusted key signed."""
    keys: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "pin" and len(words) == 2:
            keys.append(words[1])
        elif words[0] == "rotate" and len(words) == 4:
            _kind, old, new, signature = words
            if old not in keys or not holds(old, rotation_statement(old, new), _bytes(signature)):
                raise AnchorBroken(f"line {number} of the pins: no key that is trusted before it has signed it")
            keys.append(new)
        else:
            raise AnchorBroken(f"line {number} of the pins: expected 'pin KEY' or 'rotate OLD NEW SIGNATURE'")
    return tuple(keys)


def read_heads(text: str) -> tuple[dict[str, Any], ...]:
    """Returns the lines of a file of heads. Raises AnchorBroken."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            read = json.loads(line)
        except ValueError:
            read = None
        if not isinstance(read, dict) or not isinstance(read.get("number"), int):
            raise AnchorBroken(f"line {number} of the heads cannot be read")
        found.append(read)
    return tuple(found)


def follows(keys: Sequence[str], before: int, key: str) -> int | None:
    """Returns the key's place among the trusted ones; None where it is none, or counted no more when this was signed."""
    place = keys.index(key) if key in keys else None
    return place if place is not None and place >= before else None


def _bytes(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""

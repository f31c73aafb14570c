"""Packs cases for the archive: a ZIP with a folder for each case (metadata.json and its files) and the hash of every file.

Alike input gives alike bytes, so that a package that was made twice is one file of the store.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from casework.privacy.queries.handover_contents import HandedCase

#: of every entry: the time of a ZIP has no zone, and says nothing of the case
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ODD = re.compile(r"[^\w.\-]+")
#: characters of a file's name in the package
_LONGEST = 80


@dataclass(frozen=True)
class Package:
    content: bytes
    #: a line for each file, as `sha256sum` writes and checks it
    listing: str


def pack(cases: list[HandedCase], described: dict[str, Any], get: Callable[[str], bytes]) -> Package:
    """`described`: the package itself (process, rule, approval); `get`: a file by its hash."""
    hashes: list[tuple[str, str]] = []
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in _entries(cases, described, get):
            hashes.append((sha256(content).hexdigest(), path))
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
        listing = "".join(f"{digest}  {path}\n" for digest, path in hashes)
        archive.writestr(zipfile.ZipInfo("SHA256SUMS", _EPOCH), listing, zipfile.ZIP_DEFLATED)
    return Package(stream.getvalue(), listing)


def _entries(cases: list[HandedCase], described: dict[str, Any], get: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
    yield "daftar.json", _json({**described, "cases": [_line(case) for case in cases]})
    for case in cases:
        yield f"{case.case}/metadata.json", _json(case.metadata)
        for file in case.files:
            yield f"{case.case}/{file.document}-{file.version}-{_name(file.name)}", get(file.sha256)


def _line(case: HandedCase) -> dict[str, Any]:
    root = next(item for item in case.metadata["cases"] if item["called_by"] is None)
    return {"folder": str(case.case), **{name: root[name] for name in ("number", "title", "started", "ended", "status")}}


def _name(name: str) -> str:
    """A name that every system can unpack: no folder, no odd character, not too long; the ending stays."""
    plain = _ODD.sub("_", name).lstrip(".") or "berkas"
    stem, dot, ending = plain.rpartition(".")
    return plain[:_LONGEST] if not dot else f"{stem[: _LONGEST - len(ending[:10]) - 1]}.{ending[:10]}"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n").encode()

"""Walks through every object of a PDF, reachable or not, to any depth, and refuses what acts by itself, hides a file or leads to one.

What is harmful is looked for by name, so the walk must be whole: it has a budget and refuses what exceeds it, never passes over it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ByteStringObject, IndirectObject, NameObject, NullObject, StreamObject, TextStringObject, read_object

from casework.documents.decoding.refusals import Refused

#: reading 60,000 objects takes some seconds; a tagged report of 300 pages has about as many, and a million values
MAX_OBJECTS, MAX_VALUES = 60_000, 3_000_000
#: bytes of all streams together once they are inflated: a scan of 100 pages has 200 million in pictures, which are not counted
MAX_INFLATED = 150_000_000
#: names by which a PDF acts by itself (ISO 32000-2, 12.6.4, 13 and annex K), holds another file, or leads to one; as keys of a dictionary
_KEYS = {
    **dict.fromkeys(
        "/JavaScript /JS /XFA /RichMedia /RichMediaContent /OnInstantiate /3DD /ImportData /SubmitForm /Launch".split(), "ACTIVE"
    ),
    **dict.fromkeys("/EmbeddedFile /EmbeddedFiles /EF /Collection".split(), "EMBEDDED"),
    "/OPI": "FILE_LINK",
}
#: and as its /S, /Type or /Subtype
_KINDS = {
    **_KEYS,
    **dict.fromkeys("/Movie /Sound /Rendition /Screen /3D /RichMediaExecute /GoTo3DView".split(), "ACTIVE"),
    "/FileAttachment": "EMBEDDED",
    **dict.fromkeys("/GoToR /GoToE /Filespec".split(), "FILE_LINK"),
}
#: where several are found, the worst is told
_WORST = ("ACTIVE", "EMBEDDED", "FILE_LINK")
#: where a link may lead: not to files, shares or programs
_WEB = re.compile(r"\s*(https?://[^\\]|mailto:|tel:|sms:|#|[\w.-]+(/[^\\]*)?$|\?)", re.IGNORECASE)
_NAME = re.compile(rb"/[^\s()<>\[\]{}/%\0]+")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: keys of a dictionary under which a file is named: of a specification, of a link, or as the place of a stream's content
_FILE_NAMES = ("/F", "/UF", "/DOS", "/Unix", "/Mac")
_UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, AssertionError, RecursionError)
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})[\s\0]+(\d{1,5})[\s\0]+obj\b")
#: objects that are read between two emptyings of the reader's memory
_AT_ONCE = 2_000


class _Budget:
    def __init__(self) -> None:
        self.values, self.inflated = MAX_VALUES, MAX_INFLATED

    def spend(self, *, values: int = 0, inflated: int = 0) -> None:
        self.values -= values
        self.inflated -= inflated
        if self.values < 0 or self.inflated < 0:
            raise Refused("TOO_HEAVY")


def walk_objects(reader: PdfReader, content: bytes) -> None:
    """Raises Refused: ACTIVE, EMBEDDED, FILE_LINK, TOO_HEAVY; and what pypdf raises for a file that it cannot read."""
    budget = _Budget()
    _walk(reader.trailer, budget)
    for value in _objects(reader, content):
        _walk(value, budget)


def _objects(reader: PdfReader, content: bytes) -> Iterator[Any]:
    """Yields each object of the tables, then those that stand in the file and in no table: another program may find them."""
    entries = {number: (generation, place) for generation, table in reader.xref.items() for number, place in table.items()}
    numbers = [*((number, generation) for number, (generation, _place) in entries.items()), *((number, 0) for number in reader.xref_objStm)]
    found = list(_OBJECT.finditer(content))
    if max(len(numbers), len(found)) > MAX_OBJECTS:
        raise Refused("TOO_HEAVY")
    read = set()
    for count, (number, generation) in enumerate(numbers):
        if count % _AT_ONCE == 0:
            reader.resolved_objects.clear()
        value = reader.get_object(IndirectObject(number, generation, reader))
        if number in entries and value is not None and not isinstance(value, NullObject):
            read.add(entries[number][1])
        yield value
    for match in found:
        if match.start() not in read:
            yield _unlisted(reader, match)


def _unlisted(reader: PdfReader, match: re.Match[bytes]) -> Any:
    stream = reader.stream
    stream.seek(match.end())
    try:
        value = read_object(stream, reader)
        if isinstance(value, StreamObject) and dict.get(value, "/Type") == "/ObjStm":
            _judge_names(value.get_data())
    except _UNREADABLE:
        return NullObject()  # the bytes of a picture may look like an object
    return value


def _judge_names(content: bytes) -> None:
    """Judges objects that are packed together by the names in them alone."""
    names = {_ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), name) for name in _NAME.findall(content)}
    _refuse({_KINDS.get(name.decode("latin-1"), "") for name in names})


def _walk(value: Any, budget: _Budget) -> None:
    if isinstance(value, NameObject):
        # a name may stand by itself, and a dictionary refer to it
        _refuse({_KINDS.get(str(value), "")})
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            budget.spend(values=len(value) + 1)
            _judge(value)
            if isinstance(value, StreamObject):
                budget.spend(inflated=_inflated(value, budget.inflated))
            stack.extend(dict.values(value))
        elif isinstance(value, list):
            budget.spend(values=len(value) + 1)
            stack.extend(list.__iter__(value))


def _refuse(found: set[str]) -> None:
    for reason in _WORST:
        if reason in found:
            raise Refused(reason)


def _judge(value: dict[Any, Any]) -> None:
    """Judges one dictionary by its own names; what it refers to is an object of its own."""
    found = {_KEYS.get(str(key), "") for key in value} | {
        _KINDS.get(str(dict.get(value, name, "")), "") for name in ("/S", "/Type", "/Subtype")
    }
    if any(isinstance(_target(value, name), TextStringObject | ByteStringObject) for name in _FILE_NAMES):
        found.add("FILE_LINK")
    if "/URI" in value and not _leads_to_web(_target(value, "/URI")):
        found.add("FILE_LINK")
    _refuse(found)


def _target(value: dict[Any, Any], name: str) -> Any:
    found = dict.get(value, name)
    return found.get_object() if isinstance(found, IndirectObject) else found


def _leads_to_web(address: Any) -> bool:
    if isinstance(address, dict):
        address = _target(address, "/Base") or ""  # the base of all links, in the catalog
    text = address.decode("latin-1") if isinstance(address, bytes) else str(address)
    return text == "" or _WEB.match(text) is not None


def _inflated(stream: StreamObject, limit: int) -> int:
    """Returns how many bytes a stream has once it is inflated, at most a little over a limit; of pictures none, which are drawn small."""
    filters = _target(stream, "/Filter")
    names = [str(name) for name in (filters if isinstance(filters, list) else [filters])]
    if not {"/FlateDecode", "/Fl"} & set(names) or dict.get(stream, "/Subtype") == "/Image":
        return 0
    if len(names) > 1:
        return len(stream.get_data())
    packed, total, unpacker = stream._data, 0, zlib.decompressobj()
    try:
        while packed and total <= limit:
            total += len(unpacker.decompress(packed, 1 << 20))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        return total
    return total

"""Reads the texts of process.toml as fields of a page, and writes them back with everything else left as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import ParseError

from casework.services.service import STANDARD

#: of a service: short texts, then lists of lines
TEXTS = ("name", "summary", "time", "time_note", "fee", "fee_note", "result", "result_note")
LISTS = ("eligibility", "prepare", "words")
STAGE = ("name", "text", "unit")


class Unwritable(ValueError):
    """Expected TOML in process.toml, but it is none; nothing is written into it."""


@dataclass(frozen=True, kw_only=True)
class TextField:
    """`name`: on the page; `path`: in the file; `part`: its table; `many`: one line for each."""

    name: str
    path: tuple[str | int, ...]
    part: str
    many: bool
    value: str


def fields_of(content: bytes) -> list[TextField]:
    """Returns the fields. Raises Unwritable."""
    document = _parsed(content)
    return list(_fields(document))


def write_texts(content: bytes, given: Mapping[str, str]) -> bytes:
    """Returns the file with the values of the given fields. Raises Unwritable."""
    document = _parsed(content)
    for field in list(_fields(document)):
        if field.name in given and given[field.name].replace("\r\n", "\n").strip() != field.value.strip():
            _set(document, field, given[field.name].replace("\r\n", "\n").strip())
    return tomlkit.dumps(document).encode()


def _parsed(content: bytes) -> Any:
    try:
        return tomlkit.parse(content.decode())
    except (ParseError, UnicodeDecodeError) as error:
        raise Unwritable(str(error)) from None


def _fields(document: Any) -> Iterator[TextField]:
    yield _field(document, ("package", "name"), "package.name")
    for number, case in enumerate(_tables(document, "case")):
        yield _field(document, ("case", number, "start_roles"), "start_roles", many=True)
        if "retention_years" in case:
            yield _field(document, ("case", number, "retention_years"), "retention_years")
    for number, service in enumerate(_tables(document, "service")):
        for part in TEXTS:
            yield _field(document, ("service", number, part), part)
        for part in LISTS:
            yield _field(document, ("service", number, part), part, many=True)
        for place, _stage in enumerate(_tables(service, "stage")):
            for part in STAGE:
                yield _field(document, ("service", number, "stage", place, part), f"stage.{part}")
        for part in STANDARD:
            yield _field(document, ("service", number, "standard", part), part, many=True)


def _tables(item: Any, name: str) -> list[Any]:
    found = item.get(name, [])
    return [table for table in found if isinstance(table, dict)] if isinstance(found, list) else []


def _field(document: Any, path: tuple[str | int, ...], part: str, *, many: bool = False) -> TextField:
    value: Any = document
    for step in path:
        value = value.get(step, "") if isinstance(value, dict) else value[int(step)] if isinstance(value, list) else ""
    text = "\n".join(str(line) for line in value) if isinstance(value, list) else str(value)
    return TextField(name=".".join(map(str, path)), path=path, part=part, many=many, value=text)


def _set(document: Any, field: TextField, text: str) -> None:
    holder: Any = document
    for step in field.path[:-1]:
        if isinstance(holder, dict) and step not in holder:
            holder[step] = tomlkit.table()
        holder = holder[step]
    last = field.path[-1]
    if field.many:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        holder[last] = lines
    elif field.part == "retention_years":
        holder[last] = int(text) if text.isdecimal() and len(text) < 4 else holder.get(last, 0)
    else:
        holder[last] = " ".join(text.split())

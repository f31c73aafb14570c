"""Checks the documents that people wrote into a package against their expected shape: every fault at once, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

Kind = TypeVar("Kind")
#: for dataclasses that are filled from a file: what they do not know is a fault, not a remark
CLOSED = ConfigDict(extra="forbid")
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}


class Odd(ValueError):
    """Expected a usable file, but a part is missing, unknown or of another kind; the text names every such part."""


def check_document(kind: type[Kind], document: Any) -> Kind:
    """Returns the document as `kind`, a dataclass. Raises Odd."""
    wanted: Any = kind
    try:
        made: Kind = _adapter(wanted).validate_python(document)
    except ValidationError as error:
        raise Odd("; ".join(_sentences(error.errors(include_url=False)))) from None
    except RecursionError:
        raise Odd("lists and tables stand too deep in each other") from None
    return made


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def schema_of(kind: Any) -> dict[str, Any]:
    """Returns the JSON Schema of a document's kind, for editors."""
    return _adapter(kind).json_schema(by_alias=True)


def _sentences(errors: list[ErrorDetails]) -> Iterator[str]:
    unknown: dict[str, list[str]] = {}
    for error in errors:
        table, name = _place(error["loc"])
        if error["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
            unknown.setdefault(table, []).append(name)
        elif error["type"] in ("missing", "missing_keyword_only_argument", "missing_argument"):
            yield f"{table}{name} is missing"
        elif error["type"] == "value_error":
            yield f"{table}{error['ctx']['error']}"
        elif error["type"] in _EXPECTED:
            expected = (
                "a list of texts" if isinstance(error["loc"][-1], int) and error["type"] == "string_type" else _EXPECTED[error["type"]]
            )
            yield f"{table}{name} must be {expected}"
        elif error["type"] in ("dataclass_type", "dict_type", "mapping_type"):
            yield f"{table}{name} must be a table"
        else:
            yield f"{table}{name}: {error['msg']}"
    for table, names in unknown.items():
        yield f"{table.removesuffix(': ') or 'the file'} does not know {', '.join(sorted(names))}"


def _place(location: tuple[int | str, ...]) -> tuple[str, str]:
    """The table and the name in it: ("[case]: ", "title")."""
    names = [str(part) for part in location if not isinstance(part, int)]
    table = ".".join(names[:-1])
    return (f"[{table}]: " if table else ""), (names[-1] if names else "the file")

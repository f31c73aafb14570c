"""process.toml: what a package says about itself, its cases, its callable processes, the fields that it shows."""

from __future__ import annotations

import re
from collections.abc import Callable as Callable_
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from engine.packages.kinds import check_kinds

KEY = re.compile(r"^[a-z][a-z0-9_]{1,62}$")
#: the version of this contract between platform and package
API = 1


class ManifestError(ValueError):
    """Expected a process.toml that can be used, but something in it is missing or wrong."""


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """How the instances of one process are shown: FEEL over their variables, and the names of their facts."""

    process: str
    title: str = ""
    business_key: str = ""
    confidential: str = ""
    #: FEEL: a list of role@unit that may read the case
    readers: str = ""
    #: the variable that holds the primary document
    document: str = ""
    #: the variable that says where the case comes from, for lists
    origin: str = ""
    facts: tuple[str, ...] = ()
    #: roles that may start the process
    start_roles: tuple[str, ...] = ()
    #: years after which an ended case is erased; 0: it is kept
    retention_years: int = 0
    #: which variable of a case says what stands in the tree of child cases
    tree_who: str = ""
    tree_what: str = ""
    tree_note: str = ""

    @property
    def tree(self) -> tuple[str, ...]:
        """The variables that the tree, the lists and the document viewer read from a case's facts."""
        return tuple(name for name in (self.tree_who, self.tree_what, self.tree_note, self.document, self.origin) if name)


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """What a called process takes or gives: a variable, and the words for it. `value`: FEEL that is offered."""

    name: str
    label: str
    required: bool = False
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Callable:
    """A process that diagrams of other packages call: analysts choose it from a list and fill in what it takes."""

    process: str
    name: str
    summary: str = ""
    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """How a variable is shown: text, date, datetime, number, position, choice, documents or table (a list of contexts)."""

    name: str
    type: str = "text"
    #: the form and the field in it that name a choice's words
    form: str = ""
    choices_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    key: str
    name: str = ""
    version: str = "0"
    cases: tuple[CaseView, ...] = ()
    callables: tuple[Callable, ...] = ()
    fields: Mapping[str, Field]
    #: what rooms above the engine read of it: name of a list of tables -> what each table is
    sections: Mapping[str, tuple[Any, ...]] = dataclass_field(default_factory=dict)

    def case(self, process: str) -> CaseView:
        return next((case for case in self.cases if case.process == process), CaseView(process=process))

    def field(self, name: str) -> Field:
        return self.fields.get(name, Field(name=name))


#: reads one table of a section. Raises ManifestError
SectionReader = Callable_[[Mapping[str, Any]], Any]


def read_manifest(document: Mapping[str, Any], sections: Mapping[str, SectionReader]) -> Manifest:
    """A parsed process.toml as a Manifest. Raises ManifestError with the place and the reason.

    `sections`: the lists of tables that rooms above the engine read; others are left alone.
    """
    package = document.get("package", {})
    declared = document.get("field", {})
    tables = [package, declared, *(declared.values() if isinstance(declared, dict) else ())]
    names = ("case", *sections, "callable")
    lists = [document.get(name, []) for name in names]
    if not all(isinstance(table, dict) for table in tables) or not all(isinstance(item, list) for item in lists):
        *first, last = [f"[[{name}]]" for name in names]
        raise ManifestError(f"[package] and [field.…] must be tables, {', '.join(first)} and {last} lists of tables")
    if not isinstance(package.get("name", ""), str):
        raise ManifestError("package.name must be a text")
    key = package.get("key", "")
    if not isinstance(key, str) or not KEY.match(key):
        raise ManifestError(f"package.key must be small characters, digits and _, but is {key!r}")
    if package.get("api", API) != API:
        raise ManifestError(f"package.api is {package['api']}, but this platform speaks {API}")
    return Manifest(
        key=key,
        name=package.get("name", key),
        version=str(package.get("version", "0")),
        cases=tuple(read_table(CaseView, "case", item) for item in document.get("case", [])),
        callables=tuple(_callable(item) for item in document.get("callable", [])),
        fields={name: read_table(Field, f"field.{name}", {"name": name, **item}) for name, item in document.get("field", {}).items()},
        sections={name: tuple(map(read, document.get(name, []))) for name, read in sections.items()},
    )


def _callable(item: Any) -> Callable:
    if not isinstance(item, Mapping):
        raise ManifestError("[callable] must be a table")
    parts: dict[str, Any] = {}
    for part in ("input", "output"):
        listed = item.get(part, [])
        if not isinstance(listed, list):
            raise ManifestError(f"[[callable.{part}]] must be a list of tables")
        parts[f"{part}s"] = tuple(read_table(Parameter, f"callable.{part}", one) for one in listed)
    made: Callable = read_table(
        Callable, "callable", {**{name: value for name, value in item.items() if name not in ("input", "output")}, **parts}
    )
    return made


def read_table(kind: Any, place: str, item: Mapping[str, Any]) -> Any:
    """A table as the dataclass `kind`; `place` is its name in the file. Raises ManifestError."""
    if not isinstance(item, Mapping):
        raise ManifestError(f"[{place}] must be a table")
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}
    unknown = set(values) - set(kind.__dataclass_fields__)
    if unknown:
        raise ManifestError(f"[{place}] does not know {', '.join(sorted(unknown))}")
    try:
        return check_kinds(kind(**values))
    except TypeError as error:
        raise ManifestError(f"[{place}]: {error}") from None

"""Reads process.toml: the package's name and version, its cases, its callable processes, the fields that it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from dataclasses import field as dataclass_field
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, ConfigDict, Strict
from pydantic import Field as Filled

from engine.packages.given import CLOSED, Odd, check_document

KEY = re.compile(r"^[a-z][a-z0-9_]{1,62}$")
#: the version of this contract between platform and package
API = 1


class ManifestError(ValueError):
    """Expected a usable process.toml, but a part is missing or wrong."""


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """The way in which pages show the instances of one process: FEEL over their variables, and the names of their facts."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    process: str
    title: str = ""
    business_key: str = ""
    confidential: str = ""
    restricted: str = ""
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
    retention_years: Annotated[int, Strict()] = 0
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
    """A variable that a called process takes or gives, with its label. `value`: the FEEL that editors offer."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: str
    label: str
    required: bool = False
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Callable:
    """A process that diagrams of other packages call: analysts choose it from a list and fill in its parameters."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    process: str
    name: str
    summary: str = ""
    inputs: Annotated[tuple[Parameter, ...], Filled(alias="input")] = ()
    outputs: Annotated[tuple[Parameter, ...], Filled(alias="output")] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """Its presentation: text, date, time, datetime, number, rupiah, boolean, position, choice, documents, table (a list of contexts).

    Only for variables that answer no field of a form, or are shown in another way than it says.
    """

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    name: str
    type: str = "text"
    #: the form and the field in it that name a choice's words
    form: str = ""
    choices_of: str = ""
    #: of a number: what stands behind it
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    key: str
    name: str = ""
    version: str = "0"
    cases: tuple[CaseView, ...] = ()
    callables: tuple[Callable, ...] = ()
    fields: Mapping[str, Field]
    #: the sections that rooms above the engine read: name of a list of tables -> the type of each table
    sections: Mapping[str, tuple[Any, ...]] = dataclass_field(default_factory=dict)

    def case(self, process: str) -> CaseView:
        return next((case for case in self.cases if case.process == process), CaseView(process=process))

    def field(self, name: str) -> Field:
        return self.fields.get(name, Field(name=name))


def _key(value: Any) -> str:
    if not isinstance(value, str) or not KEY.match(value):
        raise ValueError(f"key must be small characters, digits and _, but is {value!r}")
    return value


def _api(value: Any) -> int:
    if value != API:
        raise ValueError(f"api is {value}, but this platform speaks {API}")
    return API


@dataclass(frozen=True, kw_only=True)
class PackageTable:
    """The table [package]."""

    key: Annotated[str, BeforeValidator(_key)]
    name: str | None = None
    version: Annotated[str, BeforeValidator(str)] = "0"
    api: Annotated[int, BeforeValidator(_api)] = API


#: name of a list of tables in process.toml -> the dataclass of one of them; rooms above the engine add theirs
Sections = Mapping[str, type]


def process_file(sections: Sections) -> type:
    """The dataclass of process.toml as it is written, with these sections."""
    return _process_file(tuple(sections.items()))


@cache
def _process_file(sections: tuple[tuple[str, type], ...]) -> type:
    none: Any = ()
    parts: list[tuple[str, Any, Any]] = [
        ("package", PackageTable, dataclass_field()),
        ("case", tuple[CaseView, ...], none),
        *((name, tuple.__class_getitem__((kind, ...)), none) for name, kind in sections),
        ("callable", tuple[Callable, ...], none),
        ("field", Mapping[str, Field], dataclass_field(default_factory=dict)),
    ]
    return make_dataclass("ProcessFile", parts, frozen=True, kw_only=True, namespace={"__doc__": "process.toml as it is written."})


def read_manifest(document: Mapping[str, Any], sections: Sections) -> Manifest:
    """A parsed process.toml as a Manifest. Raises ManifestError with the places and the reasons.

    `sections`: the lists of tables that rooms above the engine read; others are left alone.
    """
    declared = document.get("field", {})
    named = (
        {name: {"name": name, **item} if isinstance(item, dict) else item for name, item in declared.items()}
        if isinstance(declared, dict)
        else declared
    )
    try:
        file: Any = check_document(process_file(sections), {**document, "field": named})
    except Odd as odd:
        raise ManifestError(str(odd)) from None
    return Manifest(
        key=file.package.key,
        name=file.package.key if file.package.name is None else file.package.name,
        version=file.package.version,
        cases=file.case,
        callables=file.callable,
        fields=file.field,
        sections={name: getattr(file, name) for name in sections},
    )

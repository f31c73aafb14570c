"""Declares a field type: everything that the platform knows of it, in one value (docs/develop/add-a-field-type.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from engine.feel.types import Type
from engine.model.ports import FieldTraits, Option
from forms.form import Field
from forms.limits import lacks_number
from forms.question import Question
from forms.sent import Sent
from forms.texts import Text

#: of a linter: (code, field, sentence)
Finding = tuple[str, str, str]
#: the law's questions about a field, as the panel of the editor asks them: each is a property of `properties`
RULES = ("dataClass", "retention", "identifier", "page")


class Speaker(Protocol):
    """Gives a page's words in its reader's language."""

    def text(self, text: Text) -> str: ...

    def day(self, value: Any) -> str: ...

    def moment(self, value: Any) -> str: ...

    def clock(self, value: Any) -> str: ...

    def number(self, value: Decimal, *, grouped: bool) -> str: ...

    def sum_in_words(self, value: Decimal) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the words of an answer depend on beside it: the options, what stands before and behind a number (`Rp`, `m²`), the identifier."""

    options: Sequence[Option] = ()
    prefix: str = ""
    suffix: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A ready-made field of this type in the palette: `key` names the variable, `made` is its schema."""

    key: str
    name: Text
    made: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class PanelLine:
    """A line of the editor's panel for a property of the component that only this type has."""

    property: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class EditorOffer:
    """The form editor's offer of a type. `group`: of the palette; `made`: the schema of a new field."""

    name: Text
    group: str
    #: where its presets stand in the palette: lower comes first
    place: int = 50
    made: Mapping[str, Any] = field(default_factory=dict)
    presets: tuple[Preset, ...] = ()
    rules: tuple[str, ...] = RULES
    lines: tuple[PanelLine, ...] = ()


def _nothing(field: Field) -> Iterator[Finding]:
    return iter(())


@dataclass(frozen=True, kw_only=True)
class FieldType:
    """One type of field. Parts without a default must be said by each."""

    #: the `type` of a component
    name: str
    #: other names under which schemas know it
    aliases: tuple[str, ...] = ()
    #: the traits for the engine
    traits: FieldTraits = field(default_factory=FieldTraits)
    #: from a page to what was typed
    collect: Callable[[Field, Sent], Any]
    #: whether a name on the page belongs to the field, beside its key
    owns: Callable[[Field, str], bool] = lambda field, name: False
    #: FEEL's type of one answer, as expressions find it
    gives: Type
    #: whether there is an answer although nothing was answered
    always: bool = False
    #: turns the typed value (a text, a list of texts, or a JSON value) into an answer; None is "no answer". Raises AnswerRejected
    read: Callable[[Question, Any], Any]
    #: code of what can be wrong with an answer -> its sentence
    sentences: Mapping[str, Text]
    #: findings of its own in a schema, beside those that every field can have
    lint: Callable[[Field], Iterator[Finding]] = _nothing
    #: (limit, value) -> the kind of value that it lacks
    lacks: Callable[[str, Any], str] = lacks_number
    #: under webui/templates: one question; it sees `asked`, `item`, `params` and `draft` (webui/templates/parts/form.html)
    template: str
    #: the end of an error's link: the id of the first control is the key and this
    first_control: str = ""
    #: (answer, its question, speaker) -> the answer in words, where somebody reads it again; it is never called with an empty one
    summarise: Callable[[Any, Asked, Speaker], str]
    #: what its answers are where a case shows them: a type of a field in process.toml (docs/reference/manifest.md)
    shown_as: str = "text"
    editor: EditorOffer
    #: properties of the component that hold its label (form-js calls it differently for some types)
    label_from: tuple[str, ...] = ("label",)
    #: whether a field takes several answers whatever its schema says
    multiple: bool = False
    #: whether its answers can be kept apart from the case and sealed
    sealable: bool = False
    #: `subtype` of the component -> the type that it makes of this one; named NAME.SUBTYPE
    variants: Mapping[str, FieldType] = field(default_factory=dict)

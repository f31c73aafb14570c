"""Describes a form as frozen values: its fields, read from the form-js schema (forms/schema.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.ports import Option


@dataclass(frozen=True, kw_only=True)
class Field:
    """One component of a form."""

    key: str
    #: name of its field type
    type: str
    label: str
    description: str = ""
    required: bool = False
    #: FEEL: hidden while it is true
    hide: str = ""
    #: the answer that is offered before anybody has typed; a text with `=` is FEEL
    default: Any = ""
    #: minLength, maxLength, min, max, pattern: texts may be FEEL
    rules: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    multiple: bool = False
    data_class: str = "internal"
    retention: str = ""
    identifier: str = ""
    #: nobody answers it
    shown_only: bool = False
    #: shown as it is and kept as it is: True, or FEEL over the answers before it
    readonly: Any = False
    #: shown, and neither asked nor answered
    disabled: bool = False
    #: the component as it stands in the schema, for those whose options the engine gives
    component: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asked_as(self) -> str:
        """The label as sentences begin with it: `Berapa buah: isi dengan angka`, without the mark of the question."""
        return self.label.rstrip(" ?:")


@dataclass(frozen=True, kw_only=True)
class Form:
    id: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field | None:
        return next((item for item in self.fields if item.key == key), None)

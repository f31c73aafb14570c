"""Gives the form editor each field type's declaration in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.field_type import FieldType
from forms.registry import FIELD_TYPES
from forms.texts import Text
from webui.i18n import text_in_language


def field_offers() -> list[dict[str, Any]]:
    """Returns the offers in the order of the palette."""
    return [_offer(item) for item in sorted(FIELD_TYPES.values(), key=lambda item: (item.editor.place, item.name))]


def _offer(declaration: FieldType) -> dict[str, Any]:
    editor = declaration.editor
    return {
        "type": declaration.name,
        "name": text_in_language(editor.name),
        "group": editor.group,
        "made": _in_words(editor.made),
        "rules": editor.rules,
        "lines": [{"property": line.property, "label": text_in_language(line.label)} for line in editor.lines],
        "presets": [
            {"key": preset.key, "name": text_in_language(preset.name), "made": _in_words(preset.made)} for preset in editor.presets
        ],
    }


def _in_words(made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: text_in_language(value) if isinstance(value, Text) else value for name, value in made.items()}

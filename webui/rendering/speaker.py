"""Gives field types their words in the reader's language."""

from __future__ import annotations

from typing import Any

from forms.texts import Text
from webui.i18n import day, text_in_language


class PageSpeaker:
    """Implements the forms' Speaker."""

    def text(self, text: Text) -> str:
        return text_in_language(text)

    def day(self, value: Any) -> str:
        return day(value)

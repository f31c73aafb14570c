"""Gives field types their words in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from forms.printing import Writer
from forms.texts import Text
from webui.i18n import date_time, day, language, plain_number, sum_in_words, text_in_language, zone


class PageSpeaker:
    """Implements the forms' Speaker."""

    def text(self, text: Text) -> str:
        return text_in_language(text)

    def day(self, value: Any) -> str:
        return day(value)

    def moment(self, value: Any) -> str:
        return date_time(value, year=True)

    def clock(self, value: Any) -> str:
        return page_writer().clock(value)

    def number(self, value: Decimal, *, grouped: bool) -> str:
        return plain_number(value, grouped=grouped)

    def sum_in_words(self, value: Decimal) -> str:
        return sum_in_words(value)


def page_writer() -> Writer:
    """Returns the writer of the present page for facts of cases: days stand with their weekday."""
    return Writer(language=language(), zone=zone(), weekdays=True)

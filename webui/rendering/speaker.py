"""Gives field types and facts their words in the reader's language."""

from __future__ import annotations

from forms.printing import Writer
from webui.i18n import language, zone


def page_writer() -> Writer:
    """Returns the writer of the present page: days stand with their weekday."""
    return Writer(language=language(), zone=zone(), weekdays=True)

"""Formats values by their shape: for analysts as FEEL and JSON write them, for everybody long numbers in groups."""

from __future__ import annotations

from typing import Any

import simplejson
from markupsafe import Markup

from forms.identifier_types import digit_groups


def plain_value(value: Any) -> str:
    if value is None:
        return "null"
    return value if isinstance(value, str) else simplejson.dumps(value, use_decimal=True, ensure_ascii=False)


def group_digits(text: str, identifier: str = "") -> str | Markup:
    """Sets the digits of a long number apart, on the page only: without spaces, so that what is copied is the number itself.

    A line may end between two groups.
    """
    parts = digit_groups(str(text), identifier)
    if len(parts) == 1:
        return text
    return Markup('<span class="alur-groups">{}</span>').format(
        Markup("<wbr>").join(Markup("<span>{}</span>").format(part) for part in parts)
    )

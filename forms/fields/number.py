"""Numbers as people write them here: a comma before decimals, dots between thousands."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.fields.base import MOST, Question, Wrong, counted, reads, single

#: zeros or digits around the point: nobody means more
MOST_PLACES = 30


@reads("number")
def read_number(question: Question, value: Any) -> Decimal | None:
    value = single(value)
    if isinstance(value, bool):
        raise Wrong("NOT_NUMBER")
    if isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        text = "" if value is None else str(value).strip().removeprefix("Rp").strip()
        if not text:
            return None
        number = _parse(text)
    digits = int(counted(question.field.component.get("decimalDigits")) or 0)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > MOST_PLACES or not -MOST <= number <= MOST:
        raise Wrong("NOT_NUMBER")
    if len(f"{number:f}".partition(".")[2].rstrip("0")) > digits:
        raise Wrong("DECIMALS", limit=digits)
    for name, code in (("min", "TOO_SMALL"), ("max", "TOO_LARGE")):
        bound = question.limit(name)
        if bound is not None and ((number < bound) if name == "min" else (number > bound)):
            raise Wrong(code, limit=bound)
    return number


def _parse(text: str) -> Decimal:
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    elif not re.fullmatch(r"-?\d+([.,]\d+)?", text):
        raise Wrong("NOT_NUMBER")
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Wrong("NOT_NUMBER") from None

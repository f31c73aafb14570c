"""However a known value is written, it is read as this value or asked back with it among the readings: never another one.

`./run fuzz values [COUNT]` writes 10,000 of them.
"""

import os
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.errors import FormRejected
from forms.check import FormCheck
from tests.support.written_values import writings

COUNT, SEED = int(os.environ.get("ALUR_WRITTEN_VALUES", "1500")), int(os.environ.get("ALUR_WRITTEN_SEED", "7"))
NOW, CHECK = datetime(2026, 11, 23, tzinfo=UTC), FormCheck(zone=ZoneInfo("Asia/Jakarta"))


def read(field, text):
    """(the answer, None), or (None, the error)."""
    schema = {"id": "f", "components": [{"key": "x", "label": "X", **field}]}
    try:
        return CHECK.check(schema, {"x": text}, {}, EvaluationTime(NOW), lambda component: None).answers["x"], None
    except FormRejected as refused:
        return None, refused.errors[0]


def same(found, value):
    return (
        abs(found - value) <= Decimal("0.000001") if isinstance(value, Decimal) and isinstance(found, Decimal) else str(found) == str(value)
    )


def test_every_writing_is_read_right_or_asked_back():
    wrong, refused, asked, count = [], [], 0, 0
    for field, text, value in writings(COUNT, SEED):
        answer, error = read(field, text)
        count += 1
        if error is None:
            wrong += [] if same(answer, value) else [(text, field, value, answer)]
        elif offered := error.values.get("readings"):
            asked += 1
            # the button of the right one gives the value that was meant
            if not any(same(read(field, sent)[0], value) for sent, _shown in offered):
                wrong.append((text, field, value, offered))
        else:
            refused.append((text, field, value, error.code))
    assert wrong == []
    assert refused == []
    assert asked < count / 4, "most are read"

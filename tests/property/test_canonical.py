"""What the audit hashes is the same before and after the database: otherwise a whole chain would look altered."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from engine.core.canonical_json import canonical_json
from engine.persistence.base import json_dumps, json_loads

NUMBERS = st.one_of(
    st.integers(-(10**20), 10**20),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6),
    st.builds(lambda digits, power: Decimal(digits).scaleb(power), st.integers(-999, 999), st.integers(-12, 30)),
)


@given(number=NUMBERS)
def test_a_number_is_the_same_text_however_it_was_written(number):
    exact = Decimal(number)
    assert canonical_json(number) == canonical_json(exact) == canonical_json(exact.normalize()) == canonical_json(exact + Decimal("0.000"))


@pytest.mark.parametrize("number", [Decimal(150_000), Decimal("1.5E+5"), Decimal("-1E+3"), Decimal("0.00"), Decimal("1E-7"), 10**15, 0])
def test_a_number_survives_jsonb(harness, number):
    with harness.database.connect() as connection:
        stored = connection.execute(text("select cast(:value as jsonb)::text"), {"value": json_dumps({"a": number})}).scalar_one()
    assert canonical_json(json_loads(stored)) == canonical_json({"a": number})

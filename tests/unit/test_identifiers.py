"""Identifiers: examples, and laws that hold for all of them (docs/law/identifiers.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.identifier_types import IDENTIFIERS
from forms.identifiers import email, klasifikasi, nik, nip, nomor_kk, npwp, phone, strip


@pytest.mark.parametrize(
    ("check", "good"),
    [
        (nik, "3603994508900001"),
        (nik, "3603 99-45.0890 0001"),
        (nomor_kk, "3603990508200001"),
        (nip, "19860926 201505 1 001"),
        (npwp, "09.987.654.2-451.000"),
        (npwp, "0099876542451000"),
        (npwp, "3603994508900001"),
        (klasifikasi, "400.12.3.1"),
        (phone, "0812 3456 7890"),
    ],
)
def test_good_ones_are_taken(check, good):
    assert check(good)


@pytest.mark.parametrize(
    ("check", "bad"),
    [
        (nik, "3603993213900001"),  # day 32
        (nik, "3603994513900001"),  # month 13
        (nik, "3603994508900000"),  # serial 0000
        (nik, "360399450890000"),
        (nik, "36039945089000011"),
        (nik, "36039945089000a1"),
        (nomor_kk, "3603994508900001"),  # no + 40 on a card
        (nip, "19860926 200005 1 001"),  # appointed at 13
        (nip, "19860931 201505 1 001"),  # no such day
        (nip, "198609262015053001"),  # sex 3
        (npwp, "09.987.654.3-451.000"),  # check digit
        (klasifikasi, "40.1"),
        (phone, "021 555 0000"),
        (phone, "0812"),
    ],
)
def test_bad_ones_are_refused(check, bad):
    assert check(bad) is None


def test_phones_are_stored_in_one_way():
    assert {phone(text) for text in ("081234567890", "62 812-3456-7890", "+62 812 3456 7890", "812 3456 7890")} == {"+6281234567890"}


@given(name=st.sampled_from(sorted(IDENTIFIERS)), text=st.text(max_size=40))
def test_whatever_is_taken_is_taken_again_unchanged(name, text):
    found = IDENTIFIERS[name](text)
    assert found is None or IDENTIFIERS[name](found) == found


@given(st.from_regex(r"\A[0-9]{16}\Z"))
def test_separators_never_matter(digits):
    spaced = f" {digits[:4]}-{digits[4:8]}.{digits[8:]} "
    assert nik(spaced) == nik(digits)
    assert strip(spaced) == digits


@pytest.mark.parametrize(
    ("check", "typed", "stored"),
    [
        (nik, "\u200b3603\u00a01205 0190\u20110003\u200e", "3603120501900003"),
        (nik, "٣٦٠٣١٢٠٥٠١٩٠٠٠٠٣", "3603120501900003"),
        (phone, "\u202a+62\u00a0812–3456–7890\u202c".replace("–", "\u2010"), "+6281234567890"),
        (email, "\ufeffsiti@contoh.id\u200b", "siti@contoh.id"),
        (klasifikasi, "０００.1\u200b", "000.1"),
    ],
)
def test_what_nobody_sees_refuses_nothing_and_digits_are_digits(check, typed, stored):
    assert check(typed) == stored

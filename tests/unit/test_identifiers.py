"""Identifiers: examples, and laws that hold for all of them (docs/law/identifiers.md)."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.documents.file_check import safe_name
from engine.feel.calendar.evaluation_time import EvaluationTime
from forms.check import FormCheck
from forms.field_type import Asked
from forms.identifier_types import IDENTIFIERS, SENTENCES
from forms.identifiers import email, klasifikasi, kodepos, mobile, nik, nip, nomor_kk, npwp, phone, plat, strip
from forms.question import AnswerRejected
from forms.registry import FIELD_TYPES


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
        (phone, "(021) 555-1234"),
        (phone, "+65 6123 4567"),
        (mobile, "+65 8123 4567"),
        (kodepos, "15720"),
        (plat, "b1234xyz"),
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
        (phone, "555 1234"),  # no area
        (mobile, "021-5551234"),
        (kodepos, "05720"),
        (plat, "B 0234 XYZ"),
        (email, "a@x.example, b@y.example"),
        (email, "siti@contoh"),
        (phone, "0812"),
    ],
)
def test_bad_ones_are_refused(check, bad):
    assert check(bad) is None


def test_phones_are_stored_in_one_way():
    assert {phone(text) for text in ("081234567890", "62 812-3456-7890", "+62 812 3456 7890", "812 3456 7890")} == {"+6281234567890"}


def test_landlines_and_numbers_abroad_are_stored_in_one_way():
    assert {phone(text) for text in ("(021) 555-1234", "021-5551234", "+62 21 555 1234", "62215551234", "+62 (0)21 5551234")} == {
        "+62215551234"
    }
    assert {phone(text) for text in ("+65 6123 4567", "0065 6123-4567")} == {"+6561234567"}


def test_an_address_is_one_however_it_is_written():
    writings = (
        "siti@contoh.example",
        " Siti@Contoh.EXAMPLE ",
        "Siti Aminah <siti@contoh.example>",
        "mailto:siti@contoh.example",
        "siti@contoh.example.",
    )
    assert {email(text) for text in writings} == {"siti@contoh.example"}


def test_both_writings_of_a_tax_number_are_one():
    assert npwp("09.987.654.2-451.000") == npwp("0099 8765 4245 1000") == "0099876542451000"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("nik", "3603993213900001", "NIK_BIRTH"),
        ("nik", "3603994508900000", "NIK_SERIAL"),
        ("nik", "360399450890000", "DIGITS"),
        ("nik", "36039945089000a1", "NOT_DIGITS"),
        ("kk", "3603994508900001", "KK_ISSUED"),
        ("nip", "19860931 201505 1 001", "NIP_BIRTH"),
        ("nip", "19860926 201513 1 001", "NIP_APPOINTED"),
        ("nip", "19860926 200005 1 001", "NIP_AGE"),
        ("nip", "19860926 201505 3 001", "NIP_SERIAL"),
        ("npwp", "09.987.654.3-451.000", "NPWP_CHECK"),
        ("npwp", "3603993213900001", "NIK_BIRTH"),
        ("npwp", "0099876542451000000001", "NPWP_BRANCH"),
        ("telepon", "555-1234", "PHONE_AREA"),
        ("telepon", "0812", "PHONE_UNKNOWN"),
        ("telepon", "+65 123", "PHONE_ABROAD"),
        ("telepon", "021 5551234 ext 12", "PHONE_LETTERS"),
        ("telepon", "0812 3456 7890 / 0813 1111 2222", "PHONE_TWO"),
        ("telepon", "***", "NOT_PHONE"),
        ("ponsel", "(021) 555-1234", "PHONE_LANDLINE"),
        ("email", "siti", "EMAIL_AT"),
        ("email", "siti@contoh", "EMAIL_PLACE"),
        ("email", "siti..a@contoh.example", "EMAIL_LOCAL"),
        ("email", "a@x.example;b@y.example", "EMAIL_TWO"),
        ("email", "siti@contoh.example\r\nBcc: asing@contoh.example", "EMAIL_TWO"),
    ],
)
def test_each_rule_has_its_own_sentence(name, text, code):
    with pytest.raises(AnswerRejected) as refused:
        IDENTIFIERS[name].read(text)
    assert refused.value.code == code
    told = SENTENCES[code].id.format(label="X", **refused.value.values)
    count = sum(sign.isdigit() for sign in text)
    assert not re.search(rf"terdiri atas {count} angka", told), "no rule is told that the text meets"


@pytest.mark.parametrize("typed", ["siti@contoh,example", "siti @contoh.example", "siti@ contoh . example"])
def test_a_slip_in_an_address_is_asked_back(typed):
    with pytest.raises(AnswerRejected) as refused:
        IDENTIFIERS["email"].read(typed)
    assert (refused.value.code, refused.value.values["readings"]) == ("EMAIL_SLIP", (("siti@contoh.example",) * 2,))


@pytest.mark.parametrize(
    ("name", "stored", "shown"),
    [
        ("telepon", "+6281234567890", "0812-3456-7890"),
        ("telepon", "+62215551234", "(021) 5551234"),
        ("telepon", "+6561234567", "+65 6123 4567"),
        ("nik", "3603994508900001", "3603994508900001"),
    ],
)
def test_a_number_is_shown_as_people_read_it(name, stored, shown):
    assert FIELD_TYPES["textfield"].summarise(stored, Asked(identifier=name), None) == shown


def test_a_number_by_which_one_person_is_known_is_sealed_whatever_its_form_says():
    fields = [
        {"key": key, "label": key, "type": "textfield", "properties": {"identifier": key, "dataClass": "personal"}}
        for key in ("npwp", "nik", "kk", "nib")
    ]
    schema = {"id": "f", "components": fields}
    typed = {"npwp": "3603 9945 0890 0001", "nik": "3603994508900001"}
    rules = FormCheck(zone=ZoneInfo("Asia/Jakarta")).check(
        schema, typed, {}, EvaluationTime(datetime(2026, 11, 23, tzinfo=UTC)), lambda item: None
    )
    assert rules.sensitive == {"npwp", "nik", "kk"}
    assert rules.answers["npwp"] == rules.answers["nik"]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("KTP 3603994508900001.jpg", "KTP 3603xxxxxxxx0001.jpg"),
        ("3603-9945-0890-0001_ktp.png", "3603xxxxxxxx0001_ktp.png"),
        ("IMG_20261123_101112345.jpg", "IMG_20261123_101112345.jpg"),
        ("faktur 9999999999999999.pdf", "faktur 9999999999999999.pdf"),
    ],
)
def test_the_name_of_a_file_tells_no_nik(name, masked):
    assert safe_name(name) == masked


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

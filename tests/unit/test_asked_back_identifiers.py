"""Slips in addresses and numbers are asked back with what was probably meant; what papers and chats write around them is left out."""

import pytest

from forms.identifier_types import IDENTIFIERS
from forms.identifiers import email
from forms.question import AnswerRejected


def read(kind, text):
    """The stored form; of what is refused the code, with the readings on its buttons."""
    try:
        return IDENTIFIERS[kind].read(text)
    except AnswerRejected as wrong:
        return wrong.code, *(meant for _text, meant in wrong.values.get("readings", ()))


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("nik", "NIK: 3603121208900123", "3603121208900123"),
        ("nik", "No. NIK 3603-1212-0890-0123", "3603121208900123"),
        ("nik", "'3603121208900123", "3603121208900123"),
        ("nik", "3603/1212/0890/0123", "3603121208900123"),
        ("nik", "3603I21208900l23", ("LOOKALIKE", "3603121208900123")),
        ("nik", "3.60312E+15", ("ROUNDED",)),
        ("nik", "0000001208900123", ("NIK_AREA",)),
        ("npwp", "NPWP 09.987.654.2-451.000", "0099876542451000"),
        ("nop", "NOP: 36.03.120.008.012.0345.0", "360312000801203450"),
        ("nib", "NIB-1234567890123", "1234567890123"),
        ("nib", "NIBX 1234567890123", ("NOT_DIGITS",)),
        ("telepon", "wa: 0812 3456 7890", "+6281234567890"),
        ("telepon", "0812 3456 7890 (WA)", "+6281234567890"),
        ("telepon", "https://wa.me/6281234567890", "+6281234567890"),
        ("telepon", "tel:+6281234567890", "+6281234567890"),
        ("telepon", "No. HP 0812-3456-7890;", "+6281234567890"),
        ("telepon", "0812 3456 789O", ("LOOKALIKE", "0812 3456 7890")),
        ("telepon", "021-5551234 ext 12", ("PHONE_LETTERS",)),
        ("email", "mailto:siti@contoh.id?subject=Halo", "siti@contoh.id"),
        ("email", "E-mail: siti@contoh.id", "siti@contoh.id"),
        ("email", "siti(at)contoh.id", ("EMAIL_SLIP", "siti@contoh.id")),
        ("email", "siti [at] contoh [dot] id", ("EMAIL_SLIP", "siti@contoh.id")),
        ("email", "siti at home", ("EMAIL_AT",)),
        ("email", "siti@gmial.com", ("EMAIL_TYPO", "siti@gmail.com", "siti@gmial.com")),
        ("email", "siti@gmail.con", ("EMAIL_TYPO", "siti@gmail.com", "siti@gmail.con")),
        ("email", "siti@yahoo.co", ("EMAIL_TYPO", "siti@yahoo.com", "siti@yahoo.co")),
        ("email", "<siti@yahoo.co>", "siti@yahoo.co"),
        ("email", "siti@ymail.com", "siti@ymail.com"),
        ("email", "siti@mail.com", "siti@mail.com"),
        ("email", "siti@mails.go.id", "siti@mails.go.id"),
    ],
)
def test_what_was_meant_is_read_or_asked_back(kind, text, meant):
    assert read(kind, text) == meant


def test_whoever_signs_in_with_a_rare_address_is_known():
    assert email("siti@yahoo.co") == "siti@yahoo.co"
    assert email("siti@yahoo") is None


def test_each_reading_of_a_mistyped_address_is_taken_when_it_is_chosen():
    with pytest.raises(AnswerRejected) as wrong:
        IDENTIFIERS["email"].read("siti@gmial.com")
    assert [IDENTIFIERS["email"].read(text) for text, _meant in wrong.value.values["readings"]] == ["siti@gmail.com", "siti@gmial.com"]

"""A NIK in free text is masked where it leaves; other long numbers are left as they are. One mailbox has one name for limits."""

import pytest

from casework.subjects.masks import mask_numbers_in
from forms.contact import mailbox_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK saya 3603121208900123, tolong.", "NIK saya 3603********0123, tolong."),
        ("3603 1212 0890 0123 dan 0812 3456 7890", "3603********0123 dan 0812 3456 7890"),
        ("3603121208900123 081234567890", "3603********0123 081234567890"),
        ("36.03.12.120890.0123.", "3603********0123."),
        ("NOP 36.03.120.008.012.0345.0", "NOP 36.03.120.008.012.0345.0"),
        ("NOP 360312000801203450", "NOP 360312000801203450"),
        ("rekening 1234 9999 9999 9999", "rekening 1234 9999 9999 9999"),
        ("３６０３１２１２０８９００１２３", "3603********0123"),
        ("", ""),
    ],
)
def test_a_nik_is_masked_in_a_text(text, shown):
    assert mask_numbers_in(text) == shown


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("siti.aminah+iklan@gmail.com", "sitiaminah@gmail.com"),
        ("sitiaminah@googlemail.com", "sitiaminah@gmail.com"),
        ("siti.aminah+a+b@contoh.id", "siti.aminah@contoh.id"),
        ("+a@contoh.id", "+a@contoh.id"),
        ("+6281234567890", "+6281234567890"),
    ],
)
def test_one_mailbox_has_one_name(address, name):
    assert mailbox_of(address) == name

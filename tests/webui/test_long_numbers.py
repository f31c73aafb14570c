"""Long numbers stand in groups wherever a page shows them; the text of the page is the number itself."""

import pytest

from forms.identifier_types import IDENTIFIERS, digit_groups
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed
from webui.rendering.plain_value import group_digits


@pytest.mark.parametrize(
    ("text", "kind", "read"),
    [
        ("3603994508910002", "nik", "3603 9945 0891 0002"),
        ("3603********0002", "nik", "3603 **** **** 0002"),
        ("3603994508910002", "", "3603 9945 0891 0002"),
        ("198503152010011007", "nip", "19850315 201001 1 007"),
        ("198503152010011007", "", "1985 0315 2010 0110 07"),
        ("9120004713268", "nib", "9120 0047 1326 8"),
        ("361901000100201230", "nop", "36 19 010 001 002 0123 0"),
        ("012345678901234", "npwp", "0123 4567 8901 234"),
        ("08123456789", "", "08123456789"),
        ("1.234.567.890.123", "", "1.234.567.890.123"),
        ("Jalan 3603994508910002", "nik", "Jalan 3603994508910002"),
        ("", "nik", ""),
    ],
)
def test_a_number_is_divided_as_it_is_read_out(text, kind, read):
    assert " ".join(digit_groups(text, kind)) == read
    shown = str(group_digits(text, kind))
    assert shown.replace('<span class="alur-groups">', "").replace("<span>", "").replace("</span>", "").replace("<wbr>", "") == text


def test_what_is_not_a_number_is_escaped_by_the_page():
    assert not hasattr(group_digits("<b>12</b>"), "__html__")


def test_groups_are_as_long_as_what_is_stored():
    """Each kind with groups, on a number that its own rule has taken."""
    taken = {
        "nik": "3603284509910002",
        "kk": "3603282311260001",
        "nip": "198503152010011007",
        "npwp": "3603284509910002",
        "nop": "361901000100201230",
    }
    taken |= {"nib": "9120004713268", "bpjs": "0001234567890"}
    assert taken.keys() == {key for key, kind in IDENTIFIERS.items() if kind.groups}
    for key, number in taken.items():
        assert sum(IDENTIFIERS[key].groups) == len(IDENTIFIERS[key].read(number)), key


@deployed(*OFFICE)
def test_pages_of_the_applicant_and_of_the_officer_group_them(web, regency, browse):
    office = Office(web.harness, regency)
    receipt = office.send(nik="3603121208900123")
    mask = "<wbr>".join(f"<span>{part}</span>" for part in ("3603", "****", "****", "0123"))
    own, officer = browse(), browse(OFFICER)
    assert mask in own.get(f"/tanda-terima/{receipt}/jawaban").text
    assert mask in officer.get(f"/tugas/{web.harness.task('periksa').id}").text
    assert "3603********0123" in own.page

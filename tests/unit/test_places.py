"""A place is read as maps give it, in one field or in both."""

from decimal import Decimal

import pytest

from forms.answers.places import fill_places, half_of, place_of, problem_of
from forms.schema import read_form

HERE = (Decimal("-6.178300"), Decimal("106.631900"))
FORM = read_form(
    {"components": [{"type": "number", "key": f"garis_{which}", "properties": {"appearance": which}} for which in ("lat", "lon")]}
)


@pytest.mark.parametrize(
    "text",
    [
        "-6.1783, 106.6319",
        "-6.1783,106.6319",
        "(-6,1783; 106,6319)",
        "-6,1783 106,6319",
        "106.6319, -6.1783",
        "6.1783° S, 106.6319° E",
        "6,1783 LS 106,6319 BT",
        "https://www.google.com/maps/@-6.1783,106.6319,17z",
        "https://www.google.com/maps/place/X/@-6.1,106.6,17z/data=!4m6!8m2!3d-6.1783!4d106.6319",
        "https://www.google.com/maps?q=-6.1783%2C106.6319",
        "https://www.openstreetmap.org/?mlat=-6.1783&mlon=106.6319#map=17/-6.1/106.6",
        "geo:-6.1783,106.6319",
        "-6.1783, 106.6319.",
        "[-6.1783,106.6319]",
        "-6.1783/106.6319",
        "-6.1783° 106.6319°",
        "Lat: -6.1783, Long: 106.6319",
        '{"lat": -6.1783, "lng": 106.6319}',
        "POINT(106.6319 -6.1783)",
        "Lokasi: https://maps.google.com/?q=-6.1783,106.6319",
        "https://www.google.com/maps/search/-6.1783,+106.6319",
        "https://www.google.com/maps/dir//-6.1783,106.6319",
        "https://maps.google.com/maps?saddr=&daddr=-6.1783,106.6319",
        "https://maps.apple.com/?q=Pin&coordinate=-6.1783,106.6319",
    ],
)
def test_a_place_is_read_however_a_map_writes_it(text):
    assert place_of(text) == HERE
    assert (half_of(text, "lat"), half_of(text, "lon")) == HERE


def test_degrees_with_minutes_and_seconds():
    assert place_of("6°10'41.9\"S 106°37'54.8\"E") == (Decimal("-6.178306"), Decimal("106.631889"))
    assert half_of("6°10′41.9″ LS", "lat") == Decimal("-6.178306")
    for text in ("S 6°10'41.9\" E 106°37'54.8\"", "-6°10'41.9\", 106°37'54.8\"", "6°10'41.9\"S106°37'54.8\"E"):
        assert place_of(text) == (Decimal("-6.178306"), Decimal("106.631889")), text
    link = "https://www.google.com/maps/place/6%C2%B010'41.9%22S+106%C2%B037'54.8%22E/"
    assert place_of(link) == (Decimal("-6.178306"), Decimal("106.631889"))


def test_a_whole_plus_code_is_the_middle_of_its_square():
    """Of the test data of Open Location Code."""
    assert place_of("8FVC9G8F+6X") == (Decimal("47.365562"), Decimal("8.524938"))
    assert place_of("8FVC9G8F+6X9") is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://maps.app.goo.gl/abc123", "SHORT_LINK"),
        ("https://goo.gl/maps/xyz", "SHORT_LINK"),
        ("9G8F+6X Zürich", "SHORT_CODE"),
        ("dekat masjid", "NOT_PLACE"),
        ("-96.1783, 206.6319", "NOT_PLACE"),
    ],
)
def test_what_holds_no_point_is_told_with_what_to_copy(text, code):
    assert (place_of(text), problem_of(text)) == (None, code)
    assert half_of("6°10′41.9″ LS", "lon") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "250,000",
        "1.000",
        "-6,106",
        "12 5",
        "91.0, 200.0",
        "6°70'0\"S 106°0'0\"E",
        "6°0'0\"S 6°0'0\"S",
        "https://maps.app.goo.gl/abc",
        "6.1 S dekat 106.6 E",
    ],
)
def test_what_is_no_place_is_none(text):
    assert place_of(text) is None


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        (("-6.1783, 106.6319", ""), ("-6,1783", "106,6319")),
        (("", "-6.1783, 106.6319"), ("-6,1783", "106,6319")),
        (("-6.178, 106.6", None), ("-6,1780", "106,6")),
        (("-6.1783, 106.6319", "107"), ("-6.1783, 106.6319", "107")),
        (("-6,1783", ""), ("-6,1783", "")),
        (("", ""), ("", "")),
    ],
)
def test_a_place_that_was_pasted_into_one_field_stands_in_both(typed, filled):
    answers = {key: text for key, text in zip(("garis_lat", "garis_lon"), typed, strict=True) if text is not None}
    fill_places(FORM, answers)
    assert tuple(answers.values()) == filled


def test_a_form_without_a_place_is_left_alone():
    answers = {"x": "-6.1783, 106.6319"}
    fill_places(read_form({"components": [{"type": "textfield", "key": "x"}]}), answers)
    assert answers == {"x": "-6.1783, 106.6319"}

"""Reads a place as maps give it: `-6.1783, 106.6319`, degrees with minutes and seconds, or the link of a map."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from forms.answers.numbers import offered_text
from forms.answers.plus_codes import is_short_code, place_of_code
from forms.characters import plain_characters
from forms.form import Form

#: the two fields of a place: `properties.appearance` of a number
LATITUDE, LONGITUDE = "lat", "lon"
#: 0.1 m
_STEP = Decimal("0.000001")
_NUMBER = r"[+-]?\d{1,3}[.,]\d+"
#: without a space only where a point stands before decimals: 6,178,106 is one number
_PAIR = re.compile(rf"\(?({_NUMBER})\s*(?:[,;]\s+|;|\s+|,(?=[+-]?\d+\.\d))\s*({_NUMBER})\)?")
#: degrees, minutes and seconds, with the side of the world in English or Indonesian
_ANGLE = re.compile(
    r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’|′′)\s*)?"
    r"(LS|LU|BT|BB|[NSEWUT])(?![A-Za-z])",
    re.IGNORECASE,
)
_SIDES = {"S": (LATITUDE, -1), "LS": (LATITUDE, -1), "N": (LATITUDE, 1), "U": (LATITUDE, 1), "LU": (LATITUDE, 1),
          "E": (LONGITUDE, 1), "T": (LONGITUDE, 1), "BT": (LONGITUDE, 1), "W": (LONGITUDE, -1), "BB": (LONGITUDE, -1)}  # fmt: skip
#: of links: the pin, what was looked for, and last the middle of the picture
_LINKS = (
    re.compile(r"!3d(-?\d+\.\d+)!4d(-?\d+\.\d+)"),
    re.compile(r"[?&](?:q|ll|query|destination|daddr|center|coordinate|sll|mlat)=(?:loc:)?(-?\d+\.\d+)(?:,|&mlon=)\+?\s*(-?\d+\.\d+)"),
    re.compile(r"/(?:search|place|dir)/+(?:[^/@]*/)??(-?\d+\.\d+),[+\s]*(-?\d+\.\d+)"),
    re.compile(r"@(-?\d+\.\d+),(-?\d+\.\d+)"),
    re.compile(r"#map=\d+/(-?\d+\.\d+)/(-?\d+\.\d+)"),
    re.compile(r"^geo:(-?\d+\.\d+),(-?\d+\.\d+)"),
)
_LINK = re.compile(r"(?:https?|geo):\S+", re.IGNORECASE)
#: what maps and programs write before the numbers
_NAMES = re.compile(r"\"?\b(?:lat|latitude|lintang|lon|lng|long|longitude|bujur|koordinat|lokasi|titik)\b\"?\s*[:=]?", re.IGNORECASE)
_POINT = re.compile(r"POINT\s*\(\s*(-?\d+\.\d+)\s+(-?\d+\.\d+)\s*\)", re.IGNORECASE)
#: S 6°10'41.9" E 106°37'54.8"
_SIDE_FIRST = re.compile(r"\b(LS|LU|BT|BB|[NSEWUT])\s*(\d[^A-Za-z,;]*)", re.IGNORECASE)
_SIGNED = re.compile(r"([+-]?)(\d[^,;+-]*?[°'’′\"”″])\s*[,;\s]\s*([+-]?)(\d[^,;+-]*[°'’′\"”″])")
#: a whole number before more decimals than stand between thousands
_LONG = re.compile(r"[+-]?\d{1,3}[.,]\d{4,}")
#: nothing that people paste is longer; a pattern is never tried on more
_LONGEST = 2_000


def place_of(text: str) -> tuple[Decimal, Decimal] | None:
    """Returns latitude and longitude; None for what is no place on earth."""
    plain = plain_characters(text[:_LONGEST])
    if (linked := _LINK.search(plain)) is not None:
        return _place_of_link(unquote(linked[0]))
    if (coded := place_of_code(plain)) is not None:
        return coded[0].quantize(_STEP), coded[1].quantize(_STEP)
    if (point := _POINT.fullmatch(plain)) is not None:  # longitude first, as maps' programs have it
        return _on_earth(_decimal(point[2]), _decimal(point[1]))
    plain = _NAMES.sub(" ", plain).strip(" .[]{}")
    plain = re.sub(r"\s*/\s*(?=[+-]?\d)", ", ", plain)
    if (pair := _PAIR.fullmatch(plain)) is not None:
        return _on_earth(_decimal(pair[1]), _decimal(pair[2]))
    if (turned := _SIDE_FIRST.sub(r"\2 \1 ", plain)) != plain and len(dict(_angles(turned))) == 2:
        plain = turned
    halves = dict(_angles(plain)) or dict(_angles(_signed(plain)))
    return (halves[LATITUDE], halves[LONGITUDE]) if len(halves) == 2 else None


def problem_of(text: str) -> str:
    """Returns the code of what is wrong with a text that is no place."""
    plain = plain_characters(text[:_LONGEST])
    return "SHORT_LINK" if _LINK.search(plain) else "SHORT_CODE" if is_short_code(plain) else "NOT_PLACE"


def _place_of_link(link: str) -> tuple[Decimal, Decimal] | None:
    found = next((match.groups() for known in _LINKS if (match := known.search(link))), None)
    if found:
        return _on_earth(*map(_decimal, found))
    halves = dict(_angles(written[1].replace("+", " "))) if (written := re.search(r"/place/([^/@]+)", link)) else {}
    return (halves[LATITUDE], halves[LONGITUDE]) if len(halves) == 2 else None


def _signed(plain: str) -> str:
    """`-6°10.7', 106°37.9'`: two angles with signs as two angles with sides, latitude first as on every map."""
    both = _SIGNED.fullmatch(plain)
    if both is None:
        return plain
    sides = ("LS" if both[1] == "-" else "LU", "BB" if both[3] == "-" else "BT")
    return f"{both[2]} {sides[0]} {both[4]} {sides[1]}"


def half_of(text: str, which: str) -> Decimal | None:
    """Returns the latitude or longitude in a text; None where only the rules of numbers can tell."""
    if (place := place_of(text)) is not None:
        return place[0 if which == LATITUDE else 1]
    plain = plain_characters(text[:_LONGEST])
    if _LONG.fullmatch(plain):
        return _decimal(plain).quantize(_STEP)
    return dict(_angles(plain)).get(which)


def fill_places(form: Form, typed: MutableMapping[str, Any]) -> None:
    """A place that was pasted into one of its two fields stands in both, where the other one is empty."""
    fields = {str((field.component.get("properties") or {}).get("appearance")): field.key for field in reversed(form.fields)}
    keys = [fields.get(LATITUDE), fields.get(LONGITUDE)]
    if None in keys:
        return
    texts: Mapping[str, str] = {str(key): str(typed.get(str(key)) or "").strip() for key in keys}
    given = [text for text in texts.values() if text]
    if len(given) == 1 and (place := place_of(given[0])) is not None:
        for key, value in zip(texts, place, strict=True):
            typed[key] = offered_text(value.normalize() + 0, whole=False)


def _angles(plain: str) -> list[tuple[str, Decimal]]:
    """Each angle with its half of a place; none where something else stands between them."""
    if re.sub(r"[\s,;]", "", _ANGLE.sub("", plain)):
        return []
    found = []
    for degrees, minutes, seconds, side in _ANGLE.findall(plain):
        which, sign = _SIDES[side.upper()]
        parts = [_decimal(part or "0") for part in (degrees, minutes, seconds)]
        if parts[1] >= 60 or parts[2] >= 60 or parts[0] < 0:
            return []
        value = sign * (parts[0] + parts[1] / 60 + parts[2] / 3600)
        if abs(value) > (90 if which == LATITUDE else 180):
            return []
        found.append((which, value.quantize(_STEP)))
    return found if len({which for which, _value in found}) == len(found) else []


def _on_earth(first: Decimal, second: Decimal) -> tuple[Decimal, Decimal] | None:
    """Latitude comes first, as on every map; 106.6, -6.1 can only be the other way round."""
    latitude, longitude = (second, first) if abs(first) > 90 >= abs(second) else (first, second)
    return (latitude.quantize(_STEP), longitude.quantize(_STEP)) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))

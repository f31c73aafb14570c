"""Checks identifiers of people, businesses and things in Indonesia (docs/law/identifiers.md). Stored as text, without separators."""

from __future__ import annotations

import re
from datetime import date

import phonenumbers

from forms.characters import plain_characters

_SEPARATORS = re.compile(r"[\s.\-]")


def strip(text: str) -> str:
    """Removes spaces, dots and dashes, which are for display only, and what nobody sees; digits of other scripts become 0 to 9."""
    return _SEPARATORS.sub("", plain_characters(text))


def nik(text: str) -> str | None:
    """Nomor Induk Kependudukan: area of first issue, birth day (women + 40), month, year, serial. None where it can't be one.

    The century is ambiguous and areas change: neither is derived or required.
    """
    value = strip(text)
    if not re.fullmatch(r"\d{16}", value) or value[12:] == "0000":
        return None
    day, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    return value if _day_exists(day - 40 if day > 40 else day, month, year) else None


def nomor_kk(text: str) -> str | None:
    """Nomor Kartu Keluarga: area, date of issue, serial."""
    value = strip(text)
    if not re.fullmatch(r"\d{16}", value):
        return None
    return value if _day_exists(int(value[6:8]), int(value[8:10]), int(value[10:12])) else None


def nip(text: str) -> str | None:
    """Nomor Induk Pegawai of a PNS (birth, appointment month, sex, serial) or of a PPPK (year and contract code from 21)."""
    value = strip(text)
    if not re.fullmatch(r"\d{18}", value):
        return None
    try:
        birth = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None
    year, month, sex, serial = int(value[8:12]), int(value[12:14]), value[14], value[15:]
    if month >= 21:
        return value if year >= birth.year + 18 else None
    if not 1 <= month <= 12 or sex not in "12" or serial == "000":
        return None
    return value if (year - birth.year) * 12 + month - birth.month >= 18 * 12 else None


def npwp(text: str) -> str | None:
    """Nomor Pokok Wajib Pajak: 15 digits (the first nine pass Luhn), 16 digits (0 + the former 15), or a NIK."""
    value = strip(text)
    if re.fullmatch(r"\d{15}", value):
        return value if _luhn(value[:9]) else None
    if re.fullmatch(r"0\d{15}", value):
        return value if _luhn(value[1:10]) else None
    return nik(value)


def nop(text: str) -> str | None:
    """Nomor Objek Pajak: 18 digits, the last one 0, 7 or 9 on new objects, any on old ones."""
    value = strip(text)
    return value if re.fullmatch(r"\d{18}", value) else None


def npsn(text: str) -> str | None:
    value = strip(text).upper()
    return value if re.fullmatch(r"[0-9A-Z]\d{7}", value) else None


def nisn(text: str) -> str | None:
    value = strip(text)
    return value if re.fullmatch(r"\d{10}", value) else None


def nib(text: str) -> str | None:
    value = strip(text)
    return value if re.fullmatch(r"\d{13}", value) else None


def bpjs(text: str) -> str | None:
    value = strip(text)
    return value if re.fullmatch(r"\d{13}", value) else None


def klasifikasi(text: str) -> str | None:
    """Kode klasifikasi arsip (Permendagri 83/2022: docs/law/archives.md#classification-codes)."""
    value = plain_characters(text)
    return value if re.fullmatch(r"\d{3}(\.\d{1,2}){0,4}", value) else None


def phone(text: str) -> str | None:
    """An Indonesian telephone number as +62…; 0812…, 62… and +62… are accepted."""
    digits = re.sub(r"[\s.\-()]", "", plain_characters(text))
    if not re.fullmatch(r"(?:\+?62)?0?8\d{7,11}", digits):
        return None
    national = digits.removeprefix("+").removeprefix("62").removeprefix("0")
    try:
        number = phonenumbers.parse("+62" + national, None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(text: str) -> str | None:
    value = plain_characters(text)
    return value if re.fullmatch(r"[^@\s<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value) else None


def _day_exists(day: int, month: int, year: int) -> bool:
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

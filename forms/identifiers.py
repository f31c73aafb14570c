"""Reads identifiers of people, businesses and things in Indonesia (docs/law/identifiers.md). Stored as text, without separators.

Each `read_…` raises AnswerRejected with the code of the one rule that the text breaks; the plain names answer None instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from forms.characters import plain_characters
from forms.contact import read_email, read_mobile, read_phone
from forms.question import AnswerRejected

_SEPARATORS = re.compile(r"[\s.\-]")
#: between groups of digits, where nothing else can be meant
_BETWEEN = re.compile(r"[\s.\-_/,]")
#: as spreadsheets show and store a number with more than fifteen digits: the last ones are lost
_ROUNDED = re.compile(r"\d+[eE]\+?\d+")
#: signs that look like digits, from a photograph or a typewriter
_LOOKALIKES = str.maketrans("OoIl|", "00111")
#: of the provinces: Aceh has 11, none begins with 0
FIRST_AREA = "11"
#: appended to an NPWP, they name a branch (NITKU, PMK 112/2022)
_BRANCH_DIGITS = 6


def strip(text: str) -> str:
    """Removes spaces, dots and dashes, which are for display only, and what nobody sees; digits of other scripts become 0 to 9."""
    return _SEPARATORS.sub("", plain_characters(text))


def _digits(text: str, name: str, *counts: int) -> str:
    """The digits, if there are as many as the identifier has. Its own name may stand before them, as it is copied from papers."""
    plain = plain_characters(text).lstrip("'")
    value = _BETWEEN.sub("", re.sub(rf"(?i)^(?:(?:no|nomor)\b[\s.]*)?(?:{name})?(?![a-z])[\s:.\-]*", "", plain))
    if not value.isdecimal():
        if _ROUNDED.fullmatch(value):
            raise AnswerRejected("ROUNDED", name=name)
        meant = value.translate(_LOOKALIKES)
        if meant.isdecimal() and len(meant) in counts:
            raise AnswerRejected("LOOKALIKE", readings=((meant, meant),))
        raise AnswerRejected("NOT_DIGITS", name=name)
    if len(value) not in counts:
        raise AnswerRejected("DIGITS", name=name, wanted=" / ".join(map(str, counts)), count=len(value))
    return value


def read_nik(text: str) -> str:
    """Nomor Induk Kependudukan: area of first issue, birth day (women + 40), month, year, serial.

    The century is ambiguous and areas change: neither is derived or required.
    """
    value = _digits(text, "NIK", 16)
    if value[:2] < FIRST_AREA:
        raise AnswerRejected("NIK_AREA", part=value[:2])
    day, month, year = int(value[6:8]), int(value[8:10]), int(value[10:12])
    if not _day_exists(day - 40 if day > 40 else day, month, year):
        raise AnswerRejected("NIK_BIRTH", part=value[6:12])
    if value[12:] == "0000":
        raise AnswerRejected("NIK_SERIAL")
    return value


def read_nomor_kk(text: str) -> str:
    """Nomor Kartu Keluarga: area, date of issue, serial."""
    value = _digits(text, "KK", 16)
    if not _day_exists(int(value[6:8]), int(value[8:10]), int(value[10:12])):
        raise AnswerRejected("KK_ISSUED", part=value[6:12])
    return value


def read_nip(text: str) -> str:
    """Nomor Induk Pegawai of a PNS (birth, appointment month, sex, serial) or of a PPPK (year and contract code from 21)."""
    value = _digits(text, "NIP", 18)
    try:
        birth = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        raise AnswerRejected("NIP_BIRTH", part=value[:8]) from None
    year, month, sex, serial = int(value[8:12]), int(value[12:14]), value[14], value[15:]
    contract = month >= 21
    if not contract and not 1 <= month <= 12:
        raise AnswerRejected("NIP_APPOINTED", part=value[8:14])
    if year < birth.year + 18 if contract else (year - birth.year) * 12 + month - birth.month < 18 * 12:
        raise AnswerRejected("NIP_AGE", part=value[8:14])
    if not contract and (sex not in "12" or serial == "000"):
        raise AnswerRejected("NIP_SERIAL", part=value[14:])
    return value


def read_npwp(text: str) -> str:
    """Nomor Pokok Wajib Pajak, always as 16 digits (PMK 112/2022): the NIK of a person, or 0 and the former 15 (nine pass Luhn)."""
    value = strip(text)
    if value.isdecimal() and len(value) == 16 + _BRANCH_DIGITS:
        raise AnswerRejected("NPWP_BRANCH", readings=((value[:16], value[:16]),))
    value = _digits(text, "NPWP", 15, 16)
    value = f"0{value}" if len(value) == 15 else value
    if not value.startswith("0"):
        return read_nik(value)
    if not _luhn(value[1:10]):
        raise AnswerRejected("NPWP_CHECK")
    return value


def read_nop(text: str) -> str:
    """Nomor Objek Pajak: 18 digits, the last one 0, 7 or 9 on new objects, any on old ones."""
    return _digits(text, "NOP", 18)


def read_npsn(text: str) -> str:
    value = strip(text).upper()
    if not re.fullmatch(r"[0-9A-Z]\d{7}", value):
        raise AnswerRejected("NPSN", count=len(value))
    return value


def read_nisn(text: str) -> str:
    return _digits(text, "NISN", 10)


def read_nib(text: str) -> str:
    return _digits(text, "NIB", 13)


def read_bpjs(text: str) -> str:
    return _digits(text, "BPJS", 13)


def read_kodepos(text: str) -> str:
    """Kode pos: five digits, none begins with 0."""
    value = _digits(text, "kode pos", 5)
    if value.startswith("0"):
        raise AnswerRejected("KODEPOS")
    return value


def read_plat(text: str) -> str:
    """Nomor polisi of a vehicle, as it stands on the plate: `B 1234 XYZ`."""
    found = re.fullmatch(r"([A-Z]{1,2})(\d{1,4})([A-Z]{0,3})", strip(text).upper())
    if not found or found[2].startswith("0"):
        raise AnswerRejected("PLAT")
    return " ".join(part for part in found.groups() if part)


def read_klasifikasi(text: str) -> str:
    """Kode klasifikasi arsip (Permendagri 83/2022: docs/law/archives.md#classification-codes)."""
    value = plain_characters(text)
    if not re.fullmatch(r"\d{3}(\.\d{1,2}){0,4}", value):
        raise AnswerRejected("KLASIFIKASI")
    return value


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


def _or_none(read: Callable[[str], str]) -> Callable[[str], str | None]:
    def check(text: str) -> str | None:
        try:
            return read(text)
        except AnswerRejected:
            return None

    check.__doc__ = read.__doc__
    return check


nik, nomor_kk, nip, npwp, nop = map(_or_none, (read_nik, read_nomor_kk, read_nip, read_npwp, read_nop))
npsn, nisn, nib, bpjs, klasifikasi = map(_or_none, (read_npsn, read_nisn, read_nib, read_bpjs, read_klasifikasi))
kodepos, plat, phone, mobile = map(_or_none, (read_kodepos, read_plat, read_phone, read_mobile))


def email(text: str) -> str | None:
    """The address, also one that looks mistyped: who signs in with it has had it before."""
    try:
        return read_email(text)
    except AnswerRejected as wrong:
        return str(wrong.values["typed"]) if wrong.code == "EMAIL_TYPO" else None

"""Reads how somebody is reached: telephone numbers as +62…, e-mail addresses that name one mailbox.

Raises AnswerRejected with a code for each rule; a slip that can be mended in one way only is asked back.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from forms.characters import plain_characters
from forms.question import AnswerRejected

_HOME = "62"
_BETWEEN = re.compile(r"[\s.\-()/]")
#: mobile numbers of Indonesia, also of ranges that are newer than the list of the library
_MOBILE = re.compile(rf"\+{_HOME}8\d{{7,11}}")
_MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
#: what is written beside a number and is none of it
_AROUND_PHONE = re.compile(
    r"^(?:https?://)?wa\.me/|^tel:|\b(?:no|nomor|hp|wa|whatsapp|telp|telepon|tlp|tel|phone|ponsel)\b\.?\s*:?|\(\s*[a-z ]+\s*\)$",
    re.IGNORECASE,
)
_LOOKALIKES = str.maketrans("OoIl", "0011")
#: providers at which most people have their mailbox, and those whose names are close to one of them
COMMON = ("gmail.com", "yahoo.com", "yahoo.co.id", "hotmail.com", "outlook.com", "icloud.com", "rocketmail.com")
_OTHERS = frozenset({"mail.com", "email.com", "ymail.com", "gmx.com", "outlook.co.id", "hotmail.co.id", "gmail.co.id"})
#: RFC 5322, 3.2.3: a local part without quotes; nothing in it means anything to a header
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PLACE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
#: RFC 5321, 4.5.3.1
_LONGEST_LOCAL, _LONGEST = 64, 254
_BEFORE_EMAIL = re.compile(r"^(?:e-?mail|surel)\s*:\s*")
#: as mail programs copy it: `Siti <siti@contoh.id>`
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")


def read_phone(text: str) -> str:
    """A mobile number, a landline with its area code, or a number of another country after `+`."""
    plain = _AROUND_PHONE.sub("", plain_characters(text).lstrip("'’")).strip(" ;,.:")
    if re.search(r"[A-Za-z]", plain):
        meant = plain.translate(_LOOKALIKES)
        if not re.search(r"[A-Za-z]", meant) and sum(map(str.isdecimal, plain)) > 5:
            raise AnswerRejected("LOOKALIKE", readings=((meant, meant),))
        raise AnswerRejected("PHONE_LETTERS")
    if re.search(r"\d.*[,;&]|\d\s*/\s*[0+]", plain):
        raise AnswerRejected("PHONE_TWO")
    international = _international(_BETWEEN.sub("", plain))
    if _MOBILE.fullmatch(international):
        return international
    found = _parsed(international)
    if found is None or not phonenumbers.is_valid_number(found):
        code = "PHONE_UNKNOWN" if international.startswith(f"+{_HOME}") else "PHONE_ABROAD"
        raise AnswerRejected(code, digits=len(re.sub(r"\D", "", plain)))
    return phonenumbers.format_number(found, PhoneNumberFormat.E164)


def read_mobile(text: str) -> str:
    """A number that can take messages."""
    found = read_phone(text)
    parsed = _parsed(found)
    if not _MOBILE.fullmatch(found) and (parsed is None or phonenumbers.number_type(parsed) not in _MOBILE_TYPES):
        raise AnswerRejected("PHONE_LANDLINE")
    return found


def takes_messages(number: str) -> bool:
    """Whether a number in its stored form is a mobile one."""
    try:
        return read_mobile(number) == number
    except AnswerRejected:
        return False


def phone_words(number: str) -> str:
    """A number in its stored form as it is read: `0812-3456-7890`, `(021) 5551234`, `+65 6123 4567`."""
    parsed = _parsed(number)
    if parsed is None or not phonenumbers.is_valid_number(parsed):
        return number
    home = str(parsed.country_code) == _HOME
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def _international(digits: str) -> str:
    """The number after + with its country, which only a 0, a + or the 8 of mobile numbers in front of it tells."""
    if not re.fullmatch(r"\+?\d+", digits):
        raise AnswerRejected("NOT_PHONE")
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.startswith("+"):
        # +62 (0)21 …: the 0 is dialled at home only
        return re.sub(rf"^\+{_HOME}0", f"+{_HOME}", digits)
    if digits.startswith("0"):
        return f"+{_HOME}{digits[1:]}"
    if digits.startswith(_HOME) and len(digits) >= 10:
        return f"+{digits[:2]}{digits[2:].removeprefix('0')}"
    if digits.startswith("8") and len(digits) >= 8:
        return f"+{_HOME}{digits}"
    raise AnswerRejected("PHONE_AREA")


def _parsed(international: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(international, None)
    except phonenumbers.NumberParseException:
        return None


def read_email(text: str) -> str:
    """One address, in lower case: nobody has two that differ in nothing else. A name and angle brackets around it are left out."""
    plain = _BEFORE_EMAIL.sub("", plain_characters(text).lower())
    if plain.startswith("mailto:"):
        plain = plain.removeprefix("mailto:").partition("?")[0]
    named = _NAMED.fullmatch(plain)
    if named:
        plain = named[1]
    # the point at the end of a sentence
    plain = plain.strip().rstrip(".")
    if "@@" in plain:
        raise _slip(plain)
    if plain.count("@") > 1:
        raise AnswerRejected("EMAIL_TWO")
    if "@" not in plain:
        raise _spelt_out(plain)
    if re.search(r"[\s,;]", plain):
        raise _slip(plain)
    local, _at, place = plain.partition("@")
    if not local or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise AnswerRejected("EMAIL_LOCAL")
    place = _ascii(place)
    if not _PLACE.fullmatch(place) or len(f"{local}@{place}") > _LONGEST:
        raise AnswerRejected("EMAIL_PLACE")
    # in angle brackets it was chosen, or copied from a mail
    if not named and (usual := _usual(place)):
        offered = (f"{local}@{usual}", f"{local}@{place}")
        raise AnswerRejected("EMAIL_TYPO", typed=f"{local}@{place}", readings=tuple((f"<{address}>", address) for address in offered))
    return f"{local}@{place}"


def mailbox_of(address: str) -> str:
    """Returns one name for all the addresses that reach one mailbox, for counting: without `+tag`, and at Gmail without points."""
    local, at, place = address.partition("@")
    if not at:
        return address
    local = local.partition("+")[0] or local
    if place in ("gmail.com", "googlemail.com"):
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{place}"


def _usual(place: str) -> str:
    """The common provider from whose name this one differs by one slip of the keyboard; none where it is another one's."""
    if place in COMMON or place in _OTHERS:
        return ""
    return next((usual for usual in COMMON if _one_slip(place, usual)), "")


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one sign is missing, too many, another, or two neighbours have changed places."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    first = next((place for place, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), min(len(typed), len(meant)))
    rest, wanted = typed[first:], meant[first:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return typed != meant and (rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or swapped == wanted)


def _spelt_out(plain: str) -> AnswerRejected:
    """`siti(at)contoh.id`, `siti [at] contoh [dot] id`: asked back, for `at` may be a word."""
    found = re.sub(r"\s*[\[(]?\b(?:dot|titik)\b[\])]?\s*", ".", re.sub(r"\s*[\[(]?\b(?:at|et)\b[\])]?\s*", "@", plain, count=1))
    try:
        address = read_email(found) if "@" in found else ""
    except AnswerRejected:
        address = ""
    return AnswerRejected("EMAIL_SLIP", typed=plain, readings=((address, address),)) if address else AnswerRejected("EMAIL_AT")


def _slip(plain: str) -> AnswerRejected:
    """A comma for a point, a space in between: one address can be meant, or two."""
    try:
        found = read_email(re.sub(r"[,;]", ".", re.sub(r"@+", "@", re.sub(r"\s+", "", plain))))
    except AnswerRejected as why:
        # what stands in quotation marks before the @ is one mailbox, and none that mails reach safely
        return why if plain.startswith('"') else AnswerRejected("EMAIL_TWO")
    return AnswerRejected("EMAIL_SLIP", typed=plain, readings=((found, found),))


def _ascii(place: str) -> str:
    try:
        return place.encode("idna").decode()
    except UnicodeError:
        return place

"""Known values with the ways in which people and programs write them: (kind of field, the text, the value)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from engine.feel.government.amounts import in_words

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
#: what is pasted along
AROUND = ("{}", " {} ", "\u200b{}", "{}\u00a0", "\ufeff{}\u200e")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

Writing = tuple[dict[str, Any], str, Any]


def number(chance: Random) -> Iterator[Writing]:
    digits = chance.choice((0, 0, 1, 2, 3))
    whole = chance.choice((1, 12, 250, 999, 1_000, 12_500, 250_000, 1_250_000, chance.randrange(10**9)))
    value = Decimal(whole) + (Decimal(chance.randrange(10**digits)) / 10**digits if digits else 0)
    field = {"type": "number", "decimalDigits": digits}
    _whole, _point, part = f"{value:f}".partition(".")
    for mark, point in ((".", ","), (",", "."), (" ", ","), ("'", "."), ("\u202f", ","), ("", ","), ("", ".")):
        yield field, f"{whole:,}".replace(",", mark) + (point + part if part else ""), value
    yield field, f"{whole}{',' + part if part else ''}".translate(ARABIC), value


def money(chance: Random) -> Iterator[Writing]:
    value = chance.choice((1_000, 50_000, 250_000, 1_250_000, chance.randrange(1_000, 10**11)))
    field = {"type": "number", "appearance": {"prefixAdorner": "Rp"}, "validate": {"min": 0, "max": 10**12}}
    for mark, point in ((".", ","), (",", "."), (" ", ","), ("", ",")):
        grouped = f"{value:,}".replace(",", mark)
        for before in ("", "Rp", "Rp ", "Rp. ", "rp", "IDR "):
            yield field, f"{before}{grouped}", Decimal(value)
            yield field, f"{before}{grouped}{point}-", Decimal(value)
            yield field, f"{before}{grouped}{point}00", Decimal(value)
    yield from ((field, text.format(in_words(Decimal(value))), Decimal(value)) for text in ("{}", "{} rupiah", f"Rp{value} ({{}} rupiah)"))
    thousands = value // 1000 * 1000
    for text in (f"{thousands // 1000}rb", f"{thousands // 1000} ribu", f"Rp {thousands // 1000}k"):
        yield field, text, Decimal(thousands)
    millions, rest = divmod(thousands, 10**6)
    if millions and rest:
        yield field, f"{millions} jt {rest // 1000} rb", Decimal(thousands)
        yield field, f"{millions},{rest // 1000:03}".rstrip("0") + " juta", Decimal(thousands)


def day(chance: Random) -> Iterator[Writing]:
    value = date.fromordinal(chance.randrange(date(1930, 1, 1).toordinal(), date(2060, 1, 1).toordinal()))
    field, place = {"type": "datetime"}, value.month - 1
    texts = [f"{value:%Y%m%d}", f"{value:%d%m%Y}", value.isoformat(), f"{value:%Y/%m/%d}"]
    for mark in "-/. ":
        texts += [f"{value.day}{mark}{value.month}{mark}{value.year}", f"{value:%d}{mark}{value:%m}{mark}{value.year}"]
        texts += [f"{value.day}{mark}{value.month}{mark}{value:%y}", f"{value.day}{mark}{ROMAN[place]}{mark}{value.year}"]
    texts += [
        f"{value.isoformat()}T00:00:00",
        f"{value.isoformat()}T12:00:00+07:00",
        f"tgl {value.day} bulan {value.month} tahun {value.year}",
    ]
    texts += [
        f"{WEEKDAYS[value.weekday()]}, {value.day} {MONTHS[place]} {value.year}",
        f"{value.day} {MONTHS[place]} {value.year} ({WEEKDAYS[value.weekday()]})",
    ]
    texts.append(f"{WEEKDAYS[(value.weekday() + chance.randrange(1, 7)) % 7]}, {value.day} {MONTHS[place]} {value.year}")
    for name in (MONTHS[place], MONTHS[place][:3], ENGLISH[place], ENGLISH[place][:3]):
        texts += [f"{value.day} {name} {value.year}", f"{value.day}-{name}-{value.year}", f"{name} {value.day}, {value.year}"]
        texts += [f"{value.day} {name.upper()} {value.year}", f"{value.day} {name} {value:%y}"]
    if value.day > 12:
        texts.append(f"{value.month}/{value.day}/{value.year}")
    yield from ((field, text, value.isoformat()) for text in texts)


def phone(chance: Random) -> Iterator[Writing]:
    national = chance.choice(
        (
            f"812{chance.randrange(10**8):08}",
            f"857{chance.randrange(10**7):07}",
            f"21555{chance.randrange(10**4):04}",
            f"2259{chance.randrange(10**5):05}",
        )
    )
    area, rest = (national[:2], national[2:]) if national[0] == "2" else (national[:3], national[3:])
    half = len(rest) // 2
    field = {"type": "textfield", "properties": {"identifier": "telepon"}}
    for before in ("0", "+62 ", "62", "+62 (0)", "0062 "):
        for text in (f"{area}{rest}", f"{area}-{rest}", f"{area} {rest[:half]} {rest[half:]}", f"{area}-{rest[:half]}-{rest[half:]}"):
            yield field, before + text, f"+62{national}"
    yield field, f"(0{area}) {rest[:half]}-{rest[half:]}", f"+62{national}"
    abroad = f"61{chance.randrange(10**6):06}"
    for text in (f"+65 {abroad[:4]} {abroad[4:]}", f"+65{abroad}", f"0065-{abroad}", f"(+65) {abroad}"):
        yield field, text, f"+65{abroad}"


def identifier(chance: Random) -> Iterator[Writing]:
    birth = f"{chance.randrange(1, 29) + chance.choice((0, 40)):02}{chance.randrange(1, 13):02}{chance.randrange(100):02}"
    nik = f"360399{birth}{chance.randrange(1, 10_000):04}"
    old = "099876542451000"
    for key, value in (("nik", nik), ("npwp", nik)):
        field = {"type": "textfield", "properties": {"identifier": key}}
        for mark in (" ", "-", ".", "\u2013", "\u00a0"):
            yield field, mark.join(value[start : start + 4] for start in range(0, 16, 4)), value
        yield field, value, value
    for text in (old, "09.987.654.2-451.000", "09 987 654 2 451 000", f"0{old}", f"0{old}000000"):
        yield {"type": "textfield", "properties": {"identifier": "npwp"}}, text, f"0{old}"


def place(chance: Random) -> Iterator[Writing]:
    south, east = Decimal(chance.randrange(1, 360_000)), Decimal(chance.randrange(95 * 36_000, 141 * 36_000))
    latitude, longitude = (-south / 36_000).quantize(Decimal("0.000001")), (east / 36_000).quantize(Decimal("0.000001"))

    def angle(tenths: Decimal) -> str:
        degrees, rest = divmod(tenths, 36_000)
        minutes, seconds = divmod(rest, 600)
        return f"{degrees}°{minutes}'{seconds / 10}\""

    texts = [f"{latitude}, {longitude}", f"{latitude},{longitude}", f"({latitude}, {longitude})", f"{longitude}, {latitude}"]
    texts += [f"{latitude}; {longitude}".replace(".", ","), f"{-latitude} LS, {longitude} BT", f"{-latitude}° S {longitude}° E"]
    texts += [f"{angle(south)}S {angle(east)}E", f"{angle(south)} LS, {angle(east)} BT"]
    texts += [f"https://www.google.com/maps/@{latitude},{longitude},17z", f"https://maps.google.com/?q={latitude}%2C{longitude}"]
    texts.append(f"https://www.google.com/maps/place/X/@-1.0,100.0,9z/data=!8m2!3d{latitude}!4d{longitude}")
    for which, value, least, most in (("lat", latitude, -11, 6), ("lon", longitude, 95, 141)):
        field = {"type": "number", "decimalDigits": 6, "validate": {"min": least, "max": most}, "properties": {"appearance": which}}
        yield from ((field, text, value) for text in (*texts, str(value), str(value).replace(".", ",")))


def address(chance: Random) -> Iterator[Writing]:
    name = chance.choice(("siti", "siti.aminah", "o'brien", "s+alur", "siti_2"))
    value = f"{name}@contoh{chance.randrange(1000)}.example"
    field = {"type": "textfield", "properties": {"identifier": "email"}}
    for text in (
        value,
        value.upper(),
        f"Siti Aminah <{value}>",
        f"mailto:{value}",
        f"{value}.",
        value.replace(".example", ",example"),
        value.replace("@", " @"),
    ):
        yield field, text, value


KINDS = (number, money, day, phone, identifier, place, address)


def writings(count: int, seed: int) -> Iterator[Writing]:
    """At least so many, of all kinds in turn."""
    chance, made = Random(seed), 0
    while made < count:
        for kind in KINDS:
            for field, text, value in kind(chance):
                yield field, chance.choice(AROUND).format(text), value
                made += 1

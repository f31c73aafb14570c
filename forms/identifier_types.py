"""Declares each identifier that a text field can ask for, once for the check, the pages and the editor of forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from forms import identifiers as read
from forms.contact import phone_words, read_email, read_mobile, read_phone
from forms.question import AnswerRejected
from forms.texts import Text


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """`key` stands in a form's `properties.identifier`; `read` returns the identifier in its stored form, or raises AnswerRejected."""

    key: str
    name: Text
    read: Callable[[str], str]
    #: that the editor of forms proposes
    data_class: str = "personal"
    #: whether it is, or can be, a number by which one person is known everywhere: it is sealed whatever data class a form says
    sealed: bool = False
    #: `inputmode` of its field: the keyboard of a phone
    keyboard: str | None = "numeric"
    #: `autocomplete` of its field (WCAG 1.3.5)
    autocomplete: str | None = None
    #: the stored form as people read it
    words: Callable[[str], str] = str
    #: how its digits are set apart on paper and pages
    groups: tuple[int, ...] = ()

    def __call__(self, text: str) -> str | None:
        try:
            return self.read(text)
        except AnswerRejected:
            return None


FOURS = (4, 4, 4, 4)
_ALL = (
    Identifier(key="nik", name=Text(id="NIK", en="NIK"), read=read.read_nik, data_class="sensitive", sealed=True, groups=FOURS),
    Identifier(
        key="kk",
        name=Text(id="Nomor kartu keluarga", en="Family card number"),
        read=read.read_nomor_kk,
        data_class="sensitive",
        sealed=True,
        groups=FOURS,
    ),
    Identifier(key="nip", name=Text(id="NIP", en="NIP"), read=read.read_nip, groups=(8, 6, 1, 3)),
    Identifier(key="npwp", name=Text(id="NPWP", en="NPWP"), read=read.read_npwp, data_class="sensitive", sealed=True, groups=FOURS),
    Identifier(
        key="nop", name=Text(id="NOP (PBB)", en="NOP (land tax)"), read=read.read_nop, data_class="internal", groups=(2, 2, 3, 3, 3, 4, 1)
    ),
    Identifier(key="npsn", name=Text(id="NPSN (sekolah)", en="NPSN (school)"), read=read.read_npsn, data_class="public", keyboard=None),
    Identifier(key="nisn", name=Text(id="NISN (siswa)", en="NISN (pupil)"), read=read.read_nisn),
    Identifier(key="nib", name=Text(id="NIB (usaha)", en="NIB (business)"), read=read.read_nib, groups=(4, 4, 4, 1)),
    Identifier(key="bpjs", name=Text(id="Nomor BPJS", en="BPJS number"), read=read.read_bpjs, data_class="sensitive", groups=(4, 4, 4, 1)),
    Identifier(key="kodepos", name=Text(id="Kode pos", en="Postal code"), read=read.read_kodepos, autocomplete="postal-code"),
    Identifier(key="plat", name=Text(id="Nomor polisi kendaraan", en="Number plate"), read=read.read_plat, keyboard=None),
    Identifier(
        key="klasifikasi",
        name=Text(id="Kode klasifikasi arsip", en="Archive classification"),
        read=read.read_klasifikasi,
        data_class="internal",
        keyboard=None,
    ),
    Identifier(
        key="telepon",
        name=Text(id="Nomor telepon", en="Telephone number"),
        read=read_phone,
        keyboard="tel",
        autocomplete="tel",
        words=phone_words,
    ),
    Identifier(
        key="ponsel",
        name=Text(id="Nomor ponsel (menerima pesan)", en="Mobile number (takes messages)"),
        read=read_mobile,
        keyboard="tel",
        autocomplete="tel",
        words=phone_words,
    ),
    Identifier(key="email", name=Text(id="Alamat surel", en="E-mail address"), read=read_email, keyboard="email", autocomplete="email"),
)

#: the words that a form's `properties.identifier` may hold
IDENTIFIERS = {identifier.key: identifier for identifier in _ALL}

#: a number without separators, or a masked one; shorter ones are read at a glance
_LONG = re.compile(r"[0-9*•]{12,}")


def digit_groups(text: str, identifier: str = "") -> tuple[str, ...]:
    """Divides a long number as people read it out: `3603 9945 0891 0002`, a NIP as birth, appointment, sex and serial.

    `identifier`: its kind, where it is known; any other long number is divided into fours. What is no long number comes back whole.
    """
    if not _LONG.fullmatch(text):
        return (text,)
    kind = IDENTIFIERS.get(identifier)
    sizes = kind.groups if kind and sum(kind.groups) == len(text) else (4,) * -(-len(text) // 4)
    ends = list(accumulate(sizes))
    return tuple(text[end - size : end] for size, end in zip(sizes, ends, strict=True))


#: code -> the sentence of the one rule that a text breaks
SENTENCES = {
    "NOT_DIGITS": Text(
        id="{label}: {name} hanya berisi angka. Hapus huruf dan tanda lain.",
        en="{label}: {name} has digits only. Remove everything else.",
    ),
    "DIGITS": Text(
        id="{label}: {name} terdiri atas {wanted} angka; yang Anda tulis {count} angka.",
        en="{label}: {name} has {wanted} digits; you wrote {count}.",
    ),
    "ROUNDED": Text(
        id="{label}: {name} ini dibulatkan oleh lembar kerja (Excel), sehingga angka terakhirnya hilang. Salin dari kartunya.",
        en="{label}: a spreadsheet has rounded this {name}, so that its last digits are lost. Copy it from the card.",
    ),
    "LOOKALIKE": Text(
        id="{label}: ada huruf yang mirip angka (O, I, l). Pilih nomor yang Anda maksud, atau tulis lagi.",
        en="{label}: there are signs that look like digits (O, I, l). Choose the number that you mean, or write it again.",
    ),
    "NIK_AREA": Text(
        id="{label}: dua angka pertama NIK adalah provinsi, tetapi tidak ada provinsi {part}. Periksa dengan KTP.",
        en="{label}: the first two digits of a NIK are a province, but there is no province {part}. Compare it with the identity card.",
    ),
    "NIK_BIRTH": Text(
        id="{label}: angka ke-7 sampai ke-12 NIK adalah tanggal lahir, tetapi {part} bukan tanggal. Periksa dengan KTP.",
        en="{label}: digits 7 to 12 of a NIK are the day of birth, but {part} is no day. Compare it with the identity card.",
    ),
    "NIK_SERIAL": Text(
        id="{label}: empat angka terakhir NIK tidak pernah 0000. Periksa dengan KTP.",
        en="{label}: the last four digits of a NIK are never 0000. Compare it with the identity card.",
    ),
    "KK_ISSUED": Text(
        id="{label}: angka ke-7 sampai ke-12 nomor KK adalah tanggal terbit, tetapi {part} bukan tanggal. Periksa dengan kartu keluarga.",
        en="{label}: digits 7 to 12 of a KK number are the day of issue, but {part} is no day. Compare it with the family card.",
    ),
    "NIP_BIRTH": Text(
        id="{label}: delapan angka pertama NIP adalah tanggal lahir, tetapi {part} bukan tanggal.",
        en="{label}: the first eight digits of a NIP are the day of birth, but {part} is no day.",
    ),
    "NIP_APPOINTED": Text(
        id="{label}: angka ke-9 sampai ke-14 NIP adalah tahun dan bulan pengangkatan, tetapi {part} bukan bulan.",
        en="{label}: digits 9 to 14 of a NIP are year and month of appointment, but {part} is no month.",
    ),
    "NIP_AGE": Text(
        id="{label}: menurut NIP ini pengangkatan ({part}) terjadi sebelum umur 18 tahun. Periksa angkanya.",
        en="{label}: by this NIP the appointment ({part}) was before the age of 18. Check the digits.",
    ),
    "NIP_SERIAL": Text(
        id="{label}: empat angka terakhir NIP adalah 1 atau 2 dan nomor urut, tetapi tertulis {part}.",
        en="{label}: the last four digits of a NIP are 1 or 2 and a serial, but {part} is written.",
    ),
    "NPWP_CHECK": Text(
        id="{label}: ada angka NPWP yang tertukar atau salah: angka pemeriksanya tidak cocok. Periksa dengan kartu NPWP.",
        en="{label}: digits of the NPWP are swapped or wrong: its check digit does not fit. Compare it with the card.",
    ),
    "NPWP_BRANCH": Text(
        id="{label}: 22 angka adalah nomor cabang (NITKU). Pilih NPWP-nya, yaitu 16 angka pertama.",
        en="{label}: 22 digits are the number of a branch (NITKU). Choose its NPWP, the first 16.",
    ),
    "NPSN": Text(
        id="{label}: NPSN terdiri atas satu huruf atau angka dan tujuh angka; yang Anda tulis {count}.",
        en="{label}: an NPSN has one capital or digit and seven digits; you wrote {count}.",
    ),
    "KODEPOS": Text(id="{label}: kode pos tidak pernah dimulai dengan 0.", en="{label}: no postal code begins with 0."),
    "PLAT": Text(
        id="{label}: tulis seperti pada plat: huruf, angka, huruf, misalnya B 1234 XYZ.",
        en="{label}: write it as on the plate, such as B 1234 XYZ.",
    ),
    "KLASIFIKASI": Text(id="{label}: isi kode klasifikasi, misalnya 400.3.5.", en="{label}: write a classification code, such as 400.3.5."),
    "NOT_PHONE": Text(
        id="{label}: isi nomor telepon dengan angka, misalnya 0812 3456 7890 atau (021) 555 1234.",
        en="{label}: write a telephone number in digits, such as 0812 3456 7890 or (021) 555 1234.",
    ),
    "PHONE_LETTERS": Text(
        id="{label}: tulis nomornya saja, tanpa huruf dan tanpa nomor sambungan (ext.).",
        en="{label}: write the number only, without words and extension.",
    ),
    "PHONE_TWO": Text(id="{label}: isi satu nomor saja.", en="{label}: write one number only."),
    "PHONE_AREA": Text(
        id="{label}: mulai dengan 0 dan kode wilayah, misalnya (021) 555 1234, atau dengan + dan kode negara.",
        en="{label}: begin with 0 and the area code, such as (021) 555 1234, or with + and the code of the country.",
    ),
    "PHONE_UNKNOWN": Text(
        id="{label}: nomor dengan {digits} angka ini tidak ada di Indonesia. Periksa kode wilayah dan banyaknya angka.",
        en="{label}: no number in Indonesia has these {digits} digits. Check the area code and how many digits there are.",
    ),
    "PHONE_ABROAD": Text(
        id="{label}: nomor ini tidak ada di negara dengan kode itu. Periksa angka sesudah tanda +.",
        en="{label}: there is no such number in the country of this code. Check the digits after the +.",
    ),
    "PHONE_LANDLINE": Text(
        id="{label}: nomor ini telepon rumah atau kantor. Isi nomor ponsel, yang dapat menerima pesan.",
        en="{label}: this is a landline. Write a mobile number, which can take messages.",
    ),
    "EMAIL_AT": Text(
        id="{label}: alamat surel memuat tanda @, misalnya nama@contoh.id.",
        en="{label}: an e-mail address has an @, such as nama@contoh.id.",
    ),
    "EMAIL_TWO": Text(id="{label}: isi satu alamat surel saja.", en="{label}: write one e-mail address only."),
    "EMAIL_SLIP": Text(
        id="{label}: {typed} memuat tanda yang bukan bagian alamat surel. Pilih alamat yang Anda maksud, atau tulis lagi.",
        en="{label}: {typed} has signs that are no part of an e-mail address. Choose the address that you mean, or write it again.",
    ),
    "EMAIL_TYPO": Text(
        id="{label}: {typed} mirip alamat yang lebih lazim. Pilih alamat yang Anda maksud.",
        en="{label}: {typed} is close to a more common address. Choose the address that you mean.",
    ),
    "EMAIL_LOCAL": Text(
        id="{label}: sebelum tanda @ ada huruf atau tanda yang tidak dipakai dalam alamat surel.",
        en="{label}: before the @ there is a sign that no e-mail address has.",
    ),
    "EMAIL_PLACE": Text(
        id="{label}: sesudah tanda @ tulis nama lengkap, misalnya contoh.id.",
        en="{label}: after the @ write the whole name, such as contoh.id.",
    ),
}

#: the words that a form's `properties.autocomplete` may hold: what a field asks about whoever fills it in (HTML, WCAG 2.2, 1.3.5)
AUTOFILL = frozenset(
    "off name given-name family-name honorific-prefix nickname organization organization-title street-address address-line1 address-line2 "
    "address-level1 address-level2 address-level3 address-level4 postal-code country-name bday sex email tel url".split()
)

"""Declares each identifier that a text field can ask for, once for the check, the pages and the editor of forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms.identifiers import bpjs, email, klasifikasi, nib, nik, nip, nisn, nomor_kk, nop, npsn, npwp, phone
from forms.texts import Text


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """`key` stands in a form's `properties.identifier`; `check` returns the identifier in its stored form, or None."""

    key: str
    name: Text
    check: Callable[[str], str | None]
    refusal: Text
    #: that the editor of forms proposes
    data_class: str = "personal"
    #: `inputmode` of its field: the keyboard of a phone
    keyboard: str | None = None

    def __call__(self, text: str) -> str | None:
        return self.check(text)

    @property
    def code(self) -> str:
        """Returns the error code of a text that is no such identifier."""
        return f"BAD_{self.key.upper()}"


_ALL = (
    Identifier(
        key="nik",
        name=Text(id="NIK", en="NIK"),
        check=nik,
        refusal=Text(
            id="{label}: NIK terdiri atas 16 angka, seperti pada KTP.", en="{label}: a NIK has 16 digits, as on the identity card."
        ),
        data_class="sensitive",
        keyboard="numeric",
    ),
    Identifier(
        key="kk",
        name=Text(id="Nomor kartu keluarga", en="Family card number"),
        check=nomor_kk,
        refusal=Text(
            id="{label}: nomor KK terdiri atas 16 angka, seperti pada kartu keluarga.",
            en="{label}: a KK number has 16 digits, as on the family card.",
        ),
        data_class="sensitive",
        keyboard="numeric",
    ),
    Identifier(
        key="nip",
        name=Text(id="NIP", en="NIP"),
        check=nip,
        refusal=Text(id="{label}: NIP terdiri atas 18 angka.", en="{label}: a NIP has 18 digits."),
        keyboard="numeric",
    ),
    Identifier(
        key="npwp",
        name=Text(id="NPWP", en="NPWP"),
        check=npwp,
        refusal=Text(id="{label}: NPWP terdiri atas 15 atau 16 angka.", en="{label}: an NPWP has 15 or 16 digits."),
        keyboard="numeric",
    ),
    Identifier(
        key="nop",
        name=Text(id="NOP (PBB)", en="NOP (land tax)"),
        check=nop,
        refusal=Text(id="{label}: NOP terdiri atas 18 angka, seperti pada SPPT.", en="{label}: a NOP has 18 digits, as on the SPPT."),
        data_class="internal",
        keyboard="numeric",
    ),
    Identifier(
        key="npsn",
        name=Text(id="NPSN (sekolah)", en="NPSN (school)"),
        check=npsn,
        refusal=Text(id="{label}: NPSN terdiri atas 8 huruf atau angka.", en="{label}: an NPSN has 8 characters."),
        data_class="public",
    ),
    Identifier(
        key="nisn",
        name=Text(id="NISN (siswa)", en="NISN (pupil)"),
        check=nisn,
        refusal=Text(id="{label}: NISN terdiri atas 10 angka.", en="{label}: a NISN has 10 digits."),
        keyboard="numeric",
    ),
    Identifier(
        key="nib",
        name=Text(id="NIB (usaha)", en="NIB (business)"),
        check=nib,
        refusal=Text(id="{label}: NIB terdiri atas 13 angka.", en="{label}: a NIB has 13 digits."),
        keyboard="numeric",
    ),
    Identifier(
        key="bpjs",
        name=Text(id="Nomor BPJS", en="BPJS number"),
        check=bpjs,
        refusal=Text(id="{label}: nomor kartu BPJS terdiri atas 13 angka.", en="{label}: a BPJS card number has 13 digits."),
        data_class="sensitive",
        keyboard="numeric",
    ),
    Identifier(
        key="klasifikasi",
        name=Text(id="Kode klasifikasi arsip", en="Archive classification"),
        check=klasifikasi,
        refusal=Text(id="{label}: isi kode klasifikasi, misalnya 400.3.5.", en="{label}: write a classification code, such as 400.3.5."),
        data_class="internal",
    ),
    Identifier(
        key="telepon",
        name=Text(id="Nomor telepon", en="Telephone number"),
        check=phone,
        refusal=Text(
            id="{label}: isi nomor telepon, misalnya 0812 3456 7890.", en="{label}: write a telephone number, such as 0812 3456 7890."
        ),
        keyboard="tel",
    ),
    Identifier(
        key="email",
        name=Text(id="Alamat surel", en="E-mail address"),
        check=email,
        refusal=Text(
            id="{label}: isi alamat e-mail, misalnya nama@contoh.id.", en="{label}: write an e-mail address, such as nama@contoh.id."
        ),
        keyboard="email",
    ),
)

#: the words that a form's `properties.identifier` may hold
IDENTIFIERS = {identifier.key: identifier for identifier in _ALL}

#: the words that a form's `properties.autocomplete` may hold: what a field asks about whoever fills it in (HTML, WCAG 2.2, 1.3.5)
AUTOFILL = frozenset(
    "off name given-name family-name honorific-prefix nickname organization organization-title street-address address-line1 address-line2 "
    "address-level1 address-level2 address-level3 address-level4 postal-code country-name bday sex email tel url".split()
)

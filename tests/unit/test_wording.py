"""The one writer of days, numbers and amounts, and the lint for values that nobody printed."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from casework.composition import RULES, STEPS
from engine.feel.government.wording import date_time_text, number_text, rupiah_text
from engine.packages.checks import check_resources
from engine.testing.drawing import diagram
from forms.field_type import Asked
from forms.printing import Writer, unit_of
from forms.registry import type_of
from forms.schema import read_form
from tests.support.catalogues import packages_of
from tests.support.checked_package import END, FORM, START, job
from webui.rendering.problem_text import sentence

JAKARTA = ZoneInfo("Asia/Jakarta")
ID, EN = (Writer(language=language, zone=JAKARTA) for language in ("id", "en"))


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("2026-12-15", "15 Desember 2026", "15 December 2026"),
        (date(2026, 5, 1), "1 Mei 2026", "1 May 2026"),
        ("2026-12-15T17:00:00@Asia/Jakarta", "Selasa, 15 Desember 2026, pukul 17.00 WIB", "Tuesday, 15 December 2026, 17:00 WIB"),
        ("2026-12-15T17:00:00Z", "Rabu, 16 Desember 2026, pukul 00.00 WIB", "Wednesday, 16 December 2026, 00:00 WIB"),
        (Decimal("4.0"), "4", "4"),
        (Decimal("-6.1783"), "-6,1783", "-6.1783"),
        (1_250_000, "1.250.000", "1,250,000"),
        (2026, "2026", "2026"),
        (True, "Ya", "Yes"),
        (["2026-12-15", Decimal("2.50")], "15 Desember 2026, 2,5", "15 December 2026, 2.5"),
        ({"a": "kata", "b": None}, "kata, ", "kata, "),
        ("15 Desember", "15 Desember", "15 Desember"),
        ("2026-13-45", "2026-13-45", "2026-13-45"),
    ],
)
def test_a_value_is_printed_by_its_shape(value, indonesian, english):
    assert (ID.anything(value), EN.anything(value)) == (indonesian, english)


def test_amounts_have_sen_only_where_there_are_any():
    assert [rupiah_text(Decimal(text)) for text in ("1250000", "1250000.00", "0", "-5000", "1250.5")] == [
        "Rp1.250.000", "Rp1.250.000", "Rp0", "-Rp5.000", "Rp1.250,50",
    ]  # fmt: skip
    assert rupiah_text(Decimal("1250.5"), "en") == "Rp1,250.50"
    assert number_text(Decimal("12345.600"), "id") == "12.345,6"
    assert date_time_text(datetime(2026, 11, 23, 9, 5, tzinfo=UTC)) == "Senin, 23 November 2026, pukul 09.05"


@pytest.mark.parametrize(
    ("component", "value", "shown"),
    [
        ({"type": "number", "decimalDigits": 2, "appearance": {"suffixAdorner": "m"}}, Decimal("4.0"), "4 m"),
        ({"type": "number", "appearance": {"prefixAdorner": "Rp"}}, 9000, "Rp9.000"),
        ({"type": "number", "appearance": {"prefixAdorner": "Rp."}}, 9_000_000, "Rp9.000.000 (sembilan juta rupiah)"),
        ({"type": "datetime"}, "2026-12-15", "15 Desember 2026"),
        ({"type": "checkbox"}, False, "Tidak"),
        ({"type": "radio", "values": [{"value": "a_1", "label": "Papan nama"}]}, "a_1", "Papan nama"),
        ({"type": "checklist", "values": [{"value": "a", "label": "A!"}, {"value": "b", "label": "B!"}]}, ["b", "a"], "A!, B!"),
    ],
)
def test_an_answer_is_printed_as_its_field_says(component, value, shown):
    (field,) = read_form({"id": "f", "components": [{"key": "x", "label": "X", **component}]}).fields
    prefix, suffix = ("Rp", "") if unit_of(field) == "Rp" else ("", unit_of(field))
    asked = Asked(options=field.options, prefix=prefix, suffix=suffix)
    assert type_of(field.type).summarise(value, asked, ID) == shown


def raw(*parts, template="", manifest=""):
    resources = {
        "a.bpmn": diagram(START, END, *parts, "s > j, j > e").encode(),
        "forms/a.form": json.dumps(FORM).encode(),
        "process.toml": f'[package]\nkey = "uji"\napi = 1\n\n[[case]]\nprocess = "p"\n{manifest}'.encode(),
    }
    if template:
        resources["documents/surat.typ"] = template.encode()
    found = check_resources(resources, job_types={step.name: step for step in STEPS}, rules=RULES).problems
    return [(item.resource, item.line, item.values["name"]) for item in found if item.code == "RAW_VALUE"]


RENDER = job(
    "j",
    "alur:render-document",
    [("template", '="surat"'), ("title", '="Surat"'), ("data", "={nama: nama, macam: jenis, hari: string(tanggal), jumlah: jumlah}")],
)
HEAD = '#let isi = json("data.json")\n'


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("#isi.data.macam", [(2, "macam")]),
        ("#let d = isi.data\nAda\n#d.macam pada [#d.hari]", [(4, "hari"), (4, "macam")]),
        ("#let d = isi.data\n#text(str(d.jumlah))", [(3, "jumlah")]),
        ("#isi.data.nama dan #isi.words.macam", []),
        ('#let d = isi.data\n#if d.macam == "baru" [ya] #if d.jumlah > 3 [banyak]', []),
    ],
)
def test_a_template_that_prints_a_raw_value_is_told_with_the_line(text, lines):
    assert raw(RENDER, template=HEAD + text) == [("documents/surat.typ", *line) for line in lines]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"berlaku sampai " + string(tanggal)', ["tanggal"]),
        ('"Untuk " + nama + ": " + jenis', ["jenis"]),
        ('if jumlah > 3 then "banyak: " + string(jumlah) else "sedikit"', ["jumlah"]),
        ('"berlaku sampai {tanggal}"', []),
        ('"berlaku sampai " + tanggal indonesia(tanggal) + ", " + rupiah(jumlah)', []),
    ],
)
def test_a_notice_that_prints_a_raw_value_is_told(text, names):
    parts = job("j", "alur:notify-applicant", [("subject", '="ada kabar"'), ("text", f"={text}")])
    assert [name for _path, _line, name in raw(parts)] == names


def test_the_title_of_a_case_is_looked_at_too():
    manifest = 'title = "=nama + jenis"\norigin = "tanggal"\n'
    assert raw(element_that_does_nothing(), manifest=manifest) == [("process.toml", None, "jenis"), ("process.toml", None, "tanggal")]


def element_that_does_nothing():
    return job("j", "alur:notify-applicant", [("subject", '="x"'), ("text", '="y"')])


def test_nothing_raw_is_printed_by_the_packages_that_come_with_the_product():
    catalogue = packages_of(Path(__file__).resolve().parents[2] / "processes")
    for package in catalogue:
        found = check_resources(package.resources, job_types=catalogue.all_job_types, rules=RULES).problems
        assert [sentence(problem, "id") for problem in found if problem.code == "RAW_VALUE"] == []

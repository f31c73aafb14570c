"""Files keep no name that a package refuses: they get one that fits, and come back to the file that they are a copy of."""

import pytest

from engine.packages.paths import is_allowed
from workshop.drafts.fitting_paths import fitting_path

BPMN = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="%s"/></definitions>'
DMN = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="%s"/></definitions>'
FORM = '{"id": "%s", "type": "default", "components": []}'


@pytest.mark.parametrize(
    ("name", "content", "path"),
    [
        ("izin_usaha.bpmn", BPMN, "izin_usaha.bpmn"),
        ("Izin Usaha (v2).bpmn", BPMN, "izin_usaha_v2.bpmn"),
        ("Perizinan – Reklame (1).bpmn", BPMN, "perizinan_reklame.bpmn"),
        ("PROSES.BPMN", BPMN, "proses.bpmn"),
        ("proses.bpmn20.xml", BPMN, "proses.bpmn"),
        ("tarif.xml", DMN, "tarif.dmn"),
        ("2026 tarif pajak.dmn", DMN, "berkas_2026_tarif_pajak.dmn"),
        ("Formulir Pajak.form", FORM, "forms/formulir_pajak.form"),
        ("formulir.json", FORM, "forms/formulir.form"),
        ("Prosès Čertifikát.bpmn", BPMN, "proses_certifikat.bpmn"),
        ("流程.bpmn", BPMN, "diagram.bpmn"),
        ("Surat Izin.typ", "%s", "documents/surat_izin.typ"),
        ("a" * 90 + " b.bpmn", BPMN, "a" * 56 + ".bpmn"),
    ],
)
def test_a_name_is_written_as_a_package_needs_it(name, content, path):
    assert fitting_path(name, (content % "x").encode(), {}) == path
    assert is_allowed(path)


@pytest.mark.parametrize("name", ["skrip.py", "gambar.png", "catatan.xml", "tanpa"])
def test_a_file_of_no_known_kind_keeps_its_name_and_is_refused_with_it(name):
    assert fitting_path(name, b"<x/>", {}) == name
    assert not is_allowed(name)


def test_a_copy_replaces_the_file_with_its_id_and_nothing_else():
    files = {"izin.bpmn": (BPMN % "izin").encode(), "tarif.dmn": (DMN % "izin").encode(), "izin_baru.bpmn": (BPMN % "lain").encode()}
    assert fitting_path("Izin Baru.bpmn", (BPMN % "izin").encode(), files) == "izin.bpmn"
    assert fitting_path("Izin Baru.bpmn", (BPMN % "ketiga").encode(), files) == "izin_baru_2.bpmn"
    assert fitting_path("Izin Baru.bpmn", (BPMN % "ketiga").encode(), files, {"izin_baru_2.bpmn"}) == "izin_baru_3.bpmn"
    assert fitting_path("izin_baru.bpmn", (BPMN % "izin").encode(), files) == "izin_baru.bpmn"  # a name that fits is meant
    assert fitting_path("Rusak (1).bpmn", b"<definitions", files) == "rusak.bpmn"

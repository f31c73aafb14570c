"""Broken, hostile and unsupported files: a clear sentence in the reader's language, status 422, and the process goes on."""

import io
import re

import pytest

from tests.support.tables import NAMESPACE, table
from webui.rendering.problem_text import INDONESIAN
from webui.settings import ROOT

BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
BODY = '<process id="p"><startEvent id="s"/><sequenceFlow sourceRef="s" targetRef="e"/><endEvent id="e"/></process>'
LAUGHS = "<!DOCTYPE d [" + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9)) + "]>"


def diagram(body, head=""):
    return f"<?xml version='1.0'?>{head}<definitions {BPMN}>{body}</definitions>".encode()


@pytest.mark.parametrize(
    ("content", "sentence", "english"),
    [
        (b"", "bukan XML yang benar", "no well-formed XML"),
        (b"<definitions", "bukan XML yang benar", "no well-formed XML"),
        (b"\x00\x01\x02", "bukan XML yang benar", "no well-formed XML"),
        (b"<html/>", "bukan BPMN 2.0", "no BPMN 2.0"),
        (diagram(BODY, "<!DOCTYPE definitions SYSTEM 'file:///etc/passwd'>"), "DOCTYPE", "document type"),
        (diagram("&l9;" + BODY, LAUGHS), "DOCTYPE", "document type"),
        (diagram(BODY, "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>").decode().encode("utf-16"), "DOCTYPE", "document type"),
        (lambda: diagram(f"<!--{'x' * 10_000_000}-->" + BODY), "terlalu besar", "are allowed"),
        (
            lambda: diagram("<process id='p'>" + "<task/>" * 6_000 + "</process>"),
            "terlalu banyak elemen: 6000 langkah",
            "6000 steps and flows",
        ),
        (lambda: diagram(BODY + "<category/>" * 100_001), "terlalu banyak elemen XML: 10000", "more than the 100000"),
        (
            diagram("<process id='p'>" + "<subProcess>" * 200 + "</subProcess>" * 200 + "</process>"),
            "bersarang terlalu dalam",
            "nested deeper",
        ),
        (diagram(BODY.replace('"p"', f'"p{"x" * 255}"')), "terlalu panjang untuk disimpan", "has 256 characters"),
        (diagram("<process id='p'><endEvent id='e'/></process>"), "Tidak ada peristiwa awal", "no start event"),
        (
            diagram(BODY.replace("<endEvent", "<eventBasedGateway id='g'/><endEvent")),
            "g: Tidak ada alur yang keluar dari sini",
            "No flow leads on from here",
        ),
        (
            diagram(
                "<process id='p'><startEvent id='s'/><sequenceFlow sourceRef='s' targetRef='x'/><scriptTask id='x' scriptFormat='python'>"
                "<script>__import__('os').system('id')</script></scriptTask></process>"
            ),
            "x: Tugas skrip tidak mempunyai rumus FEEL",
            "no FEEL expression",
        ),
    ],
)
def test_a_hostile_or_broken_diagram_is_refused_in_the_readers_words(browse, content, sentence, english):
    # what is long is made here: each worker would make it while it collects
    content = content() if callable(content) else content
    operator = browse("operator")
    operator.get("/kelola/paket")
    answer = operator.post("/kelola/periksa", berkas=(io.BytesIO(content), "uji.bpmn"))
    assert answer.status_code == 422
    assert sentence in operator.page
    operator.post("/bahasa", bahasa="en", lanjut="/kelola/paket")
    operator.get("/kelola/paket")
    operator.post("/kelola/periksa", berkas=(io.BytesIO(content), "uji.bpmn"))
    assert english in operator.page


def test_a_good_diagram_is_praised_and_not_kept(browse, web):
    operator = browse("operator")
    operator.get("/kelola/paket")
    assert operator.post("/kelola/periksa", berkas=(io.BytesIO(diagram(BODY)), "uji.bpmn")).status_code == 200
    assert "tidak ada yang salah" in operator.page
    assert operator.post("/kelola/periksa", berkas=(io.BytesIO(b"x"), "uji.exe")).status_code == 422


def test_a_table_with_an_overlap_is_told_with_an_example(browse):
    operator = browse("operator")
    operator.get("/kelola/paket")
    rules = table([("<= 5", '"a"'), (">= 5", '"b"')], inputs={"luas": "number"})
    content = f'<definitions xmlns="{NAMESPACE}" name="x"><decision id="d" name="Tarif">{rules}</decision></definitions>'.encode()
    assert operator.post("/kelola/periksa", berkas=(io.BytesIO(content), "tarif.dmn")).status_code == 422
    assert "Baris 1 dan 2 tabel &#39;Tarif&#39; sama-sama cocok, misalnya untuk luas = 5." in operator.page
    assert operator.post("/kelola/periksa", berkas=(io.BytesIO(b"<x/>"), "tarif.dmn")).status_code == 422
    assert "bukan DMN" in operator.page


def test_every_problem_can_be_told_in_indonesian():
    codes = set()
    for pattern in ("engine/bpmn/**/*.py", "engine/dmn/*.py", "engine/packages/*.py", "forms/lint.py"):
        for path in ROOT.glob(pattern):
            text = path.read_text()
            codes |= set(re.findall(r'(?:code=|problem\(\s*|add\(\s*|refuse\(\s*|missing\(\s*|yield |\(\()"([A-Z][A-Z_]{3,})"', text))
            codes |= set(re.findall(r'return \[\("([A-Z_]+)"', text))
    assert codes - {"LIMIT"} <= set(INDONESIAN), codes - set(INDONESIAN)


def test_whom_nobody_bears_is_told_with_the_check_and_with_publishing(browse):
    """Known: agendaris@setda. The rest would find nobody when the task comes."""
    operator = browse("operator")
    operator.get("/kelola/paket")
    steps = "".join(
        f"<sequenceFlow sourceRef='{before}' targetRef='t{number}'/><userTask id='t{number}'><extensionElements><zeebe:assignmentDefinition "
        f"{names}/></extensionElements></userTask>"
        for number, (before, names) in enumerate(
            (
                ("s", 'candidateGroups="agendaris@setda"'),
                ("t0", 'candidateGroups="agendaris@setda, juru_tulis@setda"'),
                ("t1", 'candidateGroups="kasi@dinas_khayal"'),
                ("t2", 'candidateGroups="agendaris"'),
                ("t3", 'assignee="kepala.khayal"'),
                ("t4", "candidateGroups='=[\"kasi@\" + unit]'"),
            )
        )
    )
    head = "<process id='p'><startEvent id='s'/>" + steps + "<sequenceFlow sourceRef='t5' targetRef='e'/><endEvent id='e'/></process>"
    content = diagram(head).replace(b"<definitions", b'<definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"')
    answer = operator.post("/kelola/periksa", berkas=(io.BytesIO(content), "uji.bpmn"))
    assert answer.status_code == 200
    for element, sentence in (
        ("t1", "Tidak ada jabatan dengan peran &#39;juru_tulis@setda&#39;"),
        ("t2", "Unit &#39;dinas_khayal&#39; tidak ada"),
        ("t3", "Kelompok &#39;agendaris&#39; tidak menyebut"),
        ("t4", "Jabatan &#39;kepala.khayal&#39; tidak ada"),
    ):
        assert re.search(rf"{element}: {re.escape(sentence)}", operator.page), (element, operator.page)
    assert not re.search(r"\bt[05]: (Tidak ada jabatan|Unit|Kelompok|Jabatan)", operator.page)

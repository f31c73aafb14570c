"""What cannot be right in the expressions of a package is told before any case runs, and what can be right is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from casework.composition import RULES
from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.packages.checks import check_resources
from engine.packages.content_cache import ContentCache
from engine.packages.deployed import deployed_processes
from engine.testing.drawing import diagram, element, event, sub_process
from tests.support.catalogues import packages_of
from tests.support.checked_package import CODES, END, FORM, JOBS, START, VERDICT, expression, gateway, job, of, task, told
from webui.rendering.problem_text import INDONESIAN, sentence

ROOT = Path(__file__).resolve().parents[2]


WRONG = {
    "an unknown name": ('nma = "x"', "UNKNOWN_NAME"),
    "a text with a number": ("nama > 5", "COMPARED_TYPES"),
    "a number that may be left out": ("usia > 17", "MAY_BE_NULL"),
    "a choice that nobody offers": ('jenis = "Baru"', "NEVER_EQUAL"),
    "a condition that is none": ("jumlah", "EXPECTED_TYPE"),
    "a text less a day": ('nama - duration("P1D") = "x"', "OPERAND_TYPES"),
    "a text with a day": ('nama < date("2026-01-01")', "COMPARED_TYPES"),
    "a day with a number": ("tanggal > 5", "COMPARED_TYPES"),
    "a day less a text": ('tanggal - nama > duration("P1D")', "OPERAND_TYPES"),
    "a function that takes no number": ('contains(jumlah, "1")', "ARGUMENT_TYPES"),
    "an answer that is asked for elsewhere": ("nomor_lama > 5", "MAY_BE_NULL"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_condition_that_cannot_be_right(name):
    text, code = WRONG[name]
    (problem,) = told(START, END, *gateway(text), "s > g")
    assert (problem.element, problem.code, problem.severity) == ("g", code, "warning")
    assert problem.values["way"] == "s → g"
    assert "s → g" in sentence(problem, "id")
    assert problem.message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        'nama = "x"',
        "jumlah > 5",
        "usia != null and usia > 17",
        "usia = null or usia > 17",
        'jenis = "ulang" and nomor_lama > 5',
        'jenis != "baru" and nomor_lama > 5',
        "setuju",
        'date(tanggal) > date("2026-01-01")',
        'tanggal > date("2026-01-01") and tanggal < today()',
        'tanggal - duration("P1D") > date("2026-01-01") and contains("Tanggal " + tanggal, "x")',
        'tanggal - today() > duration("P1D") and today() > "2026-01-01"',
        'application.number = "x" or true',
    ],
)
def test_a_condition_that_can_be_right(text):
    service = '[[service]]\nkey = "uji"\nprocess = "p"\nname = "Uji"\nsummary = "Uji."\n'
    assert of(START, END, *gateway(text), "s > g", manifest=service if "application" in text else "") == []


def test_a_name_is_told_with_the_ones_that_are_like_it():
    (problem,) = told(START, END, *gateway("jumlh > 5"), "s > g")
    assert "Is 'jumlah' meant?" in problem.message
    assert "mirip: jumlah" in sentence(problem, "id")


def test_who_starts_a_process_without_a_form_may_give_anything():
    assert of(event("start", "s"), END, *gateway("siapa > 5"), "s > g") == []


def test_a_way_that_does_not_write_is_named():
    parts = (
        element("exclusiveGateway", "a", default="a_b"),
        expression("x", "1"),
        element("exclusiveGateway", "b"),
        *gateway("hasil_x > 0"),
    )
    (problem,) = told(START, END, *parts, 's > a, a > x: jenis = "baru", a > b, x > b, b > g')
    assert (problem.element, problem.code, problem.values["way"]) == ("g", "MAY_BE_NULL", "s → a → b → g")


def test_the_same_condition_leads_to_what_was_written_under_it():
    parts = (element("exclusiveGateway", "a", default="a_b"), expression("x", "1"), element("exclusiveGateway", "b"))
    way = 's > a, a > x: jenis = "baru", a > b, x > b, b > g'
    assert of(START, END, *parts, *gateway('jenis = "baru" and hasil_x > 0'), way) == []


def test_the_answers_of_a_task_are_known_behind_it():
    way = "s > t, t > g"
    assert of(START, END, task("t", "putusan"), *gateway('putusan = "tolak" and contains(alasan, "x")'), way) == []
    assert of(START, END, task("t", "putusan"), *gateway('putusan = "setuju" and contains(alasan, "x")'), way) == [("g", "MAY_BE_NULL")]
    assert of(START, END, task("t", "putusan"), *gateway('putusan = "setuju" and catatan = "x"'), way) == [("g", "UNKNOWN_NAME")]


def test_the_expressions_of_a_form_see_its_answers_and_the_case():
    asked = [
        {"key": "alasan", "type": "textarea", "label": "Alasan", "conditional": {"hide": '=ptusan = "setuju"'}},
        {"key": "biaya", "type": "number", "label": "Biaya", "validate": {"max": "=jumlah", "feel": "=biaya < jumlah and usia > 3"}},
        {"key": "batas", "type": "datetime", "label": "Batas", "validate": {"min": "=tanggal", "feel": "=batas > jumlah"}},
    ]
    form = {"id": "putusan", "components": [VERDICT["components"][0], *asked]}
    found = told(START, END, task("t", "putusan"), *gateway('putusan = "tolak"'), "s > t, t > g", forms=(FORM, form))
    assert [(problem.code, problem.values["place"]) for problem in found] == [
        ("UNKNOWN_NAME", "field alasan, conditional.hide"),
        ("COMPARED_TYPES", "field batas, validate.feel"),
    ]
    assert "Is 'putusan' meant?" in found[0].message


def test_only_what_is_mapped_leaves_a_task():
    mapping = '<zeebe:ioMapping><zeebe:output source="=putusan" target="hasil"/></zeebe:ioMapping>'
    parts = (START, END, task("t", "putusan", mapping))
    assert of(*parts, *gateway('hasil = "tolak"'), "s > t, t > g") == []
    assert of(*parts, *gateway('putusan = "tolak"'), "s > t, t > g") == [("g", "UNKNOWN_NAME")]
    assert of(*parts, *gateway('hasil = "ditolak"'), "s > t, t > g") == [("g", "NEVER_EQUAL")]


def test_a_service_process_says_what_it_gives_and_takes():
    call = job("j", "uji:cari", [("nik", "=nama")])
    assert of(START, END, call, *gateway("kawin"), "s > j, j > g") == []
    assert of(START, END, call, *gateway('kawin = "ya"'), "s > j, j > g") == [("g", "COMPARED_TYPES")]
    assert of(START, END, call, *gateway("string length(alamat) > 3"), "s > j, j > g") == [("g", "MAY_BE_NULL")]
    assert of(START, END, job("j", "uji:cari", [("umur", "=usia")]), "s > j, j > e") == [("j", "INPUT_MISSING")]
    assert of(START, END, job("j", "uji:cari", [("nik", "=jumlah")]), "s > j, j > e") == [("j", "EXPECTED_TYPE")]


def test_a_listener_gives_what_its_service_gives():
    listened = '<zeebe:executionListeners><zeebe:executionListener eventType="end" type="uji:cari"/></zeebe:executionListeners>'
    parts = (START, END, task("t", "putusan", listened))
    assert of(*parts, *gateway('kawin and putusan = "tolak"'), "s > t, t > g") == []
    assert of(*parts, *gateway('kawn and putusan = "tolak"'), "s > t, t > g") == [("g", "UNKNOWN_NAME")]


def test_a_decision_says_what_it_gives_and_reads():
    call = element(
        "businessRuleTask", "d", '<extensionElements><zeebe:calledDecision decisionId="tarif" resultVariable="tarif"/></extensionElements>'
    )
    assert of(START, END, call, *gateway("tarif.biaya > 3"), "s > d, d > g") == []
    assert of(START, END, call, *gateway("tarif.harga > 3"), "s > d, d > g") == [("g", "UNKNOWN_ENTRY")]
    assert of(START, END, call, *gateway("tarif.kelas > 3"), "s > d, d > g") == [("g", "COMPARED_TYPES")]
    assert of(START, END, call, "s > d, d > e", table="luas") == [("d", "UNKNOWN_NAME")]


CALLED = diagram(event("start", "s"), END, expression("x", "1"), "s > x, x > e", identifier="anak").encode()


def test_a_called_process_says_what_it_gives():
    kept = ContentCache()
    manifest = (
        b'[package]\nkey = "anak"\napi = 1\n[[callable]]\nprocess = "anak"\nname = "Anak"\n'
        b'[[callable.input]]\nname = "jumlah"\nlabel = "Jumlah"\nrequired = true\n'
    )
    known = deployed_processes({"anak.bpmn": CALLED, "process.toml": manifest}, RULES, kept)
    mapped = '<zeebe:ioMapping><zeebe:input source="=jumlah" target="jumlah"/></zeebe:ioMapping>'
    inner = '<extensionElements><zeebe:calledElement processId="anak" propagateAllParentVariables="false"/>{}</extensionElements>'
    call, lacking = element("callActivity", "c", inner.format(mapped)), element("callActivity", "c", inner.format(""))
    assert of(START, END, call, *gateway("hasil_x > 0"), "s > c, c > g", elsewhere=known.get) == []
    assert of(START, END, call, *gateway("hasil_y > 0"), "s > c, c > g", elsewhere=known.get) == [("g", "UNKNOWN_NAME")]
    assert of(START, END, lacking, "s > c, c > e", elsewhere=known.get) == [("c", "INPUT_MISSING")]
    assert of(START, END, call, *gateway("hasil_y > 0"), "s > c, c > g") == [], "of a process that is not there nothing is known"


def test_each_instance_of_a_repetition_sees_its_item():
    loop = (
        '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1, 2]" inputElement="butir" '
        'outputCollection="hasil" outputElement="={}"/></extensionElements></multiInstanceLoopCharacteristics>'
    )
    inside = sub_process(
        "r", loop.format("butir + hasil_x"), event("start", "i"), event("end", "o"), expression("x", "butir * 2"), "i > x, x > o"
    )
    assert of(START, END, inside, *gateway("sum(hasil) > 3 and count(hasil) > 1"), "s > r, r > g") == []
    assert of(START, END, inside, *gateway("hasil > 3"), "s > r, r > g") == [("g", "COMPARED_TYPES")]
    assert of(START, END, inside, *gateway("butir > 3"), "s > r, r > g") == [("g", "UNKNOWN_NAME")]
    text = sub_process(
        "r", loop.format("butir"), event("start", "i"), event("end", "o"), expression("x", "upper case(butir)"), "i > x, x > o"
    )
    assert of(START, END, text, "s > r, r > e") == [("x", "ARGUMENT_TYPES")]


def test_a_message_may_bring_anything():
    parts = (START, END, event("catch", "c", "message N"), *gateway("bukti > 3"))
    assert of(*parts, "s > c, c > g") == []


def test_an_answer_that_nothing_reads():
    way, forms = "s > t, t > g", (FORM, {"id": "putusan", "components": VERDICT["components"][:1]})
    parts = (START, END, task("t", "putusan"), *gateway("jumlah > 3"), way)
    assert of(*parts, forms=forms) == [("t", "UNREAD_ANSWER")]
    assert of(*parts, forms=forms, manifest='facts = ["putusan", "nama", "tanggal", "nomor_lama"]\n') == []
    assert of(*parts) == [], "a field of the form is asked by it"
    assert of(START, END, task("t", "putusan"), "s > t, t > e", forms=forms) == [], "nothing depends on it: it is a note"


def test_an_answer_of_the_start_form_that_nothing_reads():
    way, facts = "s > t, t > e", 'facts = ["nama", "tanggal"]\n'
    parts = (START, END, task("t"), way)
    assert of(*parts) == [], "nothing is shown and no way parts: it is a note"
    assert [(item.element, item.code, item.values["name"]) for item in told(*parts, manifest=facts)] == [
        ("s", "UNREAD_ANSWER", "nomor_lama")
    ]
    assert of(*parts, manifest='facts = ["nama", "tanggal", "nomor_lama"]\n') == [], (
        "`jenis` is read by the form itself, `jumlah` by a table"
    )
    service = '[[service]]\nkey = "uji"\nprocess = "p"\nname = "Uji"\nsummary = "Uji"\n'
    assert of(*parts, manifest=facts + service) == [], "officers read the whole application"


def test_a_case_is_shown_by_variables_that_it_has():
    parts = (START, END, task("t", "putusan"), *gateway('putusan = "tolak"'), "s > t, t > g")
    right = 'title = "=nama"\nfacts = ["putusan", "alasan", "jumlah", "initiator", "tanggal", "nomor_lama"]\norigin = "nama"\n'
    assert of(*parts, manifest=right) == []
    wrong = 'title = "=\'Izin \' + nma"\nfacts = ["putusn", "alasan"]\ntree_who = "siapa"\n'.replace("'", '\\"')
    found = told(*parts, manifest=wrong)
    found = [problem for problem in found if problem.code != "UNREAD_ANSWER"]
    assert [(problem.code, problem.values["name"]) for problem in found] == [("UNKNOWN_FACT", name) for name in ("nma", "putusn", "siapa")]
    assert found[1].resource == "process.toml"
    assert "(mirip: putusan)" in sentence(found[1], "id")


def test_a_process_that_is_too_large_is_told_of(monkeypatch):
    monkeypatch.setattr("engine.bpmn.data_flow.analysis.MAX_WORK", 100)
    assert of(START, END, *gateway("jumlh > 5"), "s > g") == [("p", "VALUES_UNCHECKED")]


def test_a_diagram_alone_is_told_what_it_contradicts_itself():
    xml = diagram(event("start", "s"), END, expression("x", '"a"'), *gateway("hasil_x > 3 or siapa > 3"), "s > x, x > g")
    codes = [problem.code for problem in lint_diagram(read_diagram(xml.encode())) if problem.code in CODES]
    assert codes == ["COMPARED_TYPES"]


def test_what_changes_nothing_is_not_looked_at_again(monkeypatch):
    kept, runs = ContentCache(), []
    from engine.packages.values import checks as value_checks

    monkeypatch.setattr(value_checks, "_problems", lambda *given: runs.append(given) or ())
    resources = {"uji.bpmn": diagram(START, END, task("t"), "s > t, t > e").encode(), "forms/a.form": json.dumps(FORM).encode()}
    for _time in range(2):
        check_resources(resources, job_types=JOBS, rules=RULES, kept=kept)
    assert len(runs) == 1
    check_resources(resources | {"forms/a.form": json.dumps({**FORM, "components": []}).encode()}, job_types=JOBS, rules=RULES, kept=kept)
    assert len(runs) == 2


def test_every_finding_has_a_sentence():
    assert set(INDONESIAN) >= CODES
    assert all(re.search(r"\.$", INDONESIAN[code]) for code in CODES)


def test_nothing_is_told_of_the_packages_that_come_with_the_product():
    catalogue, kept = packages_of(ROOT / "processes"), ContentCache()
    known = {}
    for package in catalogue:
        known |= deployed_processes(package.resources, RULES, kept)
    for package in catalogue:
        found = check_resources(package.resources, job_types=catalogue.all_job_types, rules=RULES, kept=kept, elsewhere=known.get)
        assert [str(problem) for problem in found.problems if problem.code in CODES] == []
    assert len(known) >= 7

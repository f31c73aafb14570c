"""A package in few words, and what is told of the values in its diagrams."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import get_args
from xml.sax.saxutils import quoteattr

from casework.composition import RULES, STEPS
from engine.feel.inference.findings import TypeCode
from engine.packages.checks import check_resources
from engine.sdk import JobContext, job_handler
from engine.testing.drawing import diagram, element, event, script

CODES = {*get_args(TypeCode), "UNREAD_ANSWER", "UNKNOWN_FACT", "VALUES_UNCHECKED"}
PROPERTY = '<zeebe:assignmentDefinition candidateGroups="kasi@unit"/>'


@dataclass(frozen=True, kw_only=True)
class Person:
    nik: str
    umur: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    nama: str
    kawin: bool
    alamat: str | None


@job_handler("uji:cari")
def look_up(context: JobContext, person: Person) -> Found:
    raise NotImplementedError


JOBS = {"uji:cari": look_up.__job_type__, **{step.name: step for step in STEPS}}
FORM = {
    "id": "permohonan",
    "components": [
        {"key": "nama", "type": "textfield", "label": "Nama", "validate": {"required": True}},
        {"key": "tanggal", "type": "datetime", "label": "Tanggal", "validate": {"required": True}},
        {"key": "jumlah", "type": "number", "label": "Jumlah", "validate": {"required": True}},
        {"key": "usia", "type": "number", "label": "Usia"},
        {"key": "setuju", "type": "checkbox", "label": "Setuju"},
        {
            "key": "jenis",
            "type": "radio",
            "label": "Jenis",
            "values": [{"value": "baru", "label": "Baru"}, {"value": "ulang", "label": "Ulang"}],
            "validate": {"required": True},
        },
        {
            "key": "nomor_lama",
            "type": "number",
            "label": "Nomor lama",
            "validate": {"required": True},
            "conditional": {"hide": '=jenis != "ulang"'},
        },
    ],
}
VERDICT = {
    "id": "putusan",
    "components": [
        {
            "key": "putusan",
            "type": "radio",
            "label": "Putusan",
            "values": [{"value": "setuju", "label": "Setuju"}, {"value": "tolak", "label": "Tolak"}],
            "validate": {"required": True},
        },
        {
            "key": "alasan",
            "type": "textarea",
            "label": "Alasan",
            "validate": {"required": True},
            "conditional": {"hide": '=putusan = "setuju"'},
        },
    ],
}
DECISION = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="d" namespace="d">'
    '<decision id="tarif" name="tarif"><decisionTable id="t" hitPolicy="FIRST">'
    '<input id="i" label="luas"><inputExpression id="ie" typeRef="number"><text>LUAS</text></inputExpression></input>'
    '<output id="o" name="kelas" typeRef="string"/><output id="o2" name="biaya" typeRef="number"/>'
    '<rule id="r"><inputEntry id="a"><text>-</text></inputEntry><outputEntry id="b"><text>"kecil"</text></outputEntry>'
    '<outputEntry id="c"><text>5</text></outputEntry></rule></decisionTable></decision></definitions>'
)
START = element("startEvent", "s", '<extensionElements><zeebe:formDefinition formId="permohonan"/></extensionElements>')
END = event("end", "e")


def task(name, form="", extra=""):
    return element(
        "userTask",
        name,
        f"<extensionElements>{f'<zeebe:formDefinition formId={quoteattr(form)}/>' if form else ''}{PROPERTY}{extra}</extensionElements>",
    )


def job(name, kind, inputs="", outputs=""):
    mapping = "".join(f'<zeebe:input source={quoteattr(source)} target="{target}"/>' for target, source in inputs) if inputs else ""
    mapping += "".join(f'<zeebe:output source={quoteattr(source)} target="{target}"/>' for target, source in outputs) if outputs else ""
    return element(
        "serviceTask",
        name,
        f'<extensionElements><zeebe:taskDefinition type="{kind}"/><zeebe:ioMapping>{mapping}</zeebe:ioMapping></extensionElements>',
    )


def expression(name, text):
    return script(name, text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;"), f"hasil_{name}")


def gateway(condition):
    """An exclusive gateway with this condition, and the ways on."""
    text = condition.replace("&", "&amp;").replace("<", "&lt;")
    flow = f'<sequenceFlow id="g_m" sourceRef="g" targetRef="m"><conditionExpression>={text}</conditionExpression></sequenceFlow>'
    return element("exclusiveGateway", "g", default="g_e") + element("manualTask", "m") + flow, "g > e, m > e"


def told(*parts, manifest="", table="jumlah", forms=(FORM, VERDICT), elsewhere=None, codes=CODES):
    resources = {
        "uji.bpmn": diagram(*parts).encode(),
        "tarif.dmn": DECISION.replace("LUAS", table).encode(),
        "process.toml": f'[package]\nkey = "uji"\napi = 1\n[[case]]\nprocess = "p"\n{manifest}'.encode(),
        **{f"forms/{form['id']}.form": json.dumps(form).encode() for form in forms},
    }
    found = check_resources(resources, job_types=JOBS, rules=RULES, elsewhere=elsewhere or (lambda key: None)).problems
    assert not [problem for problem in found if problem.severity == "error" and not problem.code.startswith("SERVICE_")], found
    return [problem for problem in found if problem.code in codes]


def of(*parts, **options):
    return [(problem.element, problem.code) for problem in told(*parts, **options)]

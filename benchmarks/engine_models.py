"""Processes of the benchmark of the engine: a chain of tasks, a loop, and a task for each of many."""

from __future__ import annotations

from engine.testing.drawing import HEAD, element, event, process

START, END = event("start", "s"), event("end", "e")
ASSIGNED = '<extensionElements><zeebe:assignmentDefinition candidateGroups="kabid@dinas"/>{}</extensionElements>'


def _task(name: str, inner: str = "", mappings: str = "") -> str:
    return element("userTask", name, f"{ASSIGNED.format(mappings)}{inner}")


def _each(of: str, *, collected: bool) -> str:
    output = ' outputCollection="putusan_semua" outputElement="=putusan"' if collected else ""
    return (
        "<multiInstanceLoopCharacteristics><extensionElements>"
        f'<zeebe:loopCharacteristics inputCollection="{of}" inputElement="unit"{output}/>'
        "</extensionElements></multiInstanceLoopCharacteristics>"
    )


def _file(*parts: str, identifier: str = "p") -> str:
    return f"{HEAD}{process(START, END, *parts, identifier=identifier)}</definitions>"


_CHAIN = ("".join(_task(name) for name in "tuv"), "s > t > u > v > e")
_GATE = element("exclusiveGateway", "g", default="g_t")
CHAIN = _file(*_CHAIN)
LOOP = _file(_task("t"), _GATE, 's > t > g, g > t, g > e: putusan = "selesai"')
REPEATED = _file(_task("t", _each("=unit_kerja", collected=True)), "s > t > e")
#: started with an answer that says how many
COUNTED = _file(_task("t", _each("=for i in 1..jumlah return i", collected=True)), "s > t > e", identifier="berulang")
FORM = b'{"id": "f", "components": [{"type": "number", "key": "jumlah", "label": "Jumlah", "decimalDigits": 0}]}'
_WITH_FORM = '<extensionElements><zeebe:formDefinition formId="f"/></extensionElements></startEvent>'
RESOURCES = {
    "rantai.bpmn": _file(*_CHAIN, identifier="rantai").encode(),
    "berulang.bpmn": COUNTED.replace("</startEvent>", _WITH_FORM, 1).encode(),
    "f.form": FORM,
}
MANIFEST = (
    b'[package]\nkey = "ukur"\n[[case]]\nprocess = "rantai"\nstart_roles = ["kabid"]\n'
    b'[[case]]\nprocess = "berulang"\nstart_roles = ["kabid"]\n'
)

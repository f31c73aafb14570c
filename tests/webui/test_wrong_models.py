"""Wrong diagrams in the workshop: each is kept as a draft, told with its element and what to do, and never proposed."""

import io

import pytest

from engine.testing.drawing import HEAD, element, event, process, sub_process, task
from tests.support.analyst import NOTE, WRITER, material

S, E = event("start", "s"), event("end", "e")


def ext(inner):
    return f"<extensionElements>{inner}</extensionElements>"


T = task("a", ext('<zeebe:assignmentDefinition candidateGroups="kabid@x"/>'))
G = ext('<zeebe:assignmentDefinition candidateGroups="kabid@x"/>')
WRONG = [
    ("no start", "NO_START", "p", process(T, E, "a > e")),
    ("two starts", "SEVERAL_STARTS", "p", process(S, event("start", "s2"), T, E, "s > a > e, s2 > a")),
    ("nothing leads there", "UNREACHABLE", "b", process(S, T, task("b", G), E, "s > a > e, b > e")),
    (
        "no condition",
        "NO_CONDITION",
        "x",
        process(S, element("exclusiveGateway", "x"), T, task("b", G), E, "s > x, x > a > e, x > b: n = 1, b > e"),
    ),
    (
        "condition that is no FEEL",
        "FEEL_SYNTAX",
        "x",
        process(S, element("exclusiveGateway", "x", default="x_a"), T, task("b", G), E, "s > x, x > a > e, x > b: n = , b > e"),
    ),
    (
        "default of another",
        "WRONG_DEFAULT",
        "x",
        process(S, element("exclusiveGateway", "x", default="a_e"), T, task("b", G), E, "s > x, x > a: n = 1, a > e, x > b: n = 2, b > e"),
    ),
    ("service without type", "NO_JOB_TYPE", "j", process(S, element("serviceTask", "j"), E, "s > j > e")),
    (
        "unknown service",
        "NO_JOB_TYPE",
        "j",
        process(S, element("serviceTask", "j", ext('<zeebe:taskDefinition type="tidak:ada"/>')), E, "s > j > e"),
    ),
    (
        "unknown form",
        "NO_FORM",
        "a",
        process(
            S,
            task("a", ext('<zeebe:formDefinition formId="tidak_ada"/><zeebe:assignmentDefinition candidateGroups="kabid@x"/>')),
            E,
            "s > a > e",
        ),
    ),
    (
        "unknown decision",
        "NO_DECISION",
        "d",
        process(
            S,
            element(
                "businessRuleTask", "d", ext('<zeebe:calledDecision decisionId="tidak_ada" bindingType="deployment" resultVariable="r"/>')
            ),
            E,
            "s > d > e",
        ),
    ),
    (
        "script in Python",
        "NO_SCRIPT",
        "c",
        process(S, element("scriptTask", "c", "<script>import os</script>", scriptFormat="python"), E, "s > c > e"),
    ),
    ("script without result", "NO_SCRIPT", "c", process(S, element("scriptTask", "c"), E, "s > c > e")),
    ("call of nothing", "NO_PROCESS_ID", "k", process(S, element("callActivity", "k"), E, "s > k > e")),
    ("timer without time", "NO_TIMER", "w", process(S, element("intermediateCatchEvent", "w", "<timerEventDefinition/>"), E, "s > w > e")),
    ("timer that is none", "BAD_TIMER", "w", process(S, event("catch", "w", "timer tomorrow"), E, "s > w > e")),
    (
        "message without name",
        "NO_MESSAGE",
        "m",
        process(S, element("intermediateCatchEvent", "m", "<messageEventDefinition/>"), E, "s > m > e"),
    ),
    (
        "loose boundary",
        "LOOSE_BOUNDARY",
        "t",
        process(
            S,
            T,
            E,
            element("boundaryEvent", "t", "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"),
            "s > a > e, t > e",
        ),
    ),
    (
        "flow into a sub-process",
        "FLOW_CROSSES",
        "s",
        process(S, sub_process("u", event("start", "us"), task("b", G), event("end", "ue"), "us > b > ue"), E, "s > u > e, s > b"),
    ),
    (
        "half an output",
        "HALF_OUTPUT",
        "a",
        process(
            S,
            task(
                "a",
                ext('<zeebe:assignmentDefinition candidateGroups="kabid@x"/>')
                + '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=[1]" outputCollection="r"/></extensionElements></multiInstanceLoopCharacteristics>',
            ),
            E,
            "s > a > e",
        ),
    ),
    (
        "join that waits for ever",
        "DEADLOCK",
        "j",
        process(
            S,
            element("exclusiveGateway", "x", default="x_b"),
            T,
            task("b", G),
            element("parallelGateway", "j"),
            E,
            "s > x, x > a: n = 1, x > b, a > j, b > j, j > e",
        ).replace("<conditionExpression>=default</conditionExpression>", ""),
    ),
    ("link to nowhere", "LINK_TARGET", "l", process(S, event("throw", "l", "link A"), "s > l")),
    (
        "conditional start",
        "UNSUPPORTED_EVENT",
        "s",
        process(
            element("startEvent", "s", "<conditionalEventDefinition><condition>=n = 1</condition></conditionalEventDefinition>"), E, "s > e"
        ),
    ),
    (
        "mapping that is no FEEL",
        "FEEL_SYNTAX",
        "a",
        process(
            S,
            task(
                "a",
                ext(
                    '<zeebe:assignmentDefinition candidateGroups="kabid@x"/><zeebe:ioMapping><zeebe:input source="=1 +" target="n"/></zeebe:ioMapping>'
                ),
            ),
            E,
            "s > a > e",
        ),
    ),
    (
        "assignment that is no FEEL",
        "FEEL_SYNTAX",
        "a",
        process(S, task("a", ext('<zeebe:assignmentDefinition candidateGroups="=kabid@"/>')), E, "s > a > e"),
    ),
    ("event gateway into a task", "GATEWAY_EVENTS", "g", process(S, element("eventBasedGateway", "g"), T, E, "s > g > a > e")),
    ("two elements of one id", "DUPLICATE_ID", "a", process(S, T, task("a", G), E, "s > a > e")),
]


@pytest.fixture
def sari(web, browse):
    somebody = browse(WRITER)
    somebody.get("/perancang/baru")
    somebody.where = somebody.post("/perancang/baru", nama="Salah gambar", dari="kosong").headers["Location"]
    somebody.get(somebody.where)
    return somebody


@pytest.mark.parametrize(("code", "where", "drawn"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_diagram_is_told_with_its_element_and_the_remedy(sari, code, where, drawn):
    content = f"{HEAD}{drawn}</definitions>".encode()
    if sari.post(f"{sari.where}/berkas", berkas=(io.BytesIO(content), "salah_gambar.bpmn")).status_code == 422:
        assert f"salah_gambar.bpmn, baris 1, {where}: " in sari.page  # nothing can be made of it: it is not even kept
        return
    sari.get(f"{sari.where}/sunting/salah_gambar.bpmn")
    told = [problem for problem in material(sari)["problems"] if problem["severity"] == "error" and problem["element"] == where]
    assert told, material(sari)["problems"]
    assert any(problem["here"] for problem in told)
    # what is wrong, and what to do about it: two sentences at least
    assert all(problem["text"].rstrip().endswith(".") and problem["text"].count(". ") >= 1 for problem in told), told
    assert sari.post(f"{sari.where}/usulkan", catatan=NOTE).status_code == 422
    sari.get(sari.where)
    assert where in sari.page

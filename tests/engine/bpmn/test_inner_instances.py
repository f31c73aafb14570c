"""The answers of a repeated activity's inner instances: each its own, collected before the completion condition, nothing leaks."""

import pytest

from engine.model.effects import CreateJob
from engine.testing.drawing import diagram, element, event, script, sub_process, task
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
FIRST, SECOND = "setuju", "tolak"


def repeat(output="", *, sequential=False, until="", collection="=items"):
    collect = f' outputCollection="hasil" outputElement="{output}"' if output else ""
    condition = f"<completionCondition>{until}</completionCondition>" if until else ""
    loop = f'<zeebe:loopCharacteristics inputCollection="{collection}" inputElement="item"{collect}/>'
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f"<extensionElements>{loop}</extensionElements>{condition}</multiInstanceLoopCharacteristics>"
    )


def mappings(*, inputs=(), outputs=()):
    inside = "".join(f'<zeebe:input source="={source}" target="{target}"/>' for source, target in inputs)
    inside += "".join(f'<zeebe:output source="={source}" target="{target}"/>' for source, target in outputs)
    return f"<zeebe:ioMapping>{inside}</zeebe:ioMapping>"


def activity(kind, loop, mapping=""):
    extra = {
        "userTask": "",
        "serviceTask": '<zeebe:taskDefinition type="x"/>',
        "callActivity": '<zeebe:calledElement processId="x" propagateAllChildVariables="false"/>',
    }[kind]
    return element(kind, "a", f"<extensionElements>{extra}{mapping}</extensionElements>{loop}")


def played(kind, loop, mapping="", **variables):
    return Play(diagram(S, E, activity(kind, loop, mapping), "s > a > e"), items=[1, 2], **variables)


def reviewed(output, first, second, *, sequential=False, **variables):
    """Two reviews in a sub-process of two steps: the answer is given in the first, the second waits."""
    inside = (event("start", "qs"), task("a"), task("w"), event("end", "qe"), "qs > a > w > qe")
    play = Play(diagram(S, E, sub_process("q", repeat(output, sequential=sequential), *inside), "s > q > e"), items=[1, 2], **variables)
    if sequential:
        return play.complete("a", **first).complete("w").complete("a", **second).complete("w")
    return play.complete("a", **first).complete("a", **second).complete("w", "w")


@pytest.mark.parametrize(
    ("output", "answer", "collected"),
    [
        ("=putusan", lambda value: {"putusan": value}, lambda value: value),
        ("=kajian.putusan", lambda value: {"kajian": {"putusan": value}}, lambda value: value),
        ("={p: putusan, oleh: item}", lambda value: {"putusan": value}, lambda value: value),
        ("=upper case(putusan)", lambda value: {"putusan": value}, str.upper),
        ("=[putusan, catatan]", lambda value: {"putusan": value, "catatan": value}, lambda value: [value, value]),
    ],
)
@pytest.mark.parametrize("sequential", [False, True])
def test_each_instance_keeps_its_own_answer(output, answer, collected, sequential):
    play = reviewed(output, answer(FIRST), answer(SECOND), sequential=sequential)
    found = [item["p"] if isinstance(item, dict) else item for item in play.variables["hasil"]]
    assert found == [collected(FIRST), collected(SECOND)]
    assert set(play.variables) == {"items", "hasil"}


@pytest.mark.parametrize("output", ["=putusan", "=kajian.putusan", "={p: putusan}"])
def test_what_one_leaves_out_is_not_taken_from_the_one_before(output):
    name, value = ("kajian", {"putusan": FIRST}) if "." in output else ("putusan", FIRST)
    wrap = (lambda found: {"p": found}) if "{" in output else (lambda found: found)
    assert reviewed(output, {name: value}, {}, sequential=True).variables["hasil"] == [wrap(FIRST), wrap(None)]


def test_what_the_case_knows_may_be_read_beside_the_answer():
    play = reviewed("={p: putusan, nomor: nomor}", {"putusan": FIRST}, {"putusan": SECOND}, nomor="17/2026")
    assert play.variables["hasil"] == [{"p": FIRST, "nomor": "17/2026"}, {"p": SECOND, "nomor": "17/2026"}]


def test_an_answer_does_not_overwrite_a_variable_of_its_name_around_it():
    play = reviewed("={p: putusan}", {"putusan": FIRST}, {"putusan": SECOND}, putusan="lama")
    assert play.variables == {"items": [1, 2], "putusan": "lama", "hasil": [{"p": FIRST}, {"p": SECOND}]}


@pytest.mark.parametrize("kind", ["userTask", "serviceTask", "callActivity"])
@pytest.mark.parametrize("sequential", [False, True])
def test_an_output_mapping_feeds_the_output_element_and_leaks_nothing(kind, sequential):
    mapping = mappings(outputs=[("r.value", "v"), ("r.note", "catatan")])
    play = played(kind, repeat("=v", sequential=sequential), mapping, v="lama")
    play.complete("a", r={"value": 10, "note": "x"}).complete("a", r={"value": 20, "note": "y"})
    assert play.variables == {"items": [1, 2], "v": "lama", "hasil": [10, 20]}


def test_an_input_mapping_reads_what_is_around_the_activity():
    """A variable that an instance will answer is null in it; its inputs are evaluated before."""
    play = played("serviceTask", repeat("=nilai"), mappings(inputs=[("nilai * item", "awal")]), nilai=5)
    assert [effect.variables["awal"] for effect in play.open.values() if isinstance(effect, CreateJob)] == [5, 10]


def test_the_completion_condition_sees_the_answer_that_has_just_come():
    play = played("userTask", repeat("=putusan", until="=list contains(hasil, &quot;tolak&quot;)"))
    assert play.complete("a", putusan=FIRST).ended is None
    play = Play(
        diagram(S, E, activity("userTask", repeat("=putusan", until="=list contains(hasil, &quot;tolak&quot;)")), "s > a > e"),
        items=[1, 2, 3],
    )
    assert play.complete("a", putusan=SECOND).ended == "COMPLETED"
    assert play.variables["hasil"] == [SECOND, None, None]


def test_without_a_collection_results_go_where_the_variable_is():
    """Camunda 8's propagation: a sum over the instances is meant."""
    play = played("userTask", repeat(sequential=True), mappings(outputs=[("jumlah + n", "jumlah")]), jumlah=0)
    assert play.complete("a", n=2).complete("a", n=3).variables["jumlah"] == 5


@pytest.mark.parametrize("sequential", [True, False])
def test_what_is_written_under_the_name_of_the_collection_is_not_the_collection(sequential):
    """A script, or an answer, of the collection's own name: it stays in its instance, and the case goes on."""
    inside = (event("start", "qs"), task("a"), script("x", "1", "hasil"), event("end", "qe"), "qs > a > x > qe")
    play = Play(
        diagram(S, E, sub_process("q", repeat("=putusan", sequential=sequential), *inside), task("t"), "s > q > t > e"), items=[1, 2]
    )
    play.complete("a", putusan=FIRST, hasil="x").complete("a", putusan=SECOND, hasil=7)
    assert play.variables["hasil"] == [FIRST, SECOND]
    play.complete("t")
    assert play.ended


@pytest.mark.parametrize("sequential", [False, True])
def test_an_output_mapping_that_adds_to_a_variable_around_it_adds_to_it(sequential):
    mapping = mappings(outputs=[("append(semua, item)", "semua"), ("n + item", "n")])
    play = played("userTask", repeat("=item * 10", sequential=sequential), mapping, semua=[], n=0)
    play.complete("a").complete("a")
    assert play.variables == {"items": [1, 2], "semua": [1, 2], "n": 3, "hasil": [10, 20]}

"""What is inferred of the variables at an element is true of every case that comes there: random diagrams, forms and answers.

Each user task stands where the claims are compared with the variables that are there. Branches that run at the same time write
different variables; of those that write the same ones the linter warns, and claims nothing that holds.
"""

from datetime import UTC, datetime
from itertools import count
from uuid import UUID, uuid5
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.codec import view_of_state
from engine.bpmn.data_flow.analysis import Analysis
from engine.bpmn.data_flow.sources import Answer, NoSources
from engine.bpmn.data_flow.state import State
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.reading.diagram import read_diagram
from engine.feel.inference.inferred import NOTHING, Inferred, describe
from engine.feel.types import BOOLEAN, NUMBER, STRING
from engine.feel.values import to_feel
from engine.model.effects import CloseWait, CreateUserTask, EndInstance
from engine.model.stimuli import Started, UserTaskCompleted
from engine.testing.drawing import diagram, element, event, sub_process

ZONE, NOW = ZoneInfo("Asia/Jakarta"), datetime(2026, 11, 23, tzinfo=UTC)
NAMES = ("a", "b", "c", "d")
VALUES = (
    "1",
    '"x"',
    "null",
    "true",
    "{own}",
    "{other}",
    "[{own}, {other}]",
    "{{k: {other}}}",
    'if flag then {own} else "y"',
)
CHOICE = Inferred(STRING, values=frozenset({"p", "q"}))
CONDITIONS = ("flag", "{0} = null", "{0} != null", 'choice = "p"', 'choice != "q"', 'flag and choice = "p"', "not(flag)", "{0} = {0}")


class Forms(NoSources):
    """A choice, a text that is asked for where it is `p`, a number that may be left out, and a box."""

    def started(self, process, start):
        # null, not absent: of an unknown name nothing would be claimed
        return State(dict.fromkeys((*NAMES, "text"), NOTHING) | {"flag": Inferred(BOOLEAN), "choice": CHOICE})

    def form(self, key):
        when = frozenset({frozenset({("choice", True, "p")})})
        return {
            "choice": Answer(value=CHOICE),
            "text": Answer(value=Inferred(STRING), hidden=True, asked_when=when),
            "number": Answer(value=Inferred(NUMBER, null=True)),
            "flag": Answer(value=Inferred(BOOLEAN)),
        }


class Drawn:
    """A random block-structured diagram."""

    def __init__(self, draw):
        self.draw, self.numbers, self.parts = draw, count(), []

    def name(self, kind):
        return f"{kind}{next(self.numbers)}"

    def block(self, depth, names):
        """The first and the last element of a block that writes these variables."""
        kinds = ["script", "task", "task"] + ["sequence", "choice", "loop", "sub", "multi", "both"] * (depth > 0)
        return getattr(self, self.draw(st.sampled_from(kinds)))(depth - 1, names)

    def add(self, part):
        self.parts.append(part)

    def script(self, depth, names):
        name, own = self.name("script"), self.draw(st.sampled_from(names))
        value = self.draw(st.sampled_from(VALUES)).format(own=own, other=self.draw(st.sampled_from(NAMES)))
        inner = f"<zeebe:script expression={quoteattr('=' + value)} resultVariable={quoteattr(own)}/>"
        self.add(element("scriptTask", name, f"<extensionElements>{inner}</extensionElements>"))
        return name, name

    def task(self, depth, names):
        name, outputs = self.name("task"), ""
        if self.draw(st.booleans()):
            source = self.draw(st.sampled_from(("text", "number", "choice", "flag")))
            outputs = f'<zeebe:output source="={source}" target="{self.draw(st.sampled_from(names))}"/>'
            outputs += "".join(
                f'<zeebe:output source="={kept}" target="{kept}"/>' for kept in ("choice", "flag") if self.draw(st.booleans())
            )
        mapping = f"<zeebe:ioMapping>{outputs}</zeebe:ioMapping>" if outputs else ""
        self.add(element("userTask", name, f'<extensionElements><zeebe:formDefinition formId="f"/>{mapping}</extensionElements>'))
        return name, name

    def sequence(self, depth, names):
        first, middle = self.block(depth, names)
        last, end = self.block(depth, names)
        self.add(f"{middle} > {last}")
        return first, end

    def condition(self):
        return self.draw(st.sampled_from(CONDITIONS)).format(self.draw(st.sampled_from(NAMES)))

    def choice(self, depth, names):
        split, join, default = self.name("split"), self.name("join"), self.name("way")
        first, end = self.block(depth, names)
        self.add(element("exclusiveGateway", split, default=f"{split}_{default}") + element("manualTask", default))
        self.add(element("exclusiveGateway", join))
        self.add(f"{split} > {first}: {self.condition()}")
        self.add(f"{split} > {default}, {default} > {join}, {end} > {join}")
        return split, join

    def loop(self, depth, names):
        begin, again, after = self.name("begin"), self.name("again"), self.name("after")
        first, end = self.block(depth, names)
        task, _same = self.task(0, names)
        self.add(
            element("exclusiveGateway", begin)
            + element("exclusiveGateway", again, default=f"{again}_{after}")
            + element("manualTask", after)
        )
        self.add(f"{begin} > {first}, {end} > {task}, {task} > {again}, {again} > {after}")
        self.add(f"{again} > {begin}: flag and choice = &quot;p&quot;".replace("&quot;", '"'))
        return begin, after

    def both(self, depth, names):
        if len(names) < 2:
            return self.script(depth, names)
        split, join = self.name("fork"), self.name("merge")
        self.add(element("parallelGateway", split) + element("parallelGateway", join))
        for part in (names[: len(names) // 2], names[len(names) // 2 :]):
            first, end = self.script(depth, part)
            self.add(f"{split} > {first}, {end} > {join}")
        return split, join

    def inside(self, depth, names, tag):
        outer, self.parts = self.parts, []
        begin, end = self.name("in"), self.name("out")
        first, last = self.block(depth, names)
        self.parts += [event("start", begin), event("end", end), f"{begin} > {first}, {last} > {end}"]
        inner, self.parts = self.parts, outer
        return sub_process(self.name("sub"), tag, *inner)

    def sub(self, depth, names):
        local = self.draw(st.sampled_from(names))
        value = quoteattr("=" + self.draw(st.sampled_from(("1", "null", "flag", *NAMES))))
        mapping = (
            f'<extensionElements><zeebe:ioMapping><zeebe:input source={value} target="{local}"/></zeebe:ioMapping></extensionElements>'
        )
        self.add(self.inside(depth, names, mapping if self.draw(st.booleans()) else "<!-- -->"))
        return (self.parts[-1].split('"')[1],) * 2

    def multi(self, depth, names):
        collection, read = self.draw(st.sampled_from(names)), self.draw(st.sampled_from((*NAMES, "text", "item")))
        loop = (
            '<multiInstanceLoopCharacteristics isSequential="true"><extensionElements><zeebe:loopCharacteristics '
            f'inputCollection="=[1, 2]" inputElement="item" outputCollection="{collection}" outputElement="={read}"/>'
            "</extensionElements></multiInstanceLoopCharacteristics>"
        )
        self.add(self.inside(depth, names, loop))
        return (self.parts[-1].split('"')[1],) * 2


@st.composite
def drawn(draw):
    it = Drawn(draw)
    first, end = it.block(3, NAMES)
    last, _same = it.task(0, NAMES)
    return diagram(event("start", "s"), event("end", "e"), *it.parts, f"s > {first}, {end} > {last}, {last} > e")


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(xml=drawn(), data=st.data())
def test_every_case_finds_what_is_inferred(xml, data):
    process = read_diagram(xml.encode()).processes[0]
    definition, analysis = Definition(process), Analysis(process, Forms()).run()
    numbers, state, tasks = count(), None, {}
    begun = dict.fromkeys((*NAMES, "text")) | {"flag": data.draw(st.booleans()), "choice": data.draw(st.sampled_from("pq"))}
    stimulus = Started(id=str(UUID(int=1)), variables=begun)
    for _step in range(30):
        transition = advance(definition, state, stimulus, NOW, zone=ZONE)
        state = transition.state
        for effect in transition.effects:
            if isinstance(effect, CreateUserTask):
                tasks[effect.token] = effect
                compare(analysis, effect.element, view_of_state(state).variables_of(effect.token))
            elif isinstance(effect, CloseWait):
                tasks.pop(effect.token, None)
        if not tasks or any(isinstance(effect, EndInstance) for effect in transition.effects):
            return
        task = tasks.pop(data.draw(st.sampled_from(sorted(tasks))))
        stimulus = UserTaskCompleted(id=str(uuid5(UUID(int=7), str(next(numbers)))), token=task.token, variables=answers(data))


def answers(data):
    choice = data.draw(st.sampled_from("pq"))
    asked = {"text": "t"} if choice == "p" else {}
    return {"choice": choice, "flag": data.draw(st.booleans()), "number": data.draw(st.sampled_from((None, 5))), **asked}


def compare(analysis, name, variables):
    for key, inferred in analysis.found_by[name].variables.items():
        value = to_feel(variables.get(key))
        assert value is not None or inferred.null, (name, key)
        assert value is None or inferred.type.holds(value), (name, key, value, describe(inferred.type))
        assert value is None or inferred.values is None or value in inferred.values, (name, key, value)
        facts = analysis.found_by[name].facts
        assert all((to_feel(variables.get(other)) == wanted) is equal for other, equal, wanted in facts if "." not in other), (name, facts)
        for guard in inferred.when:
            if all((to_feel(variables.get(other)) == wanted) is equal for other, equal, wanted in guard):
                assert value is not None, (name, key, guard)
    assert set(variables) <= set(analysis.found_by[name].variables) | set(analysis.everywhere) | {"loopCounter", "item"}, (name, variables)

"""Repeated work, nested at random: whatever the order in which it is done, each answer stands in its own place and nothing leaks.

The model is independent of tokens and scopes: the collection of a node is the list of what its instances gave, by their items.
"""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.codec import view_of_state
from engine.bpmn.definition import Definition
from engine.bpmn.migration import migrate
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CreateJob, CreateUserTask, StartChild
from engine.testing.drawing import diagram, element, event, sub_process
from engine.testing.play import ZONE, Play

KINDS = {
    "userTask": "",
    "serviceTask": '<zeebe:taskDefinition type="x"/>',
    "callActivity": '<zeebe:calledElement processId="x" propagateAllChildVariables="false"/>',
}
#: output element, and what it gives for an answer, the item of the instance and what the case has under the answer's name
FORMS = {
    "=a": lambda answer, item, around: answer,
    "=upper case(a)": lambda answer, item, around: (answer or around).upper(),
    "={p: a, i: ITEM}": lambda answer, item, around: {"p": answer or around, "i": item},
    "=a.x": lambda answer, item, around: answer and answer["x"],
}


@dataclass
class Node:
    """A repeated activity: a leaf is done by somebody, a sub-process holds others, one after the other."""

    name: str
    kind: str
    count: int
    sequential: bool
    form: str = ""
    mapped: bool = False
    boundary: bool = False
    inside: list["Node"] = field(default_factory=list)

    @property
    def item(self):
        return f"i_{self.name}"

    @property
    def collection(self):
        return f"hasil_{self.name}"

    def drawn(self):
        output = self.form.replace("ITEM", self.item) if not self.inside else self._of_inside()
        loop = (
            f'<multiInstanceLoopCharacteristics isSequential="{str(self.sequential).lower()}"><extensionElements>'
            f'<zeebe:loopCharacteristics inputCollection="={list(range(1, self.count + 1))}" inputElement="{self.item}" '
            f'outputCollection="{self.collection}" outputElement="{output}"/></extensionElements></multiInstanceLoopCharacteristics>'
        )
        around = []
        if self.boundary:
            around = [event("boundary", f"t_{self.name}", "timer PT9H", attachedToRef=self.name), event("end", f"te_{self.name}")]
            around.append(f"t_{self.name} > te_{self.name}")
        if not self.inside:
            mapping = '<zeebe:ioMapping><zeebe:output source="=r.v" target="a"/></zeebe:ioMapping>' if self.mapped else ""
            return [element(self.kind, self.name, f"<extensionElements>{KINDS[self.kind]}{mapping}</extensionElements>{loop}"), *around]
        parts = [part for node in self.inside for part in node.drawn()]
        way = " > ".join([f"s_{self.name}", *(node.name for node in self.inside), f"e_{self.name}"])
        return [sub_process(self.name, loop, event("start", f"s_{self.name}"), event("end", f"e_{self.name}"), *parts, way), *around]

    def _of_inside(self):
        return "={" + ", ".join(f"{node.name}: {node.collection}" for node in self.inside) + "}"

    def expected(self, answers, path, around):
        found = []
        for item in range(1, self.count + 1):
            here = (*path, (self.item, item))
            if self.inside:
                found.append({node.name: node.expected(answers, here, around) for node in self.inside})
            else:
                found.append(FORMS[self.form](answers[frozenset(here)], item, around))
        return found


@st.composite
def nodes(draw, depth=0, names=None):
    names = names if names is not None else iter(f"n{number}" for number in range(99))
    holds = depth < 2 and draw(st.booleans())
    return Node(
        name=next(names),
        kind="subProcess" if holds else draw(st.sampled_from(sorted(KINDS))),
        count=draw(st.integers(1, 3 if depth < 2 else 2)),
        sequential=draw(st.booleans()),
        form=draw(st.sampled_from(sorted(FORMS))),
        mapped=not holds and draw(st.booleans()),
        boundary=draw(st.booleans()),
        inside=[draw(nodes(depth + 1, names)) for _ in range(draw(st.integers(1, 2)))] if holds else [],
    )


def leaves(node):
    yield from [leaf for inner in node.inside for leaf in leaves(inner)] if node.inside else [node]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(top=st.lists(nodes(), min_size=1, max_size=2), data=st.data())
def test_each_answer_stands_in_its_own_place(top, data):
    for number, node in enumerate(top):
        rename(node, f"t{number}")
    found = {leaf.name: leaf for node in top for leaf in leaves(node)}
    xml = diagram(event("start", "s"), event("end", "e"), *(part for node in top for part in node.drawn()), way_of(top))
    play, answers = Play(xml, a="luar"), {}
    while play.ended is None:
        waiting = [effect for effect in play.open.values() if isinstance(effect, CreateUserTask | CreateJob | StartChild)]
        effect = data.draw(st.sampled_from(waiting))
        leaf, visible = found[effect.element], view_of_state(play.state).variables_of(effect.token)
        path = frozenset((name, int(value)) for name, value in visible.items() if name.startswith("i_"))
        answers[path] = value = answer(leaf, path, data)
        given_ = {"r": {"v": value}} if leaf.mapped else {} if value is None else {"a": value}
        complete(play, effect, given_)
        if play.ended is None and data.draw(st.integers(0, 9)) == 0:
            move(play, xml)
    assert play.incidents == []
    expected = {node.collection: node.expected(answers, (), "luar") for node in top}
    assert play.variables == {"a": "luar", **expected}


def answer(leaf, path, data):
    """Some leave it out where a form can say so; a mapping gives null then, which is an answer."""
    if leaf.form == "=a" and data.draw(st.booleans()):
        return None
    text = f"{leaf.name}:{sorted(path)}"
    return {"x": text} if leaf.form == "=a.x" else text


def rename(node, prefix):
    node.name = f"{prefix}{node.name}"
    for inner in node.inside:
        rename(inner, prefix)


def way_of(top):
    return " > ".join(["s", *(node.name for node in top), "e"])


def complete(play, effect, variables):
    """Exactly this one: several instances of an element wait at once."""
    others = [key for key, other in play.open.items() if other.element == effect.element and other is not effect]
    hidden = {key: play.open.pop(key) for key in others}
    token = play.open.pop(effect.token)
    play.open = {effect.token: token, **play.open}
    play.complete(effect.element, **variables)
    play.open |= {key: other for key, other in hidden.items() if still_waits(play, key)}


def still_waits(play, key):
    return play.ended is None and any(token.id == key for token in view_of_state(play.state).tokens)


def move(play, xml):
    """To another version that is drawn alike: everything goes on as it stood."""
    target = Definition(read_diagram(xml.encode()).processes[0])
    identifier = "33333333-3333-4333-8333-333333333333"
    made = migrate(play.definition, target, play.state, {}, identifier=identifier, now=play.now, zone=ZONE)
    play.definition, play.state = target, made.state
    play.take(made.effects)

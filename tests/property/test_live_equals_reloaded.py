"""A live instance equals one that is stored and loaded after every step, and both do what the reference interpreter does: for random
diagrams with every element, with random answers in random order.

The engine has no live instance on purpose: each turn begins with bytes. This test holds one all the same, gives it the same
stimuli, and compares the bytes, so that nothing can hide between the codec and the interpreter.
"""

import itertools
import os
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.codec import decode, variables_of, view_of_state
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance, apply
from engine.bpmn.lint.linter import lint
from engine.bpmn.liveness import stuck_tokens
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.runtime.instance import Instance
from engine.bpmn.runtime.running import run
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.stored import groups
from engine.bpmn.stored.writing import encode
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.feel.values import to_json
from engine.model.effects import (
    CloseWait,
    CreateJob,
    CreateTimer,
    CreateUserTask,
    EndInstance,
    OpenSignalSubscription,
    OpenSubscription,
    RaiseIncident,
    RecordHistory,
    StartChild,
)
from engine.model.stimuli import (
    ChildEnded,
    ErrorThrown,
    EscalationReported,
    JobCompleted,
    MessageCorrelated,
    SignalCaught,
    Started,
    TimerTriggered,
    UserTaskCompleted,
)
from engine.testing.diagrams import diagrams
from engine.testing.rare_blocks import COLLECTED
from tests.property.reference import Reference

ZONE = ZoneInfo("Asia/Jakarta")
SEED = UUID(int=7)
KINDS = {
    CreateUserTask: "user",
    CreateJob: "job",
    CreateTimer: "timer",
    OpenSubscription: "message",
    OpenSignalSubscription: "signal",
    StartChild: "child",
}
EXAMPLES = int(os.environ.get("ALUR_RANDOM_PROCESSES", "30"))


class Both:
    """One case twice: as bytes, and as an object that lives on from turn to turn."""

    def __init__(self, definition):
        self.definition, self.state, self.live = definition, None, None
        self.now, self.count = datetime(2026, 11, 23, tzinfo=UTC), itertools.count()
        self.open, self.ended, self.completed, self.incidents = {}, False, Counter(), []

    def send(self, make):
        stimulus = make(str(uuid5(SEED, str(next(self.count)))))
        transition = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        again = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        assert again == transition, "the same turn made twice differs"
        turn = Turn(stimulus.id, EvaluationTime(self.now), ZONE)
        if self.live is None:
            self.live = Instance(self.definition, turn)
        self.live.turn = turn
        apply(stimulus, self.live)
        run(self.live)
        assert encode(self.live) == transition.state, "the live instance went another way"
        assert tuple(turn.effects) == transition.effects
        self.state = transition.state
        assert stuck_tokens(self.definition.process, self.state) == []
        stored = view_of_state(self.state)
        assert transition.view.tokens == stored.tokens, "the view of the instance is not that of its bytes"
        for token in ("", *(token.id for token in stored.tokens)):
            assert repr(transition.view.variables_of(token)) == repr(stored.variables_of(token))
        assert encode(decode(self.state, self.definition, turn)) == self.state, "storing what was loaded changes it"
        for effect in transition.effects:
            if type(effect) in KINDS and not getattr(effect, "detached", False):
                self.open[effect.token] = effect
            elif isinstance(effect, CloseWait):
                self.open.pop(effect.token, None)
            elif isinstance(effect, EndInstance):
                self.ended = True
            elif isinstance(effect, RaiseIncident):
                self.incidents.append(effect)
            elif isinstance(effect, RecordHistory) and effect.event == "ELEMENT_COMPLETED":
                self.completed[effect.element] += 1

    def waits(self):
        return Counter((effect.element, KINDS[type(effect)]) for effect in self.open.values())

    def oldest(self, element, kind):
        return next(effect for effect in self.open.values() if (effect.element, KINDS[type(effect)]) == (element, kind))


def answer(wait, again):
    """The stimulus that ends a wait."""
    if isinstance(wait, CreateUserTask):
        return lambda i: UserTaskCompleted(id=i, token=wait.token, variables={"again": again})
    if isinstance(wait, CreateJob):
        return lambda i: JobCompleted(id=i, token=wait.token)
    if isinstance(wait, CreateTimer):
        return lambda i: TimerTriggered(id=i, token=wait.token, due_at=wait.due_at.isoformat())
    if isinstance(wait, OpenSignalSubscription):
        return lambda i: SignalCaught(id=i, signal=wait.signal, tokens=(wait.token,))
    if isinstance(wait, StartChild):
        return lambda i: ChildEnded(id=i, token=wait.token, child="c")
    return lambda i: MessageCorrelated(id=i, token=wait.token)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(xml=diagrams(), data=st.data(), size=st.sampled_from([0, 1, 2]))
def test_live_equals_reloaded_equals_the_reference(xml, data, size):
    with groups_of(size):
        play(xml, data)


@contextmanager
def groups_of(size):
    """Repetitions of two instances and more are stored in groups of so many, which sleep in the reloaded one; 0: as they are."""
    known = groups.LARGE, groups.SIZE
    groups.LARGE, groups.SIZE = (1, size) if size else known
    try:
        yield
    finally:
        groups.LARGE, groups.SIZE = known


def play(xml, data):
    process = read_diagram(xml.encode()).processes[0]
    assert [problem for problem in lint(process) if problem.severity == "error"] == []
    both = Both(Definition(process))
    variables = {"again": False, "n": data.draw(st.integers(0, 6)), "key": "k"}
    both.send(lambda i: Started(id=i, variables=variables))
    reference = Reference(process, variables)
    for step in range(60):
        agree(both, reference)
        if both.ended or both.incidents or not both.open:
            break  # a case may wait for a condition alone
        # loops go round a few times, then no more; what only repeats is left alone
        element, kind = data.draw(st.sampled_from(sorted(both.waits())))
        wait = both.oldest(element, kind)
        both.now = max(both.now + timedelta(minutes=1), wait.due_at if kind == "timer" else both.now)
        events = process.boundary_events(element)
        if isinstance(wait, CreateJob) and wait.job:
            gives = {"n": data.draw(st.integers(0, 6))} if wait.type == "after" and not is_collected(process, element) else {}
            both.send(lambda i, token=wait.token, gives=gives: JobCompleted(id=i, token=token, variables=gives))
            reference.act(element, kind, gives)
        elif kind in ("job", "child") and any(event.event_of("error") for event in events) and data.draw(st.booleans()):
            both.send(lambda i, token=wait.token: ErrorThrown(id=i, token=token, error_code="E"))
            reference.fail(element, kind, "E")
        elif kind == "child" and any(event.event_of("escalation") for event in events) and data.draw(st.booleans()):
            both.send(lambda i, token=wait.token: EscalationReported(id=i, token=token, code="X"))
            reference.escalate(element, "X")
        else:
            again = step < 12 and data.draw(st.booleans())
            both.send(answer(wait, again))
            reference.act(element, kind, {"again": again} if kind == "user" else {})


def is_collected(process, name):
    """Whether it stands in a repetition whose output reads n: what is written there stays in its instance (test_inner_instances.py)."""
    element = process.elements.get(name)
    while element is not None:
        if getattr(element.loop, "output_collection", None):
            return True
        element = process.elements.get(element.scope)
    return False


def agree(both, reference):
    if both.incidents:
        # the only ones that these diagrams can come to: a join that a terminated or cancelled branch starves, and what triggers itself
        (kind,) = {incident.kind for incident in both.incidents}
        assert not reference.ended
        assert kind == ("step_limit" if reference.endless else "deadlock")
        assert reference.endless or reference.starves()
        return
    assert both.ended or not reference.starves()
    assert both.waits() == reference.waits()
    assert both.ended == reference.ended
    assert both.completed == reference.completed
    assert counted(variables_of(both.state)) == counted(reference.variables)
    assert both.ended or reference.open, "nothing waits, but the case has not ended"


def counted(variables):
    """The number that the process counts with, and what its repetitions have collected."""
    return {name: value for name, value in to_json(dict(variables)).items() if name == "n" or name.startswith(COLLECTED.format(""))}

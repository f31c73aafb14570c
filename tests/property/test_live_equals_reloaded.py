"""A live instance equals one that is stored and loaded after every step: for random diagrams, with random answers in random order.

The interpreter has no live instance on purpose: each turn begins with bytes. This test holds one all the same, gives it the same
stimuli, and compares the bytes, so that nothing can hide between the codec and the interpreter.
"""

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.codec import decode, encode
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import _apply, advance
from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.workflow import Instance, Turn
from engine.model.effects import CloseWait, CreateJob, CreateTimer, CreateUserTask, EndInstance, OpenSubscription, RaiseIncident
from engine.model.stimuli import JobCompleted, MessageCorrelated, Started, TimerTriggered, UserTaskCompleted
from engine.testing.diagrams import diagrams

ZONE = ZoneInfo("Asia/Jakarta")
SEED = UUID(int=7)
WAITS = (CreateUserTask, CreateJob, CreateTimer, OpenSubscription)


class Both:
    """One case twice: as bytes, and as an object that lives on from turn to turn."""

    def __init__(self, definition):
        self.definition, self.state, self.live = definition, None, None
        self.now, self.count = datetime(2026, 11, 23, tzinfo=UTC), itertools.count()
        self.open, self.ended = {}, False

    def send(self, make):
        stimulus = make(str(uuid5(SEED, str(next(self.count)))))
        transition = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        again = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        assert again == transition, "the same turn made twice differs"
        turn = Turn(stimulus.id, self.now, ZONE)
        if self.live is None:
            self.live = Instance(self.definition, turn)
        self.live.turn = turn
        _apply(stimulus, self.live)
        self.live.run()
        assert encode(self.live) == transition.state, "the live instance went another way"
        assert tuple(turn.effects) == transition.effects
        self.state = transition.state
        assert encode(decode(self.state, self.definition, turn)) == self.state, "storing what was loaded changes it"
        for effect in transition.effects:
            if isinstance(effect, WAITS):
                self.open[effect.token] = effect
            elif isinstance(effect, CloseWait):
                self.open.pop(effect.token, None)
            elif isinstance(effect, EndInstance):
                self.ended = True
            assert not isinstance(effect, RaiseIncident), effect


def answer(wait, again):
    """The stimulus that ends a wait."""
    if isinstance(wait, CreateUserTask):
        return lambda i: UserTaskCompleted(id=i, token=wait.token, variables={"again": again})
    if isinstance(wait, CreateJob):
        return lambda i: JobCompleted(id=i, token=wait.token, variables={"done": wait.element})
    if isinstance(wait, CreateTimer):
        return lambda i: TimerTriggered(id=i, token=wait.token, due_at=wait.due_at.isoformat())
    return lambda i: MessageCorrelated(id=i, token=wait.token, variables={"got": True})


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(xml=diagrams(), data=st.data())
def test_a_live_instance_equals_one_reloaded_after_every_step(xml, data):
    process = read_diagram(xml.encode()).processes[0]
    assert [problem for problem in lint(process) if problem.severity == "error"] == []
    both = Both(Definition(process))
    both.send(lambda i: Started(id=i, variables={"again": False, "n": 0, "key": "k"}))
    for step in range(200):
        if both.ended:
            break
        assert both.open, "nothing waits, but the case has not ended"
        wait = both.open[data.draw(st.sampled_from(sorted(both.open)))]
        both.now += timedelta(hours=2)
        # loops go round a few times, then no more
        both.send(answer(wait, step < 12 and data.draw(st.booleans())))
    assert both.ended
    assert not both.open

"""The interpreter on small diagrams. Each transition is made twice on one shared definition, and again after a reload."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from engine.bpmn.codec import variables_of
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.lint.linter import lint
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CreateJob, CreateTimer, CreateUserTask, EndInstance, RaiseIncident, StartChild
from engine.model.errors import InvalidState
from engine.model.stimuli import ChildEnded, ErrorThrown, IncidentResolved, JobCompleted, Started, TimerTriggered, UserTaskCompleted

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<error id="Gagal" errorCode="GAGAL"/><process id="p" isExecutable="true">'
)


class Case:
    """Drives one instance through the interpreter."""

    def __init__(self, body):
        process = read_diagram(f"{HEAD}{body}</process></definitions>".encode()).processes[0]
        assert [problem for problem in lint(process) if problem.severity == "error" and problem.code != "ENDLESS_LOOP"] == []
        self.definition = Definition(process)
        self.state, self.effects, self.open, self.now = None, (), [], NOW

    def send(self, make):
        stimulus = make(str(uuid4()))
        first = advance(self.definition, self.state, stimulus, self.now, zone=ZONE)
        assert advance(self.definition, self.state, stimulus, self.now, zone=ZONE) == first
        self.state, self.effects = first.state, first.effects
        return self

    def start(self, **variables):
        return self.send(lambda i: Started(id=i, variables=variables))

    def of(self, kind):
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def complete(self, token, **variables):
        return self.send(lambda i: UserTaskCompleted(id=i, token=token, variables=variables))

    @property
    def variables(self):
        return variables_of(self.state)


def flow(*pairs, extra=""):
    return "".join(f'<sequenceFlow sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs) + extra


def test_a_user_task_waits_and_its_result_reaches_the_instance():
    case = Case('<startEvent id="Start"/><userTask id="t" name="Baca"/><endEvent id="e"/>' + flow(("Start", "t"), ("t", "e"))).start(a=1)
    (task,) = case.of(CreateUserTask)
    case.complete(task.token, hasil="ya")
    assert case.of(EndInstance)[0].status == "COMPLETED"
    assert case.variables == {"a": 1, "hasil": "ya"}
    with pytest.raises(InvalidState):
        case.complete(task.token)


def test_a_parallel_join_in_a_loop_takes_one_token_of_each_flow():
    body = (
        '<startEvent id="s"/><exclusiveGateway id="in"/><parallelGateway id="f"/><userTask id="a"/><userTask id="b"/><parallelGateway id="j"/>'
        '<exclusiveGateway id="x" default="done"/><endEvent id="e"/>'
        + flow(("s", "in"), ("in", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "j"), ("j", "x"))
        + '<sequenceFlow id="again" sourceRef="x" targetRef="in"><conditionExpression>=lagi</conditionExpression></sequenceFlow>'
        '<sequenceFlow id="done" sourceRef="x" targetRef="e"/>'
    )
    case = Case(body).start(lagi=True)
    for number in range(3):
        tasks = case.of(CreateUserTask)
        assert [task.element for task in tasks] == ["a", "b"]
        first, second = tasks if number % 2 else reversed(tasks)
        case.complete(first.token)
        assert not case.of(CreateUserTask)
        case.complete(second.token, lagi=number < 2)
    assert case.of(EndInstance)


def test_multi_instance_collects_in_the_order_of_the_input():
    body = (
        '<startEvent id="s"/><callActivity id="c"><extensionElements><zeebe:calledElement processId="anak" propagateAllParentVariables="false"/>'
        '<zeebe:ioMapping><zeebe:input source="=orang" target="orang"/></zeebe:ioMapping></extensionElements>'
        '<multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=daftar" inputElement="orang" '
        'outputCollection="laporan" outputElement="=isi"/></extensionElements></multiInstanceLoopCharacteristics></callActivity><endEvent id="e"/>'
        + flow(("s", "c"), ("c", "e"))
    )
    case = Case(body).start(daftar=["x", "y", "z"])
    children = case.of(StartChild)
    assert [child.variables for child in children] == [{"orang": "x"}, {"orang": "y"}, {"orang": "z"}]
    for child in reversed(children):
        text = f"dari {child.variables['orang']}"
        case.send(lambda i, c=child, t=text: ChildEnded(id=i, token=c.token, child=str(uuid4()), variables={"isi": t}))
    assert case.variables["laporan"] == ["dari x", "dari y", "dari z"]
    assert case.of(EndInstance)


JOB = '<serviceTask id="{0}"><extensionElements><zeebe:taskDefinition type="kerja"/></extensionElements></serviceTask>'


def test_an_error_interrupts_only_its_own_activity():
    body = (
        '<startEvent id="s"/><parallelGateway id="f"/>' + JOB.format("a") + JOB.format("b") + '<boundaryEvent id="ea" attachedToRef="a">'
        '<errorEventDefinition errorRef="Gagal"/></boundaryEvent><boundaryEvent id="eb" attachedToRef="b"><errorEventDefinition errorRef="Gagal"/>'
        '</boundaryEvent><userTask id="ta"/><userTask id="tb"/><endEvent id="e"/>'
        + flow(("s", "f"), ("f", "a"), ("f", "b"), ("a", "e"), ("b", "e"), ("ea", "ta"), ("eb", "tb"), ("ta", "e"), ("tb", "e"))
    )
    case = Case(body).start()
    first, second = case.of(CreateJob)
    case.send(lambda i: ErrorThrown(id=i, token=first.token, error_code="GAGAL"))
    assert [task.element for task in case.of(CreateUserTask)] == ["ta"]
    case.send(lambda i: JobCompleted(id=i, token=second.token))
    assert not case.of(CreateUserTask)


def test_a_failing_condition_is_an_incident_that_a_correction_resolves():
    body = (
        '<startEvent id="s"/><exclusiveGateway id="x" default="n"/><endEvent id="e"/><endEvent id="e2"/>'
        + flow(("s", "x"))
        + '<sequenceFlow id="y" sourceRef="x" targetRef="e"><conditionExpression>=jumlah &gt; 3</conditionExpression></sequenceFlow>'
        '<sequenceFlow id="n" sourceRef="x" targetRef="e2"/>'
    )
    case = Case(body).start(jumlah="tiga")
    (incident,) = case.of(RaiseIncident)
    assert "number" in incident.message
    case.send(lambda i: IncidentResolved(id=i, token=incident.token, variables={"jumlah": 4}))
    assert case.of(EndInstance)


def test_an_endless_loop_is_an_incident():
    body = '<startEvent id="s"/><exclusiveGateway id="a"/><task id="b"/>' + flow(("s", "a"), ("a", "b"), ("b", "a"))
    assert Case(body).start().of(RaiseIncident)[0].kind == "step_limit"


def test_a_cycle_repeats_beside_its_task_and_ends_with_it():
    body = (
        '<startEvent id="s"/><userTask id="t"/><boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>'
        "<timeCycle>R2/PT1H</timeCycle></timerEventDefinition></boundaryEvent>"
        + JOB.format("j")
        + '<endEvent id="e"/>'
        + flow(("s", "t"), ("t", "e"), ("b", "j"), ("j", "e"))
    )
    case = Case(body).start()
    for _ in range(2):
        (timer,) = case.of(CreateTimer)
        early = TimerTriggered(id=str(uuid4()), token=timer.token, due_at=timer.due_at.isoformat())
        with pytest.raises(InvalidState):
            advance(case.definition, case.state, early, case.now, zone=ZONE)
        case.now += timedelta(hours=1)
        case.send(lambda i, t=timer: TimerTriggered(id=i, token=t.token, due_at=t.due_at.isoformat()))
        assert len(case.of(CreateJob)) == 1
    assert not case.of(CreateTimer)

"""A state that an earlier release stored is loaded and finished by this one. A golden file is never made anew: a new codec adds one."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from engine.bpmn.codec import read_state, tokens_of, variables_of
from engine.bpmn.interpreter import advance
from engine.bpmn.stored.json_text import loads
from engine.model.effects import CreateJob, CreateTimer, CreateUserTask, EndInstance
from engine.model.stimuli import (
    ChildEnded,
    ErrorThrown,
    IncidentResolved,
    JobCompleted,
    MessageCorrelated,
    SignalCaught,
    TimerTriggered,
    UserTaskCompleted,
)
from tests.golden.make import BEGAN, HERE, ZONE, definition


class Case:
    def __init__(self, version):
        self.definition, self.now, self.count = definition(version), BEGAN, 0
        self.state = (HERE / f"state_v{version}" / "state.json").read_bytes()

    def token(self, element):
        """The waiting token of an element; of a repeated one the inner one that still waits."""
        found = [item for item in loads(self.state)["tokens"] if item[1] == element and ("wait" in item[2] or "incident" in item[2])]
        assert len(found) == 1, element
        return found[0][0]

    def send(self, make):
        self.count += 1
        identifier = str(uuid5(UUID(int=1), str(self.count)))
        transition = advance(self.definition, self.state, make(identifier), self.now, zone=ZONE)
        self.state = transition.state
        return transition.effects


def test_the_state_of_version_1_is_finished_by_this_release():
    case = Case(1)
    waiting = {element for _token, element, _data in loads(case.state)["tokens"]}
    assert waiting == {"baca", "lewat", "kerja", "banyak", "bayar", "dalam", "panggil", "pilih"}
    # a local variable with an exact decimal
    reader = case.token("baca")
    assert variables_of(case.state, reader)["dengan_pajak"] == Decimal("1650000")
    # the cycle fires twice, then no more
    due = loads(case.state)["tokens"]
    timer = next(item for item in due if item[1] == "lewat")
    case.now += timedelta(hours=1)
    effects = case.send(lambda i: TimerTriggered(id=i, token=timer[0], due_at=timer[2]["due"]))
    second = next(effect for effect in effects if isinstance(effect, CreateTimer))
    job = next(effect for effect in effects if isinstance(effect, CreateJob))
    case.now += timedelta(hours=1)
    effects = case.send(lambda i: TimerTriggered(id=i, token=second.token, due_at=second.due_at.isoformat()))
    assert not [effect for effect in effects if isinstance(effect, CreateTimer)]
    other = next(effect for effect in effects if isinstance(effect, CreateJob))
    for reminder in (job, other):
        case.send(lambda i, token=reminder.token: JobCompleted(id=i, token=token))
    # the incident is resolved by a correction, the error is caught, the rest ends as it was drawn
    case.send(lambda i: IncidentResolved(id=i, token=case.token("pilih"), variables={"teks": 2}))
    case.send(lambda i: ErrorThrown(id=i, token=case.token("kerja"), error_code="GAGAL"))
    case.send(lambda i: UserTaskCompleted(id=i, token=case.token("banyak"), variables={"kata": "cukup"}))
    case.send(lambda i: MessageCorrelated(id=i, token=case.token("bayar"), variables={"lunas": True}))
    case.send(lambda i: ChildEnded(id=i, token=case.token("panggil"), child=str(UUID(int=9)), variables={"hasil": 12}))
    effects = case.send(lambda i: UserTaskCompleted(id=i, token=reader, variables={}))
    (end,) = [effect for effect in effects if isinstance(effect, EndInstance)]
    assert end.status == "COMPLETED"
    assert end.variables["jawaban"] == ["Ani: baik", "Budi: cukup"]
    assert (end.variables["dari_anak"], end.variables["lunas"]) == (12, True)


def test_the_state_of_version_2_is_finished_by_this_release():
    case = Case(2)
    assert {element for _token, element, _data in loads(case.state)["tokens"]} == {
        "j", "oj", "ob", "eg", "race_m", "race_t", "cj", "cb", "loop", "adhoc", "q", "t", "sub", "x_u", "es", "ws", "ev", "h"
    }  # fmt: skip
    listening = {"race_m", "race_t", "es", "ws"}
    assert not listening & {element for _token, element, _parked in tokens_of(case.state)}  # what listens stands nowhere
    for element in ("x_u", "q", "cb", "ob", "h"):
        case.send(lambda i, element=element: UserTaskCompleted(id=i, token=case.token(element)))
    case.send(lambda i: SignalCaught(id=i, signal="sig", tokens=(case.token("ws"),)))
    for element in ("w", "loop", "loop"):
        case.send(lambda i, element=element: UserTaskCompleted(id=i, token=case.token(element)))
    effects = case.send(lambda i: MessageCorrelated(id=i, token=case.token("race_m")))
    assert [effect.status for effect in effects if isinstance(effect, EndInstance)] == ["COMPLETED"]
    assert loads(case.state)["tokens"] == []


def test_the_state_of_version_3_is_finished_by_this_release():
    case = Case(3)
    phases = {element: fields.get("listeners") for _token, element, fields in loads(case.state)["tokens"] if "listeners" in fields}
    assert phases == {
        "begins": {"phase": "start", "done": 1},
        "answered": {"phase": "completing", "done": 0, "result": {"answer": "yes"}},
        "each": {"phase": "end", "done": 0, "result": {"answer": 10}},
        "parked": {"phase": "start", "done": 1},
        "way": {"phase": "start", "done": 0},
    }
    assert variables_of(case.state, case.token("begins"))["given"] == "x"
    case.send(lambda i: IncidentResolved(id=i, token=case.token("parked"), variables={"kind": "late"}))
    other = next(token for token, element, fields in loads(case.state)["tokens"] if element == "each" and fields.get("wait") == "user_task")
    first = next(token for token, element, fields in loads(case.state)["tokens"] if element == "each" and fields.get("wait") == "job")
    case.send(lambda i: JobCompleted(id=i, token=first))
    case.send(lambda i: UserTaskCompleted(id=i, token=other, variables={"answer": 20}))
    for element, variables in (("way", {"taken": True}), ("begins", {}), ("begins", {}), ("answered", {}), ("each", {}), ("parked", {})):
        effects = case.send(
            lambda i, element=element, variables=variables: JobCompleted(id=i, token=case.token(element), variables=variables)
        )
    (last,) = [effect for effect in effects if isinstance(effect, CreateJob)]
    assert (last.type, last.element) == ("all", "golden")
    (end,) = [effect for effect in case.send(lambda i: JobCompleted(id=i, token=last.token)) if isinstance(effect, EndInstance)]
    assert end.variables["all"] == [11, 22]
    assert end.variables["kept"] == "yes"


def test_a_state_in_groups_of_version_4_is_finished():
    """Seventy inner instances in groups: one is through, one has answered and is to confirm, the others are asked."""
    case = Case(4)
    stored = read_state(case.state)
    assert len([token for token in stored.tokens if token.element == "asked"]) == 68
    heard = tuple(token.id for token in stored.tokens if token.element == "recall")
    case.send(lambda i: SignalCaught(id=i, signal="recalled", tokens=heard))
    waiting = [token.id for token in stored.tokens if token.element in ("asked", "confirmed") and token.wait is not None]
    effects: tuple = ()
    for number, token in enumerate(waiting):
        effects = case.send(lambda i, t=token, n=number: UserTaskCompleted(id=i, token=t, variables={"answer": n}))
        for effect in effects:
            if isinstance(effect, CreateUserTask):
                effects = case.send(lambda i, t=effect.token: UserTaskCompleted(id=i, token=t))
    (ended,) = [effect for effect in effects if isinstance(effect, EndInstance)]
    answers = ended.variables["answers"]
    assert (ended.status, answers[0], len(answers), answers.count(None)) == ("COMPLETED", 1, 70, 0)

"""Messages, timers, called processes, cancelling, drafts, claims: each wait ends once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.commands.instances.report_child_end import ReportChildEnd
from engine.commands.instances.start_called_instance import StartCalledInstance
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.commands.tasks.mark_task_read import MarkTaskRead
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.commands.timers.trigger_timer import TriggerTimer
from engine.model.errors import EngineError, InvalidState, TaskTaken
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import TaskDraft, UserTask
from engine.queries.tasks.task_list import TaskList
from engine.testing.harness import NOON

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<message id="M" name="bayar"><extensionElements><zeebe:subscription correlationKey="=nomor"/></extensionElements></message>'
)
MANIFEST = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
FORM = b'{"id": "f", "components": [{"type": "textfield", "key": "nomor", "label": "Nomor"}]}'


def process(name, body, *flows):
    lines = "".join(f'<sequenceFlow id="{name}{a}{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows)
    return f'<process id="{name}" name="{name}" isExecutable="true">{body}{lines}</process>'


START = '<startEvent id="s"><extensionElements><zeebe:formDefinition formId="f"/></extensionElements></startEvent>'
TASK = '<userTask id="t" name="t"><extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements></userTask>'


@pytest.fixture
def office(harness, regency):
    harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))
    harness.person = regency("agendaris.setda")

    def deploy(*processes):
        bpmn = f"{HEAD}{''.join(processes)}</definitions>".encode()
        return harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "f.form": FORM, "process.toml": MANIFEST}))

    return deploy


RECEIVE = '<intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>'


def test_a_message_finds_its_case_once(harness, office):
    office(process("p", START + RECEIVE + '<endEvent id="e"/>', ("s", "m"), ("m", "e")))
    case = harness.start("p", harness.person, nomor="7")
    other = harness.start("p", harness.person, nomor="8")
    message = CorrelateMessage(name="bayar", correlation_key="7", message_id="bank-1", variables={"lunas": True})
    assert harness.execute(message)["instance"] == str(case)
    assert harness.execute(message) == {"instance": str(case), "repeated": True}
    assert harness.instance(case).status == "COMPLETED"
    assert harness.instance(other).status == "ACTIVE"


def test_a_message_that_comes_first_is_kept_for_its_receiver(harness, office):
    office(process("p", START + RECEIVE + '<endEvent id="e"/>', ("s", "m"), ("m", "e")))
    assert harness.execute(CorrelateMessage(name="bayar", correlation_key="9", message_id="bank-2"))["instance"] is None
    case = harness.start("p", harness.person, nomor="9")
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"


def test_a_timer_fires_once_and_not_early(harness, office):
    wait = '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    office(process("p", START + wait + '<endEvent id="e"/>', ("s", "w"), ("w", "e")))
    case = harness.start("p", harness.person)
    assert harness.sweep().timers == 0
    harness.clock.forward(hours=72)  # a stopped clock catches up once
    assert harness.sweep().timers == 1
    assert harness.sweep().timers == 0
    assert harness.instance(case).status == "COMPLETED"
    assert harness.execute(TriggerTimer(timer=uuid4())) == {}


CALL = '<callActivity id="c"><extensionElements><zeebe:calledElement processId="anak" bindingType="deployment"/></extensionElements></callActivity>'


def test_a_called_process_reports_once_and_is_cancelled_with_its_caller(harness, office):
    office(
        process("p", START + CALL + '<endEvent id="e"/>', ("s", "c"), ("c", "e")),
        process("anak", '<startEvent id="s"/>' + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e")),
    )
    case = harness.start("p", harness.person)
    harness.run_jobs()
    (child,) = [item for item in harness.instances() if item.parent_id == case]
    again = StartCalledInstance(
        child=child.id, parent=case, token=child.parent_token, process="anak", binding="deployment", version_tag=None, variables={}
    )
    assert harness.execute(again) == {"instance": str(child.id)}
    harness.complete(harness.task("t").id, harness.person)
    harness.run_jobs()
    assert harness.instance(case).status == "COMPLETED"
    with pytest.raises(InvalidState):
        harness.execute(ReportChildEnd(parent=case, token=child.parent_token, child=child.id, status="COMPLETED", variables={}))
    second = harness.start("p", harness.person)
    harness.run_jobs()
    harness.execute(CancelProcessInstance(instance=second, reason="salah"))
    harness.run_jobs()
    assert {item.status for item in harness.instances() if item.root_id == second} == {"TERMINATED"}
    assert not harness.tasks()


def test_drafts_claims_and_reading(harness, office, regency):
    office(process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e")))
    harness.start("p", harness.person)
    task = harness.task("t")
    assert harness.ask(TaskList(tab="unit"), harness.person).counts == {"mine": 0, "unit": 1, "waiting": 0}
    harness.execute(MarkTaskRead(task=task.id), harness.person)
    harness.execute(SaveTaskDraft(task=task.id, answers={"catatan": "belum"}), harness.person)
    harness.execute(ClaimUserTask(task=task.id), harness.person)
    assert harness.ask(TaskList(tab="mine"), harness.person).rows[0].unread is False
    with Session(harness.database) as session:
        assert session.get_one(TaskDraft, (task.id, harness.person.person)).answers == {"catatan": "belum"}
    harness.execute(ClaimUserTask(task=task.id, release=True), harness.person)
    harness.complete(task.id, harness.person)
    assert harness.ask(TaskList(tab="done"), harness.person).rows[0].id == task.id
    with Session(harness.database) as session:
        assert session.get(TaskDraft, (task.id, harness.person.person)) is None


def test_many_at_once_complete_a_task_once(harness, office):
    """Threads race for the same tasks over real connections: one wins each, the others are told; no deadlock, nothing twice."""
    office(process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e")))
    for _ in range(6):
        harness.start("p", harness.person)
    wanted = [task.id for task in harness.tasks("t") for _ in range(4)]

    def attempt(task):
        try:
            harness.complete(task, harness.person)
        except EngineError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(attempt, wanted))
    assert results.count(None) == 6
    assert set(results) == {None, TaskTaken}
    with Session(harness.database) as session:
        assert {task.status for task in session.query(UserTask)} == {"COMPLETED"}


def test_called_processes_without_end_are_stopped(harness, office):
    office(process("p", START + CALL.replace("anak", "p") + '<endEvent id="e"/>', ("s", "c"), ("c", "e")))
    harness.start("p", harness.person)
    harness.run_jobs(limit=400)
    assert len(harness.instances()) == 50
    assert "endlessly" in harness.incidents()[0].message


def test_a_deployment_that_says_nothing_new_makes_no_version(harness, office):
    body = process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e"))
    assert office(body)["processes"] == [{"key": "p", "version": 1}]
    assert office(body)["new"] is False
    assert office(body.replace('name="p"', 'name="Baru"'))["processes"] == [{"key": "p", "version": 2}]


def test_the_same_start_sent_at_once_from_many_threads_makes_one_case(harness, office):
    office(process("p", START + TASK + '<endEvent id="e"/>', ("s", "t"), ("t", "e")))
    command = StartProcessInstance(process="p", answers={"nomor": "1"}, idempotency_key="double tap")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: harness.execute(command, harness.person)["instance"], range(16)))
    assert len(set(answers)) == 1
    assert len(harness.instances()) == 1
    with pytest.raises(InvalidState):
        harness.execute(StartProcessInstance(process="p", answers={"nomor": "2"}, idempotency_key="double tap"), harness.person)


@pytest.mark.parametrize("jump", [{"hours": 1}, {"hours": -1}, {"days": 1}])
def test_a_clock_that_jumps_and_is_set_right_fires_no_timer_twice_and_none_early_afterwards(harness, office, jump):
    wait = '<intermediateCatchEvent id="{0}"><timerEventDefinition><timeDuration>{1}</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    first, second = wait.format("w", "PT30M"), wait.format("v", "PT2H")
    office(process("p", START + first + second + '<endEvent id="e"/>', ("s", "w"), ("w", "v"), ("v", "e")))
    case = harness.start("p", harness.person)
    harness.clock.forward(**jump)
    fired = harness.sweep().timers
    harness.clock.forward(**{unit: -number for unit, number in jump.items()})
    assert harness.sweep().timers == 0  # set right: what has not come is not due
    ahead = max(0, jump.get("hours", 0) + 24 * jump.get("days", 0))
    for _ in range(ahead * 60 + 200):
        harness.clock.forward(minutes=1)
        fired += harness.sweep().timers
    assert fired == 2
    assert harness.instance(case).status == "COMPLETED"

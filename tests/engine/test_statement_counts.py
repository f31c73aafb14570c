"""How many round trips and statements a command makes, and the question with which every page begins: who is there.

The figures may only shrink.
"""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.claim_user_task import ClaimUserTask
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.commands.tasks.save_task_draft import SaveTaskDraft
from engine.identity.web_sessions import new_session
from engine.queries.people.session_owner import SessionOwner
from engine.testing.harness import NOON
from tests.support.one_post import add_one_post

#: a process of two tasks for one group; the package has no title, no readers and no rooms above the engine
MANIFEST = b'[package]\nkey = "ukur"\n[[case]]\nprocess = "p"\nstart_roles = ["kabid"]\n'
TASK = '<userTask id="{0}"><extensionElements><zeebe:assignmentDefinition candidateGroups="kabid@dinas"/></extensionElements></userTask>'
DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    f'<process id="p" isExecutable="true"><startEvent id="s"/>{TASK.format("t")}{TASK.format("u")}<endEvent id="e"/>'
    '<sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="u"/><sequenceFlow sourceRef="u" targetRef="e"/>'
    "</process></definitions>"
)
#: command -> (round trips, statements), without those that begin and end the transaction
MOST = {
    "who is there": (3, 3),
    "start": (9, 12),
    "claim": (3, 4),
    "draft": (4, 4),
    "complete": (3, 8),
    "complete the last": (2, 6),
}


@pytest.fixture
def actor(harness):
    return add_one_post(harness, "ukur", DIAGRAM, MANIFEST)


def count(harness, work):
    sent = []

    def note(_connection, cursor, statement, *_rest):
        # rows that are sent together share a cursor; it is kept, for the next one must not get its id
        sent.append((cursor, statement))

    event.listen(harness.database, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(harness.database, "before_cursor_execute", note)
    return len({id(cursor) for cursor, _ in sent}), len(sent)


def test_commands_of_a_task_send_no_more_statements_than_these(harness, actor):
    started = count(harness, lambda: harness.execute(StartProcessInstance(process="p"), actor))
    first = harness.task("t").id
    with Session(harness.database) as session:
        token = new_session(session, actor.person, NOON, "a browser")
        session.commit()
    found = {
        "start": started,
        "who is there": count(harness, lambda: harness.ask(SessionOwner(token=token))),
        "claim": count(harness, lambda: harness.execute(ClaimUserTask(task=first), actor)),
        "draft": count(harness, lambda: harness.execute(SaveTaskDraft(task=first, answers={}), actor)),
        "complete": count(harness, lambda: harness.execute(CompleteUserTask(task=first), actor)),
    }
    last = harness.task("u").id
    found["complete the last"] = count(harness, lambda: harness.execute(CompleteUserTask(task=last), actor))
    assert {name: (number, MOST[name]) for name, number in found.items() if number[0] > MOST[name][0] or number[1] > MOST[name][1]} == {}

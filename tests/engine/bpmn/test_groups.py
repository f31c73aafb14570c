"""A large repetition is stored in groups that sleep: a turn reads and writes its own, and does what it did when all was one piece."""

import sys
from uuid import UUID

import pytest

from engine.bpmn.codec import ParsedState, decode, is_head_of_groups, read_state, split_state, tokens_of, variables_of
from engine.bpmn.interpreter import advance
from engine.bpmn.runtime.turn import Turn
from engine.bpmn.stored import groups
from engine.bpmn.stored.json_text import loads
from engine.bpmn.stored.writing import encode
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.effects import CreateUserTask
from engine.model.errors import CorruptState
from engine.model.stimuli import Cancelled, UserTaskCompleted
from engine.testing.drawing import diagram, element, event, event_sub_process, job, script, sub_process, task
from engine.testing.play import BEGAN, ZONE, Play

MANY = 100
S, E = event("start", "s"), event("end", "e")


def each(condition="", *, sequential=False):
    marked = ' isSequential="true"' if sequential else ""
    ending = f"<completionCondition>={condition}</completionCondition>" if condition else ""
    return (
        f"<multiInstanceLoopCharacteristics{marked}><extensionElements>"
        '<zeebe:loopCharacteristics inputCollection="=units" inputElement="unit" outputCollection="answers" outputElement="=answer"/>'
        f"</extensionElements>{ending}</multiInstanceLoopCharacteristics>"
    )


def play(xml, count=MANY):
    return Play(xml, units=[f"unit {number}" for number in range(count)], n=0)


def plain(condition="", **options):
    return diagram(S, task("t", each(condition, **options)), E, "s > t > e")


def turn_of(case, number):
    """The completion of the task that was created as this one."""
    token = [effect.token for effect in case.effects if isinstance(effect, CreateUserTask)][number]
    return UserTaskCompleted(id=str(UUID(int=9)), token=token, variables={"answer": number})


def test_a_turn_reads_and_writes_the_group_that_it_touches(monkeypatch):
    case = play(plain())
    assert is_head_of_groups(case.state)
    assert len(case.state.split(b"\n")) == 1 + -(-MANY // groups.SIZE)
    read, real = [], groups.read_group
    monkeypatch.setattr(groups, "read_group", lambda line: read.append(line) or real(line))
    made = advance(case.definition, case.state, turn_of(case, 40), BEGAN, zone=ZONE)
    assert len(read) == 1
    assert [key.number for key in made.changed] == [40 // groups.SIZE]
    assert made.gone == frozenset()
    before, after = case.state.split(b"\n"), made.state.split(b"\n")
    assert [number for number, line in enumerate(after) if line != before[number]] == [0, 1 + 40 // groups.SIZE]
    assert made.head == after[0]


def test_what_a_turn_reads_does_not_grow_with_what_stands_still(monkeypatch):
    lengths = {}
    for count in (MANY, 4 * MANY):
        case, read, real = play(plain(), count), [], groups.read_group
        monkeypatch.setattr(groups, "read_group", lambda line, read=read, real=real: read.append(line) or real(line))
        made = advance(case.definition, case.state, turn_of(case, 70), BEGAN, zone=ZONE)
        lengths[count] = [len(line) for line in read], sum(len(part.data) for part in made.changed.values())
    assert lengths[MANY] == lengths[4 * MANY]


@pytest.mark.parametrize("count", [groups.LARGE, groups.LARGE + 1])
def test_a_state_is_stored_in_groups_from_a_size_on(count):
    assert is_head_of_groups(play(plain(), count).state) == (count > groups.LARGE)


def test_what_goes_one_after_the_other_stays_in_one_piece():
    assert not is_head_of_groups(play(plain(sequential=True)).state)


INSIDE = sub_process(
    "sub",
    event("start", "is"),
    element("inclusiveGateway", "split"),
    task("t"),
    task("u"),
    element("inclusiveGateway", "merge"),
    event("end", "ie"),
    event("boundary", "hears", "signal S", attachedToRef="t", cancelActivity="false"),
    event("boundary", "sees", "conditional =n > 1", attachedToRef="u", cancelActivity="false"),
    script("heard", "n + 1", "n"),
    event("end", "he"),
    "is > split, split > t: true, split > u: true, t > merge, u > merge, merge > ie, hears > heard > he, sees > he",
    each(),
)
NESTED = sub_process("sub", event("start", "is"), task("t", each()), event("end", "ie"), "is > t > ie", each())
BOUNDARY = event("boundary", "b", "signal S", attachedToRef="t")
STOPPED = (task("t", each()), BOUNDARY, event("end", "be"), "b > be")


def at_once(xml, moves, count=MANY):
    """The effects and the states of a case that is moved on, and whether it was ever in groups."""
    case = play(xml, count)
    states = [case.state]
    for move in moves:
        move(case)
        states.append(case.state)
    return case.effects, [variables_of(state) for state in states], [tokens_of(state) for state in states], states


def all_of(name, **answers):
    """Completes every task of an element, the last created first."""

    def move(case):
        while name in case.tasks:
            token = [effect.token for effect in case.open.values() if effect.element == name][-1]
            case._send(lambda i, token=token: UserTaskCompleted(id=i, token=token, variables={"answer": len(case.open), **answers}))

    return move


@pytest.mark.parametrize(
    ("xml", "moves", "count"),
    [
        (plain(), [all_of("t")], 70),
        (plain("numberOfCompletedInstances = 5"), [lambda case: case.complete("t", "t", "t", "t", "t", answer=1)], 70),
        (plain("count(answers[item = 1]) = 3"), [lambda case: case.complete("t", "t", "t", answer=1)], 70),
        (diagram(S, *STOPPED, E, "s > t > e"), [lambda case: case.complete("t", answer=1).signal("sig")], 70),
        (plain(), [lambda case: case.complete("t"), lambda case: case._send(lambda i: Cancelled(id=i))], 70),
        (
            diagram(S, INSIDE, E, "s > sub > e"),
            [lambda case: case.complete("t", "u", "t"), lambda case: case.signal("sig"), all_of("u"), all_of("t")],
            66,
        ),
        (diagram(S, NESTED, E, "s > sub > e"), [lambda case: case.complete("t", "t", answer=2)], 6),
        (
            diagram(
                S,
                task("t", each()),
                event_sub_process("esp", event("start", "es", "signal S", isInterrupting="false"), script("x", "n + 1", "n"), "es > x"),
                E,
                "s > t > e",
            ),
            [lambda case: case.complete("t", answer=1).signal("sig"), all_of("t")],
            66,
        ),
        (diagram(S, job("t", each()), E, "s > t > e"), [lambda case: case.fail("t", "E"), lambda case: case.resolve().complete("t")], 66),
    ],
)
def test_turns_do_what_they_do_when_all_is_in_one_piece(monkeypatch, xml, moves, count):
    monkeypatch.setattr(groups, "LARGE", 4)
    in_groups = at_once(xml, moves, count)
    monkeypatch.setattr(groups, "LARGE", sys.maxsize)
    whole = at_once(xml, moves, count)
    assert any(map(is_head_of_groups, in_groups[3]))
    assert not any(map(is_head_of_groups, whole[3]))
    assert in_groups[:3] == whole[:3]


def test_what_was_stored_in_one_piece_goes_over_into_groups_and_back(monkeypatch):
    monkeypatch.setattr(groups, "LARGE", sys.maxsize)
    whole = play(plain()).complete("t")
    monkeypatch.undo()
    turn = Turn(str(UUID(int=1)), EvaluationTime(BEGAN), ZONE)
    stored = encode(decode(whole.state, whole.definition, turn))
    assert is_head_of_groups(stored)
    assert encode(decode(stored, whole.definition, turn)) == stored
    assert tokens_of(stored) == tokens_of(whole.state)
    monkeypatch.setattr(groups, "LARGE", sys.maxsize)
    again = read_state(stored)
    assert [token.id for token in again.tokens] == [token.id for token in read_state(whole.state).tokens]


def test_the_head_alone_knows_the_variables_of_the_instance_and_says_that_the_rest_is_missing():
    case = play(plain())
    head, parts = split_state(case.state)
    assert variables_of(head) == case.variables
    assert sum(len(part.tokens) for part in parts.values()) == MANY
    for read in (
        tokens_of,
        read_state,
        lambda data: encode(decode(data, case.definition, Turn(str(UUID(int=1)), EvaluationTime(BEGAN), ZONE))),
    ):
        with pytest.raises(CorruptState):
            read(head)
    with pytest.raises(CorruptState):
        read_state(case.state.rpartition(b"\n")[0])


def test_a_variable_that_looks_like_a_token_hides_no_token():
    case = play(plain())
    first = next(effect.token for effect in case.effects if isinstance(effect, CreateUserTask))
    last = [effect.token for effect in case.effects if isinstance(effect, CreateUserTask)][-1]
    view = ParsedState(case.state.replace(b'"unit 5"', f'"{last}"'.encode())).view
    assert view.variables_of(last)["unit"] == f"unit {MANY - 1}"
    assert view.holds(first) and view.holds(last) and not view.holds("unit 7")  # noqa: PT018
    made = advance(case.definition, view_state(case, last), turn_of(case, MANY - 1), BEGAN, zone=ZONE)
    assert [key.number for key in made.changed] == [(MANY - 1) // groups.SIZE]


def view_state(case, last):
    return case.state.replace(b'"unit 5"', f'"{last}"'.encode())


def test_items_that_nobody_asks_for_any_more_are_not_kept():
    case = play(plain())
    body = next(row for row in loads(case.state.split(b"\n")[0])["tokens"] if row[1] == "t")
    assert (body[2]["items"], body[2]["instances"], body[2]["started"]) == (None, MANY, MANY)

"""Texts that the database cannot keep or look up are refused at every door, never a crash."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from engine.commands.messages.broadcast_signal import BroadcastSignal
from engine.commands.messages.correlate_message import CorrelateMessage
from engine.core.command import Command
from engine.core.query import Query
from engine.model.errors import Unstorable
from engine.persistence.tables.instances import ProcessInstance, SignalSubscription
from engine.testing.drawing import event, process, script, task

HALF, NUL = "\ud83d", "a\0b"
GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'


def message(name="plain", key="k", identifier="1", **variables):
    return CorrelateMessage(name=name, correlation_key=key, message_id=identifier, variables=variables)


@pytest.mark.parametrize("text", [HALF, NUL])
def test_texts_that_cannot_be_stored_are_refused(harness, text):
    commands = [
        message(name=text),
        message(key=text),
        message(identifier=text),
        message(a=text),
        message(a={"b": [text]}),
        message(a={text: 1}),
    ]
    for command in (*commands, BroadcastSignal(name=text), BroadcastSignal(name="sig", variables={"a": text}, idempotency_key=text)):
        if isinstance(command, BroadcastSignal) and command.name == "sig" and text == NUL:
            continue  # nobody hears it, and a key may hold anything
        with pytest.raises(Unstorable):
            harness.execute(command)


def test_names_and_keys_that_no_index_holds_are_refused(harness):
    for command in (message(name="n" * 3000), message(key="k" * 256), BroadcastSignal(name="s" * 256)):
        with pytest.raises(Unstorable, match="characters, and 255 are allowed"):
            harness.execute(command)


@dataclass(frozen=True, kw_only=True)
class OpenLongSubscription(Command):
    """An index that nobody has thought of."""

    permission = "system"

    def run(self, context):
        # no two alike, so that nothing can be compressed
        name = "".join(chr(number) for number in range(0x4E00, 0x4E00 + 3000))
        case = context.session.scalars(select(ProcessInstance.id)).first()
        context.session.add(SignalSubscription(id=context.new_id(), instance_id=case, element_id="c", signal=name))
        context.session.flush()
        return {}


@dataclass(frozen=True, kw_only=True)
class FindNobody(Query):
    permission = "system"
    text: str

    def run(self, context):
        return context.session.scalars(select(ProcessInstance).where(ProcessInstance.title == self.text)).all()


def test_a_row_that_is_too_long_for_its_index_is_a_refusal(harness, drawn):
    drawn(process(event("start", "s"), task("t", GROUP), event("end", "e"), "s > t > e"))
    harness.start("p", harness.person)
    with pytest.raises(Unstorable):
        harness.execute(OpenLongSubscription())


@pytest.mark.parametrize("text", [HALF, NUL])
def test_a_question_with_such_a_text_is_refused(harness, text):
    with pytest.raises(Unstorable):
        harness.ask(FindNobody(text=text))


def test_a_case_with_a_key_that_is_too_long_stops_with_an_incident(harness, drawn):
    parts = [
        script("k", "string join(for i in 1..3000 return string(i))", "key"),
        event("catch", "c", "message M"),
        event("start", "s"),
        event("end", "e"),
    ]
    drawn(process(*parts, "s > k > c > e"))
    harness.start("p", harness.person)
    [incident] = harness.incidents()
    assert "255 are allowed" in incident.message

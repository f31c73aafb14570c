"""Blocks of random diagrams that are seldom drawn: complex joins, several tokens at once, called cases, what undoes itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from hypothesis import strategies as st

from engine.testing.drawing import element, event, event_sub_process, flows, script, sub_process, task


@dataclass(frozen=True)
class Block:
    """A piece with one way in and one way out: its elements, the flows inside, first and last element."""

    elements: str
    flows: str
    first: str
    last: str


CALLED = '<extensionElements><zeebe:calledElement processId="x" propagateAllChildVariables="false"/></extensionElements>'
#: the variable that collects what a repetition gives, by the id of the activity
COLLECTED = "collected_{}"


class RareBlocks(ABC):
    """Part of the drawer of random diagrams (engine/testing/diagrams.py)."""

    draw: st.DrawFn

    @abstractmethod
    def name(self, kind: str) -> str: ...

    @abstractmethod
    def pick(self, *options: str) -> str: ...

    @abstractmethod
    def chance(self) -> bool: ...

    @abstractmethod
    def sequence(self, depth: int, *, most: int = 3) -> Block: ...

    @abstractmethod
    def handler(self, depth: int) -> Block: ...

    # --- leaves

    def collected(self) -> Block:
        """A repetition whose answers stand in a collection, each in its place."""
        name = self.name("many")
        count = self.pick("[1,2,3]", "[5]", "[]", "for i in 1..1+modulo(n,3) return i")
        condition = self.pick("", "<completionCondition>=numberOfCompletedInstances = 2</completionCondition>")
        inner = (
            f'<multiInstanceLoopCharacteristics isSequential="{str(self.chance()).lower()}"><extensionElements><zeebe:loopCharacteristics '
            f'inputCollection="={count}" inputElement="item" outputCollection="{COLLECTED.format(name)}" '
            f'outputElement="={{i: item, c: loopCounter, n: n}}"/></extensionElements>{condition}</multiInstanceLoopCharacteristics>'
        )
        kind = self.pick("userTask", "manualTask", "callActivity")
        return Block(element(kind, name, (CALLED if kind == "callActivity" else "") + inner), "", name, name)

    def all_triggers(self) -> Block:
        name = self.name("catch")
        kind = self.pick("message M; timer PT2H", "signal S; message N", "timer PT1H; timer PT2H; signal S2")
        return Block(event("catch", name, kind, parallelMultiple="true"), "", name, name)

    def quantities(self) -> Block:
        """An activity that makes two tokens, and one that needs both."""
        first, last = self.name("twice"), self.name("both")
        return Block(task(first, completionQuantity="2") + element("userTask", last, startQuantity="2"), f"{first} > {last}", first, last)

    def undo_one(self) -> Block:
        """An activity, and what undoes exactly this one."""
        name, throw = self.name("undo"), self.name("throw")
        boundary = event("boundary", f"{name}b", "compensate", attachedToRef=name)
        handler = script(f"{name}u", "n + 1", "n").replace("<scriptTask", '<scriptTask isForCompensation="true"', 1)
        link = f'<association id="{name}l" sourceRef="{name}b" targetRef="{name}u"/>'
        parts = task(name) + boundary + handler + link + event("throw", throw, f"compensate {name}")
        return Block(parts, f"{name} > {throw}", name, throw)

    # --- what holds other blocks

    def complex_join(self, depth: int) -> Block:
        first, last = self.name("g"), self.name("cx")
        branches = [self.sequence(depth, most=2) for _ in range(self.draw(st.integers(2, 3)))]
        needed = self.draw(st.integers(1, len(branches)))
        activation = f"<activationCondition>=activationCount &gt;= {needed}</activationCondition>"
        parts = [element("parallelGateway", first), element("complexGateway", last, activation), *(item.elements for item in branches)]
        ways = [way for item in branches for way in (f"{first} > {item.first}", item.flows, f"{item.last} > {last}")]
        return Block("".join(parts), ", ".join(filter(None, ways)), first, last)

    def called(self, depth: int) -> Block:
        """A called case whose error or escalation its boundary event catches."""
        name, last, boundary, handler, finish = (self.name(kind) for kind in ("host", "g", "b", "user", "e"))
        trigger = self.pick("error E", "escalation X")
        interrupting = trigger == "error E" or self.chance()
        parts = element("callActivity", name, CALLED) + task(handler) + element("exclusiveGateway", last)
        parts += event("boundary", boundary, trigger, attachedToRef=name, cancelActivity=str(interrupting).lower())
        ways = f"{name} > {last}, {boundary} > {handler} > {last if interrupting else finish}"
        return Block(parts + ("" if interrupting else event("end", finish)), ways, name, last)

    def undoing_itself(self, depth: int) -> Block:
        """A sub-process, perhaps repeated, that knows how it is undone; and what asks for it, perhaps."""
        name, start, finish = self.name("sub"), self.name("s"), self.name("e")
        body, handler = self.sequence(depth, most=2), self.handler(depth)
        begin, done = self.name("s"), self.name("e")
        inside = ", ".join(filter(None, (f"{begin} > {handler.first}", handler.flows, f"{handler.last} > {done}")))
        undoing = event_sub_process(
            self.name("es"), event("start", begin, "compensate"), handler.elements, event("end", done), flows(inside)
        )
        ways = flows(", ".join(filter(None, (f"{start} > {body.first}", body.flows, f"{body.last} > {finish}"))))
        loop = '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'
        repeated = loop.format(str(self.chance()).lower()) if self.chance() else ""
        xml = sub_process(name, event("start", start), body.elements, event("end", finish), undoing, ways, *filter(None, [repeated]))
        if self.chance():
            return Block(xml, "", name, name)
        throw = self.name("throw")
        return Block(xml + event("throw", throw, self.pick("compensate", f"compensate {name}")), f"{name} > {throw}", name, throw)

    def failing_inside(self, depth: int) -> Block:
        """A sub-process whose error, or escalation, an event sub-process of its own catches."""
        name, start, finish = self.name("sub"), self.name("s"), self.name("e")
        body, handler = self.sequence(depth, most=1), self.handler(depth)
        kind = self.pick("error E", "escalation X")
        begin, done = self.name("s"), self.name("e")
        inside = ", ".join(filter(None, (f"{begin} > {handler.first}", handler.flows, f"{handler.last} > {done}")))
        catching = event_sub_process(self.name("es"), event("start", begin, kind), handler.elements, event("end", done), flows(inside))
        ways = flows(", ".join(filter(None, (f"{start} > {body.first}", body.flows, f"{body.last} > {finish}"))))
        return Block(sub_process(name, event("start", start), body.elements, event("end", finish, kind), catching, ways), "", name, name)

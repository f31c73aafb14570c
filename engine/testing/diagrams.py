"""Random block-structured diagrams (Hypothesis) with every element that is executed, for laws that must hold for every process."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from hypothesis import strategies as st

from engine.testing.drawing import diagram, element, event, event_sub_process, flows, job, listeners, script, sub_process, task
from engine.testing.rare_blocks import CALLED, Block, RareBlocks


def every(number: int) -> str:
    """Returns a condition that holds for every such n (without a comma, which divides flows)."""
    return f"n - {number} * floor(n / {number}) = 0"


class _Drawer(RareBlocks):
    """Draws blocks with ids of their own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        #: inside of what a signal triggers no signal is thrown: it would trigger itself for ever
        self.quiet = 0

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def chance(self) -> bool:
        return self.draw(st.booleans())

    # --- composition

    def sequence(self, depth: int, *, most: int = 3) -> Block:
        blocks = [self.block(depth) for _ in range(self.draw(st.integers(1, most)))]
        joints = ", ".join(f"{left.last} > {right.first}" for left, right in pairwise(blocks))
        inner = ", ".join(part for block in blocks if (part := block.flows))
        return Block(
            "".join(block.elements for block in blocks), ", ".join(filter(None, (inner, joints))), blocks[0].first, blocks[-1].last
        )

    def block(self, depth: int) -> Block:
        leaves: list[Callable[[], Block]] = [self.user, self.automatic, self.catch, self.repeated, self.throw, self.link, self.undo]
        leaves += [self.collected, self.all_triggers, self.quantities, self.undo_one]
        nested: list[Callable[[int], Block]] = [
            self.split, self.event_gateway, self.loop, self.container, self.guarded, self.transaction, self.ad_hoc, self.conditional,
            self.complex_join, self.called, self.undoing_itself, self.failing_inside,
        ]  # fmt: skip
        number = self.draw(st.integers(0, len(leaves) + (2 * len(nested) if depth > 0 else 0) - 1))
        return leaves[number]() if number < len(leaves) else nested[(number - len(leaves)) % len(nested)](depth - 1)

    def single(self, xml: str, name: str) -> Block:
        return Block(xml, "", name, name)

    # --- leaves

    def user(self) -> Block:
        name = self.name("user")
        return self.single(task(name), name)

    def automatic(self) -> Block:
        kind, name = self.pick("script", "job", "manual", "call"), self.name("auto")
        return self.single(
            {
                "script": lambda: script(name, "n + 1", "n"),
                "job": lambda: job(name),
                "manual": lambda: element("manualTask", name),
                "call": lambda: element("callActivity", name, CALLED),
            }[kind](),
            name,
        )

    def catch(self) -> Block:
        name = self.name("catch")
        kind = self.pick("timer PT1H", "message M", "signal S", "conditional =modulo(n, 2) = 0", "message M; timer PT2H")
        if self.chance() and kind == "message M":
            return self.single(element("receiveTask", name, messageRef="N"), name)
        return self.single(event("catch", name, kind), name)

    def repeated(self) -> Block:
        name = self.name("many")
        loop = self.pick(
            '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality>=1 + modulo(n, 3)</loopCardinality>'
            "</multiInstanceLoopCharacteristics>",
            '<multiInstanceLoopCharacteristics isSequential="{}"><loopCardinality>3</loopCardinality><completionCondition>'
            "=numberOfCompletedInstances = 2</completionCondition></multiInstanceLoopCharacteristics>",
            '<standardLoopCharacteristics loopMaximum="2"><loopCondition>=true</loopCondition></standardLoopCharacteristics>',
            '<standardLoopCharacteristics testBefore="true" loopMaximum="3"><loopCondition>=modulo(n, 2) = 0</loopCondition>'
            "</standardLoopCharacteristics>",
        ).format(str(self.chance()).lower())
        return self.single(task(name, loop) if self.chance() else job(name, loop), name)

    def throw(self) -> Block:
        name = self.name("throw")
        signals = () if self.quiet else ("signal S", "signal S2")
        kind = self.pick(*signals, "escalation X", "escalation Y", "message N", "")
        return self.single(event("throw", name, kind), name)

    def link(self) -> Block:
        name = self.name("link")
        into, out = f"{name}a", f"{name}b"
        return Block(event("throw", into, f"link {name}") + event("catch", out, f"link {name}"), "", into, out)

    def undo(self) -> Block:
        """Draws an activity with a compensation handler, or an event that throws compensation."""
        name = self.name("undo")
        if self.chance():
            return self.single(event("throw", name, "compensate"), name)
        boundary = event("boundary", f"{name}b", "compensate", attachedToRef=name)
        handler = script(f"{name}u", "n + 1", "n").replace("<scriptTask", '<scriptTask isForCompensation="true"', 1)
        handler = task(f"{name}u", isForCompensation="true") if self.chance() else handler
        link = f'<association id="{name}l" sourceRef="{name}b" targetRef="{name}u"/>'
        return self.single(task(name) + boundary + handler + link, name)

    # --- what holds other blocks

    def split(self, depth: int) -> Block:
        kind = self.pick("exclusive", "parallel", "inclusive")
        first, last = self.name("g"), self.name("g")
        branches = [self.sequence(depth, most=2) for _ in range(self.draw(st.integers(2, 3)))]
        default = {} if kind == "parallel" else {"default": f"{first}_{branches[0].first}"}
        parts = [element(f"{kind}Gateway", first, **default), element(f"{kind}Gateway", last), *(branch.elements for branch in branches)]
        ways = []
        for number, branch in enumerate(branches):
            condition = "" if kind == "parallel" or number == 0 else f": {every(number + 1)}"
            ways += [f"{first} > {branch.first}{condition}", branch.flows, f"{branch.last} > {last}"]
        return Block("".join(parts), ", ".join(filter(None, ways)), first, last)

    def conditional(self, depth: int) -> Block:
        """Draws an activity whose flows have conditions, perhaps beside a flow without one, and an inclusive join."""
        first, last = self.name("user"), self.name("g")
        branches = [self.sequence(depth, most=1) for _ in range(self.draw(st.integers(2, 3)))]
        parts = [
            task(first, default=f"{first}_{branches[0].first}"),
            element("inclusiveGateway", last),
            *(item.elements for item in branches),
        ]
        ways = [f"{first} > {branches[0].first}", f"{first} > {branches[1].first}: {every(2)}"]
        ways += [f"{first} > {branch.first}" for branch in branches[2:]]
        ways += [part for branch in branches for part in (branch.flows, f"{branch.last} > {last}")]
        return Block("".join(parts), ", ".join(filter(None, ways)), first, last)

    def event_gateway(self, depth: int) -> Block:
        first, last = self.name("eg"), self.name("g")
        names = [self.name("race") for _ in range(2)]
        kinds = ["timer PT3H", self.pick("message M", "signal S", "conditional =modulo(n, 3) = 0", "receive")]
        branches = [self.sequence(depth, most=1) for _ in range(2)]
        parts = [element("eventBasedGateway", first), element("exclusiveGateway", last)]
        ways = []
        for name, kind, branch in zip(names, kinds, branches, strict=True):
            waits = element("receiveTask", name, messageRef="N") if kind == "receive" else event("catch", name, kind)
            parts += [waits, branch.elements]
            ways += [f"{first} > {name} > {branch.first}", branch.flows, f"{branch.last} > {last}"]
        return Block("".join(parts), ", ".join(filter(None, ways)), first, last)

    def loop(self, depth: int) -> Block:
        first, last, wait, after = self.name("g"), self.name("g"), self.name("user"), self.name("user")
        body = self.sequence(depth, most=2)
        parts = [element("exclusiveGateway", first), body.elements, task(wait), task(after)]
        parts.append(element("exclusiveGateway", last, default=f"{last}_{after}"))
        ways = [f"{first} > {body.first}", body.flows, f"{body.last} > {wait} > {last} > {after}", f"{last} > {first}: again"]
        return Block("".join(parts), ", ".join(filter(None, ways)), first, after)

    def content(self, depth: int, end: str = "") -> tuple[str, ...]:
        """A start, a sequence and an end; what ends in a way of its own may do so while the sequence is still at work."""
        start, finish, body = self.name("s"), self.name("e"), self.sequence(depth, most=2)
        ways = [body.flows, f"{start} > {body.first}", f"{body.last} > {finish}"]
        beside = ""
        if end and self.chance():
            fork, hurry, plain = self.name("g"), self.name("user"), self.name("e")
            beside = element("parallelGateway", fork) + task(hurry) + event("end", plain)
            ways = [body.flows, f"{start} > {fork} > {body.first}", f"{body.last} > {plain}", f"{fork} > {hurry} > {finish}"]
        return event("start", start), body.elements, event("end", finish, end), beside, flows(", ".join(filter(None, ways)))

    def container(self, depth: int) -> Block:
        """Draws a sub-process, perhaps repeated, perhaps with an event sub-process, perhaps with an end event of its own kind."""
        name = self.name("sub")
        parts = list(self.content(depth, self.pick("", "terminate", *(() if self.quiet else ("signal S",)))))
        if self.chance():
            parts.append(self.listening(depth))
        if self.chance():
            sequential = str(self.chance()).lower()
            parts.append(
                f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>2</loopCardinality>'
                "</multiInstanceLoopCharacteristics>"
            )
        return self.single(sub_process(name, *parts), name)

    def listening(self, depth: int) -> str:
        name, start, finish = self.name("es"), self.name("s"), self.name("e")
        trigger = self.pick("message M", "timer PT5H", "signal S", "escalation X", "conditional =modulo(n, 5) = 0", "cycle R2/PT6H")
        body = self.handler(depth)
        interrupting = not trigger.startswith("cycle") and self.chance()
        begin = event("start", start, trigger, isInterrupting=str(interrupting).lower())
        ways = ", ".join(filter(None, (f"{start} > {body.first}", body.flows, f"{body.last} > {finish}")))
        return event_sub_process(name, begin, body.elements, event("end", finish), flows(ways))

    def handler(self, depth: int) -> Block:
        """Draws the way after a trigger."""
        self.quiet += 1
        block = self.sequence(max(depth - 1, 0), most=1)
        self.quiet -= 1
        return block

    def guarded(self, depth: int) -> Block:
        """Draws a boundary event on a task, a job or a sub-process."""
        kind, name, last = self.pick("task", "job", "sub"), self.name("host"), self.name("g")
        end = self.pick("", "error E", "escalation X") if kind == "sub" else ""
        host = {"task": task, "job": job}.get(kind, lambda item: sub_process(item, *self.content(depth, end)))(name)
        triggers = ["timer PT4H", "message M", "signal S", "conditional =modulo(n, 4) = 0", "cycle R3/PT2H"]
        trigger = self.pick(*triggers, "error E") if kind == "job" else self.pick(*triggers)
        interrupting = (self.chance() or trigger.startswith("error")) and not trigger.startswith("cycle")
        if end:
            trigger, interrupting = end, interrupting or end.startswith("error")
        boundary, handler, finish = self.name("b"), self.handler(depth), self.name("e")
        on = event("boundary", boundary, trigger, attachedToRef=name, cancelActivity=str(interrupting).lower())
        after = last if interrupting else finish
        ways = [f"{name} > {last}", f"{boundary} > {handler.first}", handler.flows, f"{handler.last} > {after}"]
        ending = "" if interrupting else event("end", finish)
        return Block(host + on + handler.elements + element("exclusiveGateway", last) + ending, ", ".join(filter(None, ways)), name, last)

    def transaction(self, depth: int) -> Block:
        name, last, boundary = self.name("tx"), self.name("g"), self.name("b")
        end = self.pick("", "cancel")
        host = sub_process(name, *self.content(depth, end), tag="transaction")
        on = event("boundary", boundary, "cancel", attachedToRef=name)
        return Block(host + on + element("exclusiveGateway", last), f"{name} > {last}, {boundary} > {last}", name, last)

    def ad_hoc(self, depth: int) -> Block:
        name = self.name("adhoc")
        kinds: list[Callable[[], Block]] = [self.user, self.repeated, self.automatic, lambda: self.container(max(depth - 1, 0))]
        bodies = [kinds[self.draw(st.integers(0, 3))]() for _ in range(2)]
        ordering = self.pick("Parallel", "Sequential")
        condition = self.pick("", "<completionCondition>=true</completionCondition>")
        after = self.user() if self.chance() else None
        parts = [body.elements for body in bodies] + ([after.elements, flows(f"{bodies[0].last} > {after.first}")] if after else [])
        cancel = str(self.chance()).lower()
        xml = sub_process(
            name, *parts, *filter(None, [condition]), tag="adHocSubProcess", ordering=ordering, cancelRemainingInstances=cancel
        )
        return self.single(xml, name)


#: what may stand at an element; where one is not executed, it is not read
LISTENED = ((), (), (), (), (), ("start before",), ("end after",), ("start before", "start again", "end after", "end at_last"))
OF_A_TASK = (("creating before",), ("completing first", "canceling gone"), ("creating before", "completing first", "end after"))
_ELEMENTS = re.compile(r'<(\w+(?:Task|Event|Gateway|Process|Activity)|transaction) id="\w+" name[^>]*>')


def with_listeners(draw: st.DrawFn, xml: str) -> str:
    """Execution and task listeners at some elements."""

    def added(opening: re.Match[str]) -> str:
        wanted = draw(st.sampled_from(LISTENED + OF_A_TASK if opening[1] == "userTask" else LISTENED))
        return opening[0] + (listeners(*wanted) if wanted else "")

    return _ELEMENTS.sub(added, xml)


@st.composite
def diagrams(draw: st.DrawFn, *, depth: int = 3) -> str:
    """The XML of a process whose conditions read the boolean variable `again`, the number `n` and the text `key`."""
    drawer = _Drawer(draw)
    body = drawer.sequence(depth)
    parts = [event("start", "s"), body.elements, event("end", "e")]
    if drawer.chance():
        parts.append(drawer.listening(1))
    if drawer.chance():
        around = draw(st.sampled_from(LISTENED))
        parts = [listeners(*around) if around else "", *(with_listeners(draw, part) for part in parts)]
    return diagram(*filter(None, parts), flows(", ".join(filter(None, (f"s > {body.first}", body.flows, f"{body.last} > e")))))

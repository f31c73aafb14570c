"""The token rules of BPMN 2.0.2, clause 13, written once more for a test: objects that hold each other instead of flat tokens with ids,
no states, no bytes, no effects. It knows what the random diagrams hold, and one set of variables for the whole case."""

from __future__ import annotations

from collections import Counter, deque

from engine.feel.expression import compile as compile_feel

ACTIVITIES = {"userTask", "serviceTask", "callActivity", "scriptTask", "manualTask", "subProcess", "transaction", "adHocSubProcess"}
HOLDERS = {"subProcess", "transaction", "adHocSubProcess", "eventSubProcess"}
WAITED = {"userTask": "user", "serviceTask": "job", "callActivity": "child"}


class Place:
    """A scope at work: the process, or what is inside one activation of a sub-process or of a repeated activity."""

    def __init__(self, element=None, owner=None):
        self.element, self.owner = element, owner
        self.tokens, self.ears, self.done = [], [], []


class Token:
    def __init__(self, element, place, via=None):
        self.element, self.place, self.via = element, place, via
        self.alive, self.joining = True, False
        self.inside = None  # the place that it owns
        self.body = None  # the repeated activity that it is one instance of
        self.begins_with = None  # the start event of an event sub-process
        self.undoes = None  # on whose behalf it compensates
        self.to_undo = None  # what it has still to compensate
        self.caught = self.cancels = False
        self.rounds = 0
        self.offers = self.ready = None


class Ear:
    """One trigger that is listened for: by a token itself, a boundary event, an event sub-process or an event-based gateway."""

    def __init__(self, kind, element, definition, host, place=None):
        self.kind, self.element, self.definition, self.host, self.place = kind, element, definition, host, place
        self.held = False

    @property
    def alive(self):
        return self.host is None or self.host.alive


class Done:
    def __init__(self, element, place, inner, children):
        self.element, self.place, self.inner, self.children = element, place, inner, children


class Reference:
    def __init__(self, process, variables):
        self.process, self.variables = process, dict(variables)
        self.queue, self.open, self.ended = deque(), [], False
        self.completed = Counter()
        self.root = Place()
        self.hear_events(self.root, None)
        self.new(process.none_start(None), self.root)
        self.run(first=True)

    # --- the world

    def waits(self):
        return Counter((ear.element.id, ear.kind) for ear in self.open if ear.kind != "condition")

    def act(self, element, kind, variables=()):
        """What one of those who wait for it, the oldest, gets."""
        ear = next(ear for ear in self.open if (ear.element.id, ear.kind) == (element, kind))
        self.variables.update(variables)
        self.come(ear)
        self.run()

    def fail(self, element, code):
        ear = next(ear for ear in self.open if (ear.element.id, ear.kind) == (element, "job"))
        self.throw(ear.host, "error", code)
        self.run()

    def run(self, *, first=False):
        if not first:  # the start event comes before everything that its event sub-processes hear
            self.settle()
        while self.queue and not self.ended:
            token = self.queue.popleft()
            if token.alive:
                self.enter(token)
                self.settle()

    def holds(self, text, **more):
        return compile_feel(text.removeprefix("=")).value({**self.variables, **more}, None)

    # --- tokens

    def new(self, element, place, via=None, **marks):
        token = Token(element, place, via)
        for name, value in marks.items():
            setattr(token, name, value)
        place.tokens.append(token)
        self.queue.append(token)
        return token

    def end(self, token):
        """A token and all that is in it or hangs on it."""
        if not token.alive:
            return
        token.alive = False
        for place in (token.inside, token.place):
            for other in list(place.tokens if place else ()):
                if place is token.inside or other.undoes is token:
                    self.end(other)
        self.forget(lambda ear: ear.host is token or (token.inside is not None and ear.place is token.inside))
        token.place.tokens.remove(token)

    def forget(self, test):
        self.open = [ear for ear in self.open if not test(ear)]

    def clear(self, place, keep=None):
        for token in list(place.tokens):
            if token is not keep:
                self.end(token)
        self.forget(lambda ear: ear.place is place)

    # --- entering

    def enter(self, token):
        element, kind = token.element, token.element.kind
        if token.undoes is not None and not element.for_compensation and kind in HOLDERS | ACTIVITIES:
            return self.undo_inside(token)
        if element.loop and token.body is None:
            return self.repeat(token)
        for ear in [] if token.body or token.undoes else self.ears_of(self.process.boundary_events(element.id), token):
            self.open.append(ear)
        if kind in WAITED:
            self.open.append(Ear(WAITED[kind], element, None, token))
        elif kind in HOLDERS:
            self.open_inside(token)
        elif kind == "scriptTask":
            self.variables[element.extensions.result_variable] = self.holds(element.extensions.script)
            self.leave(token)
        elif kind in ("intermediateCatchEvent", "receiveTask") and not token.caught:
            self.open += self.ears_of([element], token)
        elif kind == "eventBasedGateway":
            self.open += self.ears_of([self.process.elements[self.process.flows[flow].target] for flow in element.outgoing], token)
        elif kind in ("intermediateThrowEvent", "endEvent"):
            self.throwing(token)
        elif kind == "parallelGateway":
            self.join_all(token)
        elif kind == "inclusiveGateway" and len(element.incoming) > 1:
            token.joining = True
        else:
            self.leave(token)
        return None

    def ears_of(self, events, host, place=None):
        kinds = {"timer": "timer", "message": "message", "signal": "signal", "conditional": "condition"}
        return [Ear(kinds[item.kind], event, item, host, place) for event in events for item in event.events if item.kind in kinds]

    def hear_events(self, place, element):
        starts = [start for item in self.process.event_sub_processes(element) for start in self.process.starts(item.id)]
        self.open += self.ears_of(starts, place.owner, place)

    def open_inside(self, token):
        element = token.element
        token.inside = place = Place(element, token)
        self.hear_events(place, element.id)
        if token.begins_with is not None:
            self.new(token.begins_with, place, caught=True)
        elif element.ad_hoc:
            inside = self.process.inside(element.id)
            token.offers = [item for item in inside if not item.incoming and item.kind in ACTIVITIES and not item.for_compensation]
            self.offer(token)
        else:
            self.new(self.process.none_start(element.id), place)

    def offer(self, token):
        token.ready = list(token.offers)
        for _ in range(1 if token.element.ad_hoc.sequential else len(token.ready)):
            self.new(token.ready.pop(0), token.inside)

    def repeat(self, token):
        loop = token.element.loop
        token.inside = Place(None, token)
        self.open += self.ears_of(self.process.boundary_events(token.element.id), token)
        if hasattr(loop, "cardinality"):
            token.rounds = int(self.holds(loop.cardinality))
            count = token.rounds if not loop.sequential else min(token.rounds, 1)
        else:
            count = int(not loop.test_before or (self.holds(loop.condition)))
            token.rounds = int(loop.maximum)
        token.offers = 0  # instances that have ended
        for _ in range(count):
            self.new(token.element, token.inside, body=token)
        if not count:
            self.leave(token)

    def instance_ended(self, body):
        loop = body.element.loop
        body.offers += 1
        if hasattr(loop, "cardinality"):
            done = loop.completion_condition and self.holds(loop.completion_condition, numberOfCompletedInstances=body.offers)
            if done or body.offers == body.rounds:
                return self.leave(body)
            more = loop.sequential
        else:
            more = body.offers < body.rounds and self.holds(loop.condition)
            if not more:
                return self.leave(body)
        if more:
            self.new(body.element, body.inside, body=body)
        return None

    # --- leaving

    def leave(self, token, flows=None):
        element, place = token.element, token.place
        if not token.alive:
            return
        if element.kind in ACTIVITIES | {"eventSubProcess"} and token.undoes is None:
            self.remember(token)
        if flows is None:
            flows = [] if token.body or token.undoes else self.ways(token)
        self.completed[element.id] += 1
        for flow in flows:
            self.new(self.process.elements[self.process.flows[flow].target], place, flow)
        link = self.process.link_target(element)
        if link is not None:
            self.new(link, place, caught=True)
        body, undoes = token.body, token.undoes
        self.end(token)
        if body is not None:
            self.instance_ended(body)
        elif undoes is not None:
            self.undo_next(undoes)
        else:
            self.left(place)

    def ways(self, token):
        element = token.element
        out = [self.process.flows[flow] for flow in element.outgoing]
        if element.kind == "parallelGateway" or not (element.default or any(flow.condition for flow in out)):
            return [flow.id for flow in out]
        true = [flow.id for flow in out if flow.id != element.default and (not flow.condition or self.holds(flow.condition))]
        if element.kind == "exclusiveGateway":
            true = true[:1]
        return true or [element.default]

    def left(self, place):
        owner = place.owner
        if owner is not None and owner.element.ad_hoc and owner.to_undo is None:
            enough = owner.element.ad_hoc.completion_condition and self.holds(owner.element.ad_hoc.completion_condition)
            if enough:
                owner.ready = []
                if owner.element.ad_hoc.cancel_remaining or not place.tokens:
                    self.clear(place)
                    self.leave(owner)
            elif not place.tokens and owner.ready:
                self.new(owner.ready.pop(0), place)
            elif not place.tokens:
                self.leave(owner)
        elif not place.tokens and not self.ended:
            if owner is None:
                self.ended, self.open = True, []
            elif owner.undoes is not None and not owner.element.for_compensation:
                self.undone(owner)
            else:
                self.leave(owner)

    # --- joins

    def join_all(self, token):
        element = token.element
        token.joining = len(element.incoming) > 1
        if token.joining:
            there = [item for item in token.place.tokens if item.element is element and item.joining]
            by_flow = {flow: next((item for item in there if item.via == flow and item is not token), None) for flow in element.incoming}
            by_flow[token.via] = token
            if not all(by_flow.values()):
                return
            for item in by_flow.values():
                if item is not token:
                    self.end(item)
        self.leave(token)

    def join_some(self):
        """One inclusive join that no other token can reach by a flow that has none yet."""
        for element in self.process.elements.values():
            if element.kind != "inclusiveGateway" or len(element.incoming) < 2:
                continue
            for place in self.places(self.root):
                here = [token for token in place.tokens if token.element is element]
                if not here or not all(token.joining for token in here):
                    continue
                full = {token.via for token in reversed(here)}
                others = [token.element.id for token in place.tokens if token.element is not element]
                if any(
                    self.reaches(item, element, set(element.incoming) - full) and not self.reaches(item, element, full) for item in others
                ):
                    continue
                first = [next(token for token in here if token.via == flow) for flow in dict.fromkeys(token.via for token in here)]
                flows = self.ways(first[0])
                for token in first[1:]:
                    self.end(token)
                self.leave(first[0], flows)
                return True
        return False

    def places(self, place):
        yield place
        for token in list(place.tokens):
            if token.inside is not None:
                yield from self.places(token.inside)

    def reaches(self, start, gateway, flows):
        seen, front = set(), [start]
        while front:
            name = front.pop()
            if name in seen or name == gateway.id:
                continue
            seen.add(name)
            element = self.process.elements[name]
            if set(element.outgoing) & flows:
                return True
            front += [self.process.flows[flow].target for flow in element.outgoing]
            front += [event.id for event in self.process.boundary_events(name)]
            link = self.process.link_target(element)
            front += [link.id] if link else []
        return False

    # --- triggers

    def settle(self):
        while not self.ended:
            ear = next((ear for ear in self.open if ear.kind == "condition" and self.becomes_true(ear)), None)
            if ear is not None:
                self.come(ear)
            elif not self.join_some():
                return

    def becomes_true(self, ear):
        if self.holds(ear.definition.condition) is not True:
            ear.held = False
            return False
        return not ear.held

    def come(self, ear):
        event, host = ear.element, ear.host
        if event.kind == "boundaryEvent":
            self.keep(ear)
            self.on_boundary(event, host)
        elif event.kind == "startEvent":
            self.keep(ear)
            self.on_event(event, ear.place)
        elif host.element.kind == "eventBasedGateway":
            flow = next(flow for flow in host.element.outgoing if self.process.flows[flow].target == event.id)
            self.forget(lambda other: other.host is host)
            self.completed[host.element.id] += 1
            self.new(event, host.place, flow, caught=True)
            self.end(host)
        else:
            self.leave(host)

    def keep(self, ear):
        if ear.element.interrupting or ear.kind == "timer":
            self.open.remove(ear)
        ear.held = True

    def on_boundary(self, event, host):
        place = host.place
        if event.interrupting:
            self.end(host)
        self.new(event, place, caught=True)

    def on_event(self, start, place):
        if start.interrupting:
            self.clear(place)
        self.new(self.process.elements[start.scope], place, begins_with=start)

    # --- throwing

    def throwing(self, token):
        kinds = [(event.kind, event) for event in token.element.events]
        for kind, event in kinds:
            if kind == "signal":
                for ear in [ear for ear in self.open if ear.kind == "signal" and ear.definition.signal == event.signal]:
                    if ear in self.open:
                        self.come(ear)
            elif kind in ("escalation", "error"):
                self.throw(token, kind, event.escalation_code or event.error_code)
            elif kind == "terminate":
                self.clear(token.place, keep=token)
            elif kind == "compensate":
                return self.compensate(token)
            elif kind == "cancel":
                return self.cancel(token)
        if token.alive:
            self.leave(token)
        return None

    def throw(self, token, kind, code):
        inside, current = set(), token
        while current is not None:
            place = current.place
            if current.body is None:
                for event in self.process.boundary_events(current.element.id):
                    if current.undoes is None and any(
                        item.kind == kind and code in (item.error_code, item.escalation_code) for item in event.events
                    ):
                        return self.on_boundary(event, current)
                if current.element.kind == "eventSubProcess":
                    inside.add(current.element.id)
                scope = place.owner.element.id if place.owner else None
                for item in self.process.event_sub_processes(scope):
                    for start in self.process.starts(item.id):
                        if item.id not in inside and any(found.kind == kind and found.escalation_code == code for found in start.events):
                            return self.on_event(start, place)
            current = place.owner
        return None

    # --- compensation

    def remember(self, token):
        children = token.inside.done if token.inside else []
        handled = token.body is None and self.handler(token.element) is not None
        if children or handled:
            token.place.done.append(Done(token.element, token.place, token.body is not None, children))

    def handler(self, element):
        for event in self.process.boundary_events(element.id):
            if any(item.kind == "compensate" for item in event.events):
                return self.process.elements[event.handler]
        return None

    def compensate(self, token):
        place, taken = token.place, []
        places = [place]
        while place.owner is not None and place.owner.element.kind == "eventSubProcess":
            place = place.owner.place
            places.append(place)
        for place in reversed(places):
            taken, place.done = taken + place.done, []
        token.to_undo = taken
        self.undo_next(token)

    def undo_next(self, token):
        if not token.alive:
            return
        if not token.to_undo:
            token.to_undo = None
            if token.cancels:
                self.cancelled(token)
            elif token.undoes is not None:
                self.undone(token)
            else:
                self.leave(token)
            return
        record = token.to_undo.pop()
        handler = None if record.inner else self.handler(record.element)
        place = record.place if record.place in list(self.places(self.root)) else token.place
        self.new(handler or record.element, place, undoes=token, to_undo=None if handler else record.children)

    def undo_inside(self, token):
        token.inside = Place(token.element, token)
        for record in token.to_undo:
            record.place = token.inside
        self.undo_next(token)

    def undone(self, token):
        self.completed[token.element.id] += 1
        by = token.undoes
        self.end(token)
        self.undo_next(by)

    def cancel(self, token):
        place = token.place
        token.to_undo = self.harvest(place)
        self.clear(place, keep=token)
        token.cancels = True
        self.undo_next(token)

    def harvest(self, place):
        taken, place.done = place.done, []
        for token in place.tokens:
            children = self.harvest(token.inside) if token.inside else []
            if children:
                taken.append(Done(token.element, place, True, children))
        return taken

    def cancelled(self, token):
        self.completed[token.element.id] += 1
        host = token.place.owner
        event = next(item for item in self.process.boundary_events(host.element.id) if any(found.kind == "cancel" for found in item.events))
        self.on_boundary(event, host)

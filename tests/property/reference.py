"""The token rules of BPMN 2.0.2, clause 13, written once more for a test: objects that hold each other instead of flat tokens with ids,
no states, no bytes, no effects. It knows what the random diagrams hold, and one set of variables for the whole case."""

from collections import Counter, deque

from engine.bpmn.runtime.running import MAX_STEPS
from engine.feel.expression import compile as compile_feel
from tests.property.reference_events import Triggering
from tests.property.reference_flow import Flowing
from tests.property.reference_listeners import Listening
from tests.property.reference_objects import Place, Token


class Reference(Flowing, Triggering, Listening):
    def __init__(self, process, variables):
        self.process, self.variables = process, dict(variables)
        self.queue, self.signals, self.open, self.ended, self.endless = deque(), deque(), [], False, False
        self.completed = Counter()
        self.root = Place()
        self.listening, self.last = False, Token(process, self.root)
        self.new(process.none_start(None), self.root)
        self.run(first=True)

    # --- the world

    def waits(self):
        return Counter((ear.element.id, ear.kind) for ear in self.open if ear.kind != "condition")

    def act(self, element, kind, variables=()):
        """What one of those who wait for it, the oldest, gets."""
        ear = next(ear for ear in self.open if (ear.element.id, ear.kind) == (element, kind))
        if ear.kind == "user":
            ear.host.answers = dict(variables)
        if ear.kind != "user" or not self.has_listeners(ear.element, "completing"):
            self.variables.update(variables)
        self.come(ear)
        self.run()

    def fail(self, element, kind, code):
        ear = next(ear for ear in self.open if (ear.element.id, ear.kind) == (element, kind))
        self.throw(ear.host, "error", code)
        self.run()

    def escalate(self, element, code):
        ear = next(ear for ear in self.open if (ear.element.id, ear.kind) == (element, "child"))
        self.throw(ear.host, "escalation", code)
        self.run()

    def run(self, *, first=False):
        if not first:  # the start event comes before everything that its event sub-processes hear
            self.settle()
        steps = 0
        while (self.queue or self.signals) and not self.ended:
            token = (self.queue or self.signals).popleft()
            if token.alive:
                steps += 1
                if steps > MAX_STEPS:
                    self.endless = True
                    return
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
        self.make_ready(token)
        return token

    def make_ready(self, token):
        element = token.element
        throws = element.kind in ("intermediateThrowEvent", "endEvent") and any(event.kind == "signal" for event in element.events)
        (self.signals if throws else self.queue).append(token)

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

    # --- joins

    def starves(self):
        """Whether some join waits for a token that nothing in its place can send, though nothing there may end the place either."""
        return any(self.starves_in(place) for place in self.places(self.root))

    def starves_in(self, place):
        joins = {token.element.id: token.element for token in place.tokens if token.joining}
        going = {token.element.id for token in place.tokens if not token.joining}
        if going and self.may_end(place, going):
            return False
        before = None
        while before != joins.keys():
            before = set(joins)
            for name, element in list(joins.items()):
                full = {token.via for token in place.tokens if token.element is element}
                gateway = element.kind in ("parallelGateway", "inclusiveGateway")
                lacks = [{flow} for flow in element.incoming if flow not in full or not gateway]
                comes = [any(self.reaches(item, element, flows) for item in going) for flows in lacks]
                if element.kind == "complexGateway":
                    comes = [bool(going)]
                if all(comes) if element.kind == "parallelGateway" else any(comes):
                    del joins[name]
                    going.add(name)
        return bool(joins)

    def may_end(self, place, going):
        if place.element is not None and place.element.ad_hoc:
            return place.element.ad_hoc.completion_condition
        inside = self.process.inside(place.element and place.element.id)
        ends = [item for item in inside if any(event.kind in ("terminate", "error", "cancel") for event in item.events)]
        return any(end.id in going or any(self.reaches(item, end, set(end.incoming)) for item in going) for end in ends)

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
        token.joining, token.joined = False, True
        self.enter(token)

    def join_some(self):
        """One inclusive join that no other token can reach by a flow that has none yet, or a complex one that is due."""
        for element in self.process.elements.values():
            if element.kind not in ("inclusiveGateway", "complexGateway") or len(element.incoming) < 2:
                continue
            for place in self.places(self.root):
                if element.kind == "complexGateway":
                    if self.join_enough(element, place):
                        return True
                    continue
                here = [token for token in place.tokens if token.element is element]
                if not here or not all(token.joining for token in here):
                    continue
                full = {token.via for token in reversed(here)}
                if self.others_come(element, place, full):
                    continue
                first = [next(token for token in here if token.via == flow) for flow in dict.fromkeys(token.via for token in here)]
                for token in first[1:]:
                    self.end(token)
                first[0].joining, first[0].joined = False, True
                if self.has_listeners(element, "start"):
                    self.make_ready(first[0])
                else:
                    self.leave(first[0])
                return True
        return False

    def others_come(self, element, place, full):
        empty = set(element.incoming) - full
        others = [token.element.id for token in place.tokens if token.element is not element]
        return any(self.reaches(item, element, empty) and not self.reaches(item, element, full) for item in others)

    def join_enough(self, element, place):
        """A complex join: it fires when enough have come, then waits for all that may still come, and takes them too."""
        here = [token for token in place.tokens if token.element is element]
        fired = next((token for token in here if token.consumed is not None), None)
        came = [token for token in here if token.joining]
        first = {}
        for token in came:
            first.setdefault(token.via, token)
        if any(not token.joining and token is not fired for token in here):
            return False
        if fired is None:
            if not came or not self.holds(element.activation_condition, activationCount=len(came)):
                return False
            token = next(iter(first.values()))
            for flow in self.ways(token):
                self.new(self.process.elements[self.process.flows[flow].target], place, flow)
            for other in first.values():
                if other is not token:
                    self.end(other)
            token.joining, token.consumed = False, set(first)
            return True
        late = [token for flow, token in first.items() if flow not in fired.consumed]
        if self.others_come(element, place, fired.consumed | {token.via for token in late}):
            return False
        for token in [*late, fired]:
            self.end(token)
        self.completed[element.id] += 1
        self.left(place)
        return True

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

"""What is triggered, thrown and undone, by the reference interpreter."""

from tests.property.reference_objects import Done, Place


class Triggering:
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
        if ear.phase:
            self.listener_done(ear)
        elif event.kind == "boundaryEvent":
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
        elif event.parallel_multiple:
            self.open.remove(ear)
            missing = any(other.host is host and other.element is event for other in self.open)
            if not missing and not self.completes_later(host):
                self.leave(host)
        elif not self.completes_later(host):
            self.leave(host)

    def keep(self, ear):
        if ear.element.interrupting or ear.kind == "timer":
            self.open.remove(ear)
        if ear.left:  # a cycle begins anew, behind all others
            ear.left -= 1
            self.open.append(ear)
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
                return self.compensate(token, event.activity)
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
                        if item.id not in inside and any(
                            found.kind == kind and code in (found.error_code, found.escalation_code) for found in start.events
                        ):
                            return self.on_event(start, place)
            current = place.owner
        return None

    # --- compensation

    def remember(self, token):
        children = token.inside.done if token.inside else []
        handled = token.body is None and self.handler(token.element) is not None
        if children or handled or (self.undoing(token.element) and (token.body is not None or not token.element.loop)):
            token.place.done.append(Done(token.element, token.place, token.body is not None, children))

    def handler(self, element):
        for event in self.process.boundary_events(element.id):
            if any(item.kind == "compensate" for item in event.events):
                return self.process.elements[event.handler]
        return None

    def undoing(self, element):
        """The start of the event sub-process that undoes a sub-process."""
        starts = [start for item in self.process.event_sub_processes(element.id) for start in self.process.starts(item.id)]
        return next((start for start in starts if any(item.kind == "compensate" for item in start.events)), None)

    def compensate(self, token, activity=None):
        place, taken = token.place, []
        places = [place]
        while place.owner is not None and place.owner.element.kind == "eventSubProcess":
            place = place.owner.place
            places.append(place)
        for place in reversed(places):
            wanted = [record for record in place.done if activity in (None, record.element.id)]
            taken, place.done = taken + wanted, [record for record in place.done if record not in wanted]
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
        self.new(handler or record.element, place, undoes=token, to_undo=None if handler else record.children, reopened=record)

    def undo_inside(self, token):
        token.inside = Place(token.element, token)
        for record in token.to_undo:
            record.place = token.inside
        start = self.undoing(token.element) if token.reopened.finished and (token.reopened.inner or not token.element.loop) else None
        if start is None:
            return self.undo_next(token)
        token.inside.done, token.to_undo = token.to_undo, None
        return self.on_event(start, token.inside)

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
                taken.append(Done(token.element, place, True, children, finished=False))
        return taken

    def cancelled(self, token):
        self.completed[token.element.id] += 1
        host = token.place.owner
        event = next(item for item in self.process.boundary_events(host.element.id) if any(found.kind == "cancel" for found in item.events))
        self.on_boundary(event, host)

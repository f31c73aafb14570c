"""How a token enters an element and leaves it, by the reference interpreter."""

from tests.property.reference_objects import ACTIVITIES, HOLDERS, WAITED, Ear, Place


class Flowing:
    def enter(self, token):
        element, kind = token.element, token.element.kind
        if not self.listening:
            if self.listen(token, "process_start"):
                return None
            self.listening = True
            self.hear_events(self.root, None)
        if token.undoes is not None and not element.for_compensation and kind in HOLDERS | ACTIVITIES:
            return self.undo_inside(token)
        if element.start_quantity > 1 and not token.begun and not self.gathered(token):
            return None
        if element.loop and token.body is None:
            return self.repeat(token)
        joins = kind == "parallelGateway" or (kind in ("inclusiveGateway", "complexGateway") and len(element.incoming) > 1)
        if (token.joined or not joins) and self.listen(token, "start"):
            return None
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
        elif kind == "parallelGateway" and not token.joined:
            self.join_all(token)
        elif joins and not token.joined:
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

    def gathered(self, token):
        waiting = [item for item in token.place.tokens if item.element is token.element and item.joining]
        token.joining = len(waiting) + 1 < token.element.start_quantity
        for item in [] if token.joining else waiting:
            self.end(item)
        return not token.joining

    def repeat(self, token):
        loop = token.element.loop
        token.inside = Place(None, token)
        self.open += self.ears_of(self.process.boundary_events(token.element.id), token)
        if hasattr(loop, "cardinality"):
            token.items = self.holds(loop.input_collection) if loop.input_collection else [None] * int(self.holds(loop.cardinality))
            token.rounds = len(token.items)
            token.given = [None] * token.rounds
            count = token.rounds if not loop.sequential else min(token.rounds, 1)
        else:
            count = int(not loop.test_before or (self.holds(loop.condition)))
            token.rounds = int(loop.maximum)
        token.offers = 0  # instances that have ended
        for number in range(count):
            self.new(token.element, token.inside, body=token, number=number + 1)
        if not count:
            self.end_repetition(token)

    def end_repetition(self, body):
        collection = getattr(body.element.loop, "output_collection", None)
        if collection:
            self.variables[collection] = body.given
        self.leave(body)

    def instance_ended(self, body, number):
        loop = body.element.loop
        body.offers += 1
        if getattr(loop, "output_collection", None):
            item = body.items[number - 1]
            body.given[number - 1] = self.holds(loop.output_element, loopCounter=number, item=item)
        if hasattr(loop, "cardinality"):
            done = loop.completion_condition and self.holds(loop.completion_condition, numberOfCompletedInstances=body.offers)
            if done or body.offers == body.rounds:
                return self.end_repetition(body)
            more = loop.sequential
        else:
            more = body.offers < body.rounds and self.holds(loop.condition)
            if not more:
                return self.leave(body)
        if more:
            self.new(body.element, body.inside, body=body, number=body.offers + 1)
        return None

    # --- leaving

    def leave(self, token, flows=None):
        element, place = token.element, token.place
        if not token.alive or self.ends_later(token):
            return
        if element.kind in ACTIVITIES | {"eventSubProcess"} and token.undoes is None:
            self.remember(token)
        if flows is None:
            flows = [] if token.body or token.undoes else self.ways(token)
        self.completed[element.id] += 1
        for flow in [flow for flow in flows for _ in range(element.completion_quantity)]:
            self.new(self.process.elements[self.process.flows[flow].target], place, flow)
        link = self.process.link_target(element)
        if link is not None:
            self.new(link, place, caught=True)
        body, undoes = token.body, token.undoes
        self.end(token)
        if body is not None:
            self.instance_ended(body, token.number)
        elif undoes is not None:
            self.undo_next(undoes)
        else:
            self.left(place)

    def ways(self, token):
        element = token.element
        out = [self.process.flows[flow] for flow in element.outgoing]
        if element.kind == "parallelGateway" or not (element.default or any(flow.condition for flow in out)):
            return [flow.id for flow in out]
        always = [flow.id for flow in out if flow.id != element.default and not flow.condition]
        true = [flow.id for flow in out if flow.id != element.default and flow.condition and self.holds(flow.condition)]
        if element.kind == "exclusiveGateway":
            return true[:1] or [element.default]
        taken = {*always, *(true or [element.default])}
        return [flow.id for flow in out if flow.id in taken]

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
                if self.process_ends_later():
                    return
                self.ended, self.open = True, []
            elif owner.undoes is not None and not owner.element.for_compensation:
                self.undone(owner)
            else:
                self.leave(owner)

"""Listeners, by the reference interpreter: a token waits for the jobs of a phase, one after the other."""

from tests.property.reference_objects import Ear

EVENTS = {
    "start": ("start", "creating"),
    "completing": ("completing",),
    "end": ("end",),
    "process_start": ("start",),
    "process_end": ("end",),
}


class Listening:
    def listeners(self, holder, phase):
        found = holder.listeners if holder is self.process else holder.extensions.listeners
        return [listener for event in EVENTS[phase] for listener in found if listener.event == event]

    def has_listeners(self, element, phase):
        return bool(self.listeners(element, phase))

    def listen(self, token, phase):
        """Whether another listener of the phase begins: its job is heard like anything that is waited for."""
        holder = self.process if phase.startswith("process") else token.element
        begun = token.begun.get(phase, 0)
        if begun == len(self.listeners(holder, phase)):
            return False
        token.begun[phase] = begun + 1
        self.open.append(Ear("job", holder, None, token, phase=phase))
        return True

    def listener_done(self, ear):
        self.open.remove(ear)
        if ear.phase in ("start", "process_start"):
            self.make_ready(ear.host)
        elif ear.phase == "completing":
            if not self.listen(ear.host, "completing"):
                self.variables.update(ear.host.answers)
                self.leave(ear.host)
        elif ear.phase == "end":
            self.leave(ear.host)
        else:
            self.left(self.root)

    def completes_later(self, token):
        """A person is done: nothing of the task listens any more."""
        if token.element.kind != "userTask" or not self.has_listeners(token.element, "completing"):
            return False
        self.forget(lambda ear: ear.host is token)
        return self.listen(token, "completing")

    def ends_later(self, token):
        """The work is done: nothing of it listens any more. What repeats has its listeners in each instance."""
        element = token.element
        if (element.loop and token.body is None) or not self.has_listeners(element, "end"):
            return False
        self.forget(lambda ear: ear.host is token or (token.inside is not None and ear.place is token.inside))
        return self.listen(token, "end")

    def process_ends_later(self):
        if not self.has_listeners(self.process, "process_end"):
            return False
        self.open = []
        return self.listen(self.last, "process_end")

"""What the reference interpreter's world is made of."""

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
        self.rounds = self.number = 0
        self.items, self.given = [], []  # of a repeated activity: what its instances get and gave, by their numbers
        self.consumed = None  # of a complex join that has fired: the flows whose tokens it took
        self.reopened = None  # the record of the completed activity that it undoes
        self.offers = self.ready = None
        self.joined = False
        self.begun = {}  # phase -> how many of its listeners have begun
        self.answers = {}  # what a person gave, until the listeners of its completion are done


class Ear:
    """One trigger that is listened for: by a token itself, a boundary event, an event sub-process or an event-based gateway."""

    def __init__(self, kind, element, definition, host, place=None, phase=None):
        self.kind, self.element, self.definition, self.host, self.place = kind, element, definition, host, place
        self.held = False
        self.phase = phase  # of a listener's job
        cycle = definition is not None and definition.timer_kind == "timeCycle"
        self.left = int(definition.timer[1]) - 1 if cycle else 0

    @property
    def alive(self):
        return self.host is None or self.host.alive


class Done:
    def __init__(self, element, place, inner, children, finished=True):
        self.element, self.place, self.inner, self.children, self.finished = element, place, inner, children, finished

"""The data of an evaluation: the variables, layer by layer, the step budget, the time, the warnings."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.feel.calendar.evaluation_time import CalendarSource
from engine.feel.calendar.working_calendar import national_calendar
from engine.feel.errors import Diagnosis, FeelLimitExceeded, place
from engine.feel.limits import MAX_ITEMS, MAX_SEARCH, MAX_STEPS, MAX_STRING, MAX_WARNINGS
from engine.feel.values import READY, to_feel

_SEARCHED = f"regular expressions may search for {MAX_SEARCH * 1000:.0f} ms"
_EMPTY: Mapping[str, Any] = {}


class Run:
    """One evaluation, and its outermost layer: the caller's variables. `now`: the time of now() and today().

    `calendar` gives the calendar on which working days are counted.
    """

    # as attributes of the class until they differ: most evaluations need none of them
    steps = 0
    size = 0
    calls = 0
    searched = 0.0
    converted: dict[str, Any] | None = None
    warnings: list[Diagnosis] | None = None
    patterns: frozenset[str] = frozenset()
    #: whether a text that spells a date, a time or a duration is read where it meets one
    read_texts = False

    def __init__(self, names: Mapping[str, Any], now: datetime | None = None, calendar: CalendarSource = national_calendar) -> None:
        self.names = names
        self.now = now
        self.calendar = calendar

    @property
    def run(self) -> Run:
        return self

    def convert(self, name: str, value: Any) -> Any:
        """A caller's value as FEEL's, once an evaluation."""
        if self.converted is None:
            self.converted = {}
        elif name in self.converted:
            return self.converted[name]
        value = self.converted[name] = to_feel(value)
        return value

    def spend(self, steps: int) -> None:
        """Count what comes: about one step for each node that is evaluated and each item that is looked at."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise FeelLimitExceeded(f"an expression may take {MAX_STEPS} steps")

    def search(self, operate: Callable[[float], Any]) -> Any:
        """Run a search with a regular expression within what is left of the time for searches."""
        if self.searched >= MAX_SEARCH:
            raise FeelLimitExceeded(_SEARCHED)
        began = time.perf_counter()
        try:
            return operate(max(MAX_SEARCH - self.searched, 0.001))
        except TimeoutError:
            raise FeelLimitExceeded(_SEARCHED) from None
        finally:
            self.searched += time.perf_counter() - began

    def bounded(self, value: Any) -> Any:
        """Refuse what grew beyond the limits, alone or all together; everything else passes."""
        kind = type(value)
        if kind is dict:
            self.size += 40 * len(value) + 200
            if self.size > 4 * MAX_STRING:
                raise FeelLimitExceeded("an expression may not handle so much text and so many items")
        elif kind is str or kind is list:
            size = len(value)
            if size > 32:
                self.size += size if kind is str else 8 * size
                if size > (MAX_STRING if kind is str else MAX_ITEMS):
                    what = f"a text may have {MAX_STRING} characters" if kind is str else f"a list may have {MAX_ITEMS} items"
                    raise FeelLimitExceeded(what)
                if self.size > 4 * MAX_STRING:
                    raise FeelLimitExceeded("an expression may not handle so much text and so many items")
        return value

    def warn(self, code: str, message: str, text: str, at: int) -> None:
        self.spend(10)
        if self.warnings is None:
            self.warnings = []
        if len(self.warnings) < MAX_WARNINGS:
            line, column = place(text, at)
            self.warnings.append(Diagnosis(code=code, message=message, line=line, column=column, expression=text))


class Frame:
    """One inner layer: what for, some, every, a function, a context or a filter binds."""

    __slots__ = ("item", "names", "parent", "run", "siblings")

    def __init__(self, names: Mapping[str, Any], parent: Frame | Run, run: Run, item: Any = None) -> None:
        self.names = names
        self.parent = parent
        self.run = run
        #: in a filter: the item under test
        self.item = item
        #: in a filter: all of its items; None: they are not known
        self.siblings: Siblings | None = None

    def may_have(self, name: str) -> bool:
        """Whether some item of the filter has this entry, so that one without it only lacks it; of none it is not known."""
        return self.siblings is None or name in self.siblings.entries(self.run)


class Siblings:
    """The items of a filter, and the entries that any of them has."""

    __slots__ = ("_entries", "_items")

    def __init__(self, items: list[Any]) -> None:
        self._items = items
        self._entries: frozenset[str] | None = None

    def entries(self, run: Run) -> frozenset[str]:
        """Found once, and only where an item lacks a name."""
        if self._entries is None:
            contexts = [item for item in self._items if type(item) is dict]
            run.spend(sum(map(len, contexts)))
            self._entries = frozenset().union(*contexts)
        return self._entries


Layer = Frame | Run


def item_frame(item: Any, parent: Layer, run: Run) -> Frame:
    """The layer of a filter: the entries of the item, where it is a context, and the item itself."""
    return Frame(item if type(item) is dict else _EMPTY, parent, run, item)


def variable(run: Run, name: str, missing: Any) -> Any:
    """A variable of the caller as a FEEL value."""
    try:
        value = run.names[name]
    except KeyError:
        return missing
    return value if type(value) in READY else run.convert(name, value)

"""Keeps every program running: one that ends by itself is started again, with pauses that grow while it does not stay up."""

from __future__ import annotations

import time
from collections.abc import Callable

from webui.supervisor.child import Program
from webui.supervisor.folders import Unavailable
from webui.supervisor.say import say

#: seconds after which a child that ended again and again is started at the latest
LONGEST_PAUSE = 10.0
#: seconds after which a child is trusted again
STEADY_SECONDS = 30.0
#: ends without a steady time between, after which it is said what to do: two may be a server that waits for its predecessor
TOO_OFTEN = 3


class Running:
    """A program that is kept running: its present child, and the function that starts another one."""

    def __init__(self, start: Callable[[], Program]) -> None:
        self.start = start
        self.child = start()


def stop_all(running: list[Running]) -> None:
    """Stops all, the newest first: no program loses a server that it still needs."""
    for item in reversed(running):
        item.child.stop()


def watch(running: list[Running]) -> None:
    """Restarts programs and servers that end by themselves, each with pauses that grow while it does not stay up."""
    pauses: dict[str, float] = {}
    due: dict[str, float] = {}
    ends: dict[str, int] = {}
    begun = {item.child.name: time.monotonic() for item in running}
    while True:
        for item in running:
            child, now = item.child, time.monotonic()
            if child.ended is None:
                continue
            if child.name not in due:
                steady = now - begun[child.name] > STEADY_SECONDS
                pause = pauses[child.name] = 0.0 if steady else min(max(0.5, pauses.get(child.name, 0.0) * 2), LONGEST_PAUSE)
                due[child.name] = now + pause
                ends[child.name] = 1 if steady else ends.get(child.name, 0) + 1
                say(f"{child.name} ended with status {child.ended}; starting it again (log: {child.log})")
                if ends[child.name] == TOO_OFTEN:
                    say(_does_not_stay_up(child))
            if now < due[child.name]:
                continue
            try:
                item.child = item.start()
            except Unavailable as reason:  # a server may need its predecessor's last processes to be gone
                pauses[child.name] = min(max(0.5, pauses[child.name] * 2), LONGEST_PAUSE)
                due[child.name] = time.monotonic() + pauses[child.name]
                say(f"{child.name} did not start, and is tried again: {reason}")
                continue
            del due[child.name]
            begun[child.name] = time.monotonic()
        time.sleep(0.2)


def _does_not_stay_up(child: Program) -> str:
    reason = child.last_lines(1).strip() or "nothing"
    return (
        f"{child.name} does not stay up: it ended {TOO_OFTEN} times. The last line of its log: {reason}. "
        f"Mend what the log says ({child.log}): it is started again every {LONGEST_PAUSE:.0f} s, and everything else goes on meanwhile"
    )

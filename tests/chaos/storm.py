"""The storm: many cases go their way while processes are killed, servers restarted and the peer lies."""

from __future__ import annotations

import threading
import time
from collections import Counter

from tests.chaos.faults import Faults
from tests.chaos.load import Visitor
from tests.chaos.world import PROCESS, World, say
from tests.support.stack import Stack


def storm(world: World, stack: Stack, count: int, *, redis_away: float, restarts: int) -> bool:
    world.calm()
    numbers = [f"badai {number}" for number in range(count)]
    done, told = threading.Event(), Counter[str]()
    world.peer.faults = True
    visitor = Visitor(stack.address)
    visitor.start()
    breaker = threading.Thread(
        target=Faults(stack, world.environment, world.random).break_things,
        args=(done, told),
        kwargs={"redis_away": redis_away, "restarts": restarts},
    )
    began = time.monotonic()
    breaker.start()
    starter = threading.Thread(target=world.load.start_all, args=(PROCESS, numbers))
    starter.start()
    world.serve(lambda: not starter.is_alive() and world.completed(numbers) >= count * 0.9, patience=max(300, count))
    done.set()
    breaker.join()
    starter.join()
    world.peer.faults = False
    calm = time.monotonic()
    world.serve(lambda: world.completed(numbers) == count, patience=240)
    visitor.running = False
    say(f"{count} cases in {calm - began:.0f} s of faults and {time.monotonic() - calm:.0f} s after the last: {dict(told)}")
    say(f"pages: p95 {visitor.p95():.2f} s, {len(visitor.times)} answered, {len(visitor.errors)} not: {dict(Counter(visitor.errors))}")
    return world.judge(numbers)

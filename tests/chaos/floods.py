"""Too much at once: everybody on one task, thousands of timers at one moment, handlers that are poison."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta

from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.model.errors import CommandRefused
from tests.chaos.load import Visitor
from tests.chaos.world import PROCESS, World, say


def crowd(world: World, people: int) -> bool:
    """Everybody completes one task at the same moment."""
    world.load.start(PROCESS, "ramai", nomor="ramai")
    task = world.task_of("ramai")
    outcomes: Counter[str] = Counter()
    gate = threading.Barrier(people)

    def press() -> None:
        gate.wait()
        answer = world.load.insist(lambda: world.engine.execute(CompleteUserTask(task=task, answers={}), actor=world.load.actor))
        outcomes[answer.code if isinstance(answer, CommandRefused) else "done"] += 1

    threads = [threading.Thread(target=press) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say(f"{people} people on one task: {dict(outcomes)}")
    return outcomes["done"] == 1 and sum(outcomes.values()) == people


def poison(world: World, address: str) -> bool:
    """Handlers that die, hang or eat memory: three tries, an incident, and others are served meanwhile."""
    began = time.monotonic()
    for way in ("mati", "memori", "selamanya"):
        world.load.start("racun", f"racun {way}", cara=way)
    visitor = Visitor(address)
    visitor.start()
    sql = "select count(*) from incident i join process_instance p on p.id = i.instance_id where p.process_key = 'racun'"
    while time.monotonic() - began < 240 and world.query(sql)[0][0] < 3:
        time.sleep(1)
    visitor.running = False
    tries = world.query("select max(attempts), min(attempts) from job where type = 'kacau:racun'")[0]
    found = world.query(sql)[0][0]
    say(f"poison: {found} of 3 are incidents after {time.monotonic() - began:.0f} s, {tries} tries; pages p95 {visitor.p95():.2f} s")
    return bool(found == 3 and tries == (3, 3))


def alarms(world: World, address: str, count: int) -> bool:
    """So many timers at one moment."""
    # begun at some thirty a second on two cores: all must be set before the first is due
    due = world.now() + timedelta(seconds=max(20, count / 20))
    world.load.start_all("alarm", [f"alarm {number}" for number in range(count)], pada=due.isoformat())
    left = (due - world.now()).total_seconds()
    say(f"{count} timers set, {left:.0f} s before they are due")
    time.sleep(max(0, left))
    visitor = Visitor(address)
    visitor.start()
    began = time.monotonic()
    sql = "select count(*) from process_instance where process_key = 'alarm' and status = 'COMPLETED'"
    while time.monotonic() - began < 360 and world.query(sql)[0][0] < count:
        time.sleep(1)
    took = time.monotonic() - began
    visitor.running = False
    fired = world.query(
        "select count(*), count(distinct instance_id) from history_event where element_id = 'bangun' and event = 'ELEMENT_COMPLETED'"
    )
    say(f"{count} timers at once: all fired after {took:.0f} s, {fired[0]} firings and cases; pages p95 {visitor.p95():.2f} s")
    return fired[0] == (count, count)

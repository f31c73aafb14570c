"""The database's clock jumps: an hour ahead, back, an hour behind, a day ahead, back. Whoever asks it for the time, as the platform does, is deceived."""

from __future__ import annotations

import os
import random
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import psycopg

from tests.chaos.peer import Peer
from tests.chaos.sizes import Sizes
from tests.chaos.world import PROCESS, World, say
from tests.support.stack import Stack

#: seconds within which work goes on after each jump
RESUME = 60
#: hours, one after the other, and whether a timer of three hours must have fired by then
JUMPS = ((1, False), (0, False), (-1, False), (24, True), (0, True))
#: the platform's role finds this function before PostgreSQL's own
LYING_CLOCK = (
    "create schema lying",
    "create table lying.jump (hours numeric not null)",
    "insert into lying.jump values (0)",
    "create function lying.clock_timestamp() returns timestamptz language sql volatile as "
    "$$ select pg_catalog.clock_timestamp() + hours * interval '1 hour' from lying.jump $$",
    "grant usage on schema lying to alur_app",
    "grant select on lying.jump to alur_app",
    "alter role alur_app set search_path = lying, pg_catalog, public",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alur_app'",
)


def jump(folder: Path, site: Path, chance: random.Random, sizes: Sizes) -> bool:
    if not sizes.shared:
        return True
    peer = Peer(chance.randrange(1 << 30))
    os.environ["KACAU_PEER"] = peer.address
    with ExitStack() as exits:
        stack = Stack(folder, packages=site)
        exits.callback(stack.stop)
        world = World(stack.environment, site, peer, chance)
        exits.callback(world.close)
        master = psycopg.connect(stack.environment["ALUR_DATABASE_URL"], user="postgres", autocommit=True)
        exits.callback(master.close)
        world.calm()
        for statement in LYING_CLOCK:
            master.execute(statement)  # type: ignore[arg-type]
        return _play(world, master, sizes.shared // 4)


def _play(world: World, master: psycopg.Connection, count: int) -> bool:
    """Before each jump cases begin and are left where they are; after it others begin, and must end although the clock is wrong."""
    soon, late = world.now() + timedelta(minutes=30), world.now() + timedelta(hours=3)
    for name, due in (("setengah", soon), ("tiga", late)):
        world.load.start_all("alarm", [f"{name} {number}" for number in range(count)], pada=due.isoformat())
    numbers, good = [], []
    for hours, fired in JUMPS:
        left = [f"ditinggal {len(numbers)} {number}" for number in range(count)]
        world.load.start_all(PROCESS, left)
        master.execute("update lying.jump set hours = %s", [hours])
        new = [f"sesudah {len(numbers)} {number}" for number in range(count)]
        began = time.monotonic()
        world.load.start_all(PROCESS, new)
        done = world.serve(lambda new=new: world.completed(new) == count, patience=RESUME)  # type: ignore[misc]
        numbers += left + new
        rung = {name: _rung(world, name) for name in ("setengah", "tiga")}
        say(f"clock {hours:+d} h: {count} new cases done after {time.monotonic() - began:.0f} s; timers fired so far: {rung}")
        # what was due in the wrong hour has fired, once; what is due later has not
        good.append(done and rung == {"setengah": count, "tiga": count if fired else 0})
    # a duration that began in the wrong day ends in it: that day comes
    master.execute("update lying.jump set hours = 25")
    done = world.serve(lambda: world.completed(numbers) == len(numbers), patience=RESUME * 2)
    firings = world.query(
        "select count(*), count(distinct instance_id) from history_event where element_id = 'bangun' and event = 'ELEMENT_COMPLETED'"
    )
    say(f"{firings[0][0]} firings of {firings[0][1]} timers")
    return bool(world.judge(numbers) and done and all(good) and firings[0] == (2 * count, 2 * count))


def _rung(world: World, name: str) -> int:
    sql = (
        "select count(*) from process_instance p join history_event h on h.instance_id = p.id where p.process_key = 'alarm' "
        "and h.element_id = 'bangun' and h.event = 'ELEMENT_COMPLETED' and p.id = any(%s)"
    )
    cases = [case for number, case in world.load.accepted.items() if number.startswith(f"{name} ")]
    return int(world.query(sql, cases)[0][0])

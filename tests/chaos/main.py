"""`./run chaos`: the fault table on the running platform, with real processes and a durable PostgreSQL. Prints lost / doubled / stuck.

One case goes its way without a fault; then many go theirs while processes are killed, servers restarted and the peer lies. Every history
must be the first one's, every effect outside must be there once.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.chaos import clocks, disk, floods, hosts
from tests.chaos.peer import Peer
from tests.chaos.sizes import FULL, SHORT, SMOKE, Sizes
from tests.chaos.storm import storm
from tests.chaos.world import World, installed, say
from tests.support.stack import Stack


def one_host(folder: Path, site: Path, chance: random.Random, sizes: Sizes) -> bool:
    """The storm and the floods on the platform that `./run` starts."""
    peer = Peer(chance.randrange(1 << 30))
    os.environ["KACAU_PEER"] = peer.address
    stack = Stack(folder, packages=site)
    try:
        world = World(stack.environment, site, peer, chance)
        try:
            good = [
                floods.crowd(world, sizes.people),
                storm(world, stack, sizes.cases, redis_away=sizes.redis_away, restarts=sizes.restarts),
                floods.alarms(world, stack.address, sizes.timers),
                not sizes.poison or floods.poison(world, stack.address),
            ]
            audit = stack.alur("audit", "verify")
            say(f"audit: {(audit.stdout + audit.stderr).strip()}")
            doctor = stack.alur("doctor")
            say(f"doctor: {(doctor.stdout + doctor.stderr).strip()[:500]}")
            return all(good) and audit.returncode == 0 and doctor.returncode == 0
        finally:
            world.close()
    except Exception:
        say(f"what the supervisor said last:\n{stack.log.read_text()[-2000:]}")
        raise
    finally:
        stack.stop()


def main() -> None:
    scenarios: dict[str, Callable[..., bool]] = {"host": one_host, "hosts": hosts.cut, "disk": disk.full, "clocks": clocks.jump}
    parser = argparse.ArgumentParser(prog="./run chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", choices=scenarios, action="append", help="these scenarios instead of all")
    parser.add_argument("--short", action="store_true", help="some minutes: fewer cases and timers")
    parser.add_argument("--smoke", action="store_true", help="as few as the tests can afford")
    options = parser.parse_args()
    sizes = SMOKE if options.smoke else SHORT if options.short else FULL
    say(f"seed {options.seed}")
    folder = Path(tempfile.mkdtemp(prefix="alur-chaos-"))
    site = installed(folder)
    results = {}
    try:
        for name, scenario in scenarios.items():
            if name in (options.only or scenarios):
                own = folder / name
                own.mkdir()
                say(f"--- {name}")
                results[name] = scenario(own, site, random.Random(options.seed), sizes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    failed = [name for name, good in results.items() if not good]
    say(f"did not hold: {', '.join(failed)}" if failed else "everything held")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""A disk that runs full under everything: database, files and logs. Nothing that was accepted may be lost, and nobody has to help afterwards."""

from __future__ import annotations

import os
import random
import secrets
import subprocess
import threading
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from casework.documents.errors import StorageFull
from casework.documents.parts import DocumentParts
from tests.chaos.load import Visitor
from tests.chaos.peer import Peer
from tests.chaos.sizes import Sizes
from tests.chaos.world import PROCESS, World, say
from tests.support.stack import Stack
from webui.supervisor.folders import SHARED

#: MiB of the small file system
SIZE = 500
#: seconds
FULL, RESUME = 40, 60


def full(folder: Path, site: Path, chance: random.Random, sizes: Sizes) -> bool:
    count = sizes.shared
    if not count:
        return True
    if os.geteuid() != 0:
        say("not tried: mounting a small file system needs root")
        return True
    peer = Peer(chance.randrange(1 << 30))
    os.environ["KACAU_PEER"] = peer.address
    with ExitStack() as exits:
        small = _small_disk(exits, folder)
        stack = Stack(folder, packages=site)
        exits.callback(stack.stop)
        world = World(stack.environment, site, peer, chance)
        exits.callback(world.close)
        return _play(world, stack, small, count)


def _small_disk(exits: ExitStack, folder: Path) -> Path:
    """Mounted where the platform keeps everything; root's database lies elsewhere, so that place is a window to the same disk."""
    small = folder / "var"
    small.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={SIZE}m", "none", small)
    exits.callback(_unmount, small)
    identity = secrets.token_hex(8)
    (small / "id").write_text(identity)
    database = small / "postgres"
    database.mkdir()
    window = SHARED / identity
    window.mkdir(parents=True)
    _mount("--bind", database, window)
    exits.callback(window.rmdir)
    exits.callback(_unmount, window)
    return small


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=False)


def _play(world: World, stack: Stack, small: Path, count: int) -> bool:
    world.calm()
    numbers = [f"penuh {number}" for number in range(count)]
    visitor = Visitor(stack.address)
    visitor.start()
    starter = threading.Thread(target=world.load.start_all, args=(PROCESS, numbers))
    ballast = small / "ballast"
    fill(ballast)
    # on its own: a database that cannot write stops, and whoever asks it waits until there is room again
    keeper = threading.Thread(target=_keep_full, args=(ballast,))
    keeper.start()
    starter.start()
    refused = _files_refused(world)
    while keeper.is_alive():
        world.serve(lambda: True, patience=0.5)
        time.sleep(0.5)
    freed = time.monotonic()
    errors, seen = Counter(visitor.errors), len(visitor.times)
    before = world.completed(numbers)
    world.serve(lambda: world.completed(numbers) > before, patience=RESUME)
    resumed = time.monotonic() - freed
    done = world.serve(lambda: not starter.is_alive() and world.completed(numbers) == count, patience=240)
    starter.join()
    visitor.running = False
    say(f"disk full for {FULL} s: {seen} pages answered, not answered {dict(errors)}; a file was {'refused' if refused else 'NOT refused'}")
    say(
        f"{before} cases done while it was full; the next one {resumed:.0f} s after there was room, all {time.monotonic() - freed:.0f} s after"
    )
    audit = stack.alur("audit", "verify")
    say(f"audit: {(audit.stdout + audit.stderr).strip()}")
    return bool(world.judge(numbers) and done and refused and resumed < RESUME and "500" not in errors and audit.returncode == 0)


def _keep_full(ballast: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < FULL:
        fill(ballast)
        time.sleep(0.5)
    ballast.unlink()


def fill(ballast: Path) -> None:
    """To the last byte, as far as the disk gives any."""
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(b"\1" * size)
            except OSError:
                continue


def _files_refused(world: World) -> bool:
    try:
        world.engine.platform.part(DocumentParts).documents.put(os.urandom(1 << 20))
    except StorageFull:
        return not list(world.engine.platform.part(DocumentParts).documents.folder.rglob("tmp*"))  # type: ignore[attr-defined]
    return False

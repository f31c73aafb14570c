"""Runs the programs of the Procfile in copies of this process."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import runpy
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import entry_points
from pathlib import Path

#: beside this file, so that an installed product has it too: in the checkout a link to the one in the root
PROCFILE = Path(__file__).with_name("Procfile")
#: the slow imports of every program, done once
WARM = (
    "webui.app",
    "webui.worker",
    "webui.clock",
    "webui.mail.receive",
    "webui.cli.main",
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
)
DEMONSTRATION = ("demo.web", "demo.mailbox", "demo.bank", "demo.registries", "demo.load")


def import_all(names: Iterable[str]) -> None:
    """Imports the programs' modules."""
    # a process's name is written over its arguments only: its environment stays readable in /proc
    os.environ["SPT_NOENV"] = "1"
    for name in names:
        with contextlib.suppress(ImportError):  # a part that is not installed: the program that needs it says so
            importlib.import_module(name)


def share_memory() -> None:
    """Called before copies are made: what stands here is never looked at by a copy's collector, so that they go on sharing its memory."""
    gc.collect()
    gc.freeze()


def procfile() -> list[tuple[str, list[str]]]:
    """Returns name and command of each process."""
    found = []
    for line in PROCFILE.read_text().splitlines():
        name, separator, text = line.partition(":")
        if separator and not name.startswith("#"):
            found.append((name.strip(), shlex.split(text)))
    return found


def work_of(command: Sequence[str]) -> Callable[[], None]:
    """Returns a function for a command line: `python -m MODULE …`, or the name of an installed Python program."""

    def work() -> None:
        from setproctitle import setproctitle  # after SPT_NOENV

        setproctitle(shlex.join(command))
        if command[0] == "python":
            module, arguments = command[2], command[3:]
            sys.argv = [module, *arguments]
            # run afresh as the main program; what it imports is there already
            sys.modules.pop(module, None)
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        else:
            sys.argv = list(command)
            (program,) = entry_points(group="console_scripts", name=command[0])
            sys.exit(program.load()())

    return work

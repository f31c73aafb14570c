"""Waits, with the decoders loaded, for files to look at, and forks a child for each: small, without keys, within limits.

One runs beside each process that takes files. It is started with the address of a socket's end, gets for each file a message with two open
files (the request, and a pipe for the answer), and looks into neither. It ends when the other end is closed.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import resource
import signal
import socket
import sys
import time
from typing import NoReturn

from casework.documents.decoding.frames import split_frame, write_frame
from casework.documents.decoding.refusals import Refused
from casework.documents.decoding.tasks import TASKS, Task

#: seconds between two looks at children whose time may be over
PERIOD = 0.5
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    # what a library has to say of a hostile file is nobody's log
    logging.disable(logging.CRITICAL)
    channel = socket.socket(fileno=int(sys.argv[1]))
    deadlines: dict[int, float] = {}
    channel.settimeout(PERIOD)
    while True:
        try:
            message, handles, _flags, _address = socket.recv_fds(channel, 64, 2)
        except TimeoutError:
            _reap(deadlines)
            continue
        if not message:
            return
        task = TASKS[message.decode()]
        task.load()
        child = os.fork()
        if child == 0:
            channel.close()
            _run(task, *handles)
        for handle in handles:
            os.close(handle)
        deadlines[child] = time.monotonic() + task.patience
        _reap(deadlines)


def _reap(deadlines: dict[int, float]) -> None:
    for child, deadline in list(deadlines.items()):
        if os.waitpid(child, os.WNOHANG)[0] == child:
            del deadlines[child]
        elif time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)


def _run(task: Task, reading: int, writing: int) -> NoReturn:
    try:
        limit_process(task)
        request, content = split_frame(_read_whole(reading))
        try:
            for header, body in task.run(content, request["options"]):
                write_frame(writing, header, body)
            write_frame(writing, {"end": True})
        except Refused as refused:
            write_frame(writing, {"refused": refused.reason, "details": refused.details})
    finally:
        # also when the memory is not enough to say so: an answer without an end says it
        os._exit(0)


def limit_process(task: Task) -> None:
    """Limits this process for good: memory beyond what it has, processor, no new files, no core, and its end with the server."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (pathlib would be loaded for this alone)
        size = int(file.read().split()[0]) * resource.getpagesize()
    for limit, value in (
        (resource.RLIMIT_AS, size + task.memory),
        (resource.RLIMIT_CPU, task.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ):
        resource.setrlimit(limit, (value, value))
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _read_whole(reading: int) -> bytes:
    os.lseek(reading, 0, os.SEEK_SET)
    with os.fdopen(reading, "rb") as file:
        return file.read()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()

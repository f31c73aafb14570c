"""Starts a child process that the kernel ends when its parent ends.

`Child` runs another program (a server). `Fork` runs a Python program of ours in a copy of this process, which has imported everything
already: importing takes seconds of processor time, and eight processes would each pay it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Program(Protocol):
    """A program that was started."""

    name: str
    log: Path

    @property
    def ended(self) -> int | None:
        """Its exit status, once it has ended; else None."""

    def stop(self, patience: float = 10) -> None: ...

    def last_lines(self, count: int = 15) -> str: ...


def _die_with(parent: int, death_signal: int) -> None:
    _libc.prctl(PR_SET_PDEATHSIG, death_signal)
    if os.getppid() != parent:
        os._exit(1)


def _prepare(death_signal: int, user: pwd.struct_passwd | None, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        # after setuid, which clears it
        _die_with(parent, death_signal)

    return prepare


def _last_lines(log: Path, count: int) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


class Child:
    """A running program; `stop` asks it to end and insists after a while."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        log: Path,
        death_signal: int = signal.SIGTERM,
        stop_signal: int = signal.SIGTERM,
        user: pwd.struct_passwd | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                list(command),
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # its own session: Ctrl+C reaches the supervisor only, which stops everything in order
                start_new_session=True,
                preexec_fn=_prepare(death_signal, user, os.getpid()),
            )

    @property
    def ended(self) -> int | None:
        return self.process.poll()

    def stop(self, patience: float = 10) -> None:
        if self.ended is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def last_lines(self, count: int = 15) -> str:
        return _last_lines(self.log, count)


class Fork:
    """A copy of this process that does `work` and ends with it. Only a process of one thread may be copied.

    `log`: where its output goes; None: where ours goes. `keep_out`: open files of ours that it must not hold.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], None],
        *,
        environment: Mapping[str, str],
        folder: Path,
        log: Path,
        told: bool = False,
        keep_out: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.log = log
        self._status: int | None = None
        parent = os.getpid()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                _become_child(parent, environment, folder, None if told else log, keep_out)
                status = _status_of(work)
            finally:
                # nothing of the supervisor's own, such as stopping the servers, may run in the copy
                os._exit(status)

    @property
    def ended(self) -> int | None:
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def stop(self, patience: float = 10) -> None:
        if self.ended is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while self.ended is None:
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
            time.sleep(0.02)

    def last_lines(self, count: int = 15) -> str:
        return _last_lines(self.log, count)


def _become_child(parent: int, environment: Mapping[str, str], folder: Path, log: Path | None, keep_out: Sequence[int]) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    _die_with(parent, signal.SIGTERM)
    for descriptor in keep_out:
        os.close(descriptor)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    if log is not None:
        output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _status_of(work: Callable[[], None]) -> int:
    """Returns 0, or the status of a program's own exit; an error is printed as Python prints it."""
    status = 0
    try:
        work()
    except SystemExit as ending:
        if isinstance(ending.code, str):
            print(ending.code, file=sys.stderr)
        status = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return status

"""Runs a package's handler in a child process with limits on time and memory; the worker that waits for it reports how it ended.

The worker stays warm (connections, compiled statements) and reports at once, where a process for the whole job would begin cold
and say nothing when it dies.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from engine.feel.values import to_json
from engine.persistence.base import json_dumps, json_loads
from engine.sdk import BpmnError, NothingDone

#: the result or the failure of a handler, as JSON
Outcome = dict[str, Any]
Call = Callable[[], dict[str, Any]]
#: makes a call within so many seconds
Isolation = Callable[[Call, float], Outcome]
#: seconds beyond the limit after which a child that has got rid of its alarm is killed all the same
KILL_GRACE_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class HandlerFailed(Exception):
    """Expected a result of the handler, but it failed. `nothing_done`: it is certain that nothing took effect outside."""

    def __init__(self, message: str, *, nothing_done: bool = False, place: str = "") -> None:
        super().__init__(message)
        self.nothing_done = nothing_done
        self.place = place


def run_in_this_process(call: Call, limit: float) -> Outcome:
    """Runs the handler in this process, without a limit: for tests."""
    try:
        return {"result": to_json(call())}
    except BpmnError as error:
        return {"bpmn": {"code": error.code, "message": error.message, "variables": to_json(dict(error.variables))}}
    except Exception as error:  # a handler may fail in any way; the diagram goes on by retry or incident
        message = f"{type(error).__name__}: {error}"
        return {"failed": message, "nothing_done": isinstance(error, NothingDone), "place": place_of(error)}


def run_in_child_process(call: Call, limit: float, *, prepare: Callable[[], None]) -> Outcome:
    """Runs the handler in a child, which the kernel ends at the limit. `prepare` runs in it first and closes what must not be shared."""
    began, (reading, writing) = time.monotonic(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _run_child(call, limit, prepare, writing)
    os.close(writing)
    answer = b""
    try:
        answer = read_answer(reading, limit + KILL_GRACE_SECONDS)
    finally:
        os.close(reading)
        if not answer:  # it is dead already, or hangs, or we are told to stop
            _kill(child)
        _pid, status = os.waitpid(child, 0)
    if not answer or status != 0:  # an answer of a child that was killed may be half of one
        told = _describe_exit(status, time.monotonic() - began, limit)
        return {"failed": f"the handler's process {told}", "nothing_done": False, "place": ""}
    return dict(json_loads(answer.decode(errors="surrogatepass")))


def result_of(outcome: Outcome) -> dict[str, Any]:
    """Returns the result of an outcome. Raises BpmnError, HandlerFailed."""
    if "bpmn" in outcome:
        thrown = outcome["bpmn"]
        raise BpmnError(thrown["code"], thrown["message"], **thrown["variables"])
    if "failed" in outcome:
        raise HandlerFailed(outcome["failed"], nothing_done=outcome["nothing_done"], place=outcome["place"])
    result: dict[str, Any] = outcome["result"]
    return result


def place_of(error: BaseException) -> str:
    """Returns the place of a failure, without the values that a whole traceback would put into the log."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{frame.filename}:{frame.lineno}"


def _run_child(call: Call, limit: float, prepare: Callable[[], None], writing: int) -> NoReturn:
    status = 1
    try:
        begin_child(prepare)
        signal.setitimer(signal.ITIMER_REAL, limit)
        # whether it can be stored is said by who takes the result, not by a child that breaks
        outcome = json_dumps(run_in_this_process(call, limit)).encode(errors="surrogatepass")
        signal.setitimer(signal.ITIMER_REAL, 0)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(outcome)
        status = 0
    finally:
        os._exit(status)


def begin_child(prepare: Callable[[], None]) -> None:
    """Called first in a child."""
    # where the parent is dead nobody would read the answer
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    random.seed()  # else each child would draw what the last one drew
    prepare()


def end_child(child: int, began: float, limit: float) -> str:
    """Ends a child, if it has not ended by itself, and tells how it ended."""
    _kill(child)
    return _describe_exit(os.waitpid(child, 0)[1], time.monotonic() - began, limit)


def read_answer(reading: int, patience: float, whole: Callable[[bytearray], bool] = lambda data: False) -> bytes:
    """Reads until the child closes its end, or the answer is whole; returns nothing where that takes too long."""
    data, deadline = bytearray(), time.monotonic() + patience
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading], [], [], left)
        if ready:
            part = os.read(reading, 1 << 16)
            data += part
            if not part or whole(data):
                return bytes(data)
    return b""


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _describe_exit(status: int, waited: float, limit: float) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        late = number == signal.SIGALRM or (number == signal.SIGKILL and waited > limit)
        return f"took longer than {limit:g} s" if late else f"was ended by {signal.Signals(number).name}"
    return f"ended with status {os.WEXITSTATUS(status)} and without a result"

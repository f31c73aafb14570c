"""Has files looked at in bounded children, a few at a time: the process that asks decodes nothing itself, whatever is sent."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

from casework.documents.decoding.frames import Frame, FrameBroken, read_frames, write_frame
from casework.documents.decoding.refusals import Refused
from casework.documents.decoding.tasks import TASKS
from casework.documents.errors import DecoderBusy

#: children at a time of one process; each may take half a gigabyte for some seconds
CHILDREN = 2
#: seconds that a file waits for its turn
PATIENCE = 5.0
#: servers of processes that this one was forked from: theirs to wait for
_inherited: list[subprocess.Popen[bytes] | None] = []
_SERVER = "casework.documents.decoding.server"


class Decoder:
    def __init__(self, *, children: int = CHILDREN, patience: float = PATIENCE) -> None:
        self._children = children
        self._turns = threading.BoundedSemaphore(children)
        self._patience = patience
        self._starting = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None

    def run(self, task: str, content: bytes, **options: Any) -> Iterator[Frame]:
        """Yields the task's frames. Raises DecoderBusy, and Refused: TOO_HEAVY where the child came to one of its limits."""
        if not self._turns.acquire(timeout=self._patience):
            raise DecoderBusy
        try:
            yield from self._frames(task, content, options)
        finally:
            self._turns.release()

    def close(self) -> None:
        """Ends the server; the next file starts another."""
        with self._starting:
            if self._channel is not None:
                self._channel.close()
            if self._server is not None:
                self._server.wait()
            self._server = self._channel = None

    def forget(self) -> None:
        """Leaves the server to the process that this one was forked from."""
        _inherited.append(self._server)
        if self._channel is not None:
            self._channel.close()
        self._server = self._channel = None
        self._starting, self._turns = threading.Lock(), threading.BoundedSemaphore(self._children)

    def _frames(self, task: str, content: bytes, options: dict[str, Any]) -> Iterator[Frame]:
        reading, writing = os.pipe()
        try:
            try:
                self._send(task, content, options, writing)
            finally:
                os.close(writing)
            for header, body in read_frames(reading, patience=TASKS[task].patience):
                if "refused" in header:
                    raise Refused(str(header["refused"]), **header["details"])
                if "end" in header:
                    return
                yield header, body
        except FrameBroken:
            pass
        finally:
            os.close(reading)
        raise Refused("TOO_HEAVY")

    def _send(self, task: str, content: bytes, options: dict[str, Any], writing: int) -> None:
        request = os.memfd_create("request", os.MFD_CLOEXEC)
        try:
            write_frame(request, {"options": options}, content)
            with self._starting:
                try:
                    socket.send_fds(self._connected(), [task.encode()], [request, writing])
                except OSError:  # the server has ended; the next one takes the file
                    socket.send_fds(self._connected(anew=True), [task.encode()], [request, writing])
        finally:
            os.close(request)

    def _connected(self, *, anew: bool = False) -> socket.socket:
        if self._channel is not None and not anew:
            return self._channel
        if self._channel is not None:
            self._channel.close()
        if self._server is not None:
            self._server.kill()
            self._server.wait()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # no variable of ours: a decoder that is taken over finds no key
            self._server = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [sys.executable, *_compiled_places(), "-I", "-m", _SERVER, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self._channel = ours
        return ours


def _compiled_places() -> list[str]:
    """Compiled files are kept where this process keeps them: the server reads no variable."""
    if sys.pycache_prefix:
        return ["-X", f"pycache_prefix={sys.pycache_prefix}"]
    return ["-B"] if sys.dont_write_bytecode else []


#: one for a process: the bound on children is the process's
DECODER = Decoder()
os.register_at_fork(after_in_child=DECODER.forget)
atexit.register(DECODER.close)

"""The supervisor keeps everything running, also a server that does not start at once."""

from types import SimpleNamespace

import pytest

from webui.supervisor import servers, watching
from webui.supervisor.folders import Unavailable
from webui.supervisor.main import Stopped
from webui.supervisor.watching import Running, watch


class Ended:
    """A child that is dead."""

    name, ended, log = "PostgreSQL", 1, "postgres.log"


class Alive(Ended):
    ended = None


def test_a_server_that_does_not_start_at_once_is_tried_again_and_takes_nobody_down(monkeypatch, capsys):
    """Seen in ./run chaos: the new server found its predecessor's last processes, and the whole platform went down with it."""
    monkeypatch.setattr(watching, "LONGEST_PAUSE", 0.01)
    slept = []

    def sleep(_seconds):
        slept.append(1)
        if len(slept) > 200:
            raise Stopped

    outcomes = iter([Ended(), Unavailable("pre-existing shared memory block"), Unavailable("still"), Alive()])

    def start():
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    server, clock = Running(start), iter(range(100_000))
    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: float(next(clock))))
    with pytest.raises(Stopped):
        watch([server])
    assert isinstance(server.child, Alive)
    assert capsys.readouterr().out.count("did not start, and is tried again") == 2


def test_a_first_start_that_takes_long_is_waited_for_and_told(monkeypatch, capsys):
    """Finding: people O8. It gave up after 60 seconds and stopped everything."""
    seconds = iter(range(0, 100_000, 2))
    monkeypatch.setattr(servers, "time", SimpleNamespace(sleep=lambda _seconds: None, monotonic=lambda: float(next(seconds))))
    asked = []
    servers.wait_until(lambda: len(asked) > 300 or asked.append(1), Alive())
    said = capsys.readouterr().out
    assert "waiting for PostgreSQL since 6 s (log: postgres.log)" in said
    assert "since 600 s" in said, "ten minutes, and still there"


def test_a_program_that_ends_is_not_waited_for():
    class Broken(Ended):
        def last_lines(self):
            return "could not bind"

    with pytest.raises(Unavailable, match=r"PostgreSQL ended at once.*\ncould not bind"):
        servers.wait_until(lambda: False, Broken())

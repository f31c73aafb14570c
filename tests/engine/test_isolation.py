"""A package's handler in a child: what it gives and how it fails reaches the worker, whatever happens to the child."""

import faulthandler
import os
import random
import resource
import signal
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from engine.jobs.isolation import HandlerFailed, result_of, run_in_child_process, run_in_this_process
from engine.sdk import BpmnError, NothingDone


def nothing():
    """No preparation."""


isolated = partial(run_in_child_process, prepare=nothing)


def raising(error):
    def call():
        raise error

    return call


@pytest.mark.parametrize("isolation", [run_in_this_process, isolated])
def test_results_and_failures_are_the_same_in_a_child(isolation):
    given = {"jumlah": Decimal("0.10"), "hari": date(2026, 11, 25), "daftar": [1, {"a": None}]}
    assert result_of(isolation(lambda: given, 5)) == {"jumlah": Decimal("0.10"), "hari": "2026-11-25", "daftar": [1, {"a": None}]}
    with pytest.raises(BpmnError) as thrown:
        result_of(isolation(raising(BpmnError("DITOLAK", "tidak cukup", kurang=Decimal(3))), 5))
    assert (thrown.value.code, thrown.value.message, thrown.value.variables) == ("DITOLAK", "tidak cukup", {"kurang": Decimal(3)})
    with pytest.raises(HandlerFailed, match="TimeoutError: no answer") as failed:
        result_of(isolation(raising(TimeoutError("no answer")), 5))
    assert (failed.value.nothing_done, failed.value.place.rpartition("/")[2].partition(":")[0]) == (False, "test_isolation.py")
    with pytest.raises(HandlerFailed) as failed:
        result_of(isolation(raising(NothingDone("the line is down")), 5))
    assert failed.value.nothing_done


def deaf():
    while True:  # holds on to everything, catches everything
        try:
            sum(range(1_000_000))
        except BaseException:
            continue


def deaf_without_alarm():
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    deaf()


def crash():
    faulthandler.disable()  # pytest's own would fill the screen with a crash that is meant
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (deaf, "took longer than 0.3 s"),
        (deaf_without_alarm, "took longer than 0.3 s"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "was ended by SIGKILL"),
        (crash, "was ended by SIGSEGV"),
        (lambda: os._exit(3), "status 3 and without a result"),
        (lambda: os._exit(0), "status 0 and without a result"),
        (raising(SystemExit(4)), "without a result"),
    ],
)
def test_the_worker_tells_how_a_child_ended(monkeypatch, call, told):
    monkeypatch.setattr("engine.jobs.isolation.KILL_GRACE_SECONDS", 0.7)
    children, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: children.append(fork()) or children[-1])
    with pytest.raises(HandlerFailed, match=told):  # those that are deaf would never end
        result_of(isolated(call, 0.3))
    with pytest.raises(ChildProcessError):  # nobody is left behind
        os.waitpid(children[0], os.WNOHANG)


def test_a_child_that_eats_memory_fails_alone():
    def prepare():
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))

    def hoard():
        kept = []
        while True:
            kept.append(bytearray(64 << 20))

    with pytest.raises(HandlerFailed, match="MemoryError"):
        result_of(run_in_child_process(hoard, 20, prepare=prepare))


def test_children_do_not_draw_the_same_numbers():
    drawn = {result_of(isolated(lambda: {"n": random.random()}, 5))["n"] for _ in range(5)}
    assert len(drawn) == 5


def test_a_large_result_comes_whole():
    assert len(result_of(isolated(lambda: {"teks": "x" * 5_000_000}, 20))["teks"]) == 5_000_000

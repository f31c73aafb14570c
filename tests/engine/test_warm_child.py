"""A child that makes one call of a package's handler after the other: what a call does to it concerns no other call."""

import os
import signal
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from engine.jobs.isolation import HandlerFailed, result_of
from engine.jobs.lease import Lease
from engine.jobs.package_call import prepare_call
from engine.jobs.warm_child import WarmChild
from engine.sdk import BpmnError, JobContext, job_handler


@dataclass
class Given:
    how: str = "well"


@dataclass
class Made:
    pid: int
    text: str = ""


def act(ctx: JobContext, given: Given) -> Made:
    match given.how:
        case "error":
            raise BpmnError("X", "no", a=1)
        case "fail":
            raise TimeoutError("no answer")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            while True:
                time.sleep(0.01)
        case "slow":
            time.sleep(30)
        case "leave":
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return Made(pid=os.getpid(), text="x" * 300_000 if given.how == "large" else ctx.idempotency_key)


QUICK = job_handler("ukur:cepat")(act).__job_type__
ALONE = job_handler("ukur:dokumen", queue="document")(act).__job_type__


@pytest.fixture
def made():
    packages = SimpleNamespace(job_type={"ukur:cepat": QUICK, "ukur:dokumen": ALONE}.get)
    engine = SimpleNamespace(platform=SimpleNamespace(packages=packages, find=lambda kind: None, zone=ZoneInfo("Asia/Jakarta")))
    child = WarmChild(engine, prepare=lambda: None)

    def call(how="well", job_type=QUICK, limit=5.0):
        lease = Lease(
            job=uuid4(),
            fencing_token=1,
            type=job_type.name,
            instance=uuid4(),
            business_key=None,
            variables={"how": how},
            headers={},
            last=False,
            token=None,
            limit=5,
            now=datetime(2026, 11, 30, tzinfo=UTC),
        )
        return result_of(child(prepare_call(engine, lease, job_type), limit))

    call.child = child
    yield call
    child.close()


def test_calls_share_a_child_that_is_not_the_worker(made):
    pids = {made()["pid"] for _ in range(5)}
    assert len(pids) == 1
    assert os.getpid() not in pids
    assert len(made("large")["text"]) == 300_000
    with pytest.raises(BpmnError) as thrown:
        made("error")
    assert (thrown.value.code, thrown.value.variables) == ("X", {"a": 1})
    assert {made()["pid"]} == pids, "a business error is an answer like any other"


@pytest.mark.parametrize(
    ("how", "told"),
    [("fail", "no answer"), ("die", "was ended by SIGKILL"), ("slow", "took longer than 0.3 s"), ("hang", "took longer than 0.3 s")],
)
def test_a_call_that_fails_is_told_and_the_next_has_a_new_child(made, monkeypatch, how, told):
    monkeypatch.setattr("engine.jobs.warm_child.KILL_GRACE_SECONDS", 0.7)
    before = made()["pid"]
    with pytest.raises(HandlerFailed, match=told):
        made(how, limit=0.3)
    assert made()["pid"] != before
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


def test_a_child_that_something_was_left_in_makes_no_further_call(made):
    assert made("leave")["pid"] != made()["pid"]


def test_a_child_makes_only_so_many_calls(made, monkeypatch):
    monkeypatch.setattr("engine.jobs.warm_child.MOST_CALLS", 2)
    first, second, third = (made()["pid"] for _ in range(3))
    assert first == second != third


def test_a_child_that_died_between_two_calls_is_replaced(made):
    before = made()["pid"]
    os.kill(before, signal.SIGKILL)
    time.sleep(0.2)
    assert made()["pid"] != before


def test_what_takes_long_has_a_child_of_its_own(made):
    assert made(job_type=ALONE)["pid"] != made(job_type=ALONE)["pid"]

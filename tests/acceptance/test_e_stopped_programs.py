"""A running platform of which the clock and the notifier hang: `/sehat` says so, and that all is well afterwards (finding: people O7)."""

import json
import os
import signal
import time
import urllib.error
import urllib.request

from tests.support.stack import HEALTH_TOKEN


def state(stack):
    try:
        asked = urllib.request.Request(f"{stack.address}/sehat", headers={"Authorization": f"Bearer {HEALTH_TOKEN}"})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)


def until(stack, status, *, patience):
    deadline = time.monotonic() + patience
    while (found := state(stack))[0] != status:
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return found[1]


def test_a_clock_and_a_notifier_that_hang_are_told_until_they_go_on(stack):
    assert until(stack, 200, patience=60)["problems"] == []
    # tests before this one may have started programs anew: the newest beat of each kind is that of the running one
    newest = (
        "select distinct on (program) place from program_beat where program = 'clock' or queues ? 'notify' order by program, beaten_at desc"
    )
    beats = stack.query(newest)
    hanging = [int(place.rpartition(" ")[2]) for (place,) in beats]
    assert len(hanging) == 2
    for process in hanging:
        os.kill(process, signal.SIGSTOP)
    try:
        until(stack, 503, patience=90)
        time.sleep(6)  # both had their last beat within five seconds of each other
        _status, told = state(stack)
        assert {check["name"] for check in told["checks"] if not check["ok"]} == {"clock", "workers notify"}
        urllib.request.urlopen(f"{stack.address}/sehat/web", timeout=5).close()
    finally:
        for process in hanging:
            os.kill(process, signal.SIGCONT)
    assert until(stack, 200, patience=60)["status"] == "ok"

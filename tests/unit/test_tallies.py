"""What a process counts: each thread for itself and without a lock, written as Prometheus reads it."""

import os
import threading

import pytest

from tests.support.observed import values
from webui.observation.exposition import exposition
from webui.observation.families import BUCKETS
from webui.observation.snapshots import report_of
from webui.observation.tallies import Tallies


def test_threads_count_for_themselves_and_what_ended_ones_counted_stays():
    tallies = Tallies()

    def work():
        for _ in range(1000):
            tallies.count(("alur_turns", "A", "done"))
            tallies.observe(("alur_turn_seconds", "A"), 0.003)

    for _round in range(2):
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        counts, histograms = tallies.read()
    assert counts == {("alur_turns", "A", "done"): 8000}
    assert histograms["alur_turn_seconds", "A"][BUCKETS.index(0.005)] == 8000
    assert tallies._tallies == []


def test_a_copy_of_the_process_counts_while_another_thread_did():
    """A worker forks for each handler: a lock that its other thread held would never be released in the copy."""
    tallies, stop = Tallies(), threading.Event()

    def go_on():
        while not stop.is_set():
            tallies.count(("alur_turns", "A", "done"))

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                tallies.count(("alur_turns", "B", "done"))
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()


def test_buckets_are_cumulative_and_reports_of_another_release_are_left_out():
    tallies = Tallies()
    for seconds in (0.0005, 0.003, 0.003, 1000.0):
        tallies.observe(("alur_turn_seconds", "A"), seconds)
    report = report_of(tallies, {})
    report["values"] += [[["alur_of_tomorrow", "x"], 1], [["alur_turns", "one label"], 1]]
    report["histograms"].append([["alur_page_seconds", "e"], [1, 2, 3]])
    found = values(exposition({"p": report}, []).decode())
    assert found['alur_turn_seconds_bucket{command="A",le="0.001"}'] == 1
    assert found['alur_turn_seconds_bucket{command="A",le="0.005"}'] == 3
    assert found['alur_turn_seconds_bucket{command="A",le="300.0"}'] == 3
    assert found['alur_turn_seconds_bucket{command="A",le="+Inf"}'] == 4
    assert found['alur_turn_seconds_sum{command="A"}'] == pytest.approx(1000.0065)
    assert not any(sample.startswith(("alur_of_tomorrow", "alur_turns", "alur_page")) for sample in found)

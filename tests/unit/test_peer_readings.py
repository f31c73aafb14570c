"""The comparison with other engines: what a round gives, who is measured when, and what is left out where it cannot be had."""

import shutil
import xml.etree.ElementTree as ET

import pytest

from benchmarks.peer_engines import outside_programs
from benchmarks.peer_engines.outside_programs import NotHere, dbos_folder, java_command, peer_versions
from benchmarks.peer_engines.processes import JOBS, STEPS, TASKS, write_models, write_package
from benchmarks.peer_engines.readings import Reading, median_of, median_ratio, play_rounds, reading_of
from webui.bootstrap import catalogue_of

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def rate(reading):
    return reading.rate


def test_a_reading_is_made_of_what_all_clients_did():
    first = {"seconds": 2.0, "cpu": 0.6, "statements": 60, "times": [0.3, 0.1, 0.2]}
    second = {"seconds": 1.9, "cpu": 0.2, "statements": 20, "times": [0.4]}
    reading = reading_of([first, second])
    assert (reading.rate, reading.p50, reading.p95) == (2.0, 0.3, 0.4)
    assert reading.cpu == pytest.approx(0.2)
    assert reading.statements == 20


def test_a_round_without_a_completion_is_no_reading():
    with pytest.raises(RuntimeError, match="at least one completion"):
        reading_of([{"seconds": 1.0, "cpu": 0.0, "times": []}])


def test_everybody_is_measured_in_each_round_and_nobody_always_first():
    told = []

    def measure(name):
        def run(clients, seconds):
            told.append((name, clients, seconds))
            return Reading(len(told))

        return run

    readings = play_rounds({"a": measure("a"), "b": measure("b")}, [1, 8], rounds=2, seconds=5)
    assert [f"{name}{clients}" for name, clients, _seconds in told] == ["a1", "b1", "b8", "a8", "a1", "b1", "b8", "a8"]
    assert {key: [one.rate for one in rounds] for key, rounds in readings.items()} == {
        ("a", 1): [1, 5],
        ("b", 1): [2, 6],
        ("b", 8): [3, 7],
        ("a", 8): [4, 8],
    }


def test_a_ratio_is_the_median_of_the_rounds_own_ratios():
    """In the third round the machine was ten times slower for both: that changes no ratio."""
    mine, others = [Reading(20), Reading(30), Reading(2)], [Reading(10), Reading(10), Reading(1)]
    assert median_of(mine, rate) == 20
    assert median_ratio(mine, others, rate) == 2


def test_without_a_jdk_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "javac" else f"/usr/bin/{name}")
    with pytest.raises(NotHere, match="there is no javac here"):
        java_command()


def test_a_short_run_fetches_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(outside_programs, "_run", lambda *_given: pytest.fail("it fetches"))
    for have in (java_command, dbos_folder):
        with pytest.raises(NotHere, match="without --short fetches"):
            have(fetch=False)


def test_what_a_registry_does_not_give_is_told_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(outside_programs, "DBOS", "--no-index dbos")
    with pytest.raises(NotHere, match="pip cannot fetch"):
        dbos_folder()
    assert [path.name for path in (tmp_path / "alur-peers").iterdir()] == []


def test_the_versions_of_the_others_are_those_that_maven_is_told():
    assert peer_versions() == {"operaton": "1.0.0", "flowable": "7.1.0", "dbos": "3.4.0"}


def test_each_engine_gets_the_same_two_processes(tmp_path):
    write_package(tmp_path)
    write_models(tmp_path)
    found = {}
    for key in (TASKS, JOBS):
        files = [tmp_path / "ukur" / f"{key}.bpmn", *tmp_path.glob(f"{key}.*.bpmn20.xml")]
        assert len(files) == 3
        shapes = {tuple(f"{item.tag.removeprefix(BPMN)} {item.get('id')}" for item in steps(file)) for file in files}
        assert len(shapes) == 1
        found[key] = shapes.pop()
    assert sum(item.startswith("userTask") for item in found[TASKS]) == 3
    assert sum(item.startswith("serviceTask") for item in found[JOBS]) == STEPS == 10


def steps(file):
    (process,) = ET.parse(file).getroot().iter(f"{BPMN}process")
    return [item for item in process if item.tag.startswith(BPMN)]


def test_our_package_is_whole(tmp_path):
    write_package(tmp_path)
    package = catalogue_of([tmp_path]).get("ukur")
    assert package is not None
    assert not package.broken

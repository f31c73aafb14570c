"""A turn that takes long is told in the log: command, process, element and what it did, never a value."""

import pytest
from structlog.testing import capture_logs

from demo.load import actor
from engine.model.errors import FormRejected
from tests.support.letters import ANSWERS
from tests.support.observed import observe, values
from webui.observation.exposition import exposition
from webui.observation.snapshots import report_of
from webui.settings import SettingsError, read_settings


@pytest.fixture
def slow(web):
    """An office in which every turn is a slow one."""
    found = observe(web.harness, slow_seconds=1e-9)
    web.extensions["alur"] = web.harness.engine
    yield found
    found.stop()


def told(logs, command):
    return [entry for entry in logs if entry["event"] == "slow turn" and entry["command"] == command]


def test_a_slow_turn_names_its_element_and_what_it_did(web, registered, slow):
    task, leader = web.harness.task("baca").id, actor(web.harness.engine, "bupati")
    with capture_logs() as logs:
        web.harness.complete(task, leader, tindakan="selesai", laporan="PENANDA-LAPORAN")
    (entry,) = told(logs, "CompleteUserTask")
    assert {name: entry[name] for name in ("log_level", "process", "element", "outcome", "retries")} == {
        "log_level": "warning",
        "process": "disposisi",
        "element": "baca",
        "outcome": "done",
        "retries": 0,
    }
    assert entry["statements"] > 5
    assert entry["milliseconds"] >= entry["lock_milliseconds"] >= 0
    assert set(entry) == {
        *("event", "log_level", "command", "process", "element", "outcome"),
        *("milliseconds", "statements", "lock_milliseconds", "retries"),
    }
    found = values(exposition({"p": report_of(slow.observer.tallies, {})}, []).decode())
    assert found['alur_slow_turns_total{command="CompleteUserTask"}'] == 1


def test_no_value_of_a_case_stands_in_it(web, registered, slow):
    leader = actor(web.harness.engine, "bupati")
    task = web.harness.task("baca")
    with capture_logs() as logs:
        with pytest.raises(FormRejected):
            web.harness.complete(task.id, leader, tindakan="PENANDA-RAHASIA")
        web.harness.complete(task.id, leader, tindakan="selesai", laporan="PENANDA-LAPORAN")
        web.harness.run_jobs()
    text = repr([entry for entry in logs if entry["event"] == "slow turn"])
    assert [entry["outcome"] for entry in told(logs, "CompleteUserTask")] == ["form_rejected", "done"]
    assert {entry["process"] for entry in told(logs, "CompleteJob")} <= {"", "disposisi", "surat_masuk"}
    for value in ("PENANDA", str(task.id), str(task.instance_id), *ANSWERS.values()):
        assert len(str(value)) < 6 or str(value) not in text, value


@pytest.mark.parametrize("seconds", [1000.0, 0.0])
def test_a_quick_turn_is_not_told_and_none_where_the_bound_is_0(web, registered, seconds):
    observe(web.harness, slow_seconds=seconds)
    with capture_logs() as logs:
        web.harness.complete(web.harness.task("baca").id, actor(web.harness.engine, "bupati"), tindakan="selesai", laporan="Siap.")
        web.harness.run_jobs()
    assert not [entry for entry in logs if entry["event"] == "slow turn"]


NEEDED = {
    "ALUR_DATABASE_URL": "postgresql://a@h/b",
    "ALUR_REDIS_URL": "redis://h",
    "ALUR_SECRET_KEY": "s" * 40,
    "ALUR_DATA_KEYS": "k1:MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
}


def test_the_bound_is_a_setting():
    assert read_settings(NEEDED).slow_turn_ms == 500
    assert read_settings({**NEEDED, "ALUR_SLOW_TURN_MS": "0"}).slow_turn_ms == 0
    for wrong in ("-1", "half a second", "600001"):
        with pytest.raises(SettingsError, match="ALUR_SLOW_TURN_MS must be milliseconds"):
            read_settings({**NEEDED, "ALUR_SLOW_TURN_MS": wrong})

"""`/sehat` says what is wrong, in words and for machines, and answers 503 then (finding: people O7)."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from casework.documents.parts import DocumentParts
from engine.commands.programs.record_beat import RecordBeat
from engine.queries.programs.program_health import ProgramHealth
from tests.support.stack import HEALTH_TOKEN

QUEUES = ("document", "engine", "notify", "service")


@pytest.fixture
def running(web):
    """A platform on which everything runs, to be stopped in parts."""

    def beat(*, clock=True, queues=QUEUES):
        if clock:
            web.harness.execute(RecordBeat(beat=uuid4(), program="clock", place="h 1"))
        web.harness.execute(RecordBeat(beat=uuid4(), program="worker", place="h 2", queues=queues))

    return beat


@pytest.fixture
def watched(browse):
    """What a monitor with the token reads."""
    return lambda: browse().get("/sehat", headers={"Authorization": f"Bearer {HEALTH_TOKEN}"})


def wrong(answer):
    return [check["name"] for check in answer.json["checks"] if not check["ok"]]


def test_everything_runs(watched, running):
    running()
    answer = watched()
    assert (answer.status_code, answer.json["status"], answer.json["problems"]) == (200, "ok", [])
    assert 0 < answer.json["disk_used"] < 1
    assert answer.json["database"]


def test_stopped_workers_notifier_and_clock_are_told(browse, watched, web):
    answer = watched()
    assert (answer.status_code, answer.json["status"]) == (503, "wrong")
    assert wrong(answer) == ["clock", *(f"workers {queue}" for queue in QUEUES)]
    assert "Jam tidak berjalan (belum pernah terdengar)." in answer.json["problems"]
    assert all(check["remedy"] for check in answer.json["checks"] if not check["ok"])
    assert browse().get("/sehat/web").status_code == 200, "a web process is of use all the same"


@pytest.mark.parametrize(
    ("stopped", "name"),
    [({"clock": False}, "clock"), ({"queues": ("document", "engine", "service")}, "workers notify")],
)
def test_one_that_stopped_is_told_with_when_it_was_heard_of(watched, web, running, stopped, name):
    running()
    web.harness.clock.forward(minutes=1)
    running(**stopped)
    answer = watched()
    assert wrong(answer) == [name]
    assert "terakhir terdengar" in answer.json["problems"][0]


def test_redis_the_disk_and_the_database_are_told(watched, web, running, monkeypatch):
    running()
    platform = web.harness.engine.platform
    monkeypatch.setattr(platform.doorbell, "answers", lambda: False, raising=False)
    monkeypatch.setattr(type(platform.part(DocumentParts).documents), "used", lambda _self: 0.97)
    assert wrong(watched()) == ["redis", "disk"]

    def away(_self):
        raise FileNotFoundError

    monkeypatch.setattr(type(platform.part(DocumentParts).documents), "used", away)
    assert wrong(watched()) == ["redis", "disk"]
    real = web.harness.engine.ask

    def ask(query, *, actor):
        if isinstance(query, ProgramHealth):
            raise OperationalError("select", {}, Exception("away"))
        return real(query, actor=actor)

    monkeypatch.setattr(web.harness.engine, "ask", ask)
    answer = watched()
    assert (answer.status_code, wrong(answer), answer.json["database"]) == (503, ["database", "redis", "disk"], None)
    assert answer.headers["Content-Type"] == "application/json"


def test_a_nearly_full_disk_is_shown_and_does_not_turn_the_state_wrong(watched, web, running, monkeypatch):
    running()
    monkeypatch.setattr(type(web.harness.engine.platform.part(DocumentParts).documents), "used", lambda _self: 0.9)
    answer = watched()
    assert answer.status_code == 200
    (disk,) = [check for check in answer.json["checks"] if check["name"] == "disk"]
    assert disk["remedy"]


def test_operators_read_the_same_on_their_page(browse, web, running):
    running(clock=False)
    operator = browse("operator")
    operator.get("/kokpit/keadaan")
    assert "1 hal perlu ditangani." in operator.page
    assert "Jalankan proses clock." in operator.page
    operator.get("/kokpit/insiden")
    assert "Jam tidak berjalan" in operator.page
    running()
    operator.get("/kokpit/insiden")
    assert "semua berjalan" in operator.page
    assert browse("bupati").get("/kokpit/keadaan").status_code == 404


@pytest.mark.parametrize("token", ["", "h" * 31, HEALTH_TOKEN + "x", "é"])
def test_strangers_get_a_word_and_no_names_of_queues_or_disks(browse, watched, web, running, token):
    header = {"Authorization": f"Bearer {token}"} if token else {}
    running(clock=False)
    for somebody in (browse(), browse("bupati")):
        answer = somebody.get("/sehat", headers=header)
        assert (answer.status_code, answer.json) == (503, {"status": "wrong"})
    assert "checks" in watched().json
    assert "checks" in browse("operator").get("/sehat").json
    running()
    answer = browse().get("/sehat", headers=header)
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_without_a_token_in_the_settings_none_opens_it(browse, web, running, monkeypatch):
    monkeypatch.setitem(web.config, "HEALTH_TOKEN", "")
    running()
    for shown in ("Bearer ", "Bearer", "", "Bearer x"):
        assert browse().get("/sehat", headers={"Authorization": shown}).json == {"status": "ok"}

"""A streaming replica answers pages of people; who has written finds it, and without the replica the primary answers."""

import time
from dataclasses import replace
from uuid import uuid4

import pytest

from demo.organisation import identifier
from engine.core.engine import Engine
from engine.model.actor import GUEST, SYSTEM
from engine.model.telemetry import Telemetry
from engine.persistence.replica import NOWHERE, Replica, connect_replica
from engine.queries.jobs.current_time import CurrentTime
from engine.queries.tasks.task_list import TaskList
from tests.support.letters import ANSWERS, pdf
from tests.support.replica_pair import replica_pair
from tests.support.stack import HEALTH_TOKEN
from tests.support.web_client import Browser
from webui.settings import SettingsError, read_settings


class Answered(Telemetry):
    def __init__(self):
        self.by = []

    def read_from(self, answered):
        self.by.append(answered)


@pytest.fixture(scope="module")
def pair():
    with replica_pair() as pair:
        yield pair


@pytest.fixture
def database_url(pair):
    return pair.url


@pytest.fixture
def web(harness, application, pair):
    """One database for all tests here: each registers letters of its own."""
    app, _folder = application
    harness.prepared.clear()
    harness.deploy("surat_masuk")
    app.answered = Answered()
    platform = harness.engine.platform
    replica = connect_replica(pair.replica_url, platform.database).database
    given = Replica(replica, platform.database, rest=0.2)
    app.extensions["alur"] = Engine(replace(platform, replica=given, telemetry=app.answered))
    app.harness = harness
    yield app
    replica.dispose()


@pytest.fixture
def registrar(web):
    return Browser(web, "agendaris.setda")


@pytest.fixture
def caught_up(web, pair):
    def wait():
        wanted = web.extensions["alur"].written_up_to()
        for _ in range(400):
            if pair.administer(f"select pg_last_wal_replay_lsn() >= '{wanted}'")[0]:
                return
            time.sleep(0.02)
        raise AssertionError("the replica does not follow")

    return wait


def register(web, registrar, subject):
    """`subject`: of the letter, by which it is found."""
    registrar.get("/mulai/surat_masuk")
    answers = {**ANSWERS, "nomor_surat": f"{subject}/2026", "hal": f"Rapat {subject}", "tujuan": str(identifier("position", "bupati"))}
    assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **answers).status_code == 302, registrar.page
    web.harness.run_jobs()


def search(web, browser, subject):
    """Whether the newest of the search's page has the letter, and who answered it."""
    web.answered.by.clear()
    assert browser.get("/cari").status_code == 200
    return subject in browser.page, web.answered.by


def test_the_replica_answers_and_who_has_written_finds_it_at_once(web, registrar, pair, caught_up):
    regent, subjects = Browser(web, "bupati"), [f"hal{uuid4().hex[:6]}" for _ in range(2)]
    register(web, registrar, subjects[0])
    caught_up()
    assert search(web, registrar, subjects[0]) == (True, ["replica"])
    pair.administer("select pg_wal_replay_pause()")
    try:
        register(web, registrar, subjects[1])
        assert search(web, registrar, subjects[1]) == (True, ["behind"]), "their own letter"
        assert search(web, regent, subjects[1]) == (False, ["replica"]), "a few seconds old, as agreed"
    finally:
        pair.administer("select pg_wal_replay_resume()")
    caught_up()
    assert search(web, registrar, subjects[1]) == (True, ["replica"])
    assert search(web, regent, subjects[1]) == (True, ["replica"])


def test_a_replica_that_is_too_far_behind_is_not_asked(web, registrar, pair, caught_up):
    regent, subject, platform = Browser(web, "bupati"), f"hal{uuid4().hex[:6]}", web.extensions["alur"].platform
    caught_up()
    impatient = Replica(platform.replica.database, platform.database, bound=0.3)
    web.extensions["alur"] = Engine(replace(platform, replica=impatient))
    pair.administer("select pg_wal_replay_pause()")
    try:
        register(web, registrar, subject)
        time.sleep(0.4)
        assert search(web, regent, subject) == (True, ["behind"])
        health = web.test_client().get("/sehat", headers={"Authorization": f"Bearer {HEALTH_TOKEN}"}).json
        assert "Replika basis data tertinggal." in [check["text"] for check in health["checks"]]
    finally:
        pair.administer("select pg_wal_replay_resume()")


def test_who_is_there_and_guests_are_asked_of_the_primary(web, registrar, pair, caught_up):
    caught_up()
    pair.administer("select pg_wal_replay_pause()")
    try:
        late = Browser(web, "kepala.dishub")  # their session began after the replica stood still
        assert late.get("/tugas").status_code == 200
        web.answered.by.clear()
        with web.extensions["alur"].reading(written=NOWHERE) as reading:
            reading.ask(CurrentTime(), GUEST if GUEST.may(CurrentTime.permission) else SYSTEM)
        assert web.answered.by == []
    finally:
        pair.administer("select pg_wal_replay_resume()")


def test_a_replica_that_goes_away_is_noticed_within_a_page_and_used_again(web, registrar, regency, pair, caught_up):
    subject, regent = f"hal{uuid4().hex[:6]}", regency("bupati")
    register(web, registrar, subject)
    caught_up()
    with web.extensions["alur"].reading(written=NOWHERE) as reading:
        before = reading.ask(TaskList(), regent)
        pair.administer("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'alur_app'")
        web.answered.by.clear()
        assert reading.ask(TaskList(), regent) == before
        assert web.answered.by == ["away"]
    pair.replica.stop()
    try:
        assert search(web, registrar, subject) == (True, ["away"])
        health = web.test_client().get("/sehat", headers={"Authorization": f"Bearer {HEALTH_TOKEN}"}).json
        assert "Replika basis data tidak menjawab." in health["problems"]
    finally:
        pair.start_again()
    caught_up()
    time.sleep(0.3)
    assert search(web, registrar, subject) == (True, ["replica"])


def test_a_server_that_follows_nobody_is_no_replica(web, registrar, pair):
    platform = web.extensions["alur"].platform
    web.extensions["alur"] = Engine(replace(platform, replica=Replica(platform.database, platform.database)))
    register(web, registrar, "hal1")
    assert search(web, registrar, "hal1") == (True, ["away"])


def test_its_address_is_checked_like_that_of_the_primary():
    needed = {"ALUR_DATABASE_URL": "postgresql://a@h/x", "ALUR_REDIS_URL": "redis://h:1/0", "ALUR_SECRET_KEY": "x" * 40}
    needed["ALUR_DATA_KEYS"] = "k1:" + "A" * 43 + "="
    assert read_settings({**needed, "ALUR_DATABASE_READ_URL": "postgresql://a@r/x"}).database_read_url == "postgresql+psycopg://a@r/x"
    with pytest.raises(SettingsError, match="ALUR_DATABASE_READ_URL must begin with postgresql://"):
        read_settings({**needed, "ALUR_DATABASE_READ_URL": "mysql://a@r/x"})

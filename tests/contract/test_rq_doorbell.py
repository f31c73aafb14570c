"""RQ as a doorbell, on a real Valkey: one id in a message, one ring for a job in a while, silence when nobody is there."""

import json
from uuid import uuid4

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from rq import Queue

from engine.jobs.rq_doorbell import PREFIX, RING, RqDoorbell
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import start_valkey, valkey_address


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    place = prepare_folders(tmp_path_factory.mktemp("valkey"))
    server = start_valkey(place)
    yield Redis.from_url(valkey_address(place), socket_connect_timeout=1)
    server.stop()
    place.cleanup()


def test_a_message_is_json_and_carries_one_id(valkey):
    redis, job = valkey, uuid4()
    redis.flushall()
    RqDoorbell(redis).ring("engine", job)
    (identifier,) = Queue(PREFIX + "engine", connection=redis, serializer="json").job_ids
    data = redis.hget(f"rq:job:{identifier}", "data")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = __import__("zlib").decompress(data).decode()
    assert json.loads(text) == [RING, None, [str(job)], {}]


def test_a_job_that_waits_in_the_queue_is_not_rung_for_again(valkey):
    redis, job = valkey, uuid4()
    redis.flushall()
    doorbell = RqDoorbell(redis)
    for _ in range(50):
        doorbell.ring("engine", job)
    doorbell.ring("engine", uuid4())
    assert len(Queue(PREFIX + "engine", connection=redis, serializer="json")) in (2, 3)  # a slot may end in between
    redis.flushall()
    doorbell.ring("engine", job)
    assert len(Queue(PREFIX + "engine", connection=redis, serializer="json")) == 1, "what Redis lost can be rung for at once"


def test_the_sweeper_rings_for_what_does_not_wait_and_for_nothing_twice(valkey, monkeypatch):
    """Seen in ./run chaos: rung for anew in each slot, a queue of slow jobs grew faster than it was worked off, with what was done long ago."""
    redis, jobs = valkey, [uuid4() for _ in range(40)]
    redis.flushall()
    doorbell, queue = RqDoorbell(redis), Queue(PREFIX + "service", connection=redis, serializer="json")
    doorbell.ring("service", jobs[0])
    assert doorbell.ring_if_silent("service", jobs) == 39
    for slot in range(1, 20):
        monkeypatch.setattr("engine.jobs.rq_doorbell.time.time", lambda slot=slot: slot * 1000.0)
        assert doorbell.ring_if_silent("service", jobs) == 0
    assert len(queue) == 40
    taken = queue.pop_job_id()
    assert doorbell.ring_if_silent("service", jobs) == 1, "who took it may have died"
    assert len(queue) == 40
    assert taken.partition("_")[0] == queue.job_ids[-1].partition("_")[0]


def test_ringing_without_a_server_says_nothing(tmp_path):
    nobody = Redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0))
    with pytest.raises(RedisConnectionError):
        nobody.ping()
    RqDoorbell(nobody).ring("engine", uuid4())
    assert RqDoorbell(nobody).ring_if_silent("engine", [uuid4()]) == 0

"""RQ as a doorbell, on a real Valkey: one id in a message, one ring in a queue, silence when nobody is there."""

import json
import signal
import threading
from uuid import uuid4

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from rq import Queue

from engine.jobs.ring_listener import RingListener
from engine.jobs.rq_doorbell import PREFIX, RING, RqDoorbell, queue_of
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


def test_one_ring_waits_in_a_queue_and_is_for_all_its_jobs(valkey):
    """Seen in ./run chaos: a message for each job, again in each slot, filled a slow queue with what was done long ago."""
    redis = valkey
    redis.flushall()
    doorbell, listener = RqDoorbell(redis), RingListener(redis, ["engine", "notify"], threading.Event())
    for _ in range(50):
        doorbell.ring("engine", uuid4())
    assert doorbell.ring_if_silent("engine", [uuid4(), uuid4()]) == 0
    assert len(queue_of("engine", redis)) == 1
    assert listener.wait() == "engine"
    assert redis.keys("rq:job:*") == [], "nothing of a message is left"
    assert doorbell.ring_if_silent("engine", [uuid4(), uuid4()]) == 2, "who took it may have died"
    doorbell.ring("notify", uuid4())
    assert {listener.wait(), listener.wait()} == {"engine", "notify"}
    redis.flushall()
    doorbell.ring("engine", uuid4())
    assert len(queue_of("engine", redis)) == 1, "what Redis lost can be rung for at once"


def test_who_listens_ends_at_a_signal_and_looks_by_itself_where_nobody_can_ring(valkey, tmp_path, monkeypatch):
    valkey.flushall()
    listener = RingListener(valkey, ["engine"], threading.Event())
    listener.leave()  # it works: nothing is cut off
    threading.Timer(0.3, signal.raise_signal, [signal.SIGUSR1]).start()
    before = signal.signal(signal.SIGUSR1, lambda *_: listener.leave())
    try:
        with pytest.raises(SystemExit):
            listener.wait()
    finally:
        signal.signal(signal.SIGUSR1, before)
    monkeypatch.setattr("engine.jobs.ring_listener.BLIND_SECONDS", 0)
    nobody = Redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0))
    assert RingListener(nobody, ["engine"], threading.Event()).wait() == ""


def test_ringing_without_a_server_says_nothing(tmp_path):
    nobody = Redis(unix_socket_path=str(tmp_path / "nobody"), retry=Retry(NoBackoff(), 0))
    with pytest.raises(RedisConnectionError):
        nobody.ping()
    RqDoorbell(nobody).ring("engine", uuid4())
    assert RqDoorbell(nobody).ring_if_silent("engine", [uuid4()]) == 0

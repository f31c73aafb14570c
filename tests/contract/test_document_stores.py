"""What the platform expects of a store of documents, the same of a folder and of a bucket (a real HTTP server that speaks S3)."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from casework.documents.connectors.files import FileStore
from casework.documents.connectors.s3 import S3Store
from casework.documents.errors import StorageAway
from engine.connectors.clock import MachineClock
from engine.model.errors import CorruptState, NotFound

BUCKET, KEYS = "dokumen", {"key": "kunci", "secret": "rahasia"}


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(port=0)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server):
    """An own client, which sees what lies in the bucket."""
    client = boto3.client("s3", endpoint_url=server, region_name="us-east-1", aws_access_key_id="kunci", aws_secret_access_key="rahasia")
    client.create_bucket(Bucket=BUCKET)
    yield client
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        yield FileStore(tmp_path)
        return
    request.getfixturevalue("bucket")
    made = S3Store(bucket=BUCKET, endpoint=request.getfixturevalue("server"), region="us-east-1", **KEYS)
    yield made
    made._client.close()


def now():
    return MachineClock().now(None)


LONG_AGO, SOON = datetime(2000, 1, 1, tzinfo=UTC), now() + timedelta(days=1)
CONTENT = b"%PDF-1.7 isi"
NAME = hashlib.sha256(CONTENT).hexdigest()
PART = int(NAME[:2], 16)


def never():
    raise AssertionError("nobody needs to be asked")


def test_the_same_file_has_one_name_and_comes_back_as_it_was(store):
    assert store.put(CONTENT) == NAME
    assert store.put(CONTENT) == NAME
    assert store.get(NAME) == CONTENT
    assert store.put(b"") == hashlib.sha256(b"").hexdigest()
    assert store.get(hashlib.sha256(b"").hexdigest()) == b""


def test_what_is_not_there_is_not_found(store):
    with pytest.raises(NotFound):
        store.get(NAME)
    assert store.page(NAME, 1) is None


def test_pages_stand_beside_their_file(store):
    store.put(CONTENT)
    store.put_page(NAME, 2, b"gambar")
    assert store.page(NAME, 2) == b"gambar"
    assert store.page(NAME, 1) is None


def test_untouched_are_the_files_of_a_part_that_nobody_has_put_since(store):
    store.put(CONTENT)
    store.put_page(NAME, 1, b"gambar")
    assert list(store.untouched(SOON, PART)) == [NAME]
    assert list(store.untouched(LONG_AGO, PART)) == []
    assert list(store.untouched(SOON, (PART + 1) % 256)) == []


def test_what_nobody_wants_is_removed_with_its_pages(store):
    store.put(CONTENT)
    store.put_page(NAME, 1, b"gambar")
    assert store.remove(NAME, SOON, lambda: False)
    assert store.page(NAME, 1) is None
    with pytest.raises(NotFound):
        store.get(NAME)
    assert not store.remove(NAME, SOON, never)


def test_what_is_wanted_or_was_put_since_stays(store):
    store.put(CONTENT)
    assert not store.remove(NAME, SOON, lambda: True)
    assert store.get(NAME) == CONTENT
    assert not store.remove(NAME, LONG_AGO, never)
    assert store.get(NAME) == CONTENT


def test_who_puts_it_while_it_is_being_removed_has_it_afterwards(store):
    store.put(CONTENT)

    def asked():
        store.put(CONTENT)
        return False

    store.remove(NAME, SOON, asked)
    assert store.get(NAME) == CONTENT


def test_a_file_that_is_asked_for_meanwhile_is_there_again_when_it_is_wanted(store):
    store.put(CONTENT)
    seen = []

    def asked():
        thread = threading.Thread(target=lambda: seen.append(True))
        thread.start()
        thread.join()
        return True

    assert not store.remove(NAME, SOON, asked)
    assert seen
    assert store.get(NAME) == CONTENT


def test_hundreds_of_files_of_a_part_are_all_listed(store):
    names = set()
    number = 0
    while len(names) < 12:
        content = f"berkas {number}".encode()
        if hashlib.sha256(content).hexdigest().startswith("0"):
            names.add(store.put(content))
        number += 1
    assert {name for part in range(16) for name in store.untouched(SOON, part)} == names


# --- the bucket's own


@pytest.fixture
def in_bucket(bucket, server):
    made = S3Store(bucket=BUCKET, endpoint=server, region="us-east-1", **KEYS)
    yield made, bucket
    made._client.close()


def test_a_mark_that_was_left_since_saves_an_old_object(in_bucket):
    store, _client = in_bucket
    store.put(CONTENT)
    between = now().replace(microsecond=0) + timedelta(seconds=1)
    while now() < between:
        pass
    store.put(CONTENT)
    assert list(store.untouched(between, PART)) == []
    assert not store.remove(NAME, between, lambda: False)
    assert store.get(NAME) == CONTENT


def test_a_listing_in_pages_is_read_to_its_end(in_bucket, monkeypatch):
    store, client = in_bucket
    for number in range(5):
        client.put_object(Bucket=BUCKET, Key=f"00/{number:064x}", Body=b"")
    asked = store._ask
    monkeypatch.setattr(
        store, "_ask", lambda name, **values: asked(name, **values, **({"MaxKeys": 2} if name == "list_objects_v2" else {}))
    )
    assert len(list(store.untouched(SOON, 0))) == 5


def test_a_file_that_was_altered_in_the_bucket_is_told(in_bucket):
    store, client = in_bucket
    store.put(CONTENT)
    client.put_object(Bucket=BUCKET, Key=f"{NAME[:2]}/{NAME}", Body=b"lain")
    with pytest.raises(CorruptState):
        store.get(NAME)


def test_a_store_that_is_away_or_has_no_such_bucket_is_told_without_secrets(in_bucket, unused_tcp_port):
    for bucket, endpoint in (("tidak-ada", in_bucket[0]._client.meta.endpoint_url), (BUCKET, f"http://127.0.0.1:{unused_tcp_port}")):
        away = S3Store(bucket=bucket, endpoint=endpoint, region="us-east-1", **KEYS)
        with pytest.raises(StorageAway) as told:
            away.put(CONTENT)
        assert "rahasia" not in str(told.value)
        away._client.close()


@pytest.fixture
def unused_tcp_port():
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]

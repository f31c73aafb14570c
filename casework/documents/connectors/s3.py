"""Stores documents in a bucket of an S3-compatible store, under their SHA-256 like those on disk.

A bucket has no rename and no time that a second `put` would leave on an object, so each put leaves a small mark beside it: whoever
removes an object moves it aside first and looks at the mark afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from casework.documents.connectors.files import NAME
from casework.documents.errors import StorageAway, StorageFull
from engine.model.errors import CorruptState, NotFound

#: seconds; a store that takes longer is away
TIMEOUT_SECONDS = 10
#: error codes of servers without room (Amazon, MinIO, Ceph)
FULL = frozenset({"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge", "507"})
MISSING = frozenset({"NoSuchKey", "NotFound", "404"})
MARK, ASIDE = ".put", ".removed"


class S3Store:
    def __init__(self, *, bucket: str, endpoint: str, region: str, key: str, secret: str) -> None:
        config = Config(
            connect_timeout=TIMEOUT_SECONDS,
            read_timeout=TIMEOUT_SECONDS,
            retries={"max_attempts": 2, "mode": "standard"},
            # servers of others know no newer checksums; the name is the checksum
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        session = boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name=region)
        self._client = session.client("s3", endpoint_url=endpoint, config=config)
        self._bucket = bucket

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        key = _key(name)
        # the mark first: who removes the object now sees it, or has removed it before we look
        self._write(f"{key}{MARK}", b"")
        if self._changed(key) is None:
            self._write(key, content)
        return name

    def get(self, sha256: str) -> bytes:
        """Returns a file. Raises NotFound, StorageAway, and CorruptState where the store returns other bytes."""
        key = _key(sha256)
        content = self._read(key)
        if content is None:
            content = self._read(f"{key}{ASIDE}")
        if content is None:
            raise NotFound("Expected the file of a document, but the store does not have it.")
        if hashlib.sha256(content).hexdigest() != sha256:
            raise CorruptState("Expected the file of a document as it was kept, but the store gives something else.")
        return content

    def page(self, sha256: str, number: int) -> bytes | None:
        return self._read(_page(sha256, number))

    def put_page(self, sha256: str, number: int, image: bytes) -> None:
        self._write(_page(sha256, number), image)

    def untouched(self, before: datetime, part: int) -> Iterator[str]:
        marked: set[str] = set()
        old: list[str] = []
        for key, changed in self._listed(f"{part:02x}/"):
            name = key.partition("/")[2]
            if name.endswith(MARK) and changed >= before:
                marked.add(name.removesuffix(MARK))
            elif len(name) == NAME and changed < before:
                old.append(name)
        yield from (name for name in old if name not in marked)

    def remove(self, sha256: str, before: datetime, wanted: Callable[[], bool]) -> bool:
        key = _key(sha256)
        changed = self._changed(key)
        if changed is None or changed >= before:
            return False
        self._copy(key, f"{key}{ASIDE}")
        self._delete(key)
        # from here on whoever puts the same file writes it anew; who had put it before has left a mark
        mark = self._changed(f"{key}{MARK}")
        if (mark is not None and mark >= before) or wanted():
            if self._changed(key) is None:
                self._copy(f"{key}{ASIDE}", key)
            self._delete(f"{key}{ASIDE}")
            return False
        for listed, _changed in list(self._listed(f"{key}.")):
            self._delete(listed)
        return True

    def used(self) -> float:
        """Always 0: a bucket does not tell how full it is; its operators watch it."""
        return 0.0

    def _changed(self, key: str) -> datetime | None:
        """Returns when the object was written; None where it does not exist."""
        try:
            found: datetime = self._ask("head_object", Key=key)["LastModified"]
        except NotFound:
            return None
        return found

    def _read(self, key: str) -> bytes | None:
        try:
            content: bytes = self._ask("get_object", Key=key)["Body"].read()
        except NotFound:
            return None
        except BotoCoreError as error:
            raise StorageAway(f"Expected the store of documents to answer whole, but: {type(error).__name__}.") from None
        return content

    def _write(self, key: str, content: bytes) -> None:
        self._ask("put_object", Key=key, Body=content)

    def _copy(self, key: str, to: str) -> None:
        self._ask("copy_object", Key=to, CopySource={"Bucket": self._bucket, "Key": key})

    def _delete(self, key: str) -> None:
        self._ask("delete_object", Key=key)

    def _listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        more: dict[str, str] = {}
        while True:
            answer = self._ask("list_objects_v2", Prefix=prefix, **more)
            yield from ((item["Key"], item["LastModified"]) for item in answer.get("Contents", ()))
            if not answer.get("IsTruncated"):
                return
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def _ask(self, operation: str, **values: Any) -> Any:
        """Sends a request to the store. Raises NotFound, StorageFull, StorageAway."""
        try:
            return getattr(self._client, operation)(Bucket=self._bucket, **values)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in MISSING and operation in ("head_object", "get_object"):
                raise NotFound("Expected an object, but the bucket has none of that name.") from None
            if code in FULL:
                raise StorageFull from None
            raise StorageAway(f"Expected the store of documents to answer, but: {code}.") from None
        except BotoCoreError as error:
            raise StorageAway(f"Expected the store of documents to answer, but: {type(error).__name__}.") from None


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _page(sha256: str, number: int) -> str:
    return f"{_key(sha256)}.{number}.png"

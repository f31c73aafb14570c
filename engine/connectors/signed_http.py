"""Sends a signed question over HTTP and reads its answer: a timestamp, and a keyed hash (HMAC-SHA256) over it and the body."""

from __future__ import annotations

import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx

from engine.connectors.clock import MachineClock

#: seconds that an answer may take in all, and bytes that it may have
TIMEOUT_SECONDS, MAX_BYTES = 10, 1_000_000
#: how old a signed message may be
MAX_AGE = timedelta(minutes=5)


def signature(key: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_by(key: str, timestamp: str, given: str, body: bytes, now: datetime) -> bool:
    """Whether a message is signed with the key, and its timestamp is recent: an old message that is sent again is refused."""
    if not key or not hmac.compare_digest(signature(key, timestamp, body).encode(), given.encode()):
        return False
    try:
        return abs(now - datetime.fromisoformat(timestamp)) <= MAX_AGE
    except (ValueError, TypeError):
        return False


def ask_signed(address: str, key: str, values: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Raises OSError where nobody answers, ValueError for an answer that is no JSON object."""
    body, timestamp = json.dumps(values, default=str).encode(), MachineClock().now(None).isoformat()
    signed = {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature(key, timestamp, body)}
    try:
        found = json.loads(post(address, body, {**(headers or {}), **signed}))
    except RecursionError:
        raise ValueError("lists without end") from None
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


@cache
def _trusted() -> ssl.SSLContext:
    """Returns the machine's trusted certificates, to which operators can add, instead of a list of a package."""
    return ssl.create_default_context()


def post(address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Returns the answer to a message, cut off after `MAX_BYTES` bytes. Redirects are refused: only the operator's address is asked.

    Raises OSError for anything but success.
    """
    deadline, found = time.monotonic() + TIMEOUT_SECONDS, bytearray()
    try:
        with (
            httpx.Client(timeout=TIMEOUT_SECONDS, follow_redirects=False, verify=_trusted()) as client,
            client.stream("POST", address, content=body, headers=headers) as answer,
        ):
            if not answer.is_success:
                raise OSError(f"HTTP {answer.status_code} {answer.reason_phrase}")
            for part in answer.iter_bytes():
                found += part
                if time.monotonic() > deadline:
                    raise OSError(f"the answer took more than {TIMEOUT_SECONDS} s")
                if len(found) >= MAX_BYTES:
                    break
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OSError(f"{type(error).__name__}: {error}") from None
    return bytes(found[:MAX_BYTES])

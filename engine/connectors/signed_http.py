"""One signed question over HTTP and its answer: a timestamp, and a keyed hash (HMAC-SHA256) over it and the body."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.connectors.clock import MachineClock

#: seconds that an answer may take, and bytes that it may have
PATIENCE, MOST = 10, 1_000_000
#: how old a signed message may be
FRESH = timedelta(minutes=5)


class _Straight(urllib.request.HTTPRedirectHandler):
    """An address that operators set leads nowhere else."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Straight)


def signature(key: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed_by(key: str, timestamp: str, given: str, body: bytes, now: datetime) -> bool:
    """Whether a message comes from who has the key, and is not an old one that somebody sends again."""
    if not key or not hmac.compare_digest(signature(key, timestamp, body).encode(), given.encode()):
        return False
    try:
        return abs(now - datetime.fromisoformat(timestamp)) <= FRESH
    except (ValueError, TypeError):
        return False


def ask_signed(address: str, key: str, values: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Raises OSError where nobody answers, ValueError for an answer that is no JSON object."""
    body, timestamp = json.dumps(values, default=str).encode(), MachineClock().now(None).isoformat()
    signed = {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature(key, timestamp, body)}
    request = urllib.request.Request(address, data=body, headers={**(headers or {}), **signed})  # noqa: S310 (an operator's address)
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            found = json.loads(answer.read(MOST))
    except RecursionError:
        raise ValueError("lists without end") from None
    except urllib.error.HTTPError as refused:
        refused.close()
        raise
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found

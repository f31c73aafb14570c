"""Counts requests in Redis, for all web processes together; in this process's memory while Redis does not answer."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from limits import RateLimitItem
from limits.storage import MemoryStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

Result = TypeVar("Result")
#: how long Redis is not asked again after it did not answer: a page waits up to two seconds for each try
PAUSE_SECONDS = 5.0
#: characters of a key: whatever somebody sends, a counter takes the same room
KEY_LENGTH = 32
log = structlog.get_logger()


class Counters:
    """Counters with an end of their own. A key is a keyed hash: neither an address nor a number can be read from Redis."""

    def __init__(self, storage: Storage, secret: str) -> None:
        self._shared = FixedWindowRateLimiter(storage)
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._secret = secret.encode()
        self._away_until = 0.0

    def key(self, *parts: str) -> str:
        """Returns the key of what `parts` name. They are told apart by their lengths, so that no two lists give one key."""
        named = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self._secret, named.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:KEY_LENGTH]

    def count(self, item: RateLimitItem, key: str) -> bool:
        """Counts one; returns whether it was within the limit."""
        return self._do(lambda counting: counting.hit(item, key))

    def is_open(self, item: RateLimitItem, key: str) -> bool:
        """Returns whether one more would be within the limit, without counting it."""
        return self._do(lambda counting: counting.test(item, key))

    def counted(self, item: RateLimitItem, key: str) -> int:
        """Returns how many were counted in the window that runs; never more than the limit."""
        return item.amount - self._do(lambda counting: counting.get_window_stats(item, key).remaining)

    def seconds_left(self, item: RateLimitItem, key: str) -> int:
        """Returns after how many seconds the window that runs is over, at least 1."""
        return max(1, round(self._do(lambda counting: counting.get_window_stats(item, key).reset_time) - time.time()))

    def forget(self, item: RateLimitItem, key: str) -> None:
        self._do(lambda counting: counting.clear(item, key))

    def _do(self, work: Callable[[FixedWindowRateLimiter], Result]) -> Result:
        if time.monotonic() >= self._away_until:
            try:
                return work(self._shared)
            except RedisError as error:
                self._away_until = time.monotonic() + PAUSE_SECONDS
                log.warning("Redis does not count: this process counts alone", error=type(error).__name__)
        return work(self._own)

"""Looks up registries of other institutions by HTTP, at the addresses that operators have set; each lookup says who asks, why, and for
which case.

One that fails five times in a row is left alone for a minute: a slow neighbour must not hold up everybody's jobs.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.registries.errors import RegistryAway
from casework.registries.ports import Lookup
from engine.connectors.signed_http import ask_signed
from engine.model.telemetry import NO_TELEMETRY, Telemetry

#: failures in a row after which it is left alone, and for how many seconds
MAX_FAILURES, PAUSE_SECONDS = 5, 60.0
CONSUMER = "alur"


@dataclass
class _Breaker:
    failures: int = 0
    open_until: float = 0.0


class HttpRegistries:
    def __init__(self, addresses: Mapping[str, str], key: str, telemetry: Telemetry = NO_TELEMETRY) -> None:
        """`addresses`: name -> address of the registry; `key`: signs the lookups."""
        self._addresses, self._key, self._telemetry = addresses, key, telemetry
        self._breakers = {name: _Breaker() for name in addresses}

    def look_up(self, lookup: Lookup) -> Mapping[str, Any]:
        """Raises RegistryAway."""
        address = self._addresses.get(lookup.registry)
        if address is None:
            raise RegistryAway(f"Expected the register '{lookup.registry}', but none is set (ALUR_REGISTRIES).", unknown=True)
        breaker, now = self._breakers[lookup.registry], time.monotonic()
        if now < breaker.open_until:
            raise RegistryAway(f"Expected the register '{lookup.registry}' to answer, but it failed {breaker.failures} times just now.")
        headers = {"X-Consumer": CONSUMER, "X-Request-Id": str(lookup.request)}
        values = {"case": lookup.case, "purpose": lookup.purpose, "legal_basis": lookup.basis, "data": dict(lookup.data)}
        try:
            with self._telemetry.call(lookup.registry) as trace:
                answer = ask_signed(address, self._key, values, headers={**headers, **trace})
        except (OSError, ValueError) as error:
            breaker.failures += 1
            breaker.open_until = now + PAUSE_SECONDS if breaker.failures >= MAX_FAILURES else 0.0
            # the question stands in no message
            raise RegistryAway(f"Expected the register '{lookup.registry}' to answer, but: {type(error).__name__}.") from None
        breaker.failures = 0
        return answer

"""Slows down guessing a secret of one object: a case's PIN, an account's password, a code, a passphrase.

Each network has tries of its own for each object, so that nobody keeps the right person out, from wherever and however often they guess.
The more wrong tries an object has had that day, from anywhere, the fewer each network has: the delays grow. A right secret ends the delay
of its network. docs/decisions/0055-the-right-factor-gets-in.md weighs it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from limits import RateLimitItem, parse, parse_many

from webui.limits import counters, take
from webui.proxies import network_of

#: from so many wrong tries of an object within a day on: the tries of one network
LEVELS = (
    (0, "10 per minute; 40 per hour; 100 per day"),
    (100, "3 per minute; 10 per hour; 20 per day"),
    (1000, "1 per minute; 3 per hour; 5 per day"),
)
_DAY = parse("1000 per day")


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One try at the secret of an object."""

    network_key: str
    object_key: str
    items: tuple[RateLimitItem, ...]

    def was_wrong(self) -> None:
        counters().count(_DAY, self.object_key)

    def was_right(self) -> None:
        for _from, amounts in LEVELS:
            for item in parse_many(amounts):
                counters().forget(item, self.network_key)


def object_key(kind: str, name: str) -> str:
    """Returns a name of an object that can stand in a cookie: nobody reads from it what it names."""
    return counters().key("object", kind, name)


def guess(kind: str, name: str) -> Guess:
    """Counts a try before the secret is looked at. Raises TooMany where the sender's network must wait.

    `kind`: what is guessed; `name`: the object, in one spelling; also one that does not exist, so that waiting tells nothing of it.
    """
    key = object_key(kind, name)
    wrong = counters().counted(_DAY, key)
    amounts = next(amounts for least, amounts in reversed(LEVELS) if wrong >= least)
    items = tuple(parse_many(amounts))
    network_key = counters().key("guess", kind, name, network_of(request.remote_addr))
    take(list(items), network_key)
    return Guess(network_key=network_key, object_key=key, items=items)

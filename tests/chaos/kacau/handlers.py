"""Automated steps of the chaos: one calls a peer that may be slow, fail, lie; one is poison."""

import json
import os
import signal
import urllib.request
from dataclasses import dataclass

from engine.sdk import JobContext, job_handler


@dataclass
class Call:
    nomor: str


@dataclass
class Receipt:
    tanda: str


@job_handler("kacau:kirim", timeout=10)
def send(ctx: JobContext, given: Call) -> Receipt:
    """The peer honours the key: a repeated call has no second effect."""
    body = json.dumps({"key": ctx.idempotency_key, "nomor": given.nomor}).encode()
    request = urllib.request.Request(os.environ["KACAU_PEER"], body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=8) as answer:
        return Receipt(tanda=json.loads(answer.read())["tanda"])


@dataclass
class Poison:
    cara: str


@job_handler("kacau:racun", timeout=3)
def poison(ctx: JobContext, given: Poison) -> None:
    if given.cara == "mati":
        os.kill(os.getpid(), signal.SIGKILL)
    if given.cara == "memori":
        hoard = []
        while True:
            hoard.append(bytearray(64 << 20))
    while True:  # endless, deaf to exceptions
        try:
            sum(range(1_000_000))
        except BaseException:
            continue

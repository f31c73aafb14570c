"""A leased job: the data that its handler works with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Lease:
    """A job as it was leased."""

    job: UUID
    fencing_token: int
    type: str
    instance: UUID
    business_key: str | None
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    #: whether it is not tried again
    last: bool
    token: str | None
    #: seconds that the handler may take
    limit: int
    #: the database's time at which it was leased
    now: datetime
    #: the trace in which the job was made
    trace: str | None = None


def read_lease(answer: Mapping[str, Any]) -> Lease | None:
    """Returns the lease that a command has answered; None for {}."""
    if not answer:
        return None
    read = {"job": UUID(answer["job"]), "instance": UUID(answer["instance"]), "now": datetime.fromisoformat(answer["now"])}
    return Lease(**{**answer, **read})

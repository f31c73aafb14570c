"""Steps that ask: another institution's register, or our own for what lies near. Neither ever decides or stops a case.

A register that does not answer after the step's tries is told to the diagram as "away": somebody then looks by hand
(docs/law/administrative-procedure.md#lookups-never-decide).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.commands.record_lookup import RecordLookup
from engine.core.engine import Engine
from engine.jobs.lease import Lease
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState, RegistryAway
from engine.model.ports import RegistryQuestion
from engine.queries.data_to_ask import DataToAsk
from engine.queries.declared_series import DeclaredSeries
from engine.queries.near_entries import NearEntries

#: metres beyond which nothing is near
FARTHEST = 5_000


def look_up(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it. Inputs: `registry` (as operators named it), `purpose`, `basis`, `data`, `fields` (of the answer, kept).

    Gives `lookup_status` ("answered" or "away") and `lookup_answer`.
    """
    values = lease.variables
    registry, purpose, basis = (str(values.get(name) or "") for name in ("registry", "purpose", "basis"))
    data, fields = values.get("data"), values.get("fields")
    if not registry or not purpose or not isinstance(data, Mapping) or not isinstance(fields, list):
        raise InvalidState("Expected the inputs 'registry', 'purpose', 'data' and 'fields', but one of them is missing.")
    question = RegistryQuestion(
        registry=registry,
        data=engine.ask(DataToAsk(instance=lease.instance, data=data), actor=SYSTEM),
        purpose=purpose,
        basis=basis,
        case=lease.business_key or str(lease.instance),
        request=lease.job,
    )
    try:
        answer: Mapping[str, Any] | None = engine.platform.registries.ask(question)
    except RegistryAway as away:
        if not (lease.last or away.details.get("unknown")):
            raise ConnectionError(str(away)) from None  # it is tried again, as no refusal is
        answer = None
    status = "away" if answer is None else "answered"
    record = RecordLookup(instance=lease.instance, job=lease.job, register=registry, purpose=purpose, basis=basis, status=status)
    engine.execute(record, actor=SYSTEM)
    # no more than was asked for is kept
    kept = {str(name): answer.get(str(name)) for name in fields} if answer is not None else None
    return {"lookup_status": status, "lookup_answer": kept}


def find_near(engine: Engine, lease: Lease) -> dict[str, Any]:
    """Any diagram may use it. Inputs: `register` (declared in process.toml), `lat`, `lon`, `metres`. Gives `near`, a list."""
    values = lease.variables
    try:
        lat, lon, metres = (Decimal(str(values.get(name))) for name in ("lat", "lon", "metres"))
        held = abs(lat) <= 90 and abs(lon) <= 180 and 0 < metres <= FARTHEST
    except ArithmeticError:
        held = False
    if not held:
        raise InvalidState(f"Expected the inputs 'lat', 'lon' and 'metres' (at most {FARTHEST}), but one of them is no such number.")
    key = engine.ask(DeclaredSeries(instance=lease.instance, series=str(values.get("register") or ""), kind="registers"), actor=SYSTEM)
    query = NearEntries(register=key, lat=lat, lon=lon, metres=int(metres), besides=lease.instance)
    return {"near": engine.ask(query, actor=SYSTEM)}

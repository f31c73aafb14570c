"""Looks up another institution's registry as a step of a diagram. A lookup never decides or stops a case.

A register that does not answer after the step's tries is told to the diagram as "away": somebody then looks by hand
(docs/law/administrative-procedure.md#lookups-never-decide).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.registries.commands.record_lookup import RecordLookup
from casework.registries.errors import RegistryAway
from casework.registries.parts import RegistryParts
from casework.registries.ports import Lookup
from casework.registries.queries.lookup_data import LookupData
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.sdk import described, job_handler


@dataclass(frozen=True, kw_only=True)
class LookupInput:
    """`registry`: its name in the operator's setting; `fields`: the fields of the answer to keep."""

    registry: Any = described("Nama register")
    purpose: Any = described("Untuk apa")
    basis: Any = described("Dasar hukum")
    data: Any = described("Yang ditanyakan")
    fields: Any = described("Bagian jawaban yang disimpan")


@dataclass(frozen=True, kw_only=True)
class LookupResult:
    lookup_status: str = described("Hasil: answered atau away")
    lookup_answer: Mapping[str, Any] | None = described("Jawaban")


@job_handler(
    "alur:look-up",
    label="Tanya register",
    summary="Bertanya kepada register instansi lain. Biasanya dipakai lewat proses pemeriksaan data.",
)
def look_up(context: StepContext, lookup: LookupInput) -> LookupResult:
    engine, lease = context.engine, context.lease
    registry, purpose, basis = (str(value or "") for value in (lookup.registry, lookup.purpose, lookup.basis))
    data, fields = lookup.data, lookup.fields
    if not registry or not purpose or not isinstance(data, Mapping) or not isinstance(fields, list):
        raise InvalidState("Expected the inputs 'registry', 'purpose', 'data' and 'fields', but one of them is missing.")
    request = Lookup(
        registry=registry,
        data=engine.ask(LookupData(instance=lease.instance, data=data), actor=SYSTEM),
        purpose=purpose,
        basis=basis,
        case=lease.business_key or str(lease.instance),
        request=lease.job,
    )
    try:
        answer: Mapping[str, Any] | None = engine.platform.part(RegistryParts).registries.look_up(request)
    except RegistryAway as away:
        if not (lease.last or away.details.get("unknown")):
            raise ConnectionError(str(away)) from None  # it is tried again, as no refusal is
        answer = None
    status = "away" if answer is None else "answered"
    record = RecordLookup(instance=lease.instance, job=lease.job, register=registry, purpose=purpose, basis=basis, status=status)
    engine.execute(record, actor=SYSTEM)
    # no more than was asked for is kept
    kept = {str(name): answer.get(str(name)) for name in fields} if answer is not None else None
    return LookupResult(lookup_status=status, lookup_answer=kept)

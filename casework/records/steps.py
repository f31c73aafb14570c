"""Gives any diagram the next number of a series, takes it back with a reason, and finds the entries near a place in a register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from casework.records.commands.cancel_number import CancelNumber
from casework.records.commands.reserve_number import ReserveNumber
from casework.records.queries.declared_series import DeclaredSeries
from casework.records.queries.near_entries import NearEntries
from engine.jobs.step_context import StepContext
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState
from engine.sdk import described, job_handler

#: metres beyond which nothing is near
MAX_DISTANCE_METRES = 5_000


@dataclass(frozen=True, kw_only=True)
class WantedNumber:
    """`series`: declared in process.toml; a case has one number for each series and scope."""

    series: Any = described("Seri, seperti dalam process.toml")
    scope: Any = described("Lingkup", "=string(today().year)")


@dataclass(frozen=True, kw_only=True)
class Number:
    number: int = described("Nomor")


@job_handler("alur:reserve-number", queue="engine", label="Ambil nomor", summary="Nomor berikutnya tanpa celah; satu kasus satu nomor.")
def reserve_number(context: StepContext, wanted: WantedNumber) -> Number:
    series, scope = str(wanted.series or ""), str(wanted.scope or "")
    instance = context.lease.instance
    key = context.engine.ask(DeclaredSeries(instance=instance, series=series), actor=SYSTEM)
    command = ReserveNumber(series=key, scope=scope, reserved_for=f"{instance} {scope}")
    return Number(**context.engine.execute(command, actor=SYSTEM))


@dataclass(frozen=True, kw_only=True)
class UnwantedNumber:
    """`series`: as the number was taken from it; a case that took none has nothing to cancel."""

    series: Any = described("Seri, seperti dalam process.toml")
    reason: Any = described("Alasan", hint="Tercatat dalam buku di tempat nomor itu.")


@job_handler(
    "alur:cancel-number", queue="engine", label="Batalkan nomor", summary="Nomor kasus ini tidak dipakai lagi; alasannya tercatat."
)
def cancel_number(context: StepContext, unwanted: UnwantedNumber) -> None:
    instance = context.lease.instance
    key = context.engine.ask(DeclaredSeries(instance=instance, series=str(unwanted.series or "")), actor=SYSTEM)
    context.engine.execute(CancelNumber(instance=instance, series=key, reason=str(unwanted.reason or "")), actor=SYSTEM)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """`register`: declared in process.toml."""

    register: Any = described("Buku register, seperti dalam process.toml")
    lat: Any = described("Lintang", "=lat")
    lon: Any = described("Bujur", "=lon")
    metres: Any = described("Jarak dalam meter", "=25")


@dataclass(frozen=True, kw_only=True)
class Near:
    near: Sequence[Any] = described("Daftar kasus")


@job_handler(
    "alur:find-near", queue="engine", label="Cari yang berdekatan", summary="Kasus lain dalam buku register di sekitar suatu titik."
)
def find_near(context: StepContext, around: Surroundings) -> Near:
    try:
        lat, lon, metres = (Decimal(str(value)) for value in (around.lat, around.lon, around.metres))
        held = abs(lat) <= 90 and abs(lon) <= 180 and 0 < metres <= MAX_DISTANCE_METRES
    except ArithmeticError:
        held = False
    if not held:
        raise InvalidState(
            f"Expected the inputs 'lat', 'lon' and 'metres' (at most {MAX_DISTANCE_METRES}), but one of them is no such number."
        )
    engine, instance = context.engine, context.lease.instance
    key = engine.ask(DeclaredSeries(instance=instance, series=str(around.register or ""), kind="registers"), actor=SYSTEM)
    return Near(near=engine.ask(NearEntries(register=key, lat=lat, lon=lon, metres=int(metres), except_instance=instance), actor=SYSTEM))

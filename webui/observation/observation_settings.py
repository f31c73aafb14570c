"""The settings of what is told of the running platform."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings

LONGEST_SLOW_TURN = 600_000


def _traces(text: Any) -> str:
    address = str(text)
    if address and not address.startswith(("http://", "https://")):
        raise ValueError(f"ALUR_TRACES_URL must be empty or such as http://collector:4318/v1/traces, but is '{address}'")
    if address and find_spec("opentelemetry.exporter") is None:
        raise ValueError("ALUR_TRACES_URL needs OpenTelemetry, which is not installed: pip install 'alur[traces]'")
    return address


def _milliseconds(text: Any) -> int:
    if not str(text).isdecimal() or int(text) > LONGEST_SLOW_TURN:
        raise ValueError(f"ALUR_SLOW_TURN_MS must be milliseconds up to {LONGEST_SLOW_TURN}, or 0 to tell of none, but is '{text}'")
    return int(text)


class ObservationSettings(BaseSettings):
    #: the collector to which traces are sent by OTLP over HTTP; empty: nothing is traced
    traces_url: Annotated[str, BeforeValidator(_traces)] = Field("", alias="ALUR_TRACES_URL")
    #: the log tells of a turn that took so many milliseconds; 0: of none
    slow_turn_ms: Annotated[int, BeforeValidator(_milliseconds)] = Field(500, alias="ALUR_SLOW_TURN_MS")

"""Traces by OpenTelemetry, sent to a collector by OTLP over HTTP. Imported only where ALUR_TRACES_URL is set (pip install 'alur[traces]').

A span holds names of the code and of diagrams, never a value of a case: exceptions, whose texts may quote one, are not recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

from opentelemetry import context as contexts
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from webui.observation.tracing import Tracing

#: seconds that sending may take; what cannot be sent is dropped
TIMEOUT_SECONDS = 5
_PROPAGATOR = TraceContextTextMapPropagator()
_KINDS = {"page": SpanKind.SERVER, "job": SpanKind.CONSUMER, "call": SpanKind.CLIENT}
_FAILED = frozenset({"error", "failed"})


class _Running(NamedTuple):
    span: Span
    token: Any


class OpenTelemetryTracing(Tracing):
    def __init__(self, processor: SpanProcessor) -> None:
        self._provider = TracerProvider(resource=Resource.create({"service.name": "alur", "service.version": version("alur")}))
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("alur")

    def begin(self, kind: str, name: str, *, parent: str | None = None) -> _Running:
        around = _PROPAGATOR.extract({"traceparent": parent}) if parent else None
        span = self._tracer.start_span(f"{kind} {name}", context=around, kind=_KINDS.get(kind, SpanKind.INTERNAL))
        return _Running(span, contexts.attach(trace.set_span_in_context(span)))

    def end(self, span: _Running, attributes: Mapping[str, str | int]) -> None:
        span.span.set_attributes({name: value for name, value in attributes.items() if value != ""})
        if attributes.get("alur.outcome") in _FAILED:
            span.span.set_status(StatusCode.ERROR)
        span.span.end()
        contexts.detach(span.token)

    def context(self) -> str | None:
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier)
        return carrier.get("traceparent")


def trace_to(address: str) -> OpenTelemetryTracing:
    """Sends spans to a collector, in batches and in the background."""
    return OpenTelemetryTracing(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=TIMEOUT_SECONDS)))

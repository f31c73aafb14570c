"""Writes reports and figures of the platform in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from webui.observation.families import ALL, BUCKETS, BY_NAME, OF_PLATFORM, Family
from webui.observation.snapshots import Report

_BOUNDS = [*(str(bound) for bound in BUCKETS), "+Inf"]
#: value of a gauge, by name of the family and values of its labels
Figures = Iterable[tuple[tuple[str, ...], float]]


class _Collected(Collector):
    def __init__(self, metrics: list[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        return iter(self._metrics)


def exposition(reports: Mapping[str, Report], figures: Figures) -> bytes:
    """`reports`: process -> its report. Every family is there, with or without values, so that a dashboard finds it."""
    metrics: dict[str, Any] = {family.name: _metric(family, by_process=family not in OF_PLATFORM) for family in ALL}
    for (name, *labels), value in figures:
        metrics[name].add_metric(labels, value)
    for process, report in reports.items():
        for (name, *labels), value in report["values"]:
            if _fits(name, labels):
                metrics[name].add_metric([*labels, process], value)
        for (name, *labels), values in report["histograms"]:
            if _fits(name, labels) and len(values) == len(_BOUNDS) + 1:
                buckets = list(zip(_BOUNDS, accumulate(values[:-1]), strict=True))
                metrics[name].add_metric([*labels, process], buckets, values[-1])
    registry = CollectorRegistry()
    registry.register(_Collected(list(metrics.values())))
    return generate_latest(registry)


def _fits(name: str, labels: list[str]) -> bool:
    """Whether this release knows the family as it was reported: another one may run beside it while it is upgraded."""
    family = BY_NAME.get(name)
    return family is not None and len(family.labels) == len(labels)


def _metric(family: Family, *, by_process: bool) -> CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily:
    labels = [*family.labels, *(["process"] if by_process else [])]
    if family.kind == "counter":
        return CounterMetricFamily(family.name, family.says, labels=labels)
    if family.kind == "histogram":
        return HistogramMetricFamily(family.name, family.says, labels=labels)
    return GaugeMetricFamily(family.name, family.says, labels=labels)

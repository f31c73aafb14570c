"""A harness whose engine is observed, as the composition root has it."""

from dataclasses import replace

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from engine.core.engine import Engine
from engine.core.hooks import Hooks
from engine.persistence.counted_statements import connections_of, count_statements
from webui.observation.observation import Observation
from webui.observation.observer import ObservedTurns, Observer
from webui.observation.tracing import NO_TRACING


def no_redis():
    """Redis at an address where nobody is."""
    return Redis(unix_socket_path="/nowhere/valkey", retry=Retry(NoBackoff(), 0))


def observe(harness, *, redis=None, slow_seconds=0.0, tracing=NO_TRACING):
    platform = harness.engine.platform
    observer = Observer(declared=lambda kind: platform.packages.job_type(kind) is not None, slow_seconds=slow_seconds, tracing=tracing)
    count_statements(harness.database)
    # connections that were made before do not count
    harness.database.dispose()
    hooks = platform.find(Hooks) or Hooks()
    others = [part for part in platform.parts if not isinstance(part, Hooks | Observation)]
    observed = Observation(observer, redis or no_redis(), lambda: connections_of(harness.database), slow_seconds)
    parts = (replace(hooks, turns=(*hooks.turns, ObservedTurns())), *others, observed)
    harness.engine = Engine(replace(platform, telemetry=observer, parts=parts))
    return observed


def values(text):
    """Sample -> value of a text of Prometheus, without the label of the process."""
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            sample, _blank, value = line.rpartition(" ")
            name, _brace, labels = sample.rstrip("}").partition("{")
            kept = [label for label in labels.split(",") if label and not label.startswith("process=")]
            key = name + ("{" + ",".join(kept) + "}" if kept else "")
            found[key] = found.get(key, 0.0) + float(value)
    return found

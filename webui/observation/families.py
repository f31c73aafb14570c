"""Every metric that /metrics has: its kind, its labels and what it says (docs/operators/mengamati-alur.md tells what to do with each).

Labels are bounded, and never a value of a case: commands and queries are classes of the code, endpoints are routes, job types are those
that packages declare (any other one is `other`), systems outside are those that settings name, kinds of incidents and queues the code's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: upper bounds in seconds: from a quick turn to a timer that is five minutes late
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
#: stands for everything that has no label of its own
OTHER = "other"


@dataclass(frozen=True)
class Family:
    name: str
    kind: Literal["counter", "histogram", "gauge"]
    labels: tuple[str, ...]
    says: str


#: what each process counts; `process` is added to their labels
COUNTED = (
    Family("alur_turns", "counter", ("command", "outcome"), "Commands by name and outcome: done, the code of a refusal, conflict, error."),
    Family("alur_turn_seconds", "histogram", ("command",), "Seconds of a command with all its attempts."),
    Family("alur_turn_statements", "counter", ("command",), "SQL statements of commands."),
    Family("alur_turn_lock_seconds", "counter", ("command",), "Seconds in statements that lock rows: the wait for other transactions."),
    Family("alur_turn_retries", "counter", ("command",), "Attempts that lost against another transaction and were repeated."),
    Family("alur_slow_turns", "counter", ("command",), "Commands that took longer than ALUR_SLOW_TURN_MS; the log names their element."),
    Family("alur_query_seconds", "histogram", ("query",), "Seconds of a query."),
    Family("alur_query_statements", "counter", ("query",), "SQL statements of queries."),
    Family("alur_handler_seconds", "histogram", ("type",), "Seconds of a job's handler, without lease and report."),
    Family("alur_handlers", "counter", ("type", "outcome"), "Handlers of jobs by outcome: done, bpmn_error, failed."),
    Family("alur_timer_late_seconds", "histogram", (), "Seconds between the time at which a timer was due and its firing."),
    Family("alur_calls", "counter", ("system", "outcome"), "Calls to systems outside by outcome: done, failed."),
    Family("alur_call_seconds", "histogram", ("system",), "Seconds of a call to a system outside."),
    Family("alur_pages", "counter", ("endpoint", "status"), "Requests by route and status."),
    Family("alur_replica_readings", "counter", ("outcome",), "Pages by who answered, if there is a replica: replica; else behind, away."),
    Family("alur_page_seconds", "histogram", ("endpoint",), "Seconds of a request."),
)
#: what each process is when it reports; `process` is their only other label
OF_PROCESS = (
    Family("alur_database_connections", "gauge", ("state",), "Connections of the process's pool: in_use, idle, and the size it may have."),
    Family("alur_process_memory_bytes", "gauge", (), "Resident memory of the process."),
    Family("alur_process_cpu_seconds", "counter", (), "Processor seconds of the process."),
)
#: what the whole platform is when it is asked: no label tells a process
OF_PLATFORM = (
    Family("alur_database_up", "gauge", (), "1: the database answers. 0: nothing below is known."),
    Family("alur_redis_up", "gauge", (), "1: Redis answers. 0: only the process that was asked reports."),
    Family("alur_jobs", "gauge", ("type", "state"), "Open jobs: due, leased (a worker is at it), later."),
    Family("alur_jobs_oldest_due_seconds", "gauge", ("type",), "Seconds for which the oldest due job of the type has waited."),
    Family("alur_jobs_failing", "gauge", ("type",), "Open jobs of which an attempt has failed already."),
    Family("alur_queue_length", "gauge", ("queue",), "Messages that wait in Redis for workers."),
    Family("alur_queue_workers", "gauge", ("queue",), "Workers that were heard of within 45 s."),
    Family("alur_incidents_open", "gauge", ("kind",), "Open incidents by the kind of their cause."),
    Family("alur_incidents_oldest_seconds", "gauge", ("kind",), "Seconds for which the oldest open incident of the kind stands."),
    Family("alur_timers_due", "gauge", (), "Timers that are due and have not fired."),
    Family("alur_timers_oldest_due_seconds", "gauge", (), "Seconds by which the oldest due timer is late."),
    Family("alur_clock_beat_seconds", "gauge", (), "Seconds since the last round of the clock that leads."),
    Family("alur_mails_waiting", "gauge", (), "Mails that wait to be sent."),
    Family("alur_mails_failing", "gauge", (), "Mails that could not be sent in spite of a try."),
)
ALL = (*COUNTED, *OF_PROCESS, *OF_PLATFORM)
BY_NAME = {family.name: family for family in ALL}

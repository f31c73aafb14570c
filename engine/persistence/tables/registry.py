"""Every table, imported once: what migrations compare and what the application role is granted."""

from __future__ import annotations

from engine.persistence.base import Base
from engine.persistence.tables import (
    accounts,
    applications,
    calendar,
    clocks,
    definitions,
    history,
    identity,
    instances,
    issued,
    migrations,
    notices,
    payments,
    records,
    subjects,
    surveys,
    workshop,
)

MODULES = (
    accounts,
    applications,
    calendar,
    clocks,
    definitions,
    history,
    identity,
    instances,
    issued,
    migrations,
    notices,
    payments,
    records,
    subjects,
    surveys,
    workshop,
)
METADATA = Base.metadata
#: the application may add to these and read them, but change nothing: the audit proves itself
APPEND_ONLY = ("audit_record", "audit_seal", "case_look", "history_event", "registry_call")
#: these have a partition for each month, of which the code knows nothing
PARTITIONED = ("audit_record", "history_event")

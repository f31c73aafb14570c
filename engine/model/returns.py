"""Why a field or a document of an application comes back (docs/law/administrative-procedure.md#return-codes)."""

from __future__ import annotations

REASONS = ("MISSING", "UNREADABLE", "EXPIRED", "MISMATCH", "UNSIGNED", "WRONG_PLACE", "NOT_OURS", "OTHER")
#: these say too little by themselves
NEED_NOTE = frozenset({"MISMATCH", "OTHER"})
LONGEST_NOTE = 500

"""Reason codes for a field or document of an application that is returned (docs/law/administrative-procedure.md#return-codes)."""

from __future__ import annotations

REASONS = ("MISSING", "UNREADABLE", "EXPIRED", "MISMATCH", "UNSIGNED", "WRONG_PLACE", "NOT_OURS", "OTHER")
#: these say too little by themselves
NEED_NOTE = frozenset({"MISMATCH", "OTHER"})
LONGEST_NOTE = 500

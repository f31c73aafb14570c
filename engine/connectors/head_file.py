"""The file of heads outside the database: lines are added, never changed. It belongs to the clock alone, and a copy elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class HeadFile:
    path: Path

    def last_number(self) -> int:
        """Returns the number of the last head in the file, 0 for none. A line that was half written at a power cut does not count."""
        if not self.path.exists():
            return 0
        for line in reversed(self.path.read_text().splitlines()):
            try:
                return int(json.loads(line)["number"])
            except (ValueError, KeyError, TypeError):
                continue
        return 0

    def add(self, heads: Iterable[dict[str, Any]]) -> None:
        self._end_half_line()
        lines = "".join(json.dumps(head, sort_keys=True) + "\n" for head in heads)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())

    def _end_half_line(self) -> None:
        """Takes away the rest of a line that a power cut left: its head is in the database, and is written whole."""
        if self.path.exists():
            content = self.path.read_bytes()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                os.truncate(self.path, whole)

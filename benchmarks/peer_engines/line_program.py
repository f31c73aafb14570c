"""A program that is told by lines what to measure, and answers each by one line of JSON: it starts once, and stays warm."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


class LineProgram:
    def __init__(self, command: Sequence[str | Path], *, environment: Mapping[str, str], log: Path, folder: Path) -> None:
        """Starts it. What it writes beside its answers goes to `log`."""
        self.log = log
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                env=dict(environment),
                cwd=folder,
                text=True,
            )

    def tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Raises RuntimeError with its last words where it has ended instead."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended: {self.log.read_text(errors='replace')[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, line: str) -> dict[str, Any]:
        self.tell(line)
        return self.answer()

    def stop(self) -> None:
        """Ends it at once: what it worked on is thrown away."""
        self._process.kill()
        self._process.communicate()

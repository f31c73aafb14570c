"""A client of ours as a copy of this process, which has imported everything: told by lines, it answers by lines, as a LineProgram does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from webui.settings import ROOT
from webui.supervisor.child import Fork


class ForkedClient:
    def __init__(self, name: str, work: Callable[[TextIO, TextIO], None], *, environment: Mapping[str, str], log: Path) -> None:
        """Starts `work(lines, answers)` in a copy. What it prints beside its answers goes to `log`."""
        told, tell = os.pipe()
        answered, answer = os.pipe()

        def run() -> None:
            with os.fdopen(told) as lines, os.fdopen(answer, "w") as answers:
                work(lines, answers)

        self._fork = Fork(name, run, environment={**os.environ, **environment}, folder=ROOT, log=log, keep_out=[tell, answered])
        os.close(told)
        os.close(answer)
        self._lines, self._answers = os.fdopen(tell, "w"), os.fdopen(answered)

    def tell(self, line: str) -> None:
        self._lines.write(line + "\n")
        self._lines.flush()

    def answer(self) -> dict[str, Any]:
        """Raises RuntimeError with its last words where it has ended instead."""
        line = self._answers.readline()
        if not line:
            raise RuntimeError(f"{self._fork.name} ended: {self._fork.last_lines()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, line: str) -> dict[str, Any]:
        self.tell(line)
        return self.answer()

    def stop(self) -> None:
        self._fork.stop()
        self._lines.close()
        self._answers.close()

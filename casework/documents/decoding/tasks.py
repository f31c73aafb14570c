"""What a decoding child can be asked, and its limits. The server loads what a task needs once, before the first child of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from casework.documents.decoding.frames import Frame


@dataclass(frozen=True, kw_only=True)
class Task:
    module: str
    #: of processor time
    seconds: int
    #: until it is ended, whatever it waits for
    patience: int
    #: bytes beyond what the server has
    memory: int = 560_000_000

    def load(self) -> Callable[..., Iterator[Frame]]:
        run: Callable[..., Iterator[Frame]] = import_module(self.module).run
        return run

    def run(self, content: bytes, options: dict[str, Any]) -> Iterator[Frame]:
        return self.load()(content, **options)


_ROOM = "casework.documents.decoding."
TASKS = {
    "picture": Task(module=_ROOM + "pictures", seconds=12, patience=40),
    "pdf": Task(module=_ROOM + "pdf_files", seconds=20, patience=60),
    "signatures": Task(module=_ROOM + "signature_reports", seconds=20, patience=60),
    "mail": Task(module=_ROOM + "mails", seconds=12, patience=40),
    "draw": Task(module=_ROOM + "page_images", seconds=60, patience=240),
}

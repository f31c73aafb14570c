"""Stores documents on disk under their SHA-256: the same file is stored once, and a torn write is never seen."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from casework.documents.errors import StorageFull
from engine.model.errors import NotFound

#: no room, or none for this user
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
#: characters of a file's name
NAME = 64


class FileStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        name = hashlib.sha256(content).hexdigest()
        self._write(self._path(name), content)
        return name

    def get(self, sha256: str) -> bytes:
        path = self._path(sha256)
        if not path.exists():
            raise NotFound("Expected the file of a document, but the store does not have it.")
        return path.read_bytes()

    def page(self, sha256: str, number: int) -> bytes | None:
        path = self._page(sha256, number)
        return path.read_bytes() if path.exists() else None

    def put_page(self, sha256: str, number: int, image: bytes) -> None:
        self._write(self._page(sha256, number), image)

    def untouched(self, before: datetime, part: int) -> Iterator[str]:
        for path in (self.folder / f"{part:02x}").glob("*"):
            if len(path.name) == NAME and path.stat().st_mtime < before.timestamp():
                yield path.name

    def remove(self, sha256: str, before: datetime, wanted: Callable[[], bool]) -> bool:
        path = self._path(sha256)
        aside = path.with_name(f"{sha256}.removed")
        try:
            # from here on whoever puts the same file writes it anew; who had put it before has left its time on it
            path.rename(aside)
        except FileNotFoundError:
            return False
        if aside.stat().st_mtime >= before.timestamp() or wanted():
            if not path.exists():
                aside.rename(path)
            return False
        aside.unlink()
        for page in path.parent.glob(f"{sha256}.*.png"):
            page.unlink(missing_ok=True)
        return True

    def used(self) -> float:
        usage = shutil.disk_usage(self.folder)
        return 1 - usage.free / usage.total

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _page(self, sha256: str, number: int) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.{number}.png"

    def _write(self, path: Path, content: bytes) -> None:
        try:
            os.utime(path)
        except FileNotFoundError:
            pass
        else:
            return
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except OSError as error:
            if temporary:
                Path(temporary).unlink(missing_ok=True)
            if error.errno in FULL:
                raise StorageFull from None
            raise

"""A mail server that delivers into a folder: the demonstration's mailbox. It listens on loopback only."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

from aiosmtpd.controller import Controller

from webui.settings import read_settings


class FolderDelivery:
    """Each mail is a file; the name sorts by time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        path = self.folder / f"{time.time_ns()}.eml"
        temporary = path.with_suffix(".part")
        temporary.write_bytes(envelope.content)
        temporary.replace(path)
        return "250 OK"


def main() -> None:
    settings = read_settings()
    controller = Controller(FolderDelivery(settings.mailbox_folder), hostname="127.0.0.1", port=settings.smtp_port)
    controller.start()
    ended = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    ended.wait()
    controller.stop()
    sys.exit(0)


if __name__ == "__main__":
    main()

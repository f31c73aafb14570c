"""Records short messages to phones (WhatsApp, SMS) instead of sending them; a real gateway implements the same port."""

from __future__ import annotations

import json
from pathlib import Path

from casework.notices.ports import ShortMessage


class RecordingMessenger:
    """Writes each message as a file of its own, once for each key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: ShortMessage, *, key: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path, temporary = self._folder / f"{key}.json", self._folder / f".{key}"
        temporary.write_text(json.dumps({"to": message.to, "text": message.text}, ensure_ascii=False))
        temporary.replace(path)

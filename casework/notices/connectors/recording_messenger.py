"""Short messages to phones (WhatsApp, SMS): a gateway stands behind the port; here they are only recorded, for those who set one up."""

from __future__ import annotations

import json
from pathlib import Path

from casework.notices.ports import ShortMessage


class RecordingMessenger:
    """Writes each message as a file of its own; the same key once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: ShortMessage, *, key: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path, temporary = self._folder / f"{key}.json", self._folder / f".{key}"
        temporary.write_text(json.dumps({"to": message.to, "text": message.text}, ensure_ascii=False))
        temporary.replace(path)

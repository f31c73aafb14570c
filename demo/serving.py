"""Serves one of the demonstration's small neighbours on loopback, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import make_server


def serve(app: Flask, address: str) -> None:
    """`address`: where the platform expects it; its port counts."""
    server = make_server("127.0.0.1", urlsplit(address).port or 80, app, threaded=True)

    def stop(number: int, frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    server.serve_forever()

"""The service on the other side: it keeps a ledger by key, and can be told to be slow, to fail, to lie."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Peer:
    """`ledger`: key -> its one effect; `calls`: key -> how often it was called."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.ledger: dict[str, str] = {}
        self.calls: Counter[str] = Counter()
        self.faults = False
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                peer.answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        given = json.loads(request.rfile.read(int(request.headers["Content-Length"])))
        key = given["key"]
        with self.lock:
            luck = self.random.random() if self.faults else 1.0
            self.calls[key] += 1
            if luck >= 0.06:  # below that it fails before anything has happened
                self.ledger.setdefault(key, given["nomor"])
        if luck < 0.06:
            self._send(request, 500, b"{}")
        elif luck < 0.10:  # the effect has happened, the answer never comes in time
            time.sleep(12)
            self._send(request, 200, json.dumps({"tanda": key}).encode())
        elif luck < 0.14:
            self._send(request, 200, b'{"bukan": "yang diminta"')
        elif luck < 0.18:
            self._send(request, 502, b"")
        else:
            self._send(request, 200, json.dumps({"tanda": key}).encode())

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        try:
            request.send_response(status)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            pass  # the caller was killed meanwhile

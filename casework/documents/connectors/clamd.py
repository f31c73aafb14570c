"""Scans files for malicious software with ClamAV's daemon, by its INSTREAM command (clamd(8))."""

from __future__ import annotations

import socket
import struct

from casework.documents.errors import ScannerAway

#: bytes of a part; the daemon's StreamMaxLength bounds the whole, not the part
PART_BYTES = 1 << 16


class NoScanner:
    """The scanner where no daemon is set: it scans nothing."""

    def scan(self, content: bytes) -> str | None:
        return None


class ClamdScanner:
    def __init__(self, address: str, *, patience: float = 10.0) -> None:
        """`address`: unix:/run/clamav/clamd.ctl or tcp:HOST:PORT; `patience`: seconds."""
        self._address = address
        self._patience = patience

    def scan(self, content: bytes) -> str | None:
        try:
            with self._connect() as daemon:
                daemon.sendall(b"zINSTREAM\0")
                for begin in range(0, len(content), PART_BYTES):
                    part = content[begin : begin + PART_BYTES]
                    daemon.sendall(struct.pack("!L", len(part)) + part)
                daemon.sendall(struct.pack("!L", 0))
                answer = b""
                while piece := daemon.recv(4096):
                    answer += piece
        except OSError as error:
            raise ScannerAway(f"Expected clamd to answer at {self._address}, but: {error}.") from None
        text = answer.rstrip(b"\0").decode(errors="replace")
        if text == "stream: OK":
            return None
        if text.endswith(" FOUND"):
            return text.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerAway(f"Expected a verdict of clamd, but it says: {text[:200]}.")

    def _connect(self) -> socket.socket:
        kind, _colon, place = self._address.partition(":")
        if kind == "unix":
            daemon = socket.socket(socket.AF_UNIX)
            daemon.settimeout(self._patience)
            try:
                daemon.connect(place)
            except OSError:
                daemon.close()
                raise
            return daemon
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self._patience)

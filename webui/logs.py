"""Writes structured logs to standard output: one JSON line for each event, without people's data."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TextIO, cast

import structlog


class SafeStdout:
    """Writes to standard output whose disk may be full: a line that cannot be written is lost, and the program goes on."""

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            sys.stdout.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            sys.stdout.flush()


def configure_logs() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rq").setLevel(logging.WARNING)
    # the library tells each step of each token
    logging.getLogger("spiff").setLevel(logging.WARNING)
    # a hostile file must not fill the log with its faults: the check's verdict says enough
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # it tells each address of each session
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", SafeStdout())),
    )

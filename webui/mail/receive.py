"""Receives mails as a process: listens where the settings say, and stores what comes. Workers deal with it (webui/worker.py)."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType

import structlog

from casework.mail.connectors.mail_receiver import MailReceiver
from engine.jobs.beat import Beat
from engine.queries.programs.program_health import MAIL
from webui.bootstrap import build_platform
from webui.logs import configure_logs
from webui.observation.observation import Observation
from webui.settings import SettingsError, read_settings

log = structlog.get_logger()


def main() -> None:
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    configure_logs()
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if not settings.mail_listen:
        log.info("no mails are received: ALUR_MAIL_LISTEN is empty")
        stopped.wait()
        return
    engine = build_platform(settings)
    receiver = MailReceiver(
        engine, settings.mail_listen, own_address=settings.mail_sender, host_name=settings.mail_name, limit=settings.mail_limit
    )
    try:
        receiver.start()
    except OSError as error:
        sys.exit(f"alur: mails cannot be received at an address of ALUR_MAIL_LISTEN: {error}")
    log.info("mails are received", ports=receiver.ports)
    engine.platform.part(Observation).go_on(MAIL)
    Beat(engine, MAIL).go_on()
    stopped.wait()
    receiver.stop()


if __name__ == "__main__":
    main()

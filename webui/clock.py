"""Runs the clock: one leader among all clock processes, by an advisory lock, makes a round each second."""

from __future__ import annotations

import signal
import sys
import time
from types import FrameType

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from engine.jobs.beat import Beat
from engine.jobs.housekeeping import PERIOD_SECONDS, run_housekeeping
from engine.jobs.sweep import sweep
from engine.jobs.watch import WATCH_SECONDS, watch
from engine.persistence.database import connect
from engine.queries.programs.program_health import CLOCK
from webui.bootstrap import build_platform
from webui.logs import configure_logs
from webui.observation.observation import Observation
from webui.settings import SettingsError, read_settings

ROUND = 1.0
log = structlog.get_logger()
_stopped = False


def _stop(number: int, frame: FrameType | None) -> None:
    global _stopped
    _stopped = True


def main() -> None:
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    configure_logs()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    engine = build_platform(settings)
    # a lock of a session, which a pooler of transactions would give to somebody else
    leading = connect(settings.database_direct_url, pool_size=1) if settings.database_direct_url else engine.platform.database
    engine.platform.part(Observation).go_on(CLOCK)
    while not _stopped:
        try:
            with leading.connect() as leadership:
                if leadership.execute(text("select pg_try_advisory_lock(hashtext('alur clock'))")).scalar():
                    log.info("this clock leads")
                    house = watched = 0.0
                    beat = Beat(engine, CLOCK)
                    while not _stopped:
                        leadership.execute(text("select 1"))
                        leadership.rollback()
                        more = sweep(engine).more
                        # after a round, not beside it: a clock whose rounds hang is not heard of
                        beat.record()
                        if time.monotonic() >= watched:
                            watched = time.monotonic() + WATCH_SECONDS
                            watch(engine)
                        if time.monotonic() >= house:
                            house = time.monotonic() + PERIOD_SECONDS
                            run_housekeeping(engine)
                        if not more:
                            time.sleep(ROUND)
        except SQLAlchemyError as error:
            log.warning("the database does not answer", error=type(error).__name__)
        time.sleep(ROUND)


if __name__ == "__main__":
    main()

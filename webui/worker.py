"""Works off the jobs of its queues as a worker process. `--forked`: packages' handlers in a child with limits on time and memory."""

from __future__ import annotations

import resource
import signal
import sys
import threading
from types import FrameType

import structlog

from casework.composition import STEPS
from casework.mail.deliver_mails import deliver_mails
from casework.mail.reasons import MAILS
from engine.core.engine import Engine
from engine.jobs.beat import Beat
from engine.jobs.fire_timers import TIMERS, fire_timers
from engine.jobs.isolation import run_in_this_process
from engine.jobs.ring_listener import RingListener
from engine.jobs.shift import Shift
from engine.jobs.warm_child import WarmChild
from engine.persistence.database import DatabaseTrouble
from engine.queries.programs.program_health import WORKER
from engine.sdk import PACKAGE_QUEUES
from webui.bootstrap import build_platform, connect_redis
from webui.logs import configure_logs
from webui.observation.observation import Observation
from webui.settings import SettingsError, read_settings

#: bytes of address space that a handler's own process may have
MEMORY = 2 << 30
KNOWN = frozenset({*(step.queue for step in STEPS), *PACKAGE_QUEUES, TIMERS, MAILS})
#: seconds until a database that was away is asked again
PAUSE_SECONDS = 1.0
log = structlog.get_logger()


def main(arguments: list[str]) -> None:
    forked = "--forked" in arguments
    queues = [name for name in arguments if not name.startswith("--")]
    unknown = [name for name in queues if name not in KNOWN]
    if unknown or not queues:
        sys.exit(f"alur: expected queues among {', '.join(sorted(KNOWN))}, but got: {' '.join(unknown) or 'none'}")
    try:
        settings = read_settings()
    except SettingsError as error:
        sys.exit(f"alur: the settings cannot be used:\n{error}")
    configure_logs()
    engine = build_platform(settings)

    def prepare() -> None:
        # connections of the parent must not be shared with its children
        engine.platform.database.dispose(close=False)
        limit_memory()

    isolation = WarmChild(engine, prepare=prepare) if forked else run_in_this_process
    stopped = threading.Event()
    shift = Shift(engine, [name for name in queues if name not in (TIMERS, MAILS)], isolation=isolation)
    listener = RingListener(connect_redis(settings), queues, stopped)

    def stop(_number: int, _frame: FrameType | None) -> None:
        """The job under way ends first; who only waits for a ring ends at once."""
        stopped.set()
        shift.end()
        listener.leave()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    engine.platform.part(Observation).go_on(WORKER)
    Beat(engine, WORKER, queues).go_on()
    work(engine, shift, listener, stopped, mails=MAILS in queues)


def work(engine: Engine, shift: Shift, listener: RingListener, stopped: threading.Event, *, mails: bool = False) -> None:
    """Works off what is due, then waits for a ring, until it is stopped. `mails`: received ones, too."""
    rung = ""
    while not stopped.is_set():
        try:
            more = fire_timers(engine).more if rung == TIMERS else False
            more |= shift.work_off()
            more |= mails and deliver_mails(engine)
        except DatabaseTrouble as error:  # it may be back at the next look
            log.warning("the database does not answer", error=type(error).__name__)
            more = False
            stopped.wait(PAUSE_SECONDS)
        if not more and not stopped.is_set():
            rung = listener.wait()


def limit_memory() -> None:
    """Limits memory: a handler that needs too much gets a MemoryError in its own process, before the machine suffers."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main(sys.argv[1:])

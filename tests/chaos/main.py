"""`./run chaos`: the fault table on the running platform, with real processes and a durable PostgreSQL. Prints lost / doubled / stuck.

One case goes its way without a fault; then many go theirs while processes are killed, servers restarted and the peer lies. Every history
must be the first one's, every effect outside must be there once.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests.chaos.faults import Faults
from tests.chaos.load import Load, Visitor
from tests.chaos.peer import Peer
from tests.stack import Stack

HERE = Path(__file__).parent
PROCESS = "kacau"


def say(words: str) -> None:
    print(f"chaos: {words}", flush=True)


class Chaos:
    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.peer = Peer(seed)
        os.environ["KACAU_PEER"] = self.peer.address
        self.stack = Stack(folder, packages=_installed(folder))
        sys.path.insert(0, str(folder / "site"))
        from demo.load import actor
        from engine.commands.deploy import Deploy
        from engine.commands.set_package_state import SetPackageState
        from engine.model.actor import SYSTEM
        from webui.bootstrap import build_platform
        from webui.settings import read_settings

        self.environment = self.stack.environment
        self.engine = build_platform(read_settings(self.environment))
        package = self.engine.platform.packages.get(PROCESS)
        assert package is not None
        self.engine.execute(Deploy(package=PROCESS, resources=dict(package.resources)), actor=SYSTEM)
        self.engine.execute(SetPackageState(package=PROCESS, enabled=True), actor=SYSTEM)
        self.load = Load(self.engine, actor(self.engine, "agendaris.setda"))
        self.reference: Counter[Any] = Counter()

    # --- the database, seen from outside

    def query(self, sql: str, *parameters: Any) -> list[Any]:
        while True:
            try:
                with psycopg.connect(self.environment["ALUR_DATABASE_URL"], autocommit=True, connect_timeout=3) as connection:
                    return connection.execute(sql, parameters or None).fetchall()  # type: ignore[arg-type]
            except psycopg.OperationalError:
                time.sleep(0.3)

    def history(self, root: UUID) -> Counter[Any]:
        """What happened in a case and those that it called, without ids and times."""
        rows = self.query(
            "select h.event, h.element_id, h.data ->> 'flow', h.data ->> 'name' from history_event h join process_instance p on p.id = h.instance_id "
            "where p.root_id = %s",
            root,
        )
        return Counter(rows)

    def serve(self, until: Callable[[], bool], *, patience: float) -> bool:
        """People do what is open until the condition holds."""
        deadline, paid = time.monotonic() + patience, set()
        while time.monotonic() < deadline:
            rows = self.query(
                "select t.id, t.element_id, p.business_key from user_task t join process_instance p on p.id = t.instance_id "
                "where t.status = 'OPEN' and p.process_key = %s limit 60",
                PROCESS,
            )
            for task, element, number in rows:
                if element == "setuju" and number not in paid and self.random.random() < 0.5:
                    self.load.pay(number)
                    paid.add(number)
                self.load.complete(task)
            waiting = self.query("select correlation_key from message_subscription where message = 'msg' limit 60")
            for (number,) in waiting:
                self.load.pay(number)
            if until():
                return True
            if not rows and not waiting:
                time.sleep(0.3)
        return False

    def completed(self, numbers: list[str]) -> int:
        sql = "select count(*) from process_instance where process_key = %s and business_key = any(%s) and status = 'COMPLETED'"
        return int(self.query(sql, PROCESS, numbers)[0][0])

    # --- scenarios

    def storm(self, count: int, *, redis_away: float, restarts: int) -> bool:
        self.load.start(PROCESS, "tenang", nomor="tenang")
        assert self.serve(lambda: self.completed(["tenang"]) == 1, patience=120), "the case without faults did not end"
        time.sleep(2)
        self.reference = self.history(self.load.accepted["tenang"])
        numbers = [f"badai {number}" for number in range(count)]
        done, told = threading.Event(), Counter[str]()
        self.peer.faults = True
        visitor = Visitor(self.stack.address)
        visitor.start()
        breaker = threading.Thread(
            target=Faults(self.stack, self.environment, self.random).break_things,
            args=(done, told),
            kwargs={"redis_away": redis_away, "restarts": restarts},
        )
        began = time.monotonic()
        breaker.start()
        starter = threading.Thread(target=self.load.start_all, args=(PROCESS, numbers))
        starter.start()
        self.serve(lambda: not starter.is_alive() and self.completed(numbers) >= count * 0.9, patience=max(300, count))
        done.set()
        breaker.join()
        starter.join()
        self.peer.faults = False
        calm = time.monotonic()
        self.serve(lambda: self.completed(numbers) == count, patience=240)
        visitor.running = False
        say(f"{count} cases in {calm - began:.0f} s of faults and {time.monotonic() - calm:.0f} s after the last: {dict(told)}")
        say(f"pages: p95 {visitor.p95():.2f} s, {len(visitor.times)} answered, {len(visitor.errors)} not: {dict(Counter(visitor.errors))}")
        return self.judge(numbers)

    def judge(self, numbers: list[str]) -> bool:
        there = {row[0] for row in self.query("select id from process_instance where process_key = %s", PROCESS)}
        accepted = {number: self.load.accepted[number] for number in numbers if number in self.load.accepted}
        lost = [number for number, case in accepted.items() if case not in there]
        stuck = len(numbers) - self.completed(numbers)
        doubled = [number for number, case in accepted.items() if self.history(case) - self.reference]
        missing = [number for number, case in accepted.items() if self.reference - self.history(case)]
        effects = Counter(self.peer.ledger.values())
        doubled += [number for number in numbers if effects[number] > 2]
        lost += [number for number in numbers if effects[number] < 2]
        again = sum(count - 1 for count in self.peer.calls.values())
        incidents = self.query("select kind, count(*) from incident where resolved_at is null group by kind")
        say(f"lost {len(lost)} / doubled {len(doubled)} / stuck {stuck}; histories that lack something {len(missing)}")
        say(f"{len(self.peer.ledger)} effects outside, {again} calls repeated under their key; open incidents {dict(incidents)}")
        for name, cases in (("lost", lost), ("doubled", doubled), ("lacking", missing)):
            for number in cases[:3]:
                case = accepted.get(number)
                difference = (self.history(case) - self.reference, self.reference - self.history(case)) if case else ()
                say(f"  {name}: {number} {difference}")
        for sentence in self.load.refused[:5]:
            say(f"  refused: {sentence}")
        return not (lost or doubled or stuck or missing or self.load.refused or incidents)

    def crowd(self, people: int) -> bool:
        """Everybody completes one task at the same moment."""
        from engine.commands.complete_user_task import CompleteUserTask
        from engine.model.errors import CommandRefused

        self.load.start(PROCESS, "ramai", nomor="ramai")
        task = self._task("ramai")
        outcomes: Counter[str] = Counter()
        gate = threading.Barrier(people)

        def press() -> None:
            gate.wait()
            answer = self.load.insist(lambda: self.engine.execute(CompleteUserTask(task=task, answers={}), actor=self.load.actor))
            outcomes[answer.code if isinstance(answer, CommandRefused) else "done"] += 1

        threads = [threading.Thread(target=press) for _ in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        say(f"{people} people on one task: {dict(outcomes)}")
        return outcomes["done"] == 1 and sum(outcomes.values()) == people

    def _task(self, number: str) -> UUID:
        sql = "select t.id from user_task t join process_instance p on p.id = t.instance_id where p.business_key = %s and t.status = 'OPEN'"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            rows = self.query(sql, number)
            if rows:
                return UUID(str(rows[0][0]))
            time.sleep(0.2)
        raise AssertionError(f"no task of {number} within a minute")

    def poison(self) -> bool:
        """Handlers that die, hang or eat memory: three tries, an incident, and others are served meanwhile."""
        began = time.monotonic()
        for way in ("mati", "memori", "selamanya"):
            self.load.start("racun", f"racun {way}", cara=way)
        visitor = Visitor(self.stack.address)
        visitor.start()
        sql = "select count(*) from incident i join process_instance p on p.id = i.instance_id where p.process_key = 'racun'"
        while time.monotonic() - began < 240 and self.query(sql)[0][0] < 3:
            time.sleep(1)
        visitor.running = False
        tries = self.query("select max(attempts), min(attempts) from job where type = 'kacau:racun'")[0]
        found = self.query(sql)[0][0]
        say(f"poison: {found} of 3 are incidents after {time.monotonic() - began:.0f} s, {tries} tries; pages p95 {visitor.p95():.2f} s")
        return bool(found == 3 and tries == (3, 3))

    def alarms(self, count: int) -> bool:
        """So many timers at one moment."""
        due = self._now() + timedelta(seconds=max(20, count / 60))
        self.load.start_all("alarm", [f"alarm {number}" for number in range(count)], pada=due.isoformat())
        left = (due - self._now()).total_seconds()
        say(f"{count} timers set, {left:.0f} s before they are due")
        time.sleep(max(0, left))
        visitor = Visitor(self.stack.address)
        visitor.start()
        began = time.monotonic()
        sql = "select count(*) from process_instance where process_key = 'alarm' and status = 'COMPLETED'"
        while time.monotonic() - began < 360 and self.query(sql)[0][0] < count:
            time.sleep(1)
        took = time.monotonic() - began
        visitor.running = False
        fired = self.query(
            "select count(*), count(distinct instance_id) from history_event where element_id = 'bangun' and event = 'ELEMENT_COMPLETED'"
        )
        say(f"{count} timers at once: all fired after {took:.0f} s, {fired[0]} firings and cases; pages p95 {visitor.p95():.2f} s")
        return fired[0] == (count, count)

    def _now(self) -> datetime:
        """The database's time, by which timers fire."""
        found: datetime = self.query("select now()")[0][0]
        return found

    def audit(self) -> bool:
        done = self.stack.alur("audit", "verify")
        say(f"audit: {(done.stdout + done.stderr).strip()}")
        return done.returncode == 0


def _installed(folder: Path) -> Path:
    """The chaos package as pip would lay it down."""
    site = folder / "site"
    shutil.copytree(HERE / PROCESS, site / PROCESS)
    info = site / f"{PROCESS}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PROCESS}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[alur.processes]\n{PROCESS} = {PROCESS}\n")
    return site


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run chaos", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--short", action="store_true", help="some minutes: fewer cases and timers")
    options = parser.parse_args()
    cases, timers = (60, 300) if options.short else (options.cases, options.timers)
    say(f"seed {options.seed}")
    folder = Path(tempfile.mkdtemp(prefix="alur-chaos-"))
    chaos = Chaos(folder, options.seed)
    try:
        good = [
            chaos.crowd(50 if options.short else 200),
            chaos.storm(cases, redis_away=10 if options.short else 60, restarts=2 if options.short else 10),
            chaos.alarms(timers),
            chaos.poison(),
            chaos.audit(),
        ]
    finally:
        chaos.engine.platform.database.dispose()
        chaos.stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
    say("everything held" if all(good) else "something did not hold")
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()

"""A platform under observation: what was asked of it, what has come of it, and the verdict."""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from tests.chaos.load import Load
from tests.chaos.peer import Peer

HERE = Path(__file__).parent
PROCESS = "kacau"


def say(words: str) -> None:
    print(f"chaos: {words}", flush=True)


def installed(folder: Path) -> Path:
    """The chaos package as pip would lay it down."""
    site = folder / "site"
    shutil.copytree(HERE / PROCESS, site / PROCESS)
    info = site / f"{PROCESS}-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PROCESS}\nVersion: 1\n")
    (info / "entry_points.txt").write_text(f"[alur.processes]\n{PROCESS} = {PROCESS}\n")
    return site


class World:
    """`environment`: the settings of the platform; the package of `installed` is deployed, and people can begin."""

    def __init__(self, environment: Mapping[str, str], site: Path, peer: Peer, chance: random.Random) -> None:
        self.environment, self.peer, self.random = environment, peer, chance
        if str(site) not in sys.path:
            sys.path.insert(0, str(site))
        from demo.load import actor
        from engine.commands.deployment.deploy import Deploy
        from engine.commands.deployment.set_package_state import SetPackageState
        from engine.model.actor import SYSTEM
        from webui.bootstrap import build_platform
        from webui.settings import read_settings

        self.engine = build_platform(read_settings(environment))
        package = self.engine.platform.packages.get(PROCESS)
        assert package is not None
        self.engine.execute(Deploy(package=PROCESS, resources=dict(package.resources)), actor=SYSTEM)
        self.engine.execute(SetPackageState(package=PROCESS, enabled=True), actor=SYSTEM)
        self.load = Load(self.engine, actor(self.engine, "agendaris.setda"))
        self.reference: Counter[Any] = Counter()

    def close(self) -> None:
        self.engine.platform.database.dispose()

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

    def now(self) -> datetime:
        """The database's time, by which timers fire."""
        found: datetime = self.query("select now()")[0][0]
        return found

    def task_of(self, number: str) -> UUID:
        sql = "select t.id from user_task t join process_instance p on p.id = t.instance_id where p.business_key = %s and t.status = 'OPEN'"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            rows = self.query(sql, number)
            if rows:
                return UUID(str(rows[0][0]))
            time.sleep(0.2)
        raise AssertionError(f"no task of {number} within a minute")

    def calm(self, number: str = "tenang") -> None:
        """One case without a fault: its history is what all others must have."""
        self.load.start(PROCESS, number, nomor=number)
        assert self.serve(lambda: self.completed([number]) == 1, patience=120), "the case without faults did not end"
        time.sleep(2)
        self.reference = self.history(self.load.accepted[number])

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

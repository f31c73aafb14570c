"""One step of one golden case: a task of its tree is done, or a job of it is run; some jobs are left waiting."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.jobs.run_job import run_job
from engine.persistence.tables.instances import Job, ProcessInstance, UserTask
from tests.golden.flight_office import REPLIED, FlightOffice

#: jobs of one type that are left waiting
HELD = 2


class Steps:
    def __init__(self, harness: Any) -> None:
        self.harness, self.chance = harness, random.Random(15)
        self.receipts: dict[str, str] = {}
        self.office = FlightOffice(harness, self.receipts)
        self.held: set[UUID] = set()
        self.kinds: Counter[str] = Counter()
        #: the only job types that may be left waiting, where it is not any
        self.only: frozenset[str] | None = None

    def step(self, case: UUID) -> bool:
        """A task of its tree is done, or a job of it is run: by chance."""
        tasks = [task for task in self.tasks(case) if task.element_id not in REPLIED]
        jobs = [job for job in self.jobs(case) if job.id not in self.held]
        if not tasks and not jobs:
            return False
        choice = self.chance.choice([*tasks, *jobs])
        if isinstance(choice, Job):
            self.job(choice)
            return True
        with suppress(AssertionError):  # nobody can: an incident of assignment
            self.office.do(choice)
        return True

    def job(self, job: Job) -> None:
        if self.kinds[job.type] < HELD and job.type in self.harness.engine.platform.packages.steps and self.may_wait(job.type):
            self.kinds[job.type] += 1
            self.held.add(job.id)
            return
        run_job(self.harness.engine, job.id)

    def may_wait(self, kind: str) -> bool:
        return self.only is None or kind in self.only

    def settle(self, case: UUID) -> None:
        """Every job of the case that is not held."""
        for _ in range(60):
            jobs = [job for job in self.jobs(case) if job.id not in self.held]
            if not jobs:
                return
            self.job(jobs[0])

    def tree(self, case: UUID) -> list[UUID]:
        return self.harness._all(select(ProcessInstance.id).where(ProcessInstance.root_id == case))

    def tasks(self, case: UUID) -> list[UserTask]:
        statement = select(UserTask).where(UserTask.status == "OPEN", UserTask.instance_id.in_(self.tree(case)))
        return self.harness._all(statement.order_by(UserTask.created_at, UserTask.element_id, UserTask.id))

    def jobs(self, case: UUID) -> list[Job]:
        statement = select(Job).where(Job.status == "READY", Job.due_at <= self.harness.clock.moment, Job.instance_id.in_(self.tree(case)))
        return self.harness._all(statement.order_by(Job.created_at, Job.type, Job.id))

"""Takes a step of a trial, or goes back to an earlier one; the scenario keeps the steps and their outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.model.errors import FormRejected, InvalidState, NotFound
from engine.packages.paths import SCENARIOS
from engine.packages.scenario import MOST_STEPS, Step, write_scenario
from workshop.drafts.draft_files import change_file, files_of, take_draft_lock
from workshop.trials.workbench import DraftWorkbench


@dataclass(frozen=True, kw_only=True)
class TakeTrialStep(Command):
    """`keep`: how many earlier steps stay; None: all. Without a `step` it only goes back.

    Raises NotFound, DraftLocked, DeploymentRejected (the process cannot be executed), FormRejected, InvalidState (reason: why not).
    """

    permission: ClassVar[str] = "design"
    repeatable: ClassVar[bool] = True

    draft: UUID
    scenario: str
    step: Step | None = None
    keep: int | None = None
    #: code of the position that begins the case; for the first step
    starter: str = ""

    def payload(self) -> dict[str, Any]:
        return {"draft": self.draft, "scenario": self.scenario, "do": self.step.do if self.step else "", "keep": self.keep}

    def run(self, context: CommandContext) -> Answer:
        draft = take_draft_lock(context, self.draft)
        bench = DraftWorkbench(context, files_of(context.session, draft.id))
        scenario = bench.scenarios.get(self.scenario)
        if scenario is None:
            raise NotFound("Expected a scenario of the draft, but there is none under this name.")
        if self.keep is not None:
            scenario = scenario.truncated(self.keep)
        if self.step is not None:
            if len(scenario.steps) >= MOST_STEPS:
                raise InvalidState("Expected a scenario with fewer steps, but this one is full.", reason="FULL")
            scenario = scenario.with_step(self.step)
            if self.step.do == "start":
                scenario = replace(scenario, starter=self.starter)
        trial = bench.play(scenario)
        if trial.stopped is not None and self.step is not None:
            if trial.stopped.errors:
                raise FormRejected(trial.stopped.errors)
            raise InvalidState(f"Expected a step that can be taken, but {trial.stopped.code}.", reason=trial.stopped.code)
        kept = replace(scenario, expect=trial.outcome if scenario.steps and trial.stopped is None else None)
        change_file(context, draft, f"{SCENARIOS}{self.scenario}.json", write_scenario(kept), going_on=True)
        return {"steps": len(kept.steps)}

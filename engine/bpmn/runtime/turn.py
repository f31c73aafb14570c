"""One turn of an instance: the stimulus's id, the time, the decisions of other deployments, the rules, the effects so far, the steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha1
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.bpmn.decision_call import DecisionCall
from engine.bpmn.expressions import condition
from engine.dmn.decision import Decision
from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.effects import Effect
from engine.model.rules import TODAY, Rules


class Turn:
    """Ids, the time and the zone come from here alone, so that the same turn made twice gives the same."""

    def __init__(
        self,
        stimulus: str,
        time: EvaluationTime,
        zone: ZoneInfo,
        decisions: Mapping[DecisionCall, Decision] | None = None,
        rules: Rules = TODAY,
    ) -> None:
        self.decisions = {} if decisions is None else decisions
        self.namespace = UUID(stimulus)
        self._seed = sha1(self.namespace.bytes)  # noqa: S324  ids, no secrets
        self.time = time
        self.zone = zone
        #: those of the definition
        self.rules = rules
        self.effects: list[Effect] = []
        self.ids = 0
        self.steps = 0

    @property
    def now(self) -> datetime:
        return self.time.now

    def new_id(self) -> str:
        """The same as uuid5, without its objects."""
        self.ids += 1
        name = self._seed.copy()
        name.update(str(self.ids).encode())
        digits = name.hexdigest()
        variant = "89ab"[int(digits[16], 16) & 3]
        return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}"

    def is_true(self, text: str, view: Mapping[str, Any]) -> bool:
        """Whether a condition holds for these variables, under the rules of the definition. Raises ExpressionFailed."""
        return condition(text, view, self.time, self.rules)

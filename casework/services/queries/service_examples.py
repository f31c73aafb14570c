"""Gives examples of what a service costs before anybody applies: usual applications, through the decision that prices them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import structlog

from casework.services.open_services import open_service
from casework.services.service import PriceExample, Service
from engine.core.context import QueryContext
from engine.core.query import Query
from engine.dmn.decision import Decision, DecisionFailed
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class PriceExampleView:
    """`number`: its place among the service's examples, by which its translation is found."""

    number: int
    text: str
    price: Decimal


@dataclass(frozen=True, kw_only=True)
class ServiceExamples(Query):
    """Answers the examples that have a price today; one whose decision has a fault is left out and logged. Raises NotFound."""

    permission: ClassVar[str] = "public"

    service: str

    def run(self, context: QueryContext) -> Sequence[PriceExampleView]:
        loaded, service = open_service(context, self.service)
        decision = loaded.decisions.get(service.preview)
        found = []
        for number, example in enumerate(service.examples, 1):
            price = _price(context, decision, service, example) if decision else None
            if price is not None:
                found.append(PriceExampleView(number=number, text=example.text, price=price))
        return found


def _price(context: QueryContext, decision: Decision, service: Service, example: PriceExample) -> Decimal | None:
    try:
        answers = {key: _value(context, value) for key, value in example.answers.items()}
        value = decision.evaluate(answers, now=context.now, calendar=context.time.calendar).value
    except (DecisionFailed, FeelSyntaxError) as fault:
        # examples are invented: nothing of them is anybody's
        log.warning("an example of a price cannot be computed", service=service.key, example=example.text, reason=str(fault))
        return None
    if isinstance(value, Mapping):
        value = value.get(service.preview_value)
    return value if isinstance(value, Decimal) else None


def _value(context: QueryContext, written: Any) -> Any:
    if isinstance(written, str) and written.startswith("="):
        return compile_feel(written[1:]).evaluate({}, now=context.now, calendar=context.time.calendar).value
    return Decimal(str(written)) if isinstance(written, int | float) and not isinstance(written, bool) else written

"""Describes a service that citizens apply for: the text of its page, its service standard, and its public stages.

The fourteen parts of a service standard are those of UU 25/2009, article 21, as PermenPANRB 15/2014 divides them: six of delivery,
eight of management (docs/law/service-standard.md#fourteen-parts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Strict
from pydantic import Field as Filled

from engine.packages.given import CLOSED, check_document
from engine.packages.manifest import Manifest

DELIVERY = ("requirements", "procedure", "time_limit", "fees", "product", "complaints")
MANAGEMENT = ("legal_basis", "facilities", "competence", "supervision", "staff", "guarantee", "safety", "evaluation")
STANDARD = DELIVERY + MANAGEMENT
#: events in people's lives, by which the catalogue is ordered (docs/law/service-standard.md#life-events)
EVENTS = ("birth", "school", "business", "home", "moving", "health", "tax", "death", "community")
#: public stages: fewer tell nothing, more are not read on a phone
FEWEST_STAGES, MOST_STAGES = 4, 6
#: the property of an element that says which stage begins with it
STAGE_PROPERTY = "public_stage"
KEY = re.compile(r"^[a-z][a-z0-9-]{1,62}$")


def _standard(value: Any) -> dict[str, tuple[str, ...]]:
    """Reads the parts of the service standard, each a text or a list of texts."""
    if not isinstance(value, Mapping):
        raise ValueError("standard must be a table")
    unknown = set(value) - set(STANDARD)
    if unknown:
        raise ValueError(f"standard does not know {', '.join(sorted(map(str, unknown)))}")
    return {name: tuple(text) if isinstance(text, list) else (str(text),) for name, text in value.items()}


def _address(key: str) -> str:
    if not KEY.match(key):
        raise ValueError(f"key must be small characters, digits and -, but is {key!r}")
    return key


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`unit`: code of the unit that works on the case in this stage; empty: none, or the applicant."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    key: str
    name: str
    text: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class PriceExample:
    """A usual application and what it costs: `answers` are given to the decision of `preview`; a text that begins with `=` is FEEL."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    text: Annotated[str, Filled(min_length=1)]
    answers: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ResultSample:
    """What the service gives, printed by the package's own template with invented words, and marked as a sample on each page."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    template: Annotated[str, Filled(min_length=1)]
    title: Annotated[str, Filled(min_length=1)]
    words: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Service:
    """Texts are Indonesian; a translation stands under `service.KEY.PART` in the package's locale, a list as lines."""

    __pydantic_config__: ClassVar[ConfigDict] = CLOSED
    key: Annotated[str, AfterValidator(_address)]
    process: str
    name: str
    summary: str
    events: tuple[str, ...] = ()
    #: other names that people use for it
    words: tuple[str, ...] = ()
    #: how long applying takes
    minutes: Annotated[int, Strict()] = 15
    #: the three answers on top of the page, each with a note below it
    time: str = ""
    time_note: str = ""
    fee: str = ""
    fee_note: str = ""
    result: str = ""
    result_note: str = ""
    #: people who need not or cannot apply: shown before anything is asked
    eligibility: tuple[str, ...] = ()
    #: things to have at hand, in everyday words
    prepare: tuple[str, ...] = ()
    stages: Annotated[tuple[Stage, ...], Filled(alias="stage")] = ()
    #: facts of the case that its applicant may read
    shown: tuple[str, ...] = ()
    standard: Annotated[Mapping[str, tuple[str, ...]], BeforeValidator(_standard)] = field(default_factory=dict)
    #: a decision that gives a price from the answers, and the entry of its result; shown before anything is sent
    preview: str = ""
    preview_value: str = ""
    #: what usual applications cost, by the same decision
    examples: Annotated[tuple[PriceExample, ...], Filled(alias="example")] = ()
    sample: ResultSample | None = None
    #: fields of the form that say where the applicant is told of the case
    contact_email: str = ""
    contact_phone: str = ""
    #: the field for the applicant's name, which an account fills in
    contact_name: str = ""
    #: the last public stage in which the applicant may still withdraw; empty: never
    withdraw_until: str = ""

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def lets_withdraw(self, stage: str) -> bool:
        """Whether the applicant of a case in this stage may withdraw it; in the last one it is decided."""
        keys = [item.key for item in self.stages]
        return stage in keys[:-1] and self.withdraw_until in keys and keys.index(stage) <= keys.index(self.withdraw_until)


def read_service(item: Mapping[str, Any]) -> Service:
    """Raises Odd, a ValueError."""
    return check_document(Service, item)


def services(manifest: Manifest) -> tuple[Service, ...]:
    return manifest.sections.get("service", ())


def service_of(manifest: Manifest, process: str) -> Service | None:
    return next((service for service in services(manifest) if service.process == process), None)


def service_problems(service: Service) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Returns code, sentence, remedy and values of each problem: a package with one cannot be published."""
    lacking = ", ".join(part for part in STANDARD if not any(text.strip() for text in service.standard.get(part, ())))
    if lacking:
        yield "SERVICE_PART", f"The service standard lacks: {lacking}.", "Write it under [service.standard].", {"parts": lacking}
    if not FEWEST_STAGES <= len(service.stages) <= MOST_STAGES:
        message = f"The service has {len(service.stages)} public stages."
        yield "SERVICE_STAGES", message, f"Give it {FEWEST_STAGES} to {MOST_STAGES}.", {"count": str(len(service.stages))}
    if len({stage.key for stage in service.stages}) < len(service.stages):
        yield "SERVICE_STAGES", "Two public stages have the same key.", "Give each its own.", {"count": str(len(service.stages))}
    if service.withdraw_until and service.withdraw_until not in [stage.key for stage in service.stages[:-1]]:
        message = f"An application is to be withdrawn until the stage '{service.withdraw_until}', which is none before the last one."
        remedy = "Name a public stage before the last one, or remove the setting."
        yield "SERVICE_WITHDRAW", message, remedy, {"stage": service.withdraw_until}
    if service.examples and not service.preview:
        message, remedy = "The service has examples of its price, but no decision that gives it.", "Name it under `preview`."
        yield "SERVICE_EXAMPLE", message, remedy, {}
    for event in service.events:
        if event not in EVENTS:
            yield "SERVICE_EVENT", f"'{event}' is no life event of the catalogue.", f"Choose among {', '.join(EVENTS)}.", {"event": event}

"""Reads a service's own texts in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casework.services.service import Service, Stage
from webui.i18n import words

Texts = Mapping[str, Mapping[str, str]]


def text_of(service: Service, texts: Texts, part: str) -> str:
    """Returns one of the service's texts: name, summary, time, fee, …"""
    return words(texts, f"service.{service.key}.{part}", str(getattr(service, part)))


def lines_of(service: Service, texts: Texts, part: str) -> list[str]:
    """Returns one of its lists: eligibility, prepare."""
    return words(texts, f"service.{service.key}.{part}", "\n".join(getattr(service, part))).splitlines()


def standard_of(service: Service, texts: Texts, part: str) -> list[str]:
    """Returns one of the fourteen parts of its standard."""
    return words(texts, f"service.{service.key}.standard.{part}", "\n".join(service.standard.get(part, ()))).splitlines()


def stage_words(service: Service, texts: Texts, stage: Stage) -> tuple[str, str]:
    """Returns the name of a stage, and what happens meanwhile."""
    key = f"service.{service.key}.stage.{stage.key}"
    return words(texts, key, stage.name), words(texts, f"{key}.text", stage.text)


def matches_search(service: Service, texts: Texts, wanted: Sequence[str]) -> bool:
    """Whether every word stands in the service's name, summary or synonyms, in either language."""
    known = [service.name, service.summary, *service.words]
    known += [own.get(f"service.{service.key}.{part}", "") for own in texts.values() for part in ("name", "summary")]
    text = " ".join(known).casefold()
    return all(word.casefold() in text for word in wanted)

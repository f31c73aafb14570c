"""Finds services by what people type: every word; else words that are written alike; else one of the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from casework.regency.public_information import Elsewhere, PublicInformation
from casework.services.queries.service_catalogue import OfferedService
from casework.services.service import Service
from webui.portal.service_texts import Texts, matches_search

#: share of characters in the same order: "sapnduk" and "spanduk" have 0.86, "ijin" and "izin" 0.75
LEAST_ALIKE = 0.75
#: words that stand in every question and tell nothing
IDLE = frozenset("cara mau buat bikin urus ajukan daftar untuk di ke dan atau yang saya how to a the for of in apply".split())


@dataclass(frozen=True, kw_only=True)
class FoundServices:
    """`near`: not what was typed, but perhaps what was meant; `elsewhere`: what the regency says of things that are not done here."""

    found: Sequence[OfferedService]
    near: Sequence[OfferedService]
    elsewhere: Sequence[Elsewhere]


def search_services(offered: Sequence[OfferedService], typed: str, told: PublicInformation) -> FoundServices:
    wanted = [word for word in re.findall(r"[\w-]+", typed.casefold()) if word not in IDLE] or typed.casefold().split()
    found = [item for item in offered if matches_search(item.service, item.texts, wanted)]
    if not found:
        found = [item for item in offered if _all_alike(wanted, _words_of(item.service, item.texts))]
    near = [item for item in offered if item not in found and _any_exact(wanted, _words_of(item.service, item.texts))] if not found else []
    elsewhere = [item for item in told.elsewhere if any(_all_alike(word.casefold().split(), wanted) for word in item.words)]
    return FoundServices(found=found, near=near, elsewhere=elsewhere)


def _words_of(service: Service, texts: Texts) -> set[str]:
    known = [service.name, service.summary, *service.words]
    known += [own.get(f"service.{service.key}.{part}", "") for own in texts.values() for part in ("name", "summary")]
    return set(re.findall(r"\w+", " ".join(known).casefold()))


def _all_alike(wanted: Sequence[str], known: Iterable[str]) -> bool:
    words = list(known)
    return bool(wanted) and all(any(_is_alike(word, other) for other in words) for word in wanted)


def _any_exact(wanted: Sequence[str], known: set[str]) -> bool:
    return any(word in known for word in wanted if len(word) > 3)


def _is_alike(word: str, other: str) -> bool:
    if word == other:
        return True
    return min(len(word), len(other)) > 3 and SequenceMatcher(None, word, other).ratio() >= LEAST_ALIKE

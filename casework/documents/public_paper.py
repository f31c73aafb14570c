"""Renders papers that an applicant may keep or print, on demand: nothing is stored, and nothing is signed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from casework.documents.parts import DocumentParts
from casework.documents.queries.template_to_render import RenderingInput
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.queries.jobs.current_time import CurrentTime

_TEMPLATE = Path(__file__).with_name("public_paper.typ")
#: papers that one web process renders at once: each is a child with memory of its own, and readers of other pages wait for none of them
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True, kw_only=True)
class PaperPart:
    title: str
    lines: Sequence[str]
    #: steps that follow each other
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class PublicPaper:
    """Every word as it is printed, in the reader's language; `link` stands below as text and as a QR code."""

    language: str
    office: str
    title: str
    number: str
    lead: str
    #: above the two columns of `rows`
    heads: tuple[str, str]
    rows: Sequence[tuple[str, str]]
    parts: Sequence[PaperPart]
    link: str
    qr_words: str
    qr_alt: str
    footer: str


def render_public_paper(engine: Engine, paper: PublicPaper) -> bytes:
    """Returns a PDF. No transaction is open meanwhile. Raises TemplateFailed."""
    now = engine.ask(CurrentTime(), actor=SYSTEM)
    with _PLACES:
        return engine.platform.part(DocumentParts).renderer.render(_TEMPLATE.read_text(), asdict(paper), link=paper.link, at=now)


def render_sample(engine: Engine, wanted: RenderingInput) -> bytes:
    """Returns a PDF. No transaction is open meanwhile. Raises TemplateFailed."""
    with _PLACES:
        return engine.platform.part(DocumentParts).renderer.render(wanted.template, wanted.data, link=wanted.link, at=wanted.now)

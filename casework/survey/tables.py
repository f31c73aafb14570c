"""The table of survey answers, with nothing that leads to a case or a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from engine.persistence.base import Base, Key


class SurveyAnswer(Base):
    __tablename__ = "survey_answer"
    __table_args__ = (Index(None, "service", "answered_on"),)

    id: Mapped[Key]
    service: Mapped[str]
    answered_on: Mapped[date]
    #: of the nine elements, in their order
    scores: Mapped[list[Any]]

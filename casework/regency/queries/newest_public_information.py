"""Reads what the regency tells everybody about itself now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from casework.regency.public_information import NOTHING_KNOWN, PublicInformation, read_public_information
from casework.regency.tables import PublicInformationVersion
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class NewestPublicInformation(Query):
    """Answers an empty one where nothing was ever set."""

    permission: ClassVar[str] = "public"

    def run(self, context: QueryContext) -> PublicInformation:
        newest = select(PublicInformationVersion.document).order_by(PublicInformationVersion.set_at.desc()).limit(1)
        document = context.session.scalars(newest).first()
        return NOTHING_KNOWN if document is None else read_public_information(document)

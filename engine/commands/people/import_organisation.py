"""Imports units, positions, people, holdings and absences from a document, all or nothing; existing rows are updated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.core.command import Answer, Command
from engine.core.context import CommandContext
from engine.identity.errors import OrganisationRejected
from engine.identity.import_rows import Importer


@dataclass(frozen=True, kw_only=True)
class ImportOrganisation(Command):
    """`document`: lists under units, positions, people, holdings, absences (docs/reference/organisation.md).

    Raises OrganisationRejected with every sentence at once; then nothing was changed.
    """

    permission: ClassVar[str] = "administer"

    document: Mapping[str, Any]

    def payload(self) -> dict[str, Any]:
        # people's numbers stay out of the audit
        return {name: len(rows) for name, rows in self.document.items() if isinstance(rows, list)}

    def run(self, context: CommandContext) -> Answer:
        importer = Importer(context.session, context.platform.vault, context.now, context.platform.forms.read_identifier)
        counts = importer.run(self.document)
        if importer.problems:
            raise OrganisationRejected(importer.problems)
        return dict(counts)

"""The port to the check of forms: the engine completes no task whose answers it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from engine.feel.calendar.evaluation_time import EvaluationTime
from engine.model.ports import FieldTraits, FormRules, OptionsOf


class FormValidator(Protocol):
    def lint(self, schema: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """A FormLint."""

    def traits(self, component: Mapping[str, Any]) -> FieldTraits:
        """Returns the traits of a component as it stands in a schema, of any shape."""

    def check(
        self,
        schema: Mapping[str, Any],
        submitted: Mapping[str, Any],
        variables: Mapping[str, Any],
        time: EvaluationTime,
        choices: OptionsOf,
    ) -> FormRules:
        """Raises FormRejected with every error at once; answers hold the form's own fields only."""

    def read_identifier(self, kind: str, text: str) -> str:
        """Returns an identifier (`nik`, `nip`, `telepon`, `email`) as a form would keep it. Raises ValueError with an English sentence."""

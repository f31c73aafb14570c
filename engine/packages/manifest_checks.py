"""Checks process.toml against the other files of a package, and the translations against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.model.errors import Problem
from engine.model.retention import MOST_YEARS
from engine.packages.rules import ReadPackage

LANGUAGES = ("id", "en")


def check_cases(read: ReadPackage) -> Iterator[Problem]:
    if read.manifest is None:
        return
    processes = {process.id for process, _path in read.processes}
    for name in [case.process for case in read.manifest.cases]:
        if name not in processes:
            message = f"process.toml speaks of the process '{name}', which no diagram holds as an executable one."
            yield Problem(code="UNKNOWN_PROCESS", resource="process.toml", message=message, remedy="Correct the name.")
    for case in read.manifest.cases:
        if not 0 <= case.retention_years <= MOST_YEARS:
            message = f"retention_years of the process '{case.process}' is {case.retention_years}, which nobody can act on."
            written = str(case.retention_years)
            remedy = f"Write 0 to {MOST_YEARS} years."
            yield Problem(code="BAD_RETENTION", resource="process.toml", message=message, remedy=remedy, values={"written": written})
        for text in (case.title, case.business_key, case.confidential, case.restricted, case.readers):
            if text.startswith("="):
                try:
                    compile_feel(text[1:])
                except FeelSyntaxError as error:
                    yield Problem(code="FEEL_SYNTAX", resource="process.toml", element=case.process, message=f"'{text}': {error}.")
    for form in read.forms.values():
        for component in form.get("components", []):
            decision = component.get("decision")
            if decision and decision not in read.decisions:
                message = f"The field '{component.get('key')}' uses the decision '{decision}', which is not in the deployment."
                yield Problem(code="NO_DECISION", resource=str(form["id"]), message=message, remedy="Add its table.")


def check_translations(translations: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Each language has the keys of the others; without any translation file the texts of the forms themselves are shown."""
    every = {key for texts in translations.values() for key in texts}
    for language in LANGUAGES if translations else ():
        for key in sorted(every - set(translations.get(language, {}))):
            if language == LANGUAGES[0] and key.startswith("service."):
                continue  # these stand in process.toml
            yield Problem(
                code="UNTRANSLATED",
                resource=f"locale/{language}.json",
                element=key,
                message=f"The text '{key}' is missing in '{language}'.",
                remedy="Translate it.",
                severity="warning",
            )

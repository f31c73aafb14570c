"""Says what operators' commands answer, in Bahasa Indonesia or in English."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn
from uuid import UUID

from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from engine.model.errors import InvalidState, NotFound
from webui.i18n import LANGUAGES, translations


class Speech:
    """The language of one command's answers."""

    def __init__(self, language: str) -> None:
        self.language = language

    def translate(self, text: str, **values: Any) -> str:
        """Returns a sentence of the code in the operator's language, with `{name}` filled from `values`."""
        found = translations().gettext(text) if self.language == "en" else text
        return found.format(**values) if values else found

    def refuse(self, sentence: str) -> NoReturn:
        """Ends the command with exit status 1 and a sentence in the operator's language."""
        sys.exit(f"alur: {sentence}")


def add_language(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=LANGUAGES, help="of the answer; else that of LANG")


def speech_of(options: argparse.Namespace) -> Speech:
    """Returns the language that is asked for, else English where the terminal speaks English (`options.terminal`), else Indonesian."""
    return Speech(options.lang or ("en" if options.terminal.lower().startswith("en") else "id"))


def case_of(engine: Engine, text: str, speech: Speech) -> UUID:
    """Returns the id of a case that is named by its id or by the number that its pages print. Ends the command where it is not one."""
    from casework.privacy.queries.held_cases import CaseOfNumber

    try:
        return UUID(text)
    except ValueError:
        pass
    try:
        found: UUID = engine.ask(CaseOfNumber(number=text), actor=SYSTEM)
    except NotFound:
        speech.refuse(
            speech.translate(
                "Tidak ada kasus bernomor {number}. Tulis nomornya seperti tercetak di halamannya, atau id kasusnya.", number=text
            )
        )
    except InvalidState:
        speech.refuse(
            speech.translate("Beberapa kasus bernomor {number}. Tulis id kasusnya: id itu ada di alamat halamannya.", number=text)
        )
    return found

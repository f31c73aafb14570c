"""Prints a fact of a case in the reader's language, as documents and mails print it too."""

from __future__ import annotations

from casework.wording.facts import Fact
from casework.wording.package_texts import Texts
from casework.wording.print_fact import print_fact
from webui.rendering.speaker import page_writer


def printed_fact(fact: Fact, texts: Texts) -> str:
    return print_fact(fact, texts, page_writer())

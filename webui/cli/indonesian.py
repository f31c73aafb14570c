"""Says the help of the command line in Bahasa Indonesia, which its operators read. What commands print stays English, for logs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from webui.cli.indonesian_help import HELP

#: argparse's own words
_WORDS = {
    "usage: ": "pemakaian: ",
    "positional arguments": "argumen",
    "options": "pilihan",
    "show this help message and exit": "tampilkan bantuan ini",
    "show program's version number and exit": "tampilkan versi",
    "%(prog)s: error: %(message)s\n": "%(prog)s: kesalahan: %(message)s\n",
    "the following arguments are required: %s": "yang berikut wajib diisi: %s",
    "unrecognized arguments: %s": "argumen tidak dikenal: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "pilihan %(value)r tidak ada (pilih dari %(choices)s)",
    "invalid %(type)s value: %(value)r": "nilai %(value)r tidak sesuai",
    "expected one argument": "perlu satu nilai",
    "expected at least one argument": "perlu paling sedikit satu nilai",
    "expected %s argument": "perlu %s nilai",
    "expected %s arguments": "perlu %s nilai",
    "argument %(argument_name)s: %(message)s": "argumen %(argument_name)s: %(message)s",
    "ambiguous option: %(option)s could match %(matches)s": "pilihan %(option)s belum jelas: %(matches)s",
}


def speak_indonesian(parser: argparse.ArgumentParser) -> None:
    """Translates the help of a command and of all below it; each shows its own line, which argparse shows above it only."""
    # argparse asks gettext for its words, and has no other door for them
    argparse._ = lambda text: _WORDS.get(text, text)  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: _WORDS.get(one if count == 1 else many, many)  # type: ignore[attr-defined]
    _translate(parser, parser.description or "")


def _translate(parser: argparse.ArgumentParser, line: str) -> None:
    parser.description = HELP.get(line, line)
    for group, words in ((parser._positionals, "argumen"), (parser._optionals, "pilihan")):
        group.title = words
    for action in parser._actions:
        action.help = HELP.get(action.help or "", _WORDS.get(action.help or "", action.help))
    for commands in _lists_of_commands(parser):
        for entry in commands._choices_actions:
            _translate(commands.choices[entry.dest], entry.help or "")
            entry.help = HELP.get(entry.help or "", entry.help)


def _lists_of_commands(parser: argparse.ArgumentParser) -> Iterator[Any]:
    yield from (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))

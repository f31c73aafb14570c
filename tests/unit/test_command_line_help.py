"""`alur --help` speaks Indonesian: every command and every argument says what it does (finding: people, operators, missing)."""

import argparse

import pytest

from webui.cli.indonesian_help import HELP
from webui.cli.main import command_line, main


def commands(parser, path="alur"):
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                yield from commands(command, f"{path} {name}")


ALL = dict(commands(command_line()))


def test_every_command_and_argument_says_in_indonesian_what_it_does():
    said = set(HELP.values()) | {"tampilkan bantuan ini", "tampilkan versi"}
    assert len(ALL) > 35
    for path, parser in ALL.items():
        assert parser.description in said, path
        for action in parser._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help in said, (path, action.dest)


def test_no_help_is_translated_that_nobody_says():
    said = {parser.description for parser in ALL.values()} | {action.help for parser in ALL.values() for action in parser._actions}
    assert set(HELP.values()) - said == set()


@pytest.mark.parametrize("path", ALL)
def test_the_help_can_be_shown(path, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*path.split()[1:], "--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert shown.startswith("pemakaian: alur")
    assert "usage" not in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tidak-ada"], "pilihan 'tidak-ada' tidak ada"),
        (["hold"], "yang berikut wajib diisi: CASE, --reason"),
        (["migrate", "surat", "--status", "bukan-id"], "nilai 'bukan-id' tidak sesuai"),
        (["calendar", "hours", "2027-01-01", "--weekdays", "07:30"], "perlu 2 nilai"),
        (["deadlines", "--tidak-ada"], "argumen tidak dikenal: --tidak-ada"),
    ],
)
def test_a_wrong_call_is_told_in_indonesian(arguments, said, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err

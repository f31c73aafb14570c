"""`alur feel` and `alur dmn`: values on standard output, reasons on standard error, sentences for bad input."""

import pytest

from webui.cli.main import main
from webui.settings import ROOT

TABLE = str(ROOT / "processes/surat_masuk/batas_waktu.dmn")


def test_an_expression_over_a_context(capsys):
    main(["feel", "nama lengkap + string(x)", "--context", '{"nama lengkap": "Ani ", "x": 0.10}'])
    assert capsys.readouterr().out == '"Ani 0.1"\n'


def test_why_a_value_is_null(capsys):
    main(["feel", "1 +\n tidak.ada"])
    answer = capsys.readouterr()
    assert answer.out == "null\n"
    assert "line 2, column 2: there is no variable 'tidak'" in answer.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["feel", "1 +"], "line 1, column 4: expected an expression"),
        (["feel", "1", "--context", "{"], "--context is no JSON"),
        (["feel", "1", "--context", "[]"], "must be a JSON object"),
        (["dmn", "eval", "tidak-ada.dmn"], "cannot be read"),
        (["dmn", "eval", TABLE, "--decision", "tarif"], "There are: Batas waktu"),
        (["dmn", "lint", str(ROOT / "processes/surat_masuk/surat_masuk.bpmn")], "no DMN"),
    ],
)
def test_bad_input_gets_a_sentence(arguments, sentence):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert sentence in str(ended.value)


def test_a_decision_and_the_rules_that_matched(capsys):
    main(["dmn", "eval", TABLE, "--input", '{"urgensi": "SEGERA"}'])
    answer = capsys.readouterr()
    assert answer.out.startswith('"20')
    assert 'Urgensi = "SEGERA": matched batas_waktu_2' in answer.err


def test_a_table_without_fault(capsys):
    main(["dmn", "lint", TABLE])
    assert capsys.readouterr().out == "nothing is wrong\n"

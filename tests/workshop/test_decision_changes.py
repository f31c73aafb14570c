"""Whoever approves a table or a formula sees everything of it that differs."""

import pytest

from webui.settings import ROOT
from workshop.comparison.decision_changes import decision_changes
from workshop.comparison.table_changes import table_changes

TAX = (ROOT / "processes/izin_reklame/pajak_reklame.dmn").read_bytes()
ORDERED = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n"><decision id="urut" name="Urut">'
    '<variable name="Urut" /><decisionTable hitPolicy="FIRST"><input id="i" label="Nilai"><inputExpression><text>nilai</text></inputExpression>'
    '</input><output id="o" name="hasil" />{rules}</decisionTable></decision></definitions>'
)


def rule(key, note=""):
    said = f"<annotationEntry><text>{note}</text></annotationEntry>" if note else ""
    cells = f"<inputEntry><text>&gt; {key}</text></inputEntry><outputEntry><text>{key}</text></outputEntry>"
    return f'<rule id="r{key}">{cells}{said}</rule>'


def told(before, after):
    return {
        item.name: [(attribute.code, attribute.name, attribute.before, attribute.after) for attribute in item.attributes]
        for item in decision_changes(before, after)
    }


@pytest.mark.parametrize(
    ("old", "new", "name", "attribute"),
    [
        ("0.25 * nsr", "0.20 * nsr", "Pajak reklame", ("formula", "pajak", "if bebas then 0 else round half up(0.25 * nsr, 0)")),
        ("<text>hari</text>", "<text>lebar</text>", "Golongan reklame", ("column", "Lama tayang (hari)", "hari; number")),
        ('name="hari_kerja" typeRef="number"', 'name="hari_kerja" typeRef="string"', "Golongan reklame", ("column", "Batas waktu (hari kerja)", "hari_kerja; number")),
        ('<requiredInput href="#in_sifat" />', '<requiredInput href="#in_mulai" />', "Pajak reklame", ("needs", "", "dalam_ruang, hari, lebar, nilai_sewa, panjang, rokok, sifat, sisi, unit")),
        ('<variable id="pajak_v" name="Pajak reklame" />', '<variable id="pajak_v" name="Pajak reklame" typeRef="number" />', "Pajak reklame", ("variable", "", "Pajak reklame")),
        ('"nasional", "provinsi", "kabupaten", "desa"</text></inputValues>', '"nasional"</text></inputValues>', "nilai_sewa", ("column", "Kelas jalan", 'kelas_jalan; string; "nasional", "provinsi", "kabupaten", "desa"')),
    ],
)  # fmt: skip
def test_what_is_no_cell_is_told_too(old, new, name, attribute):
    assert TAX.count(old.encode()) == 1
    ((found, (change,)),) = told(TAX, TAX.replace(old.encode(), new.encode())).items()
    assert (found, change[:3]) == (name, attribute)
    assert change[3] not in (None, change[2])


def test_steps_are_told_as_new_and_as_gone():
    step = TAX[TAX.index(b'<contextEntry id="pajak_c4">') : TAX.index(b"</context>")]
    less = TAX.replace(step, b"")
    assert told(TAX, less) == {"Pajak reklame": [("formula", "dasar", "nilai_sewa.dasar", None)]}
    assert told(less, TAX) == {"Pajak reklame": [("formula", "dasar", None, "nilai_sewa.dasar")]}
    doubled = TAX.replace(step, step + step.replace(b"nilai_sewa.dasar", b'"lain"'))
    assert told(TAX, doubled) == {"Pajak reklame": [("formula", "dasar", "nilai_sewa.dasar", 'nilai_sewa.dasar | "lain"')]}


def test_equal_and_unreadable_models_tell_nothing():
    assert decision_changes(TAX, TAX) == []
    assert decision_changes(b"<", b"<a/>") == []
    assert {item.name for item in decision_changes(None, TAX)} == {"Golongan reklame", "nilai_sewa", "Pajak reklame"}
    assert all(attribute.after is None for item in decision_changes(TAX, None) for attribute in item.attributes)


@pytest.mark.parametrize(
    "logic",
    [
        "<list><literalExpression><text>{}</text></literalExpression></list>",
        "<relation><column name='a'/><row><literalExpression><text>{}</text></literalExpression></row></relation>",
        "<invocation><literalExpression><text>f</text></literalExpression><binding><parameter name='x'/>"
        "<literalExpression><text>{}</text></literalExpression></binding></invocation>",
        "<functionDefinition><formalParameter name='x'/><literalExpression><text>{}</text></literalExpression></functionDefinition>",
        "<conditional><if><literalExpression><text>true</text></literalExpression></if><then><literalExpression><text>{}</text>"
        "</literalExpression></then><else><literalExpression><text>1</text></literalExpression></else></conditional>",
        "<filter><in><literalExpression><text>[1]</text></literalExpression></in><match><literalExpression><text>{}</text>"
        "</literalExpression></match></filter>",
        "<for iteratorVariable='x'><in><literalExpression><text>[1]</text></literalExpression></in><return><literalExpression><text>{}</text>"
        "</literalExpression></return></for>",
        "<context><contextEntry><variable name='a'/><decisionTable><input><inputExpression><text>1</text></inputExpression></input>"
        "<output name='o'/><rule><inputEntry><text>{}</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
        "</contextEntry></context>",
    ],
)
def test_a_change_in_any_boxed_expression_is_told(logic):
    def model(text):
        return (
            '<definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/" id="d" name="d" namespace="n">'
            f'<decision id="x" name="X"><variable name="X" />{logic.format(text)}</decision></definitions>'
        ).encode()

    ((name, (change,)),) = told(model("7"), model("8")).items()
    assert name == "X"
    assert "7" in change[2]
    assert change[3] == change[2].replace("7", "8")


def test_rows_that_change_places_and_notes_are_told():
    before, after = (ORDERED.format(rules="".join(map(rule, order))).encode() for order in ("123", "132"))
    ((table),) = table_changes(before, after)
    assert [(row.kind, row.number) for row in table.rows] == [("same", 1), ("moved", 2), ("moved", 3)]
    noted = ORDERED.format(rules=rule("1", "Perda 1/2024") + rule("2") + rule("3")).encode()
    (table,) = table_changes(before, noted)
    assert [(cell.before, cell.after) for cell in table.rows[0].cells if cell.changed] == [("", "Perda 1/2024")]

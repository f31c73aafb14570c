"""A table that cannot be read takes no other table along: those stay known to checks, trials and diagrams."""

from casework.composition import RULES
from engine.packages.checks import check_resources
from engine.packages.decisions import read_models
from webui.rendering.problem_text import sentence

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{key}" name="{key}" namespace="urn:{key}">{more}'
TABLE = (
    HEAD
    + '<decision id="{key}" name="{key}"><decisionTable id="t"><input id="a"><inputExpression id="b"><text>hari</text></inputExpression></input>'
    '<output id="c" name="x"/><rule id="r"><inputEntry id="e"><text>{cell}</text></inputEntry><outputEntry id="o"><text>1</text></outputEntry></rule>'
    "</decisionTable></decision></definitions>"
)


def table(key, cell="&lt; 1", more=""):
    return TABLE.format(key=key, cell=cell, more=more).encode()


def test_a_bad_cell_is_told_with_its_place_and_leaves_the_other_tables():
    files = {"rusak.dmn": table("rusak", "&lt; 1 1"), "sehat.dmn": table("sehat")}
    checked = check_resources(files, job_types={}, rules=RULES)
    (error,) = [problem for problem in checked.problems if problem.severity == "error"]
    assert (error.code, error.resource, error.element) == ("DECISION_SYNTAX", "rusak.dmn", "e")
    assert set(checked.decisions) == {"sehat"}
    assert sentence(error, "id") == "Baris 1 tabel 'rusak', kolom 'hari': '< 1 1' tidak dapat dibaca. Perbaiki penulisannya."
    assert sentence(error, "en").startswith("Row 1 of the table rusak, column hari: '< 1 1': line 1, column 5")
    without_id = table("rusak", "&lt; 1 1").replace(b' id="e"', b"")
    (error,) = [item for item in check_resources({"a.dmn": without_id}, job_types={}, rules=RULES).problems if item.severity == "error"]
    assert (error.values["rule"], error.values["column"]) == ("1", "hari")


def test_a_table_that_imports_a_broken_one_is_not_used_either():
    wanted = '<import name="lain" namespace="urn:rusak" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    files = {"rusak.dmn": table("rusak", "&lt; 1 1"), "pemakai.dmn": table("pemakai", more=wanted), "sehat.dmn": table("sehat")}
    assert set(read_models(files).models) == {"sehat.dmn"}

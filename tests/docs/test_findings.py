"""docs/findings.md has each line that was found about people and values; each test that it names exists."""

import re

from webui.settings import ROOT

LINES = [f"{kind}{number}" for kind, last in (("C", 15), ("S", 12), ("O", 10), ("A", 13), ("V", 16)) for number in range(1, last + 1)]
ROWS = re.findall(r"^\| ([A-Z]\d+) \| ([^|]+) \| ?([^|]*)\|$", (ROOT / "docs/findings.md").read_text(), re.M)
#: how many lines nobody has gone through; this number only falls
UNMATCHED = 0


def test_each_line_stands_there_once():
    assert [line for line, *_rest in ROWS] == LINES


def test_each_named_test_exists():
    paths = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "processes").rglob("test_*.py")]
    there = {name for path in paths for name in re.findall(r"^ *def (test_\w+)", path.read_text(), re.M)}
    assert {name for *_rest, tests in ROWS for name in re.findall(r"`(test_\w+)`", tests)} - there == set()


def test_a_line_without_a_test_says_so():
    open_lines = [line for line, what, tests in ROWS if not tests.strip()]
    assert [line for line, what, _tests in ROWS if what == "*not matched yet*"] == open_lines
    assert len(open_lines) == UNMATCHED

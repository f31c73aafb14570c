"""Every example of the FEEL reference is true, and every function has one."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.feel.evaluation.operators import equal
from engine.feel.expression import FUNCTIONS, compile
from webui.settings import ROOT

TEXT = (ROOT / "docs/reference/feel.md").read_text()
EXAMPLES = re.findall(r"^- (?:`` ?|`)(.+?)(?: ?``|`) = `(.+)`$", TEXT, re.MULTILINE)
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.mark.parametrize(("expression", "expected"), EXAMPLES)
def test_an_example_is_true(expression, expected):
    wanted = compile(expected).evaluate({}).value
    assert equal(compile(expression).evaluate({}, now=NOW).value, wanted) is True


def test_every_function_has_an_example():
    used = " ".join(expression for expression, _expected in EXAMPLES)
    assert [name for name in FUNCTIONS if f"{name}(" not in used] == []

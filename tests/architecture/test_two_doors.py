"""The two doors: pages ask and command, and reach for nothing behind them."""

import ast

from tests.support.sources import sources
from webui.settings import ROOT

#: what starts, watches and operates the processes: made of the platform's parts, not of what a person may see
COMPOSITION = (
    *("webui/bootstrap.py", "webui/worker.py", "webui/clock.py", "webui/mail/receive.py", "webui/cli/", "webui/supervisor/"),
    *("webui/health.py", "webui/cockpit/metrics.py", "webui/observation/"),
)


def reaching(text):
    """Lines that take the platform, or the room of its parts, out of an engine."""
    return [node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute) and node.attr in ("platform", "_executor")]


def test_no_page_reaches_behind_the_doors():
    """What a page took from the platform itself would be seen without the rule of access that stands in a query, and without its transaction."""
    for path in sources("webui"):
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith(COMPOSITION):
            assert not reaching(path.read_text()), place


def test_the_places_that_are_left_out_are_there_and_the_search_finds():
    """A list of exceptions that name nothing, or a search that never finds, would hold nothing."""
    for place in COMPOSITION:
        assert (ROOT / place).exists(), place
    assert reaching((ROOT / "webui/health.py").read_text())
    assert not reaching("platform = ask_as_platform()")

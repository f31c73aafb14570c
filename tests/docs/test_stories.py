"""docs/stories.md tells first days: at least fifty, each played by a test that exists and that uses a browser."""

import ast
import re

import pytest

from webui.settings import ROOT

FEWEST = 50
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| `(test_\w+)` \|$", re.M)
STORIES = ROW.findall((ROOT / "docs/stories.md").read_text())
#: fixtures that open a real browser; those of a module that use one of them do so too
BROWSERS = {"chromium", "contexts", "eye", "editor", "story", "citizen", "person", "opened"}
TWICE = re.compile(r"parametrize\(\s*[\"']scripts[\"']")


def modules():
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path.relative_to(ROOT).parts[1] in ("webui", "acceptance"):
            yield path.read_text()


def played():
    """Each test that uses a browser, and whether it is played with scripts and without."""
    found = {}
    for text in modules():
        functions = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)}

        def uses(name, functions=functions, seen=frozenset()):
            asked = {argument.arg for argument in functions[name].args.args} - seen
            return bool(asked & BROWSERS) or any(uses(item, functions, seen | {name}) for item in asked & set(functions))

        twice = {name for name, node in functions.items() for item in node.decorator_list if "WITH_OR_WITHOUT" in ast.unparse(item)}
        twice |= {name for name, node in functions.items() for item in node.decorator_list if TWICE.search(ast.unparse(item))}
        found |= {name: name in twice for name in functions if name.startswith("test_") and uses(name)}
    return found


PLAYED = played()


def test_at_least_fifty_are_told_each_once():
    assert len(STORIES) >= FEWEST
    assert len({test for *_words, test in STORIES}) == len(STORIES)
    told = (ROOT / "docs/stories.md").read_text().count("| `test_")
    assert told == len(STORIES), "a row is not as the others"


@pytest.mark.parametrize(("what", "ended", "test"), [story[1:] for story in STORIES], ids=[story[3] for story in STORIES])
def test_a_browser_plays_it(what, ended, test):
    assert test in PLAYED, f"no test of a browser is called {test}"
    assert ("*Both*" in what) is PLAYED[test], "with scripts and without, as it is told"
    assert len(ended) > 10


def test_every_story_that_is_played_is_told():
    told = {test for *_words, test in STORIES}
    folder = ROOT / "tests/webui/stories"
    there = {name for path in folder.glob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)}
    assert there - told == set()

"""The titled code blocks of a page: what a reader is told to write, file by file."""

import re
import sys
from types import ModuleType

from webui.settings import ROOT

_BLOCK = re.compile(r'^```(\w+) title="([^"]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)


def blocks(page):
    """(language, path, content) in the order of the page; a path may come again."""
    found = _BLOCK.findall((ROOT / "docs/develop" / page).read_text())
    assert found, page
    return found


def block(page, path):
    (content,) = (content for _language, name, content in blocks(page) if name == path)
    return content


def changed(text, diff, path):
    """Each run of `-` lines of a diff, which must stand once in the text, becomes the run of `+` lines after it."""
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", diff, re.MULTILINE):
        before, after = (re.sub(r"^.", "", part, flags=re.MULTILINE) for part in (old, new))
        assert text.count(before) == 1, f"{path}: {before}"
        text = text.replace(before, after)
    return text


def module(page, path, monkeypatch):
    """The block as the module that its file would be: imported by others under its name until the test ends."""
    made = ModuleType(path.removesuffix(".py").replace("/", "."))
    made.__file__ = path
    monkeypatch.setitem(sys.modules, made.__name__, made)
    exec(compile(block(page, path), path, "exec", dont_inherit=True), made.__dict__)
    return made

"""A page that the navigation does not name is a page that nobody finds."""

import re

from webui.settings import ROOT


def test_every_page_of_the_documentation_is_in_its_navigation():
    named = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text()))
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert written == named

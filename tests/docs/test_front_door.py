"""What a newcomer opens first leads somewhere: links of the documents in the root, settings that they name, the commands of the commit hooks."""

import re
import shutil
import tomllib

import pytest
import yaml
from markdown.extensions.toc import slugify

from webui.settings import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())


def anchors(text):
    return {slugify(title, "-") for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_to_a_file_and_a_heading(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#([^)]+))?\)", (ROOT / name).read_text())
    assert links
    for target, anchor in links:
        assert (ROOT / target).exists(), target
        assert not anchor or anchor in anchors((ROOT / target).read_text()), f"{target}#{anchor}"


def test_the_settings_that_an_operator_must_know_are_settings():
    known = set(re.findall(r"`(ALUR_\w+)`", (ROOT / "docs/reference/settings.md").read_text()))
    named = set(re.findall(r"`(ALUR_\w+)`", (ROOT / "SECURITY.md").read_text()))
    assert named
    assert named <= known


def test_nobody_is_sent_to_an_invented_mailbox():
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        assert re.findall(r"[\w.-]+@[\w-]+\.\w+", (ROOT / name).read_text()) == [], name


def test_the_readme_leads_each_reader_to_what_they_need():
    text = (ROOT / "README.md").read_text()
    for reader in ("Citizens", "Staff and leaders", "Analysts", "Operators", "Authors of packages", "Developers"):
        paragraph = re.search(rf"^\*\*{reader}\*\*(.+?)\n\n", text, re.MULTILINE | re.DOTALL)
        assert paragraph, reader
        assert len(re.findall(r"\]\(", paragraph[1])) >= 3, reader


def test_the_hooks_are_the_projects_own_tools():
    """Nothing is fetched at a commit, and what a hook calls is there after `./run check`."""
    assert [repository["repo"] for repository in HOOKS["repos"]] == ["local"]
    for hook in HOOKS["repos"][0]["hooks"]:
        program, *arguments = hook["entry"].split()
        assert program.startswith(".venv/bin/"), hook["id"]
        assert (ROOT / program).exists() or shutil.which(program.rpartition("/")[2]), hook["id"]
        for argument in arguments:
            assert not argument.startswith("tests/") or (ROOT / argument).exists(), argument


def test_the_editor_and_the_formatter_agree():
    text = (ROOT / ".editorconfig").read_text()
    width = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["line-length"]
    assert f"max_line_length = {width}" in text


@pytest.mark.parametrize("folder", ["engine", "forms", "webui/templates", "webui/frontend/src", "processes", "docs", "tests"])
def test_files_are_written_as_the_editor_is_told(folder):
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".py", ".html", ".js", ".form", ".toml", ".md") and "node_modules" not in path.parts:
            content = path.read_bytes()
            assert b"\r" not in content, path
            assert not content or content.endswith(b"\n"), path
            assert path.suffix in (".md", ".js") or not re.search(rb"[ \t]+$", content, re.MULTILINE), path

"""The changelog begins with the version that setup.cfg has, and each fragment of the next release can be built."""

import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser

from webui.settings import ROOT

TYPES = [kind["directory"] for kind in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["towncrier"]["type"]]


def released():
    """(version, date) of each entry, as they stand."""
    return re.findall(r"^## (\d+\.\d+\.\d+) \((\d{4}-\d{2}-\d{2})\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)


def number(version):
    return [int(part) for part in version.split(".")]


def test_the_version_heads_the_changelog():
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    assert released()[0][0] == settings["metadata"]["version"], "towncrier build --version … (docs/develop/releases.md)"


def test_versions_and_dates_descend():
    entries = [(number(version), day) for version, day in released()]
    assert entries == sorted(entries, reverse=True)
    assert len({version for version, _day in released()}) == len(entries)


def test_every_fragment_has_a_type_and_says_something():
    for path in (ROOT / "changelog.d").iterdir():
        if path.name == "README.md":
            continue
        assert re.fullmatch(rf"(\d+|\+[\w-]+)\.({'|'.join(TYPES)})(\.\d+)?\.md", path.name), path.name
        assert len(path.read_text().split()) >= 5, path.name


def test_the_fragments_build():
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "99.0.0", "--date", "2099-01-01"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert "## 99.0.0 (2099-01-01)" in made.stdout
    plain = " ".join(made.stdout.split())
    for path in (ROOT / "changelog.d").glob("*.*.md"):
        assert " ".join(path.read_text().split())[:200] in plain, path.name

"""Commands that judge something fail where they should: what they compare is made wrong here."""

import shutil

import pytest

from benchmarks.migration import failures
from tests.support.run_command import run_module
from webui.settings import ROOT


@pytest.fixture
def project(tmp_path):
    """The lists and locks alone, and the command that looks at them."""
    for path in ROOT.glob("requirements*"):
        shutil.copy(path, tmp_path)
    module = run_module()
    module.ROOT = tmp_path
    return tmp_path, module


def change(path, old, new, *, count=1):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, count))


def without_lines_of(folder, package):
    lines, kept, inside = (folder / "requirements.lock").read_text().splitlines(keepends=True), [], False
    for line in lines:
        inside = line.startswith(f"{package}==") or (inside and line[0] in " \t#")
        kept += [] if inside else [line]
    (folder / "requirements.lock").write_text("".join(kept))


def without_hash(folder):
    lock = folder / "requirements.lock"
    lines = lock.read_text().splitlines(keepends=True)
    begin = next(number for number, line in enumerate(lines) if line.startswith("flask=="))
    end = next(number for number in range(begin + 1, len(lines)) if not lines[number].startswith((" ", "\t")))
    lock.write_text("".join([*lines[:begin], lines[begin].replace(" \\", ""), *lines[end:]]))


WRONG_LOCKS = {
    "lacks flask": lambda folder: without_lines_of(folder, "flask"),
    "has no hash of flask": without_hash,
    "but >=9999": lambda folder: (folder / "requirements.in").write_text((folder / "requirements.in").read_text() + "flask>=9999\n"),
    "requirements-new.in": lambda folder: (folder / "requirements-new.in").write_text("flask\n"),
    "requirements-s3.in": lambda folder: (folder / "requirements-s3.in").unlink(),
    "requirements.lock has": lambda folder: other_version(folder),
}


def other_version(folder):
    """A package that two locks share, in another version in one of them."""
    shared = next(line for line in (folder / "requirements-s3.lock").read_text().splitlines() if "==" in line)
    name, version = shared.split(" ")[0].split("==")
    if f"{name}==" not in (folder / "requirements.lock").read_text():
        text = (folder / "requirements.lock").read_text()
        (folder / "requirements.lock").write_text(f"{name}==0.0.1 \\\n    --hash=sha256:{'0' * 64}\n{text}")
    else:
        change(folder / "requirements.lock", f"{name}=={version}", f"{name}==0.0.1")


def test_the_locks_as_they_are_hold(project, capsys):
    _folder, module = project
    module.lock(["--check"])
    assert "hold everything" in capsys.readouterr().out


@pytest.mark.parametrize("reason", WRONG_LOCKS)
def test_a_lock_that_does_not_hold_everything_fails(project, reason):
    folder, module = project
    WRONG_LOCKS[reason](folder)
    with pytest.raises(SystemExit) as failed:
        module.lock(["--check"])
    assert reason in str(failed.value.code)


@pytest.mark.parametrize(
    ("moved", "undone", "changed", "sentence"),
    [
        ({"MOVED": 18, "REFUSED": 2}, {"UNDONE": 18, "REFUSED": 2}, 0, None),
        ({"MOVED": 17, "REFUSED": 3}, {"UNDONE": 17, "REFUSED": 3}, 0, "moved otherwise"),
        ({"WAITING": 18, "REFUSED": 2}, {"UNDONE": 18, "REFUSED": 2}, 0, "moved otherwise"),
        ({"MOVED": 18, "REFUSED": 2}, {"UNDONE": 17, "KEPT": 1, "REFUSED": 2}, 0, "not undone"),
        ({"MOVED": 18, "REFUSED": 2}, {"UNDONE": 18, "REFUSED": 2}, 1, "not what they were"),
    ],
)
def test_the_measurement_of_migration_fails(moved, undone, changed, sentence):
    found = failures(18, 2, moved, undone, changed)
    assert [sentence in item for item in found[:1]] == ([] if sentence is None else [True])

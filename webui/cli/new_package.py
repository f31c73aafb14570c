"""Writes the files of a new package from the workshop's starter, under its own key, with a test and a README."""

from __future__ import annotations

import keyword
from collections.abc import Collection
from pathlib import Path

from engine.packages.paths import KEY
from webui.workshop.drafts.create import LONGEST_KEY, STARTERS
from workshop.drafts.rename_package import rename_package

STARTER = "permohonan"

README = """# {name}

An employee asks for something, and the head of division decides. Change it as you need it: `process.toml` says what the package is called,
who may begin a case and what is shown of it; `{key}.bpmn` is the diagram, `forms/` has what people fill in, and `scenarios/` has the ways
through the diagram that the workshop plays at each change.

    alur packages check {key}      what is wrong, before anybody else finds it
    alur deploy {key}              a new version; running cases stay on theirs
    alur packages enable {key}     it may begin cases now
"""

TEST = '''"""Each end of {key} is reached: disetujui, ditolak."""

# the diagram gives the decision to the head of the division (kabid) of whoever asks
ASKS, DECIDES = "kabid.dinkes.1", "kabid.dinkes.1"


def begin(harness, regency):
    harness.deploy("{key}")
    return harness.start("{key}", regency(ASKS), perihal="Kursi", alasan="Rusak.")


def test_what_is_agreed_to_ends_at_disetujui(harness, regency):
    case = begin(harness, regency)
    harness.complete(harness.task("putuskan").id, regency(DECIDES), putusan="setuju")
    assert harness.instance(case).status == "COMPLETED"
    assert harness.instance(case).facts["putusan"] == "setuju"


def test_what_is_refused_ends_at_ditolak(harness, regency):
    case = begin(harness, regency)
    harness.complete(harness.task("putuskan").id, regency(DECIDES), putusan="tolak", alasan_putusan="Belum ada anggaran.")
    assert harness.instance(case).status == "COMPLETED"
    assert harness.instance(case).facts["putusan"] == "tolak"
'''

HANDLERS = '''"""Automated steps of {key}: the workshop offers each in its list of services, with typed fields."""

from __future__ import annotations

from dataclasses import dataclass

from engine.sdk import JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Subject:
    perihal: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    ringkasan: str


@job_handler("{key}:ringkas", label="Ringkas permohonan")
def summarise(context: JobContext, subject: Subject) -> Summary:
    """May run twice for one job when a worker dies: what it does must bear that."""
    return Summary(ringkasan=f"{{subject.perihal}} ({{context.today:%d.%m.%Y}})")
'''


class PackageRefused(ValueError):
    """Expected a key that a new package can have, but it is malformed or taken."""


def write_package(folder: Path, key: str, *, name: str, handlers: bool, taken: Collection[str]) -> list[Path]:
    """Returns the written files. Raises PackageRefused, and writes none then."""
    if not KEY.match(key) or len(key) > LONGEST_KEY or keyword.iskeyword(key):
        raise PackageRefused(
            f"Expected a key of 2 to {LONGEST_KEY} small characters, digits and _, beginning with a character, but it is '{key}'."
        )
    if key in taken:
        raise PackageRefused(f"Expected a key of its own, but there is a package '{key}' already.")
    place = folder / key
    if place.exists():
        raise PackageRefused(f"Expected {place} to be free, but something is there.")
    title = name or key.replace("_", " ").capitalize()
    starter = STARTERS / STARTER
    source = {path.relative_to(starter).as_posix(): path.read_bytes() for path in sorted(starter.rglob("*")) if path.is_file()}
    files = rename_package(source, STARTER, key, name=title)
    texts = {"README.md": README, f"tests/test_{key}.py": TEST} | ({"handlers.py": HANDLERS} if handlers else {})
    files |= {path: text.format(key=key, name=title).encode() for path, text in texts.items()}
    made = []
    for path, content in sorted(files.items()):
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(content)
        made.append(place / path)
    return made

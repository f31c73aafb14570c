"""The list of third-party packages is the one of the locks, and each licence fits ours: a new dependency without a known licence fails here."""

import hashlib
import re

import pytest

from tests.docs.third_party import FITS, PAGE, ROOT, fits, installed, page, sections

PACKAGES = [(heading, name, licence) for heading, packages in sections().items() for name, licence in sorted(packages.items())]


def test_every_package_has_a_licence_that_is_known():
    unknown = [name for _heading, name, licence in PACKAGES if not licence]
    assert unknown == [], "read their licences and say them in tests/docs/third_party.py"


def test_every_licence_fits_ours():
    assert [(name, licence) for _heading, name, licence in PACKAGES if not fits(licence)] == []


def test_the_page_names_every_package_under_its_licence():
    """`python -m tests.docs.third_party` writes the page anew."""
    assert PAGE.read_text() == page()


@pytest.mark.parametrize("licence", ["GPL-2.0-only", "SSPL-1.0", "CC-BY-NC-4.0", "MIT AND BUSL-1.1", "GPL-2.0-only OR SSPL-1.0", ""])
def test_what_does_not_fit_is_refused(licence):
    assert not fits(licence)


def test_a_choice_of_licences_needs_one_that_fits():
    assert fits("AFL-2.1 OR MIT")
    assert fits("Apache-2.0 AND CNRI-Python")
    assert not fits("MIT AND AFL-2.1")


def test_what_is_installed_was_looked_at():
    """The metadata was really read: nearly all packages of the locks are here."""
    python = [name for heading, name, _licence in PACKAGES if "requirements" in heading]
    assert sum(installed(name) is not None for name in python) > 0.9 * len(python)


def test_what_needs_a_permission_has_it_in_the_notice():
    notice = (ROOT / "NOTICE").read_text()
    for word in ("bpmn-js", "dmn-js", "form-js", "regex"):
        assert word in notice
    assert {name for name, why in FITS.items() if "NOTICE" in why} == {"LicenseRef-bpmn-io", "CNRI-Python"}


def test_the_licence_is_the_exact_text():
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
    assert re.search(r"^license = AGPL-3\.0-or-later$", (ROOT / "setup.cfg").read_text(), re.MULTILINE)

"""What a test of a package has reached is written into the package's record, which `alur packages check` reads."""

from __future__ import annotations

import warnings
from pathlib import Path

from engine.packages.reached_ends import TESTS, record_ends
from engine.testing.harness import EngineHarness


def record_reached(harness: EngineHarness, test: Path) -> None:
    """For a test file that stands in the folder `tests` of a package; others prove nothing of one."""
    for package in harness.engine.platform.packages:
        if test.resolve().is_relative_to((package.folder / TESTS).resolve()):
            try:
                record_ends(package, test, harness.reached_ends())
            except OSError as error:  # a package that was installed, or is only read here
                warnings.warn(f"the ends that {test.name} reaches cannot be recorded: {error}", stacklevel=2)

"""Whether a test has failed so far, or has passed, for fixtures that do more then; tests.support.browser notes it."""

import pytest

FAILED = pytest.StashKey[bool]()
#: it ran to its end, and was neither skipped nor expected to fail
PASSED = pytest.StashKey[bool]()

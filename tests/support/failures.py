"""Whether a test has failed so far, for fixtures that do more then; tests.support.browser notes it."""

import pytest

FAILED = pytest.StashKey[bool]()

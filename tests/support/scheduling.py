"""Which tests a worker of pytest-xdist gets together: those of one running platform; every other test goes to whoever is free.

xdist's own marker `xdist_group` does nothing under pytest 9.2, which does not read the id that xdist 3.8 changes in a worker. Each worker
that got an acceptance test would start a platform of its own, half a minute of processor time.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

#: folders and files whose tests share a fixture that is dear to make
TOGETHER = ("tests/acceptance/", "tests/webui/test_replica.py")


class OnePlatform(LoadScopeScheduling):
    """One scope for the tests of each place of TOGETHER, and one for each other test. Scopes begin in the order of the collection."""

    def _split_scope(self, nodeid):
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Replaces `--dist loadscope`, which setup.cfg sets; another --dist on the command line is xdist's own."""
    return OnePlatform(config, log) if config.getoption("dist") == "loadscope" else None

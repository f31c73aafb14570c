"""Which stage a test belongs to, by what it uses: nobody keeps a list by hand. And the order in which the workers stay busy to the end."""

import pytest

#: what a fixture brings with it, the dearest first
BY_FIXTURE = {"stack": "platform", "chromium": "browser", "database_url": "database"}
#: folders whose tests start servers or other programs themselves, or play long games of chance
SLOW = ("acceptance", "chaos", "conformance", "contract", "golden", "programs", "property")
#: the dearest first: at the end the workers share what is short
ORDER = ("platform", "browser", "slow", "database", "fast")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(getattr(pytest.mark, stage_of(item)))
        if stage_of(item) in ("platform", "browser"):
            item.add_marker(pytest.mark.no_cover)  # others reach the same code, and these wait for programs that coverage slows down


def stage_of(item):
    for fixture, stage in BY_FIXTURE.items():
        if fixture in item.fixturenames:
            return stage
    return "slow" if set(SLOW) & set(item.path.parts) else "fast"


class LongestFirst:
    """After the shuffle of pytest-randomly, which it leaves alone within a stage. The platform's tests are one long row on one worker; the
    tests that are marked as long run beside it."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        items.sort(key=lambda item: (stage_of(item) != ORDER[0], item.get_closest_marker("long") is None, ORDER.index(stage_of(item))))


def pytest_configure(config):
    config.pluginmanager.register(LongestFirst())

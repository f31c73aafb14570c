"""The page that tells how to add a setting is followed: its field is read, and a bad value is told together with the others."""

import textwrap

import pytest

from tests.docs.blocks import block
from webui import settings
from webui.settings import ROOT, SettingsError, read_settings

PAGE = "add-a-setting.md"
GOOD = {
    "ALUR_DATABASE_URL": "postgresql://alur@/alur?host=/run/x",
    "ALUR_REDIS_URL": "redis://localhost:6379/0",
    "ALUR_SECRET_KEY": "s" * 40,
    "ALUR_DATA_KEYS": "k1:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=",
}


@pytest.fixture
def followed(monkeypatch):
    """The block as a part of the class."""
    names = dict(vars(settings))
    exec("class Added(Settings):\n" + textwrap.indent(textwrap.dedent(block(PAGE, "webui/settings.py")), "    "), names)
    monkeypatch.setattr(settings, "Settings", names["Added"])


def test_it_is_read_and_has_a_default(followed):
    assert read_settings(GOOD).support_mail == ""
    assert read_settings({**GOOD, "ALUR_SUPPORT_MAIL": "bantuan@tangerangkab.example"}).support_mail == "bantuan@tangerangkab.example"


def test_a_bad_value_is_told_with_the_others(followed):
    with pytest.raises(SettingsError) as error:
        read_settings({**GOOD, "ALUR_SUPPORT_MAIL": "nobody", "ALUR_SECRET_KEY": "short"})
    assert "ALUR_SUPPORT_MAIL must be empty or an address such as help@host, but is 'nobody'" in str(error.value)
    assert "ALUR_SECRET_KEY" in str(error.value)


def test_it_does_not_exist_yet():
    assert "support_mail" not in settings.Settings.model_fields
    assert "ALUR_SUPPORT_MAIL" not in (ROOT / "docs/reference/settings.md").read_text()

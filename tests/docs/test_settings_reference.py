"""The page of settings names every variable that is read, and none that is not."""

import re

from webui.settings import ROOT, Settings

#: read by the supervisor, by gunicorn's settings and by `alur upgrade`, not by the model
ELSEWHERE = {"ALUR_MIGRATION_URL", "ALUR_BIND", "ALUR_WEB_PROCESSES", "ALUR_VAR"}


def test_the_page_of_settings_is_that_of_the_model():
    page = (ROOT / "docs/reference/settings.md").read_text()
    rows = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert set(re.findall(r"ALUR_[A-Z0-9_]+", rows)) == {field.alias for field in Settings.model_fields.values()} | ELSEWHERE


def test_defaults_on_the_page_are_those_of_the_model():
    page = (ROOT / "docs/reference/settings.md").read_text()
    fields = {field.alias: field.default for field in Settings.model_fields.values()}
    for name in ("ALUR_ADDRESS", "ALUR_MAIL_SENDER", "ALUR_REGENCY", "ALUR_AREA", "ALUR_ZONE"):
        assert re.search(rf"\| `{name}` \| `?{re.escape(str(fields[name]))}`? \|", page), name

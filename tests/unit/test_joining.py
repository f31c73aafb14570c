"""`alur` beside a running `./run` works with the settings of that platform (finding: people O2)."""

import json
import os

from webui.cli.main import join_running_platform


def test_the_settings_of_the_running_platform_are_taken_where_no_database_is_named(tmp_path, monkeypatch):
    (tmp_path / "settings.json").write_text(json.dumps({"ALUR_DATABASE_URL": "postgresql://here", "ALUR_ZONE": "Asia/Makassar"}))
    for name in [name for name in os.environ if name.startswith("ALUR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALUR_VAR", str(tmp_path))
    monkeypatch.setenv("ALUR_ZONE", "Asia/Jayapura")
    # what is set below is taken back after the test
    monkeypatch.setenv("ALUR_DATABASE_URL", "postgresql://elsewhere")
    join_running_platform()
    assert os.environ["ALUR_DATABASE_URL"] == "postgresql://elsewhere"
    monkeypatch.delenv("ALUR_DATABASE_URL")
    join_running_platform()
    assert os.environ["ALUR_DATABASE_URL"] == "postgresql://here"
    assert os.environ["ALUR_ZONE"] == "Asia/Jayapura"
    monkeypatch.setenv("ALUR_DATABASE_URL", "")

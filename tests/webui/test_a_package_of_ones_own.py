"""`alur packages new`: what it makes can be checked, deployed and used at once, also outside the product's folder."""

import os
from zoneinfo import ZoneInfo

import pytest

from casework.composition import RULES
from engine.packages.checks import check_package
from forms.check import FormCheck
from webui.cli.main import main
from webui.settings import read_settings
from workshop.trials.scenario_ends import ends_of_scenarios

ZONE = ZoneInfo("Asia/Jakarta")
KEY = "izin_keramaian"


@pytest.fixture
def own(tmp_path, monkeypatch):
    folder = tmp_path / "milik_sendiri"
    monkeypatch.setenv("ALUR_PACKAGES", str(folder))
    return folder


def test_it_is_made_where_the_setting_says_and_nothing_is_wrong(own, harness, capsys):
    main(["packages", "new", KEY, "--name", "Izin keramaian", "--handlers"])
    assert str(own / KEY / "process.toml") in capsys.readouterr().out
    main(["packages", "check", KEY])
    assert capsys.readouterr().out == f"{KEY}: nothing is wrong\n"
    package = harness.install(own).get(KEY)
    assert package.manifest.name == "Izin keramaian"
    assert list(package.job_types) == [f"{KEY}:ringkas"]
    # the diagram's ends are reached by its scenarios, which the command plays
    assert {problem.code for problem in check_package(package, {}, rules=RULES)} == {"END_UNTESTED"}
    played = ends_of_scenarios(package, validator=FormCheck(zone=ZONE), zone=ZONE)
    assert check_package(package, {}, rules=RULES, played=played) == []


@pytest.mark.parametrize("name", ["test_what_is_agreed_to_ends_at_disetujui", "test_what_is_refused_ends_at_ditolak"])
def test_its_own_tests_pass_and_a_case_goes_through(own, harness, regency, name):
    main(["packages", "new", KEY])
    harness.install(own)
    names = {}
    exec(compile((own / KEY / "tests" / f"test_{KEY}.py").read_text(), "test_new.py", "exec"), names)
    names[name](harness, regency)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("Izin-1", "Expected a key of 2 to 36 small characters"),
        ("x", "Expected a key of 2 to 36"),
        ("kelengkapan", "there is a package 'kelengkapan' already"),
    ],
)
def test_a_bad_or_taken_key_is_refused_with_a_sentence(own, key, sentence):
    with pytest.raises(SystemExit, match=sentence):
        main(["packages", "new", key])
    assert not (own / key).exists()


def test_what_stands_there_already_is_left_alone(own):
    (own / KEY).mkdir(parents=True)
    with pytest.raises(SystemExit, match="something is there"):
        main(["packages", "new", KEY])
    assert list((own / KEY).iterdir()) == []


def test_the_setting_names_several_folders(tmp_path):
    given = os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")])
    needed = {"ALUR_DATABASE_URL": "postgresql:///x", "ALUR_REDIS_URL": "redis://x", "ALUR_SECRET_KEY": "s" * 32}
    keys = "k:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
    read = read_settings({**needed, "ALUR_DATA_KEYS": keys, "ALUR_PACKAGES": given})
    assert read.package_folders[1:] == [tmp_path / "a", tmp_path / "b"]

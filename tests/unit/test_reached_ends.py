"""An end counts as reached by what a test or a scenario has done, never by what is written in a test."""

import json
from zoneinfo import ZoneInfo

import pytest

from casework.composition import RULES
from engine.packages.catalogue import Catalogue
from engine.packages.checks import check_package
from engine.packages.content_cache import digest
from engine.packages.reached_ends import ReachedEnd, ends_of_tests, record_ends
from forms.check import FormCheck
from tests.support.catalogues import OF_TESTS, OURS, packages_of
from workshop.trials.scenario_ends import ends_of_scenarios

ZONE = ZoneInfo("Asia/Jakarta")
DIAGRAM = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">
  <startEvent id="mulai"/><sequenceFlow id="f" sourceRef="mulai" targetRef="selesai"/><endEvent id="selesai"/></process></definitions>"""
MANIFEST = """[package]\nkey = "coba"\nname = "Coba"\nversion = "1.0.0"\napi = 1\n"""
SCENARIO = {
    "name": "Selesai",
    "process": "p",
    "begins": "2026-11-23T08:00:00+07:00",
    "steps": [{"do": "start"}],
    "expect": {"ends": ["selesai"], "waits": []},
}


class Folder:
    def __init__(self, path):
        self.path = path / "coba"
        self.write("process.toml", MANIFEST)
        self.write("coba.bpmn", DIAGRAM.decode())
        self.write("tests/test_coba.py", "# selesai\n")

    def write(self, name, text):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    @property
    def package(self):
        return Catalogue([self.path.parent], rules=RULES).get("coba")

    def untested(self):
        package = self.package
        played = ends_of_scenarios(package, validator=FormCheck(zone=ZONE), zone=ZONE)
        return [problem.element for problem in check_package(package, {}, rules=RULES, played=played) if problem.code == "END_UNTESTED"]

    def record(self, test="test_coba.py", end="selesai", content=DIAGRAM, package="coba"):
        reached = ReachedEnd(package=package, path="coba.bpmn", content=digest(content).hex(), end=end)
        return record_ends(self.package, self.path / "tests" / test, [reached])


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_comment_reaches_nothing(folder):
    assert folder.untested() == ["selesai"]


def test_what_a_test_has_reached_counts_until_the_diagram_or_the_test_is_another(folder):
    assert folder.record()
    assert folder.untested() == []
    folder.write("coba.bpmn", DIAGRAM.decode() + "<!-- -->")
    assert folder.untested() == ["selesai"]
    folder.write("coba.bpmn", DIAGRAM.decode())
    assert folder.untested() == []
    folder.write("tests/test_coba.py", "# it asks something else\n")
    assert folder.untested() == ["selesai"]
    (folder.path / "tests" / "test_coba.py").unlink()
    assert folder.untested() == ["selesai"]


def test_a_second_test_adds_to_the_record_and_what_was_changed_goes(folder):
    folder.write("tests/test_lain.py", "")
    folder.record()
    folder.record("test_lain.py")
    written = (folder.path / "tests/reached.json").read_text()
    assert json.loads(written)["diagrams"]["coba.bpmn"]["ends"] == {"selesai": ["test_coba.py", "test_lain.py"]}
    folder.record()
    assert (folder.path / "tests/reached.json").read_text() == written
    folder.write("tests/test_lain.py", "# changed")
    folder.record()
    assert json.loads((folder.path / "tests/reached.json").read_text())["diagrams"]["coba.bpmn"]["ends"] == {"selesai": ["test_coba.py"]}


def test_what_proves_nothing_of_the_package_is_not_recorded(folder, tmp_path):
    """Another package's end, another diagram than the package's, a test that is not the package's own."""
    folder.record(package="lain")
    folder.record(content=b"what a test deployed in its place")
    outside = tmp_path / "test_elsewhere.py"
    outside.write_text("")
    assert not folder.record(test=outside)
    assert folder.untested() == ["selesai"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"diagrams": [], "tests": {}}', '{"diagrams": {"coba.bpmn": 1}, "tests": {}}'])
def test_a_record_that_we_did_not_write_says_nothing_and_is_written_anew(folder, text):
    folder.write("tests/reached.json", text)
    assert ends_of_tests(folder.package) == set()
    folder.record()
    assert folder.untested() == []


def test_a_scenario_reaches_what_it_comes_to_and_nothing_where_that_is_not_what_was_recorded(folder):
    folder.write("scenarios/selesai.json", json.dumps(SCENARIO))
    assert folder.untested() == []
    for wrong in ({"expect": {"ends": [], "waits": []}}, {"expect": None}, {"steps": []}, {"process": "lain"}):
        folder.write("scenarios/selesai.json", json.dumps({**SCENARIO, **wrong}))
        assert folder.untested() == ["selesai"], wrong


@pytest.mark.parametrize("package", list(packages_of(OURS)), ids=lambda package: package.key)
def test_the_scenarios_of_each_shipped_package_reach_every_end(package):
    installed = packages_of(OURS, OF_TESTS)
    played = ends_of_scenarios(package, installed, validator=FormCheck(zone=ZONE), zone=ZONE)
    found = check_package(package, installed.job_types, installed, rules=RULES, played=played)
    assert [problem for problem in found if problem.severity == "error" or problem.code == "END_UNTESTED"] == []
    assert played

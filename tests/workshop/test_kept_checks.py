"""What the page of a draft reads, lints and plays is kept: an unchanged draft costs none of it, a changed file itself and what points to it."""

import re
from threading import Thread
from uuid import UUID

import pytest

import engine.packages.readings as readings
import workshop.trials.workbench as workbench
from casework.composition import RULES
from engine.commands.timers.set_calendar import SetCalendar
from engine.model.actor import Actor
from engine.model.errors import DeploymentRejected
from engine.packages.checks import check_resources
from engine.packages.content_cache import ContentCache
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.publishing.queries.package_draft_detail import PackageDraftDetail

PACKAGE = "izin_reklame"


class Counted:
    """How often each was done since it was last asked."""

    def __init__(self, monkeypatch):
        self.done = []
        for module, name in (
            (readings, "read_diagram"),
            (readings, "lint"),
            (readings, "lint_model"),
            (readings, "definitions_or_problems"),
            (workbench, "Trial"),
        ):
            real = getattr(module, name)

            def noted(*values, real=real, name=name, **more):
                self.done.append(name)
                return real(*values, **more)

            monkeypatch.setattr(module, name, noted)

    def take(self):
        done, self.done = self.done, []
        return {name: done.count(name) for name in sorted(set(done))}


@pytest.fixture
def counted(monkeypatch):
    return Counted(monkeypatch)


class Desk:
    def __init__(self, harness, person):
        self.harness = harness
        self.actor = Actor(person=person.person, name=person.name, seats=person.seats, permissions=frozenset({"design"}))
        self.draft = UUID(harness.execute(BeginPackageDraft(package=PACKAGE), self.actor)["draft"])

    def see(self):
        return self.harness.ask(PackageDraftDetail(draft=self.draft), self.actor)

    def change(self, path, content):
        self.harness.execute(ChangePackageFiles(draft=self.draft, files={path: content}), self.actor)


@pytest.fixture
def desk(harness, regency):
    for package in ("kelengkapan", "pembayaran", PACKAGE):
        harness.deploy(package)
    return Desk(harness, regency("kabid.diskominfo.2"))


def test_an_unchanged_draft_lints_and_plays_nothing(desk, counted):
    first = desk.see()
    counted.take()
    second = desk.see()
    assert counted.take() == {}
    assert (second.problems, second.gate, second.scenarios) == (first.problems, first.gate, first.scenarios)
    assert first.scenarios > 1


def test_a_changed_file_is_looked_at_with_what_points_to_it_only(desk, counted):
    view = desk.see()
    scenarios = sorted(path for path in view.files if re.fullmatch(r"scenarios/(?!tanpa)[a-z_0-9]+\.json", path))
    counted.take()
    # a scenario: it alone is played
    played = scenarios[0]
    desk.change(played, view.files[played].replace(b'"name": "', b'"name": "Lagi: ', 1))
    counted.take()
    desk.see()
    assert counted.take() == {"Trial": 1}
    # a translation: nothing that is linted or played points to it
    desk.change("locale/id.json", view.files["locale/id.json"].rstrip() + b"\n\n")
    counted.take()
    desk.see()
    assert counted.take() == {}
    # a diagram: it is read and linted, and every scenario of its process is played
    (drawn,) = [path for path in view.files if path.endswith(".bpmn")]
    desk.change(drawn, view.files[drawn] + b"\n")
    counted.take()
    desk.see()
    done = counted.take()
    assert (done["read_diagram"], done["lint"], "lint_model" in done) == (1, 1, False)
    assert done["Trial"] == view.scenarios


def test_a_red_trial_is_played_each_time(desk, counted):
    view = desk.see()
    name = next(path for path in sorted(view.files) if path.startswith("scenarios/") and b'"ends": [' in view.files[path])
    desk.change(name, re.sub(rb'"ends": \[[^\]]*\]', b'"ends": ["entah"]', view.files[name]))
    assert [problem.code for problem in desk.see().gate] == ["SCENARIO_RED"]
    counted.take()
    assert [problem.code for problem in desk.see().gate] == ["SCENARIO_RED"]
    # what it came to is that of before, and kept since then: only the expectation is another
    assert counted.take() == {}
    desk.change(name, re.sub(rb'"begins": "[^"]*"', b'"begins": "2026-11-24T08:00:00+07:00"', desk.see().files[name]))
    desk.see()
    counted.take()
    desk.see()
    assert counted.take() == {"Trial": 1}


def test_a_changed_table_is_linted_alone_and_changes_what_is_told(desk, counted):
    view = desk.see()
    tables = [path for path in view.files if path.endswith(".dmn")]
    desk.change(tables[0], view.files[tables[0]] + b"\n")
    counted.take()
    desk.see()
    done = counted.take()
    assert (done["definitions_or_problems"], done["lint_model"], "read_diagram" in done) == (1, 1, False)
    # the diagram points to a decision that is gone: it is kept as it was read, and told all the same
    assert not any(problem.code == "NO_DECISION" for problem in view.problems)
    desk.change(tables[0], view.files[tables[0]].replace(b'<decision id="pajak_reklame"', b'<decision id="pajak_lain"'))
    assert any(problem.code == "NO_DECISION" for problem in desk.see().problems)
    desk.change(tables[0], view.files[tables[0]])
    assert desk.see().problems == view.problems


def test_a_trial_follows_the_calendar(desk, counted):
    desk.see()
    counted.take()
    desk.harness.execute(SetCalendar(basis="SKB", days=[{"day": "2026-11-26", "works": False, "name": "Libur"}]))
    desk.see()
    assert counted.take()["Trial"] > 1


#: a model that imports another, whose table it lints with
def model(name, namespace, imports="", table=""):
    return (
        f'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="{name}" name="{name}" namespace="{namespace}">'
        f'{imports}<decision id="{name}_d" name="{name} d"><variable name="{name} d"/>'
        f"<literalExpression><text>{table or 1}</text></literalExpression></decision></definitions>"
    ).encode()


def test_a_model_is_linted_again_when_one_that_it_imports_changed(counted):
    imported = '<import name="b" namespace="urn:b" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    files = {"a.dmn": model("a", "urn:a", imported), "b.dmn": model("b", "urn:b"), "c.dmn": model("c", "urn:c")}
    kept = ContentCache()

    def check(**changed):
        check_resources({**files, **changed}, job_types={}, rules=RULES, kept=kept)
        return counted.take().get("lint_model", 0)

    assert check() == 3
    assert check() == 0
    assert check(**{"b.dmn": model("b", "urn:b", table=2)}) == 2
    assert check(**{"c.dmn": model("c", "urn:c", table=2)}) == 1


def test_what_cannot_be_read_is_told_each_time(counted):
    kept = ContentCache()
    files = {"a.bpmn": b"<nothing", "b.dmn": b"<nothing"}
    first, second = (check_resources(files, job_types={}, rules=RULES, kept=kept).problems for _ in range(2))
    assert first == second
    assert {problem.resource for problem in first} == {"a.bpmn", "b.dmn"}


def test_what_was_not_asked_for_the_longest_is_forgotten_first():
    kept, made = ContentCache(2), []

    def get(key):
        return kept.get(key, lambda: made.append(key) or key)

    for key in "aabacb":
        assert get(key) == key
    assert made == ["a", "b", "c", "b"]


def test_a_failure_is_not_kept():
    kept = ContentCache()

    def fail():
        raise DeploymentRejected([])

    with pytest.raises(DeploymentRejected):
        kept.get("x", fail)
    assert kept.get("x", lambda: 1) == 1


def test_threads_may_ask_at_once():
    kept, found = ContentCache(5), []
    threads = [
        Thread(
            target=lambda number=number: found.extend(kept.get(key % 7, lambda key=key: key % 7) == key % 7 for key in range(number, 200))
        )
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found
    assert all(found)

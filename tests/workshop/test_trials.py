"""Trials of drafts: the same steps give the same way, nothing is done by them, and what they have shown must stay true."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.core.context import QueryContext
from engine.model.actor import SYSTEM
from engine.model.errors import DeploymentRejected, FormRejected, InvalidState, NotFound
from engine.packages.paths import WAIVED
from engine.packages.scenario import Expectation, Scenario, ScenarioError, Step, read_scenario, write_scenario
from engine.persistence.tables.instances import Job, ProcessInstance, UserTask
from tests.support.templates import deployed
from webui.settings import ROOT
from workshop.drafts.commands.begin_package_draft import BeginPackageDraft
from workshop.drafts.commands.change_package_files import ChangePackageFiles
from workshop.publishing.commands.propose_package import ProposePackage
from workshop.trials.commands.take_trial_step import TakeTrialStep
from workshop.trials.gate import gate_problems, run_scenarios
from workshop.trials.queries.trial_detail import TrialDetail
from workshop.trials.workbench import DraftWorkbench

BEGINS = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
START = Step(do="start", values={"pemeriksa": "kabid@bidang.diskominfo.2"})
COMPLETE = Step(do="task", at="periksa", values={"kelengkapan": "lengkap"})
PATH = "scenarios/coba.json"


def scenario(*steps, process="kelengkapan"):
    return Scenario(name="Coba", process=process, begins=BEGINS, steps=steps)


@pytest.fixture
def bench(harness, regency):
    """Of a package's files, with changes; None takes a file away."""
    with Session(harness.database) as session:

        def made(package="kelengkapan", **changed):
            known = {**harness.engine.platform.packages.get(package).resources, **changed}
            files = {path: content for path, content in known.items() if content is not None}
            context = QueryContext(session=session, platform=harness.engine.platform, actor=SYSTEM, now=harness.clock.moment)
            return DraftWorkbench(context, files)

        yield made


@pytest.fixture
@deployed("kelengkapan")
def draft(harness, regency):
    harness.deploy("kelengkapan")
    begun = harness.execute(BeginPackageDraft(package="kelengkapan"))["draft"]
    harness.execute(ChangePackageFiles(draft=begun, files={PATH: write_scenario(scenario())}))
    return begun


# --- the scenario as a file


def test_a_scenario_is_written_and_read_back():
    made = replace(scenario(START, COMPLETE, Step(do="days", days=3)), expect=Expectation(ends=("lengkap",)))
    assert read_scenario(write_scenario(made)) == made


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b'{"name": "x", "process": "p", "begins": "yesterday"}',
        b'{"name": "x", "process": "p", "begins": "2026-11-23T01:00:00"}',
        b'{"name": "x", "process": "p", "begins": "2026-11-23T01:00:00Z", "steps": [{"do": "eval", "at": "x"}]}',
        b'{"name": "x", "process": "p", "begins": "2026-11-23T01:00:00Z", "steps": 7}',
        b'{"name": "x", "process": "p", "begins": "2026-11-23T01:00:00Z", "expect": {"ends": "x"}}',
    ],
)
def test_what_is_no_scenario_is_refused(content):
    with pytest.raises(ScenarioError):
        read_scenario(content)


# --- playing


def test_the_same_steps_give_the_same_way_and_nothing_is_done(harness, bench):
    first, second = (bench().play(scenario(START, COMPLETE)) for _ in range(2))
    assert first.state == second.state
    assert first.effects == second.effects
    assert first.outcome == Expectation(ends=("lengkap",))
    for table in (ProcessInstance, UserTask, Job):
        with Session(harness.database) as session:
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_working_days_go_by_and_timers_fire_on_the_way_in_their_order(bench):
    returned = Step(
        do="task",
        at="periksa",
        values={"kelengkapan": "kembalikan", "dikembalikan": [{"field": "luas", "reason": "MISSING", "note": ""}]},
    )
    trial = bench().play(scenario(START, returned, Step(do="days", days=6)))
    assert [effect.element for effect in trial.waits] == ["lengkapi", "ingatkan", "habis"]
    assert trial.now == datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # without the weekend, to the end of the office hours
    silent = bench().play(scenario(START, returned, Step(do="days", days=10)))
    assert "dibatalkan" in silent.ends
    jumped = bench().play(scenario(START, returned, Step(do="due", at="habis")))
    assert "dibatalkan" in jumped.ends


def test_a_timer_that_repeats_without_end_stops_the_trial(bench, harness):
    drawn = harness.engine.platform.packages.get("kelengkapan").resources["kelengkapan.bpmn"].decode()
    head, _, tail = drawn.partition('<bpmn:timerEventDefinition id="T2">')
    often = head + '<bpmn:timerEventDefinition id="T2"><bpmn:timeCycle>R/PT1M</bpmn:timeCycle>' + tail.partition("</bpmn:timeDate>")[2]
    returned = Step(
        do="task",
        at="periksa",
        values={"kelengkapan": "kembalikan", "dikembalikan": [{"field": "luas", "reason": "MISSING", "note": ""}]},
    )
    trial = bench(**{"kelengkapan.bpmn": often.encode()}).play(scenario(START, returned, Step(do="days", days=1)))
    assert trial.stopped.code == "TIMERS"
    assert trial.stopped.values["at"] == "hampir"


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([COMPLETE], "NOT_BEGUN"),
        ([START, START], "BEGUN"),
        ([START, Step(do="task", at="lengkapi")], "NOTHING_WAITS"),
        ([START, Step(do="service", at="periksa")], "NOTHING_WAITS"),
        ([START, Step(do="signal", at="tidak_ada")], "NOTHING_WAITS"),
        ([START, Step(do="due")], "NOTHING_WAITS"),
        ([START, Step(do="days", days=0)], "NO_CALENDAR"),
        ([START, Step(do="days", days=4000)], "NO_CALENDAR"),
        ([START, Step(do="task", at="periksa", values={"kelengkapan": "entah"})], "ANSWERS"),
        ([START, Step(do="task", at="periksa", values={"kelengkapan": "tolak", "alasan_kelengkapan": "pendek"})], "ANSWERS"),
        ([START, COMPLETE, COMPLETE], "NOTHING_WAITS"),
    ],
)
def test_a_step_that_cannot_be_taken_stops_the_trial_and_keeps_what_was_before(bench, steps, code):
    trial = bench().play(scenario(*steps))
    assert trial.stopped.code == code
    assert trial.done == len(steps) - 1


def test_a_service_answers_as_the_scenario_says_or_fails(bench):
    paid = bench("pembayaran").scenarios["lunas"]
    assert bench("pembayaran").play(paid).outcome == Expectation(ends=("lunas", "tercatat"))
    failed = bench("pembayaran").play(replace(paid, steps=(paid.steps[0], Step(do="error", at="tagih", code="NO_BANK"))))
    assert failed.end.status == "FAILED"  # whoever calls it hears of it
    assert failed.end.error_code == "NO_BANK"
    assert failed.incidents == []


def test_every_shipped_scenario_is_green_and_those_packages_are_covered(bench, harness):
    covered = 0
    for package in harness.engine.platform.packages:
        made = bench(package.key)
        tried = run_scenarios(made)
        assert {key: item.why for key, item in tried.items() if item.why} == {}, package.key
        if tried:
            played = {key: item.trial for key, item in tried.items()}
            assert [made.coverage(process, played).missing_flows for process in made.processes] == [()] * len(made.processes)
            covered += 1
    assert covered == len(list((ROOT / "processes").glob("*/process.toml")))


# --- the gate


def codes(bench):
    return [problem.code for problem in gate_problems(bench)]


def test_a_change_that_leads_elsewhere_turns_scenarios_red(bench):
    files = bench().files
    changed = files["kelengkapan.bpmn"].replace(b'percobaan + 1"', b'percobaan + 3"')
    assert changed != files["kelengkapan.bpmn"]
    assert codes(bench()) == []
    assert "SCENARIO_RED" in codes(bench(**{"kelengkapan.bpmn": changed}))


def test_a_trial_that_stops_in_an_incident_is_red_though_it_was_recorded_so(bench):
    changed = bench().files["kelengkapan.bpmn"].replace(b">=percobaan &gt;=", b">=yang_tak_ada &gt;=")
    made = bench(**{"kelengkapan.bpmn": changed})
    recorded = {
        f"scenarios/{key}.json": write_scenario(
            replace(item.scenario, steps=item.scenario.steps[: item.trial.done], expect=item.trial.outcome)
        )
        for key, item in run_scenarios(made).items()
        if item.trial is not None and item.trial.incidents
    }
    assert recorded
    again = run_scenarios(bench(**{"kelengkapan.bpmn": changed}, **recorded))
    assert {again[PurePosixPath(path).stem].why for path in recorded} == {"INCIDENT"}


def test_a_flow_that_no_scenario_goes_along_is_told_unless_waived(bench):
    less = {"scenarios/tiga_kali.json": None}
    (problem,) = gate_problems(bench(**less))
    assert problem.code == "FLOWS_UNTRIED"
    assert problem.values["count"] == "1"
    assert codes(bench(**less, **{WAIVED: b'{"masih_batalkan": "Sama dengan jalan waktu habis."}'})) == []
    assert codes(bench(**less, **{WAIVED: b'{"masih_batalkan": "x"}'})) == ["FLOWS_UNTRIED"]  # no reason


def test_a_field_without_a_data_class_is_told(bench):
    form = bench().files["forms/kelengkapan_periksa.form"].replace(b'"dataClass": "internal"', b'"dataClass": ""')
    assert codes(bench(**{"forms/kelengkapan_periksa.form": form})) == ["FIELD_UNCLASSED"] * 2


# --- the commands


def step(harness, draft, taken=None, **options):
    return harness.execute(TakeTrialStep(draft=draft, scenario="coba", step=taken, **options))


def test_steps_are_recorded_with_what_came_of_them_and_can_be_taken_back(harness, draft):
    step(harness, draft, START)
    step(harness, draft, COMPLETE)
    view = harness.ask(TrialDetail(draft=draft, scenario="coba"))
    assert view.status == "COMPLETED"
    assert view.scenario.expect == Expectation(ends=("lengkap",))
    assert view.taken >= {"mulai_periksa", "periksa_hasil", "hasil_lengkap"}
    step(harness, draft, keep=1)
    view = harness.ask(TrialDetail(draft=draft, scenario="coba"))
    assert [wait.element for wait in view.waits] == ["periksa"]
    assert view.waits[0].whom
    assert view.scenario.expect == Expectation(waits=("periksa",))


def test_refused_answers_are_told_field_by_field_and_nothing_is_recorded(harness, draft):
    step(harness, draft, START)
    with pytest.raises(FormRejected) as refused:
        step(harness, draft, Step(do="task", at="periksa", values={"kelengkapan": "tolak"}))
    assert [error.field for error in refused.value.errors] == ["alasan_kelengkapan"]
    with pytest.raises(InvalidState) as stopped:
        step(harness, draft, Step(do="service", at="ingatkan"))
    assert stopped.value.details["reason"] == "NOTHING_WAITS"
    assert len(harness.ask(TrialDetail(draft=draft, scenario="coba")).scenario.steps) == 1


def test_a_proposal_needs_green_scenarios(harness, draft):
    step(harness, draft, START)
    harness.execute(ProposePackage(draft=draft, note="Nama langkah diperjelas."))
    changed = (
        harness.engine.platform.packages.get("kelengkapan").resources["kelengkapan.bpmn"].replace(b'percobaan + 1"', b'percobaan + 3"')
    )
    harness.execute(ChangePackageFiles(draft=draft, files={"kelengkapan.bpmn": changed}))
    with pytest.raises(DeploymentRejected) as refused:
        harness.execute(ProposePackage(draft=draft, note="Nama langkah diperjelas."))
    assert {problem.code for problem in refused.value.problems} >= {"SCENARIO_RED"}


def test_an_unknown_scenario_is_not_found(harness, draft):
    with pytest.raises(NotFound):
        harness.execute(TakeTrialStep(draft=draft, scenario="lain", step=START))
    with pytest.raises(NotFound):
        harness.ask(TrialDetail(draft=draft, scenario="lain"))


@pytest.mark.parametrize("code", ["__import__('os').system('id')", "=1/0", "{{7*7}}", "function() external {java: {}}"])
def test_no_answer_of_a_scenario_is_run(bench, code):
    trial = bench().play(scenario(replace(START, values={"pemeriksa": "kabid@x", "lain": code}), COMPLETE))
    assert trial.outcome == Expectation(ends=("lengkap",))
    assert trial.variables["lain"] == code

"""A package whose service lacks something is not published, and is told what."""

import tomllib

import pytest

from casework.composition import RULES
from casework.services.service import STANDARD, read_service, service_problems
from engine.commands.deployment.deploy import Deploy
from engine.model.errors import DeploymentRejected
from engine.packages.checks import check_resources
from webui.rendering.problem_text import INDONESIAN
from webui.settings import ROOT

FOLDER = ROOT / "processes" / "pengaduan"


@pytest.fixture
def resources():
    return {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.suffix in (".bpmn", ".dmn", ".form", ".json", ".toml") and "tests" not in path.relative_to(FOLDER).parts
    }


def told(resources):
    problems = check_resources(resources, job_types={}, rules=RULES).problems
    return {(problem.code, *problem.values.values()) for problem in problems if problem.severity == "error"}


def changed(resources, name, old, new):
    text = resources[name].decode()
    assert text.count(old) >= 1, old
    return {**resources, name: text.replace(old, new, 1).encode()}


def test_the_complaints_lack_nothing(resources):
    assert told(resources) == set()


@pytest.mark.parametrize("part", STANDARD)
@pytest.mark.parametrize("nothing", [None, "", [], [" "]])
def test_each_of_the_fourteen_parts_must_be_there(resources, part, nothing):
    item = tomllib.loads(resources["process.toml"].decode())["service"][0]
    standard = {name: text for name, text in item["standard"].items() if name != part or nothing is not None}
    if nothing is not None:
        standard[part] = nothing
    (problem,) = service_problems(read_service({**item, "standard": standard}))
    assert (problem[0], problem[3]) == ("SERVICE_PART", {"parts": part})


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("process.toml", 'events = ["community"]', 'events = ["weather"]', ("SERVICE_EVENT", "weather")),
        ("process.toml", 'withdraw_until = "ditangani"', 'withdraw_until = "dijawab"', ("SERVICE_WITHDRAW", "dijawab")),
        ("process.toml", 'withdraw_until = "ditangani"', 'withdraw_until = "lenyap"', ("SERVICE_WITHDRAW", "lenyap")),
        ("process.toml", "[[service.stage]]", '[[service.example]]\ntext = "x"\nanswers = {}\n[[service.stage]]', ("SERVICE_EXAMPLE",)),
        (
            "process.toml",
            "[[service.stage]]",
            '[service.sample]\ntemplate = "lenyap"\ntitle = "x"\nwords = {}\n[[service.stage]]',
            ("SERVICE_SAMPLE", "lenyap"),
        ),
        ("process.toml", '[[service.stage]]\nkey = "diperiksa"', '[[service.stage]]\nkey = "diajukan"', ("SERVICE_STAGES", "4")),
        ("pengaduan.bpmn", 'name="public_stage" value="ditangani"', 'name="public_stage" value="lenyap"', ("UNKNOWN_STAGE", "lenyap")),
        ("pengaduan.bpmn", '<zeebe:formDefinition formId="pengaduan" />', "", ("SERVICE_FORM",)),
    ],
)
def test_what_citizens_would_stumble_over_is_told(resources, name, old, new, code):
    found = told(changed(resources, name, old, new))
    assert code in found
    assert all(item[0] in INDONESIAN for item in found)


def test_it_is_not_published(harness, resources):
    broken = changed(resources, "process.toml", 'fees = "Gratis"', 'fees = " "')
    with pytest.raises(DeploymentRejected) as rejected:
        harness.execute(Deploy(package="pengaduan", resources=broken))
    assert [problem.values for problem in rejected.value.problems] == [{"parts": "fees"}]


@pytest.mark.parametrize("wrong", ['key = "Pengaduan!"', 'kay = "pengaduan"'])
def test_a_manifest_that_cannot_be_read_says_where(resources, wrong):
    broken = changed(resources, "process.toml", 'key = "pengaduan"\nprocess', f"{wrong}\nprocess")
    problems = [problem for problem in check_resources(broken, job_types={}, rules=RULES).problems if problem.code == "MANIFEST"]
    assert len(problems) == 1
    assert "[service]" in problems[0].message

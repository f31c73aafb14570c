"""The schemas that editors complete process.toml and scenarios with are those that files are checked against; faults are told at once."""

import json
import tomllib

import pytest

from casework.composition import RULES
from engine.packages.manifest import ManifestError, read_manifest
from engine.packages.scenario import ScenarioError, read_scenario
from engine.packages.schemas import schema_of
from webui.settings import ROOT


@pytest.mark.parametrize("kind", ["process", "scenario"])
def test_the_schema_in_the_documentation_is_that_of_the_code(kind):
    assert json.loads((ROOT / f"docs/reference/schemas/{kind}.json").read_text()) == schema_of(kind, RULES.sections)


def test_every_shipped_package_uses_only_what_the_schema_names():
    """An editor with the schema must not underline what the product itself ships."""
    schema = schema_of("process", RULES.sections)
    kinds = {
        name: schema["$defs"][schema["properties"][name]["items"]["$ref"].rpartition("/")[2]] for name in ("case", "service", "register")
    }
    for path in ROOT.glob("processes/*/process.toml"):
        document = tomllib.loads(path.read_text())
        assert set(document) <= set(schema["properties"]), path
        for name, kind in kinds.items():
            for item in document.get(name, []):
                assert set(item) <= set(kind["properties"]), path


def test_every_fault_of_a_manifest_is_told_at_once():
    text = "[package]\nkey='ab'\napi=2\n[[case]]\nprocess='x'\ntitel='x'\nfacts='a'\n[[register]]\nkey='a'\nprocess='p'\nfields=[1]"
    with pytest.raises(ManifestError) as told:
        read_manifest(tomllib.loads(text), RULES.sections)
    for part in (
        "[package]: api is 2, but this platform speaks 1",
        "[case]: facts must be a list",
        "[case] does not know titel",
        "[register]: fields must be a list of texts",
    ):
        assert part in str(told.value)


def test_every_fault_of_a_scenario_is_told_at_once():
    content = b'{"name": "x", "process": "p", "begins": "2026-11-23T01:00:00", "steps": [{"do": "eval", "days": "1"}]}'
    with pytest.raises(ScenarioError) as told:
        read_scenario(content)
    for part in ("'begins' must name its zone", "'eval' is no step", "days must be a whole number"):
        assert part in str(told.value)

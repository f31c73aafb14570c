"""The dashboard, the alerts and the page for operators name metrics that are there, with labels that they have, and leave none out."""

import json
import re

import pytest
import yaml

from webui.observation.families import ALL, OF_PLATFORM, OTHER, Family
from webui.settings import ROOT

FOLDER = ROOT / "docs/operators"
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
SAMPLES = {family.name + suffix: family for family in ALL for suffix in SUFFIXES[family.kind]}


def labels_of(family: Family) -> set[str]:
    found = set(family.labels) | ({"le"} if family.kind == "histogram" else set())
    return found if family in OF_PLATFORM else found | {"process"}


def panels():
    return json.loads((FOLDER / "dasbor-grafana.json").read_text())["panels"]


def alerts():
    (group,) = yaml.safe_load((FOLDER / "peringatan-prometheus.yml").read_text())["groups"]
    return group["rules"]


def expressions():
    return [target["expr"] for panel in panels() for target in panel.get("targets", ())] + [rule["expr"] for rule in alerts()]


def faults(expression):
    """What is wrong with an expression of PromQL, as far as names and brackets go."""
    found = []
    for name, given in re.findall(r"\b(alur_\w+)(?:\{([^}]*)\})?", expression):
        if name not in SAMPLES:
            found.append(f"no sample {name}")
            continue
        used = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", given))
        found += [f"{name} has no label {label}" for label in used - labels_of(SAMPLES[name])]
    known = [labels_of(SAMPLES[name]) for name in re.findall(r"\balur_\w+", expression) if name in SAMPLES]
    for group in re.findall(r"\bby \(([^)]*)\)", expression):
        wanted = {label.strip() for label in group.split(",")}
        if known and not any(wanted <= labels for labels in known):
            found.append(f"nothing in it has the labels {group}")
    if any(expression.count(opening) != expression.count(closing) for opening, closing in ("()", "[]", "{}")):
        found.append("its brackets do not match")
    return found


def test_what_is_wrong_with_an_expression_is_seen():
    assert faults("sum by (command) (rate(alur_turns_total[5m]))") == []
    assert faults("alur_turns") == ["no sample alur_turns"]
    assert faults('alur_jobs{queue="notify"}') == ["alur_jobs has no label queue"]
    assert faults("sum by (endpoint) (alur_jobs)") == ["nothing in it has the labels endpoint"]
    assert faults("sum(alur_jobs") == ["its brackets do not match"]


@pytest.mark.parametrize("expression", expressions())
def test_each_expression_names_what_is_there(expression):
    assert faults(expression) == []


def test_every_metric_is_on_the_dashboard_and_on_the_page():
    text, page = " ".join(expressions()), (FOLDER / "mengamati-alur.md").read_text()
    assert [family.name for family in ALL if family.name not in text] == []
    named = set(re.findall(r"`(alur_\w+)`", page))
    assert {family.name + ("_total" if family.kind == "counter" else "") for family in ALL} == named


def test_a_dashboard_can_be_imported():
    found = json.loads((FOLDER / "dasbor-grafana.json").read_text())
    assert found["__inputs"][0]["pluginId"] == "prometheus"
    numbers = [panel["id"] for panel in found["panels"]]
    assert len(set(numbers)) == len(numbers) > 30
    places = set()
    for panel in found["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])}
        assert not cells & places, panel["title"]
        places |= cells
        assert panel["title"]
        if panel["type"] != "row":
            assert panel["fieldConfig"]["defaults"]["unit"]
            assert [target["refId"] for target in panel["targets"]]


def test_each_alert_says_what_to_do_and_stands_on_the_page():
    page = (FOLDER / "mengamati-alur.md").read_text()
    names = [rule["alert"] for rule in alerts()]
    assert len(set(names)) == len(names) > 15
    assert names == re.findall(r"^\| `(Alur\w+)` \|", page, re.MULTILINE)
    for rule in alerts():
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["tingkat"] in ("bangunkan", "jam kerja")
        assert all(len(rule["annotations"][name]) > 10 for name in ("ringkasan", "tindakan"))
        for label in re.findall(r"\$labels\.(\w+)", rule["annotations"]["ringkasan"]):
            assert label in rule["expr"] or label == "process", (rule["alert"], label)


def test_no_label_is_open_to_anybody():
    """Each is a name of code, a route, a declared type or a setting; the word for all others is one."""
    assert {label for family in ALL for label in family.labels} == {
        *("command", "query", "outcome", "endpoint", "status", "type", "state", "queue", "system", "kind"),
    }
    assert OTHER == "other"

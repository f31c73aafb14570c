"""Benchmarks keep what they measured, and a run is compared with the last one of the same kind of machine."""

import json
from datetime import UTC, datetime

from benchmarks.figures import Figure
from benchmarks.history import Kept, keep, last_values, table
from benchmarks.machine import machine
from benchmarks.main import NAMES
from webui.settings import ROOT

PAGE = ROOT / "docs/develop/benchmarks.md"
MONDAY, TUESDAY = datetime(2026, 11, 30, 8, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)


def figure(value, name="peers: alur to operaton, 1 client", **more):
    return Figure(name, value, "x", **{"better": "higher", "target": 1.2, **more})


def test_a_run_is_kept_with_machine_versions_and_commit(tmp_path):
    run = json.loads(keep([figure(1.5)], folder=tmp_path, now=MONDAY).read_text())
    assert run["at"] == "2026-11-30T08:00:00+00:00"
    assert set(run["machine"]) == {"processor", "processors", "memory", "system"}
    assert {"python", "sqlalchemy", "operaton", "flowable", "dbos"} <= set(run["versions"])
    assert run["commit"]
    assert run["figures"] == [{"name": "peers: alur to operaton, 1 client", "value": 1.5, "unit": "x", "better": "higher", "target": 1.2}]


def test_each_figure_is_compared_with_its_own_last_run(tmp_path):
    keep([figure(1.5), figure(20, "pages: inbox")], folder=tmp_path, now=MONDAY)
    keep([figure(1.8)], folder=tmp_path, now=TUESDAY)
    last = last_values(folder=tmp_path)
    assert {name: (kept.value, kept.at[:10]) for name, kept in last.items()} == {
        "peers: alur to operaton, 1 client": (1.8, "2026-12-01"),
        "pages: inbox": (20, "2026-11-30"),
    }


def test_a_run_of_another_kind_of_machine_is_not_compared_with(tmp_path):
    keep([figure(1.5)], folder=tmp_path, now=MONDAY)
    assert last_values(folder=tmp_path, on={**machine(), "processors": "96"}) == {}


def lines(figures, last):
    return table(figures, last).splitlines()


def test_the_table_says_which_target_is_missed_and_what_has_become_worse():
    before = {item: Kept(2.0, "2026-11-30T08:00:00+00:00", "abc123") for item in ("a", "b", "c", "d")}
    head, *rows, foot = lines(
        [
            figure(1.0, "a"),
            figure(3.0, "b", target=None),
            figure(1.0, "c", better="lower", target=1.0),
            figure(1.95, "d"),
            figure(0.5, "e", better="lower"),
        ],
        before,
    )
    assert head.split() == ["figure", "value", "unit", "target", "reached", "to", "the", "last", "run"]
    assert [row.split() for row in rows] == [
        ["a", "1.00", "x", "1.2", "NO", "0.50", "x", "!"],
        ["b", "3.00", "x", "-", "1.50", "x", "+"],
        ["c", "1.00", "x", "1", "yes", "0.50", "x", "+"],
        ["d", "1.95", "x", "1.2", "yes", "0.97", "x"],
        ["e", "0.50", "x", "1.2", "yes", "-"],
    ]
    assert foot.startswith("The last run: 2026-11-30T08:00:00+00:00 (abc123), on a machine of the same kind")


def test_the_table_says_that_there_is_nothing_to_compare_with():
    assert lines([figure(1.0)], {})[-1] == "No run of this kind of machine was kept: there is nothing to compare with."


def test_a_value_of_nothing_compares_with_nothing():
    assert "-" in lines([figure(1.0)], {"peers: alur to operaton, 1 client": Kept(0.0, "", "")})[1].split()[-1]
    kept = {"errors": Kept(3.0, "2026-11-30T08:00:00+00:00", "abc123")}
    assert lines([figure(0.0, "errors", better="lower", target=0)], kept)[1].split()[-3:] == ["0.00", "x", "+"]


def test_the_page_tells_of_every_benchmark():
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert [name for name in NAMES if not any(row.startswith(f"| `{name}` |") for row in rows)] == []

"""`alur hold`, `alur retention`, `alur calendar` and `alur packages disable` as an operator types them."""

import ast
import json
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from casework.privacy.tables import Erasure, LegalHold
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.persistence.tables.calendar import CalendarDay, CalendarYear, OfficePeriod
from engine.persistence.tables.definitions import PackageChange
from engine.queries.audit.audit_verification import VerifyAudit
from webui.cli.audit_words import altered_words
from webui.cli.main import main
from webui.settings import ROOT

APPROVAL = ("--yes", "--basis", "Keputusan Bupati 900/12/2040")
HOURS = ("--weekdays", "08:00", "15:00", "--friday", "08:00", "15:30", "--name", "Ramadan 1448 H", "--basis", "SE Bupati 12/2027")


@pytest.fixture
def alur(harness, monkeypatch, capsys):
    """Runs the command line on the platform of the test; gives what it prints, or the sentence with which it refuses."""
    monkeypatch.setattr("webui.bootstrap.build_platform", lambda _settings: harness.engine)
    monkeypatch.setattr("webui.settings.read_settings", lambda: SimpleNamespace(seal_pins=None, seal_heads=None))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            said = capsys.readouterr()
            return f"refused: {ended.code} {said.out}{said.err}"
        return capsys.readouterr().out

    return run


@pytest.fixture
def case(harness, office):
    """A permit that was cancelled today."""
    office.send()
    found = harness.task("periksa").instance_id
    root = next(row.root_id for row in harness.instances() if row.id == found)
    harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    harness.run_jobs()
    return root


def erased(harness):
    return harness._all(select(Erasure.instance_id))


def test_a_case_is_held_and_let_go_by_its_number_or_its_id(harness, case, alur):
    number = next(row.business_key for row in harness.instances() if row.id == case)
    assert alur("hold", f" {number.lower()} ", "--reason", "Sengketa di PTUN") == "Kasus ini ditahan: tidak ada isinya yang dihapus.\n"
    (hold,) = harness._all(select(LegalHold))
    assert (hold.instance_id, hold.reason, hold.lifted_at) == (case, "Sengketa di PTUN", None)
    assert "alur: Kasus ini sudah ditahan." in alur("hold", case, "--reason", "Sekali lagi")
    assert "alur: Kasus ini belum dapat dihapus" in alur("erase", number, "--basis", "Permintaan")
    assert alur("hold", case, "--reason", "Putusan tetap", "--lift", "--lang", "en") == "The case is no longer held.\n"
    (hold,) = harness._all(select(LegalHold))
    assert hold.lifted_because == "Putusan tetap"
    assert "alur: Kasus ini tidak ditahan." in alur("hold", case, "--reason", "Putusan tetap", "--lift")
    assert alur("audit", "verify", number) == "Rantainya utuh.\n"
    assert alur("erase", number, "--basis", "Permintaan 12/2026").startswith("Terhapus; ")
    assert erased(harness) == [case]
    assert alur("audit", "verify") == "Semua rantai utuh dan cocok dengan segelnya.\n"


def test_a_terminal_that_speaks_english_is_answered_in_english(case, alur, monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert alur("audit", "verify", case) == "The chain is whole.\n"
    assert "alur: No case has the number 99/2099." in alur("hold", "99/2099", "--reason", "x")
    assert alur("audit", "verify", case, "--lang", "id") == "Rantainya utuh.\n"


def test_everything_that_the_verification_may_find_has_its_words():
    calls = [
        (path.stem, node.args[0].values)
        for path in [*(ROOT / "engine/core/audit").glob("*.py"), ROOT / "engine/queries/audit/audit_verification.py"]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Altered"
    ]
    said = ["".join(part.value if isinstance(part, ast.Constant) else _example(part, stem) for part in parts) for stem, parts in calls]
    assert len(said) >= 20
    assert [text for text in said if altered_words(text, "id") == text] == []
    assert altered_words(said[0], "en") == said[0]


def _example(part, module):
    """What may stand in a place of a sentence, by the name that the code has for it."""
    name = ast.unparse(part.value)
    words = {"name": "head 7 (until 2026-11-30 02:00 UTC)", "text": "a row was altered", "place": "history", "since": "2026-11-30"}
    if name in ("instance", "case", "self.instance") or (name, module) == ("name", "traces"):
        return str(uuid4())
    return words.get(name, "7")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hold", uuid4(), "--reason", "x"), "alur: Tidak ada kasus dengan id itu."),
        (("hold", "TGR-AAAA", "--reason", "x"), "alur: Tidak ada kasus bernomor TGR-AAAA."),
        (("erase", uuid4(), "--basis", "x"), "alur: Tidak ada kasus dengan id itu."),
        (("audit", "verify", uuid4()), "alur: Tidak ada kasus dengan id itu."),
        (("hold", "{case}", "--reason", " "), "alur: Tulis alasannya sesudah --reason."),
        (("hold", "{case}"), "wajib diisi: --reason"),
        (("retention", *APPROVAL, "--dry-run"), "leave out --dry-run"),
        (("retention", *APPROVAL, "--until", "2040-01-01"), "leave out"),
        (("retention", "--yes"), "expected --basis"),
        (("retention", "--yes", "--basis", "  "), "expected --basis"),
        (("retention", "--until", "besok"), "nilai 'besok' tidak sesuai"),
    ],
)
def test_a_wrong_call_changes_nothing_and_says_why(harness, case, alur, arguments, said):
    harness.clock.moment = datetime(2040, 1, 2, 5, tzinfo=UTC)
    assert said in alur(*[str(argument).replace("{case}", str(case)) for argument in arguments])
    assert erased(harness) == []
    assert harness._all(select(LegalHold)) == []


def test_what_will_be_due_is_shown_and_nothing_goes(harness, case, alur):
    assert "0 cases would be erased, and fields or documents of 0 others" in alur("retention")
    shown = alur("retention", "--until", "2040-01-01")
    number = next(row.business_key for row in harness.instances() if row.id == case)
    assert f"izin_uji  {number}" in shown
    assert "1 cases would be erased" in shown
    harness.clock.moment = datetime(2040, 1, 2, 5, tzinfo=UTC)
    assert "1 cases would be erased" in alur("retention", "--dry-run")
    assert erased(harness) == []


def test_what_is_due_goes_with_an_approval_and_what_is_held_stays(harness, case, alur):
    alur("hold", case, "--reason", "Sengketa di PTUN")
    harness.clock.moment = datetime(2040, 1, 2, 5, tzinfo=UTC)
    assert "  held" in alur("retention")
    assert alur("retention", *APPROVAL).startswith("0 cases, ")
    alur("hold", case, "--reason", "Putusan tetap", "--lift")
    assert alur("retention", *APPROVAL).startswith("1 cases, ")
    (record,) = harness._all(select(Erasure))
    assert (record.instance_id, record.basis) == (case, APPROVAL[2])
    assert alur("retention", *APPROVAL).startswith("0 cases, ")
    assert harness.ask(VerifyAudit()) == []


def test_hours_of_a_fasting_month_are_set_and_corrected(harness, alur):
    assert (
        alur("calendar", "hours", "2027-02-08", "--to", "2027-03-09", *HOURS) == "hours set; the due dates of 0 cases are counted again\n"
    )
    later = [*HOURS[:2], "14:30", *HOURS[3:]]
    assert "hours set" in alur("calendar", "hours", "2027-02-08", "--to", "2027-03-09", *later)
    (period,) = harness._all(select(OfficePeriod).where(OfficePeriod.special, OfficePeriod.valid_from == date(2027, 2, 8)))
    assert (str(period.valid_to), f"{period.closes:%H.%M}", period.name) == ("2027-03-09", "14.30", "Ramadan 1448 H")
    assert "Expected days without special hours" in alur("calendar", "hours", "2027-03-01", "--to", "2027-03-20", *HOURS)


@pytest.mark.parametrize(
    ("first", "changed", "said"),
    [
        ("8 Februari", {}, "Expected a day such as 2027-02-08"),
        ("2027-02-08", {"15:00": "25:00"}, "Expected hours such as 07:30 and 16:00"),
        ("2027-02-08", {"15:00": "07:00"}, "close after they open"),
        ("2027-02-08", {"Ramadan 1448 H": " "}, "Expected a name and the decree"),
    ],
)
def test_hours_that_are_none_are_refused(harness, alur, first, changed, said):
    before = len(harness._all(select(OfficePeriod)))
    assert said in alur("calendar", "hours", first, "--to", "2027-03-09", *[changed.get(word, word) for word in HOURS])
    assert len(harness._all(select(OfficePeriod))) == before


def test_cases_under_way_are_counted_again(harness, office, alur):
    office.send()
    due = harness.task("periksa").due_at
    said = alur("calendar", "hours", "2026-11-01", *["12:00" if word in ("15:00", "15:30") else word for word in HOURS])
    assert "of 1 cases" in said or "of 2 cases" in said
    harness.run_jobs()
    assert harness.task("periksa").due_at < due


def test_days_are_closed_opened_and_imported(harness, alur, tmp_path):
    assert "2 days set" in alur("calendar", "close", "2027-03-10", "2027-03-11", "--name", "Cuti bersama", "--basis", "SKB 1/2026")
    assert "1 days set" in alur("calendar", "open", "2027-03-11", "--basis", "SE Bupati 1/2027")
    days = select(CalendarDay.works).where(CalendarDay.day.in_([date(2027, 3, 10), date(2027, 3, 11)])).order_by(CalendarDay.day)
    assert harness._all(days) == [False, True]
    file = tmp_path / "libur.json"
    file.write_text(json.dumps({"basis": "SKB 1/2028", "days": [{"day": "2029-01-01", "name": "Tahun Baru"}], "years": [2029]}))
    assert "1 days set" in alur("calendar", "import", file)
    assert 2029 in harness._all(select(CalendarYear.year))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "expected an object with basis, days and years"),
        ("[]", "expected an object with basis, days and years"),
        ('{"basis": "x", "days": 5}', "expected an object with basis, days and years"),
        ('{"basis": "x", "days": ["2029-01-01"]}', "Expected days as objects"),
        ('{"basis": "x", "days": [{"day": "1 Januari"}]}', "Expected a day such as"),
        ('{"basis": "x", "days": [{"day": "2029-01-01", "works": "false"}]}', "Expected works to be true or false"),
        ('{"basis": "x", "years": ["2029"]}', "Expected a year such as 2028"),
        ('{"basis": " ", "years": [2029]}', "the decree that sets them"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(harness, alur, tmp_path, text, said):
    file = tmp_path / "libur.json"
    file.write_text(text)
    assert said in alur("calendar", "import", file)
    assert "cannot be read" in alur("calendar", "import", tmp_path / "tidak-ada.json")
    assert 2029 not in harness._all(select(CalendarYear.year))


def test_a_package_is_disabled_with_what_follows_and_why(harness, office, alur):
    office.send()
    said = alur("packages", "disable", "izin_uji", "--reason", "Pemeliharaan sampai Senin")
    assert "1 cases are running, with 1 open tasks in 1 units" in said
    assert "citizens can no longer begin:" in said
    (change,) = harness._all(select(PackageChange).where(~PackageChange.enabled))
    assert (change.package, change.reason) == ("izin_uji", "Pemeliharaan sampai Senin")
    assert "Expected a reason" in alur("packages", "disable", "izin_uji", "--reason", "x")
    assert "none" in alur("packages", "disable", "tidak_ada", "--reason", "Pemeliharaan sampai Senin")

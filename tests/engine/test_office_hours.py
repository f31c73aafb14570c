"""Office hours, holidays and years are dated data of the regency, with a history; a year that nobody has set is told months before."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from engine.commands.timers.remind_of_calendar import RemindOfCalendar
from engine.commands.timers.set_calendar import SetCalendar
from engine.commands.timers.set_office_hours import SetOfficeHours
from engine.core.command import Command
from engine.jobs.calendar_mails import remind_of_calendar
from engine.model.errors import Forbidden, InvalidState
from engine.persistence.tables.calendar import CalendarDay, OfficePeriod
from engine.queries.calendar.calendar_overview import CalendarOverview
from engine.testing.drawing import event, process, task

INNER = (
    '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/>'
    '<zeebe:taskSchedule dueDate="=tambah hari kerja(now(), {days})"/></extensionElements>'
)


def waiting(days):
    return process(event("start", "s"), task("a", INNER.format(days=days)), event("end", "e"), "s > a > e")


def hours(first, last=None, closes="14:30", **more):
    given = {
        "name": "Jam uji",
        "first": first,
        "last": last,
        "weekdays": ("08:00", closes),
        "friday": ("08:00", "14:00"),
        "basis": "SE 1/2026",
    }
    return SetOfficeHours(**{**given, **more})


def due(harness):
    return harness.task("a").due_at.astimezone(harness.engine.platform.zone).strftime("%Y-%m-%d %H:%M")


def test_hours_that_change_move_what_is_counted_on_them(harness, drawn):
    drawn(waiting(3))
    harness.start("p", harness.person)
    assert due(harness) == "2026-11-26 16:00"
    assert harness.execute(hours("2026-11-25"))["cases"] == 1
    harness.run_jobs()
    assert due(harness) == "2026-11-26 14:30"
    harness.execute(hours("2026-11-26", "2026-11-30", closes="12:00", name="Jam khusus"))
    harness.run_jobs()
    assert due(harness) == "2026-11-26 12:00"
    # later usual hours end the earlier ones the day before, and nothing of what was before is lost
    rows = {(row.valid_from.isoformat(), row.special): row.valid_to for row in harness._all(select(OfficePeriod))}
    assert str(rows["1996-01-01", False]) == "2026-11-24"
    assert rows["2026-11-25", False] is None


@pytest.mark.parametrize(
    "wrong",
    [
        hours("besok"),
        hours("2026-11-25", "2026-11-24"),
        hours("2026-11-25", "2027-11-24"),
        hours("2026-11-25", closes="07:00"),
        hours("2026-11-25", closes="25:00"),
        hours("2026-11-25", name=" "),
        hours("2026-11-25", basis=""),
        # within Ramadan 1448 H
        hours("2027-02-10", "2027-02-12"),
    ],
)
def test_what_are_no_hours_is_refused(harness, wrong):
    with pytest.raises(InvalidState):
        harness.execute(wrong)


def test_only_who_administers_sets_them(harness, regency):
    with pytest.raises(Forbidden):
        harness.execute(hours("2026-11-25"), regency("agendaris.setda"))


def test_the_overview_tells_who_changed_what_on_which_basis_and_what_a_year_lacks(harness, regency):
    operator = regency("operator")
    before = harness.ask(CalendarOverview(), operator)
    assert [(year.year, year.working_days, year.lacks, year.pressing) for year in before.years] == [
        (2026, 240, (), True),
        (2027, 242, (), True),
        (2028, None, ("HOLIDAYS", "FASTING"), False),
    ]
    assert before.changes == []
    closing = SetCalendar(basis="SE Bupati 9", days=[{"day": "2026-12-28", "works": False, "name": "Libur daerah"}], years=[2028])
    harness.execute(closing, operator)
    harness.execute(closing, operator)
    harness.execute(hours("2028-01-28", "2028-02-26", name="Ramadan 1449 H"), operator)
    after = harness.ask(CalendarOverview(), operator)
    assert [year.lacks for year in after.years] == [(), (), ()]
    told = [(row.kind, row.subject, row.before, row.after, row.basis) for row in after.changes]
    assert sorted(told) == [
        ("DAY", "2026-12-28", "", "libur Libur daerah", "SE Bupati 9"),
        ("HOURS", "2028-01-28", "", "Ramadan 1449 H: 2028-01-28 s.d. 2028-02-26, 08.00–14.30, Jumat 08.00–14.00", "SE 1/2026"),
        ("YEAR", "2028", "", "SE Bupati 9", "SE Bupati 9"),
    ], "what was set again as it stood is no change"
    assert {row.changed_by for row in after.changes} == {operator.name}


class ForgetHours(Command):
    permission = "system"

    def run(self, context):
        context.session.execute(delete(OfficePeriod))
        return {}


def test_nothing_is_known_that_nobody_has_set(harness, drawn):
    """The tables alone count: no file of the package stands in for what was removed."""
    drawn(waiting(3))
    harness.execute(ForgetHours())
    harness.start("p", harness.person)
    (incident,) = harness.incidents()
    assert "no office hours are set for 2026-11-26" in incident.message
    assert harness._all(select(CalendarDay).where(CalendarDay.day == datetime(2026, 12, 25, tzinfo=UTC).date()))[0].name == "Natal"


def test_operators_are_told_each_month_of_a_year_that_nobody_has_set(harness, regency):
    regency("operator")
    remind_of_calendar(harness.engine)
    assert not any("Kalender" in mail.subject for mail in harness.notifier.mails.values()), "2027 is set"
    told = []
    for day in (datetime(2027, 8, 10, 1, tzinfo=UTC), datetime(2027, 8, 20, 1, tzinfo=UTC), datetime(2027, 9, 2, 1, tzinfo=UTC)):
        harness.clock.moment = day
        told.append(harness.execute(RemindOfCalendar())["years"])
    assert told == [{"2028": ["HOLIDAYS", "FASTING"]}, {}, {"2028": ["HOLIDAYS", "FASTING"]}]
    harness.clock.moment = datetime(2027, 10, 2, 1, tzinfo=UTC)
    remind_of_calendar(harness.engine)
    (mail,) = [mail for mail in harness.notifier.mails.values() if "Kalender" in mail.subject]
    assert mail.subject == "Kalender hari kerja 2028 belum lengkap"
    assert "- 2028: hari libur dan cuti bersama, jam kerja bulan Ramadan" in mail.text

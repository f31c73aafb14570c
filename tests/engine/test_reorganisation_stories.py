"""What a reorganisation, a vacancy and a leave do to what waits, day by day: somebody has it, or operators are told; nothing moves too early."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from demo.organisation import identifier
from engine.commands.people.import_organisation import ImportOrganisation
from engine.identity.errors import OrganisationRejected
from engine.jobs.watch import watch
from engine.persistence.tables.identity import Absence, Holding, Person, Position, Unit
from engine.persistence.tables.instances import TaskCandidate, UserTask
from engine.persistence.tables.receivers import ReceiverFinding
from engine.queries.tasks.task_list import TaskList
from engine.testing.drawing import event, process, task
from tests.support.rows import change

ZONE = ZoneInfo("Asia/Jakarta")
BY_POST = '<extensionElements><zeebe:assignmentDefinition assignee="kabag.1"/></extensionElements>'
BY_ROLE = '<extensionElements><zeebe:assignmentDefinition candidateGroups="kabag@bagian.1"/></extensionElements>'
POST, UNIT, HOLDER = identifier("position", "kabag.1"), identifier("unit", "bagian.1"), identifier("person", "kabag.1")
OTHER_POST, OTHER_UNIT, OTHER = identifier("position", "kabag.2"), identifier("unit", "bagian.2"), identifier("person", "kabag.2")
DAY_OF_CHANGE = date(2027, 1, 1)


class Regency:
    def __init__(self, harness):
        self.harness = harness

    def at(self, day, hour=9):
        """Goes to a day and lets the clock's check run, twice: what it does in one round may be seen by the next."""
        self.harness.clock.moment = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
        for _round in range(2):
            watch(self.harness.engine)
        return self

    @property
    def told(self):
        """Why nobody can act, of each thing that operators are told of."""
        return [row.reason for row in self.harness._all(select(ReceiverFinding).where(ReceiverFinding.closed_at.is_(None)))]

    def has(self, person):
        """How many open tasks this person has, as their own or in a queue of theirs."""
        counts = self.harness.ask(TaskList(), self.harness.actor(person)).counts
        return counts["mine"] + counts["unit"]

    def import_(self, **document):
        self.harness.execute(ImportOrganisation(document=document))

    def email(self, person):
        (found,) = self.harness._all(select(Person.email).where(Person.id == person))
        return found

    def post(self, code, unit, *, begins=DAY_OF_CHANGE, role="kabag", holder=None):
        """A new position, held by somebody from its first day on."""
        position = uuid4()
        given = {"unit_id": unit, "role": role, "permissions": [], "superior_id": identifier("position", "asisten.1")}
        self.harness.add(Position(id=position, code=code, title=code, valid_from=begins, **given))
        if holder is not None:
            self.hold(position, holder, begins)
        return position

    def hold(self, position, person, begins, ends=None, kind="DEFINITIF"):
        moment = datetime(begins.year, begins.month, begins.day, tzinfo=ZONE)
        until = datetime(ends.year, ends.month, ends.day, tzinfo=ZONE) if ends else None
        self.harness.add(
            Holding(id=uuid4(), person_id=person, position_id=position, kind=kind, valid_from=moment, valid_to=until, decree="")
        )

    def unit(self, code, begins=DAY_OF_CHANGE):
        unit = uuid4()
        self.harness.add(Unit(id=unit, code=code, name=code, kind="bagian", parent_id=identifier("unit", "setda"), valid_from=begins))
        return unit

    def end(self, table, identifier, day, successor=None):
        change(self.harness, update(table).where(table.id == identifier).values(valid_to=day, successor_id=successor))

    def leave(self, person, first, last):
        since, until = (datetime(day.year, day.month, day.day, tzinfo=ZONE) for day in (first, last + timedelta(days=1)))
        self.harness.add(Absence(id=uuid4(), person_id=person, valid_from=since, valid_to=until, reason="Cuti"))


@pytest.fixture
def regency_of(harness, drawn):
    """`regency_of(how)`: a task waits, assigned by a post or by a role in a unit."""

    def make(how):
        drawn(process(event("start", "s"), task("a", how), event("end", "e"), "s > a > e"))
        harness.start("p", harness.person)
        return Regency(harness)

    return make


both = pytest.mark.parametrize("how", [BY_POST, BY_ROLE], ids=["post", "role"])


@both
def test_a_unit_is_renamed_on_a_day_to_come(regency_of, how):
    regency = regency_of(how)
    unit = regency.unit("bagian.baru")
    post = regency.post("kabag.baru", unit, holder=HOLDER)
    regency.end(Unit, UNIT, DAY_OF_CHANGE, unit)
    regency.end(Position, POST, DAY_OF_CHANGE, post)
    assert (regency.at(date(2026, 12, 31), hour=23).told, regency.has(HOLDER)) == ([], 1)
    assert {row.position_id or row.unit_id for row in regency.harness._all(select(TaskCandidate))} == {POST if how is BY_POST else UNIT}
    assert (regency.at(date(2027, 1, 1), hour=0).told, regency.has(HOLDER)) == ([], 1)
    assert {row.position_id or row.unit_id for row in regency.harness._all(select(TaskCandidate))} == {post if how is BY_POST else unit}


@both
def test_two_units_are_merged_into_one_that_goes_on(regency_of, how):
    regency = regency_of(how)
    regency.end(Unit, UNIT, DAY_OF_CHANGE, OTHER_UNIT)
    regency.end(Position, POST, DAY_OF_CHANGE, OTHER_POST)
    regency.at(date(2026, 12, 31))
    assert (regency.has(HOLDER), regency.has(OTHER)) == (1, 0)
    assert regency.at(date(2027, 1, 1)).told == []
    assert (regency.has(HOLDER), regency.has(OTHER)) == (0, 1)


def test_a_unit_is_split_and_the_half_without_the_role_is_told(regency_of):
    """A unit names one successor; where that half has nobody in the role, the task is told and not lost."""
    regency = regency_of(BY_ROLE)
    halves = [regency.unit(code) for code in ("bagian.a", "bagian.b")]
    regency.post("analis.a", halves[0], role="jf", holder=HOLDER)
    regency.post("kabag.b", halves[1], holder=OTHER)
    regency.end(Unit, UNIT, DAY_OF_CHANGE, halves[0])
    regency.end(Position, POST, DAY_OF_CHANGE)
    assert regency.at(date(2027, 1, 1)).told == ["VACANT"]
    regency.post("kabag.a", halves[0], begins=date(2027, 1, 4), holder=HOLDER)
    assert regency.at(date(2027, 1, 3)).told != []
    assert (regency.at(date(2027, 1, 4)).told, regency.has(HOLDER)) == ([], 1)


def test_a_split_post_goes_to_the_half_that_it_names(regency_of):
    regency = regency_of(BY_POST)
    halves = [regency.unit(code) for code in ("bagian.a", "bagian.b")]
    posts = [
        regency.post(code, unit, holder=person) for code, unit, person in zip(("kabag.a", "kabag.b"), halves, (HOLDER, OTHER), strict=True)
    ]
    regency.end(Position, POST, DAY_OF_CHANGE, posts[1])
    regency.at(date(2027, 1, 1))
    assert (regency.told, regency.has(HOLDER), regency.has(OTHER)) == ([], 0, 1)


@both
def test_a_unit_is_closed_and_nobody_follows(regency_of, how):
    regency = regency_of(how)
    regency.end(Unit, UNIT, DAY_OF_CHANGE)
    regency.end(Position, POST, DAY_OF_CHANGE)
    assert (regency.at(date(2026, 12, 31)).told, regency.has(HOLDER)) == ([], 1)
    assert (regency.at(date(2027, 1, 1)).told, regency.has(HOLDER)) == (["ENDED"], 0)


@both
def test_a_change_that_is_recorded_late_moves_what_is_open_at_once(regency_of, how):
    """The decree is of last week; the operator brings it in today."""
    regency = regency_of(how)
    today = date(2026, 11, 24)
    regency.at(today)
    unit = regency.unit("bagian.baru", begins=today - timedelta(days=7))
    post = regency.post("kabag.baru", unit, begins=today - timedelta(days=7), holder=OTHER)
    regency.end(Unit, UNIT, today - timedelta(days=7), unit)
    regency.end(Position, POST, today - timedelta(days=7), post)
    assert regency.at(today, hour=10).told == []
    assert (regency.has(HOLDER), regency.has(OTHER)) == (0, 1)


@both
def test_a_successor_that_begins_later_leaves_a_gap_that_is_told(regency_of, how):
    regency = regency_of(how)
    unit = regency.unit("bagian.baru", begins=date(2027, 1, 5))
    post = regency.post("kabag.baru", unit, begins=date(2027, 1, 5), holder=HOLDER)
    regency.end(Unit, UNIT, DAY_OF_CHANGE, unit)
    regency.end(Position, POST, DAY_OF_CHANGE, post)
    assert regency.at(date(2027, 1, 2)).told == ["ENDED"]
    assert (regency.at(date(2027, 1, 5)).told, regency.has(HOLDER)) == ([], 1)


@both
def test_renamed_twice_it_goes_to_the_last_one(regency_of, how):
    regency = regency_of(how)
    units = [regency.unit(f"bagian.baru.{day}", begins=date(2027, day, 1)) for day in (1, 2)]
    posts = [regency.post(f"kabag.baru.{month}", unit, begins=date(2027, month, 1)) for month, unit in zip((1, 2), units, strict=True)]
    for post, month in zip(posts, (1, 2), strict=True):
        regency.hold(post, HOLDER, date(2027, month, 1))
    regency.end(Unit, UNIT, date(2027, 1, 1), units[0])
    regency.end(Position, POST, date(2027, 1, 1), posts[0])
    regency.end(Unit, units[0], date(2027, 2, 1), units[1])
    regency.end(Position, posts[0], date(2027, 2, 1), posts[1])
    assert (regency.at(date(2027, 3, 1)).told, regency.has(HOLDER)) == ([], 1)


@both
def test_a_holder_leaves_and_somebody_else_comes(regency_of, how):
    regency = regency_of(how)
    change(regency.harness, update(Person).where(Person.id == HOLDER).values(disabled_at=regency.harness.clock.moment))
    assert regency.at(date(2026, 11, 25)).told == ["VACANT"]
    change(regency.harness, update(Holding).where(Holding.position_id == POST).values(valid_to=regency.harness.clock.moment))
    regency.hold(POST, OTHER, date(2026, 12, 1))
    assert regency.at(date(2026, 11, 30)).told == ["VACANT"]
    assert (regency.at(date(2026, 12, 1)).told, regency.has(OTHER)) == ([], 1)


@both
def test_a_holder_retires_on_a_day_that_is_known_before(regency_of, how):
    regency = regency_of(how)
    until = datetime(2026, 12, 1, tzinfo=ZONE)
    change(regency.harness, update(Holding).where(Holding.position_id == POST).values(valid_to=until))
    assert regency.at(date(2026, 11, 30), hour=23).told == []
    assert regency.at(date(2026, 12, 1), hour=0).told == ["VACANT"]


@both
def test_one_person_acts_in_two_posts_and_leaves_one(regency_of, how):
    regency = regency_of(how)
    change(regency.harness, update(Holding).where(Holding.position_id == POST).values(valid_to=regency.harness.clock.moment))
    regency.hold(POST, OTHER, date(2026, 11, 24), date(2026, 12, 8), kind="PLT")
    assert (regency.at(date(2026, 12, 7)).told, regency.has(OTHER)) == ([], 1)
    assert (regency.at(date(2026, 12, 8)).told, regency.has(OTHER)) == (["VACANT"], 0)


def test_a_plh_who_falls_ill_leaves_the_post_without_anybody(regency_of):
    """Two act one after the other: the holder is away, then the Plh. too; the next Plh. has it."""
    regency = regency_of(BY_POST)
    regency.leave(HOLDER, date(2026, 11, 30), date(2026, 12, 11))
    regency.hold(POST, OTHER, date(2026, 11, 30), date(2026, 12, 4), kind="PLH")
    third = identifier("person", "kabag.3")
    regency.hold(POST, third, date(2026, 12, 4), date(2026, 12, 12), kind="PLH")
    regency.leave(OTHER, date(2026, 12, 2), date(2026, 12, 3))
    assert regency.at(date(2026, 12, 1)).told == []
    assert regency.at(date(2026, 12, 2)).told == ["AWAY"]
    assert (regency.at(date(2026, 12, 4)).told, regency.has(OTHER), regency.has(third)) == ([], 0, 1)
    assert (regency.at(date(2026, 12, 12)).told, regency.has(HOLDER), regency.has(third)) == ([], 1, 0)


@both
def test_a_leave_over_a_weekend_ends_by_itself_on_monday(regency_of, how):
    regency = regency_of(how)
    regency.leave(HOLDER, date(2026, 11, 27), date(2026, 11, 29))  # Friday to Sunday
    assert regency.at(date(2026, 11, 26), hour=23).told == []
    for day in (27, 28, 29):
        assert regency.at(date(2026, 11, day)).told == ["AWAY"]
    assert (regency.at(date(2026, 11, 30), hour=0).told, regency.has(HOLDER)) == ([], 1)


def test_who_took_a_task_keeps_it_no_longer_than_their_post(regency_of):
    regency = regency_of(BY_ROLE)
    change(regency.harness, update(UserTask).values(claimed_by=HOLDER))
    regency.end(Unit, UNIT, DAY_OF_CHANGE, OTHER_UNIT)
    regency.end(Position, POST, DAY_OF_CHANGE, OTHER_POST)
    assert (regency.at(date(2027, 1, 1)).told, regency.has(OTHER)) == ([], 1)


def test_the_day_of_a_change_is_corrected_before_it_comes(regency_of):
    regency = regency_of(BY_POST)
    row = {"title": "Kabag Baru", "unit": "bagian.1", "role": "kabag"}
    new = {"code": "kabag.baru", **row}
    regency.import_(
        positions=[{**new, "from": "2027-01-01"}, {"code": "kabag.1", **row, "to": "2027-01-01", "successor": "kabag.baru"}],
        holdings=[{"person": regency.email(HOLDER), "position": "kabag.baru", "kind": "DEFINITIF", "from": "2027-01-01"}],
    )
    regency.import_(
        positions=[{**new, "from": "2026-12-15"}, {"code": "kabag.1", **row, "to": "2026-12-15", "successor": "kabag.baru"}],
        holdings=[{"person": regency.email(HOLDER), "position": "kabag.baru", "kind": "PLT", "from": "2026-12-15", "to": "2027-01-01"}],
    )
    assert (regency.at(date(2026, 12, 15)).told, regency.has(HOLDER)) == ([], 1)
    assert (regency.at(date(2027, 1, 2)).told, regency.has(HOLDER)) == ([], 1)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_posts_that_follow_each_other_in_a_circle_are_refused(harness, drawn, count):
    regency = Regency(harness)
    codes = [f"lingkar.{number}" for number in range(count)]
    row = {"unit": "bagian.1", "title": "Jabatan", "role": "kabag"}
    regency.import_(positions=[{"code": code, **row} for code in codes])
    following = [{"code": code, **row, "to": "2027-01-01", "successor": codes[(number + 1) % count]} for number, code in enumerate(codes)]
    with pytest.raises(OrganisationRejected) as refused:
        regency.import_(positions=following)
    assert [problem.partition(",")[0] for problem in refused.value.problems] == ["the position 'lingkar.0' is its own successor"]


@pytest.mark.parametrize(
    "document",
    [
        {"units": [{"code": "bagian.1", "name": "x", "kind": "bagian", "parent": "bagian.1"}]},
        {"units": [{"code": "bagian.1", "name": "x", "kind": "bagian", "to": "2027-01-01", "successor": "bagian.1"}]},
        {"positions": [{"code": "kabag.1", "title": "x", "unit": "bagian.1", "role": "kabag", "superior": "kabag.1"}]},
        {"units": [{"code": "baru", "name": "x", "kind": "bagian", "from": "2027-01-01", "to": "2026-12-01"}]},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(harness, drawn, document):
    before = harness._all(select(Unit.name).where(Unit.id == UNIT))
    with pytest.raises(OrganisationRejected):
        Regency(harness).import_(**document)
    assert harness._all(select(Unit.name).where(Unit.id == UNIT)) == before

"""Bringing the organisation in: all or nothing, every wrong row told, the rules of holdings kept."""

import json
import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine.commands.people.import_organisation import ImportOrganisation
from engine.commands.people.set_password import SetPassword
from engine.commands.people.sign_in import SignIn
from engine.commands.receivers.follow_successor import FollowSuccessor
from engine.commands.receivers.pass_on_access import PassOnAccess
from engine.identity.assignment import resolve
from engine.identity.errors import OrganisationRejected
from engine.jobs.watch import watch
from engine.model.actor import SYSTEM
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.queries.instances.case_history import CaseHistory
from engine.queries.receivers.open_receivers import OpenTrouble
from engine.queries.tasks.task_list import TaskList
from engine.testing.drawing import event, process, task
from tests.support.rows import change
from webui.settings import ROOT

EXAMPLE = json.loads(re.search(r"```json\n(.*?)```", (ROOT / "docs/reference/organisation.md").read_text(), re.DOTALL).group(1))

TODAY = date(2026, 11, 23)
#: the operator of the example, when the unit in which they stand ends
MOVED_OPERATOR = {"code": "operator", "title": "Operator", "unit": "setda", "role": "operator", "permissions": ["operate", "administer"]}


def count(harness, table):
    with Session(harness.database) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_example_of_the_documentation_is_brought_in_twice_without_doubles(harness):
    for _ in range(2):
        answer = harness.execute(ImportOrganisation(document=EXAMPLE))
        assert answer == {"units": 2, "positions": 3, "people": 2, "holdings": 3, "absences": 1}
    assert [count(harness, table) for table in (Unit, Position, Person, Holding)] == [2, 3, 2, 3]
    with Session(harness.database) as session:
        ratna = session.scalars(select(Person).where(Person.name == "Ratna Teladan")).one()
        assert b"3603991708700001" not in ratna.nik_sealed
        assert harness.engine.platform.vault.open(ratna.nik_sealed) == "3603991708700001"


def test_numbers_of_people_are_kept_as_forms_keep_them(harness):
    person = {"email": " Budi@TangerangKab.example", "name": "Budi", "nik": "3603 9917 0870 0001", "nip": "19700817 199403 1 001"}
    for written in (person, {**person, "nik": "3603991708700001\u200b", "phone": "(021) 555-1234"}):
        harness.execute(ImportOrganisation(document={"people": [written]}))
    with Session(harness.database) as session:
        (budi,) = session.scalars(select(Person)).all()
        assert (budi.email, budi.nip, budi.phone) == ("budi@tangerangkab.example", "197008171994031001", "+62215551234")
        assert harness.engine.platform.vault.open(budi.nik_sealed) == "3603991708700001"


def test_who_is_appointed_can_sign_in_and_fills_the_seat(harness):
    harness.execute(ImportOrganisation(document=EXAMPLE))
    harness.execute(SetPassword(email="budi@tangerangkab.example", password="kata sandi panjang"))
    assert harness.execute(SignIn(email="budi@tangerangkab.example", password="kata sandi panjang"))["token"]
    with pytest.raises(InvalidState):
        harness.execute(SetPassword(email="budi@tangerangkab.example", password="pendek"))
    with pytest.raises(NotFound):
        harness.execute(SetPassword(email="x@y.example", password="kata sandi panjang"))
    with Session(harness.database) as session:
        budi = session.scalars(select(Person.id).where(Person.name == "Budi Contoh")).one()
    assert [seat.kind for seat in harness.actor(budi).seats] == ["DEFINITIF"]
    harness.clock.forward(days=9)  # 2 December: Ratna is away, Budi stands in
    assert sorted(seat.kind for seat in harness.actor(budi).seats) == ["DEFINITIF", "PLH"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"units": [{"code": "x", "name": "X", "kind": "y", "parent": "nowhere"}]},
            "units, row 1: there is no unit with the code 'nowhere'.",
        ),
        ({"units": "x"}, "'units' must be a list."),
        ({"unit": []}, "'unit' is no known list"),
        ({"positions": [{"code": "p", "title": "P", "unit": "setda", "role": "r", "permissions": ["rule"]}]}, "permissions must be among"),
        ({"people": [{"email": "none", "name": "N"}]}, "email: an e-mail address has an @"),
        ({"people": [{"email": "a@x.example,b@y.example", "name": "N"}]}, "email: write one e-mail address only"),
        (
            {"people": [{"email": "n@x.example", "name": "N", "nik": "3603 9917-0870.0001"}]},
            "people, row 1: 'n@x.example' has the NIK of 'ratna@tangerangkab.example': it is one person with two addresses.",
        ),
        ({"people": [{"email": "n@x.example", "name": "N", "nik": "360399170870000"}]}, "nik: NIK has 16 digits; you wrote 15."),
        (
            {"people": [{"email": "n@x.example", "name": "N", "nik": "3603993208700001"}]},
            "nik: digits 7 to 12 of a NIK are the day of birth",
        ),
        ({"people": [{"email": "n@x.example", "name": "N", "nip": "19860926 200005 1 001"}]}, "nip: by this NIP the appointment"),
        ({"people": [{"email": "n@x.example", "name": "N", "phone": "555-1234"}]}, "telepon: begin with 0 and the area code"),
        ({"holdings": [{"person": "who@x.example", "position": "sekda", "kind": "PLT"}]}, "there is no person with the address"),
        ({"holdings": [{"person": "budi@tangerangkab.example", "position": "sekda", "kind": "KEPALA"}]}, "the kind must be one of"),
        (
            {"holdings": [{"person": "budi@tangerangkab.example", "position": "sekda", "kind": "DEFINITIF", "from": "2026-06-01"}]},
            "somebody else holds",
        ),
        ({"holdings": [{"person": "budi@tangerangkab.example", "position": "sekda", "kind": "PLT", "from": "2026-06-01"}]}, "vacant post"),
        (
            {
                "holdings": [
                    {"person": "ratna@tangerangkab.example", "position": "sekda", "kind": "PLH", "from": "2027-01-01", "to": "2027-01-02"}
                ]
            },
            "for himself",
        ),
        ({"holdings": [{"person": "budi@tangerangkab.example", "position": "sekda", "kind": "PLH", "from": "2027-01-01"}]}, "needs a 'to'"),
        ({"absences": [{"person": "budi@tangerangkab.example", "from": "2026-12-02", "to": "2026-12-01"}]}, "a later 'to'"),
        ({"absences": [{"person": "budi@tangerangkab.example", "from": "besok", "to": "2026-12-01"}]}, "must be a date such as"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_kept(harness, change, sentence):
    harness.execute(ImportOrganisation(document=EXAMPLE))
    good = {"units": [{"code": "baru", "name": "Baru", "kind": "bagian"}]}
    with pytest.raises(OrganisationRejected) as refusal:
        harness.execute(ImportOrganisation(document={**good, **change}))
    assert sentence in str(refusal.value)
    assert count(harness, Unit) == 2


def test_only_administrators_bring_it_in(harness, regency):
    with pytest.raises(Forbidden):
        harness.execute(ImportOrganisation(document={}), regency("bupati"))


def test_tasks_follow_the_successor_of_a_position_and_of_a_unit(harness):
    harness.execute(ImportOrganisation(document=EXAMPLE))
    change = {
        "units": [
            {"code": "tata.usaha", "name": "Tata Usaha", "kind": "bagian"},
            {"code": "umum", "name": "Bagian Umum", "kind": "bagian", "to": "2026-11-01", "successor": "tata.usaha"},
        ],
        "positions": [
            {"code": "kepala.tu", "title": "Kepala TU", "unit": "tata.usaha", "role": "kabag"},
            {"code": "kabag.umum", "title": "Kabag", "unit": "umum", "role": "kabag", "to": "2026-11-01", "successor": "kepala.tu"},
            MOVED_OPERATOR,
        ],
    }
    harness.execute(ImportOrganisation(document=change))
    with Session(harness.database) as session:
        units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
        positions = {position.code: position.id for position in session.scalars(select(Position))}
        assert [item.position for item in resolve(session, "kabag.umum", [], today=TODAY)] == [positions["kepala.tu"]]
        assert {item.unit for item in resolve(session, None, ["kabag@umum"], today=TODAY)} == {units["tata.usaha"]}
        assert [item.position for item in resolve(session, None, [], ["kabag.umum", "nobody"], today=TODAY)] == [positions["kepala.tu"]]


def test_every_wrong_row_is_told_at_once(harness):
    harness.execute(ImportOrganisation(document=EXAMPLE))
    row = {"title": "T", "unit": "setda", "role": "r"}
    rows = [{**row, "code": "a", "superior": "nobody"}, {**row, "code": "b"}, {**row, "code": "c", "unit": "nowhere"}, "d"]
    with pytest.raises(OrganisationRejected) as refusal:
        harness.execute(ImportOrganisation(document={"positions": rows}))
    assert [problem.partition(":")[0] for problem in refusal.value.problems] == ["positions, row 1", "positions, row 3", "positions, row 4"]
    assert count(harness, Position) == 3


NEW_YEAR = {
    "units": [
        {"code": "tata.usaha", "name": "Tata Usaha", "kind": "bagian", "from": "2027-01-01"},
        {"code": "umum", "name": "Bagian Umum", "kind": "bagian", "to": "2027-01-01", "successor": "tata.usaha"},
    ],
    "positions": [
        {"code": "kepala.tu", "title": "Kepala TU", "unit": "tata.usaha", "role": "kabag", "from": "2027-01-01"},
        {"code": "kabag.umum", "title": "Kabag", "unit": "umum", "role": "kabag", "to": "2027-01-01", "successor": "kepala.tu"},
        MOVED_OPERATOR,
    ],
    "holdings": [{"person": "budi@tangerangkab.example", "position": "kepala.tu", "kind": "DEFINITIF", "from": "2027-01-01"}],
}
BY_NAME = '<extensionElements><zeebe:assignmentDefinition assignee="kabag.umum"/></extensionElements>'
BY_ROLE = '<extensionElements><zeebe:assignmentDefinition candidateGroups="kabag@umum"/></extensionElements>'
NEW_NAME = '<extensionElements><zeebe:assignmentDefinition candidateGroups="kabag@tata.usaha"/></extensionElements>'


def budi(harness):
    with Session(harness.database) as session:
        return harness.actor(session.scalars(select(Person.id).where(Person.name == "Budi Contoh")).one())


@pytest.fixture
def three_tasks(harness, drawn):
    """One names the old post, one its role, one the role of the unit that comes; the change of New Year is known since November."""
    drawn(*(process(event("start", "s"), task("a", how), event("end", "e"), "s > a > e", identifier=name) for name, how in (("p", BY_NAME), ("q", BY_ROLE), ("r", NEW_NAME))))  # fmt: skip
    harness.execute(ImportOrganisation(document=EXAMPLE | {"holdings": EXAMPLE["holdings"][1:2], "absences": []}))
    harness.execute(ImportOrganisation(document=NEW_YEAR))
    for name in ("p", "q", "r"):
        harness.start(name, SYSTEM)


def test_a_reorganisation_leaves_todays_cases_with_todays_unit_and_moves_what_is_open_on_its_day(harness, three_tasks):
    assert {seat.title for seat in budi(harness).seats} == {"Kabag"}
    assert harness.ask(TaskList(), budi(harness)).counts == {"mine": 1, "unit": 2, "waiting": 0}
    watch(harness.engine)
    assert harness.ask(OpenTrouble()) == (0, 0)
    harness.clock.moment = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # a minute before midnight in the regency
    watch(harness.engine)
    assert harness.ask(TaskList(), budi(harness)).counts == {"mine": 1, "unit": 2, "waiting": 0}
    done = harness.tasks()[0]
    harness.complete(done.id, budi(harness))
    harness.clock.forward(minutes=2)
    watch(harness.engine)
    harness.clock.forward(hours=9)
    assert {seat.title for seat in budi(harness).seats} == {"Kepala TU"}
    found = harness.ask(TaskList(), budi(harness)).counts
    assert (found["mine"] + found["unit"], harness.ask(OpenTrouble())) == (2, (0, 0))
    moved = [row.moved_why for task in harness.tasks() for row in harness.ask(CaseHistory(instance=task.instance_id), budi(harness))]
    assert moved == ["successor", "", "successor", ""]
    # the archive of the old post comes along
    assert harness.ask(CaseHistory(instance=done.instance_id), budi(harness))
    watch(harness.engine)
    assert harness.execute(FollowSuccessor(task=harness.tasks()[0].id)) == {}
    assert harness.execute(PassOnAccess()) == {"given": 0}
    for name in ("p", "q", "r"):
        harness.start(name, SYSTEM)
    found = harness.ask(TaskList(), budi(harness)).counts
    assert found["mine"] + found["unit"] == 5


def test_a_successor_that_nobody_holds_on_the_day_is_a_finding(harness, three_tasks):
    change(harness, delete(Holding).where(Holding.valid_from > harness.clock.moment))
    watch(harness.engine)
    assert harness.ask(OpenTrouble()) == (0, 0)
    harness.clock.moment = datetime(2027, 1, 1, 1, tzinfo=UTC)
    watch(harness.engine)
    assert harness.ask(OpenTrouble()) == (0, 3)
    with pytest.raises(NotFound):
        harness.execute(FollowSuccessor(task=uuid4()))


def test_a_unit_does_not_end_before_its_positions_and_units(harness, regency):
    """Their people would go on acting for a unit that is no more: the import names them, and changes nothing."""
    ends = {"code": "bidang.dishub.1", "name": "Bidang Lalu Lintas", "kind": "bidang", "parent": "dishub", "to": "2026-12-31"}
    with pytest.raises(OrganisationRejected) as refused:
        harness.execute(ImportOrganisation(document={"units": [ends]}))
    said = " ".join(refused.value.problems)
    assert "the unit 'bidang.dishub.1' ends on 2026-12-31, but positions in it go on: kabid.dishub.1." in said
    assert "units in it go on: seksi.dishub.1.1, seksi.dishub.1.2" in said
    assert all(unit.valid_to is None for unit in harness._all(select(Unit)))
    chief = {
        "code": "kabid.dishub.1",
        "title": "Kepala Bidang Lalu Lintas",
        "unit": "bidang.dishub.1",
        "role": "kabid",
        "superior": "kepala.dishub",
    }
    sections = [
        {"code": row.code, "name": row.name, "kind": row.kind, "parent": "dishub"}
        for row in harness._all(select(Unit).where(Unit.code.like("seksi.dishub.1.%")))
    ]
    document = {"units": [ends, *sections], "positions": [{**chief, "to": "2026-12-31"}]}
    assert harness.execute(ImportOrganisation(document=document))["positions"] == 1
    with pytest.raises(OrganisationRejected, match="ends on 2026-12-31"):
        harness.execute(ImportOrganisation(document={"positions": [{**chief, "to": "2027-03-01"}]}))

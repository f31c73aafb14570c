"""Bringing the organisation in: all or nothing, every wrong row told, the rules of holdings kept."""

import json
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.commands.people.import_organisation import ImportOrganisation
from engine.commands.people.set_password import SetPassword
from engine.commands.people.sign_in import SignIn
from engine.identity.assignment import resolve
from engine.identity.errors import OrganisationRejected
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from webui.settings import ROOT

EXAMPLE = json.loads(re.search(r"```json\n(.*?)```", (ROOT / "docs/reference/organisation.md").read_text(), re.DOTALL).group(1))


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
        ],
    }
    harness.execute(ImportOrganisation(document=change))
    with Session(harness.database) as session:
        units = {unit.code: unit.id for unit in session.scalars(select(Unit))}
        positions = {position.code: position.id for position in session.scalars(select(Position))}
        assert [item.position for item in resolve(session, "kabag.umum", [])] == [positions["kepala.tu"]]
        assert {item.unit for item in resolve(session, None, ["kabag@umum"])} == {units["tata.usaha"]}
        assert [item.position for item in resolve(session, None, [], ["kabag.umum", "nobody"])] == [positions["kepala.tu"]]


def test_every_wrong_row_is_told_at_once(harness):
    harness.execute(ImportOrganisation(document=EXAMPLE))
    row = {"title": "T", "unit": "setda", "role": "r"}
    rows = [{**row, "code": "a", "superior": "nobody"}, {**row, "code": "b"}, {**row, "code": "c", "unit": "nowhere"}, "d"]
    with pytest.raises(OrganisationRejected) as refusal:
        harness.execute(ImportOrganisation(document={"positions": rows}))
    assert [problem.partition(":")[0] for problem in refusal.value.problems] == ["positions, row 1", "positions, row 3", "positions, row 4"]
    assert count(harness, Position) == 3

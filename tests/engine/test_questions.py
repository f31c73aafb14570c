"""Questions that are asked together have the answers that they have alone, in the types of their columns."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import ARRAY, LargeBinary, Numeric, Text, any_, bindparam, cast, event, func, literal, select
from sqlalchemy.orm import Session

from engine.persistence.questions import Question, Questions
from engine.persistence.tables.identity import Person, Unit

AT = datetime(2026, 11, 30, 8, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture
def session(harness):
    with Session(harness.database) as session:
        for name in ("b", "a"):
            person = Person(id=uuid4(), name=name, email=f"{name}@x.example", language="id", nik_sealed=b"\x00\xff", disabled_at=AT)
            session.add(person)
        session.add(Unit(id=uuid4(), code="dinas", name="Dinas", kind="dinas", valid_from=date(2026, 11, 30)))
        session.flush()
        yield session


def test_answers_together_are_those_alone(harness, session):
    sent = []
    people = select(Person).order_by(Person.name)
    units = select(Unit.code, Unit.valid_from, Unit.parent_id)
    values = select(cast(Decimal("12.50"), Numeric).label("sum"), literal(b"\x01\x02", LargeBinary).label("bytes"), func.now().label("now"))
    alone = [session.execute(units).all(), session.execute(values).all(), session.scalars(people).all()]
    event.listen(harness.database, "before_cursor_execute", lambda *given: sent.append(given[2]))
    questions = Questions(session)
    asked = [questions.ask(units), questions.ask(values), questions.ask(people), questions.ask(select(Unit).where(Unit.code == "none"))]
    assert sent == []
    assert [tuple(row) for row in asked[0].rows] == [tuple(row) for row in alone[0]]
    assert [tuple(row) for row in asked[1].rows] == [tuple(row) for row in alone[1]]
    for found, person in zip(asked[2].rows, alone[2], strict=True):
        assert (found.id, found.name, found.nik_sealed, found.disabled_at) == (person.id, person.name, person.nik_sealed, AT)
    assert asked[3].rows == []
    assert (asked[3].first, asked[3].value) == (None, None)
    assert asked[0].value == "dinas"
    assert len(sent) == 1


def test_what_is_asked_after_an_answer_is_asked_with_another_statement(session):
    questions = Questions(session)
    first = questions.ask(select(Unit.id))
    unit = first.value
    assert questions.ask(select(Unit.code).where(Unit.id == unit)).value == "dinas"


def test_a_question_that_is_built_once_takes_its_values_each_time_and_waits_for_one_value_of_a_name(session):
    known = Question(select(Unit.code).where(Unit.code == bindparam("wanted")))
    questions = Questions(session)
    first, same, other = (questions.ask(known, wanted=wanted) for wanted in ("dinas", "dinas", "none"))
    assert first is same
    assert first.value == "dinas"
    assert other.value is None


def test_items_are_gathered_until_their_question_is_sent(session):
    known = Question(select(Person.name).where(Person.name == any_(bindparam("names", type_=ARRAY(Text())))))
    questions = Questions(session)
    first, second = questions.gather(known, "names", ["a"]), questions.gather(known, "names", ["b"])
    assert first is second
    assert sorted(row.name for row in first.rows) == ["a", "b"]
    assert [row.name for row in questions.gather(known, "names", ["b"]).rows] == ["b"]

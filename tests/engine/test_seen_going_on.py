"""The set of what somebody sees of what goes on is what the question of each case answers."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.identity.access import may_see
from engine.identity.seen_going_on import seen_going_on
from engine.model.actor import Actor, Seat
from engine.persistence.tables.access import CaseAccess
from engine.persistence.tables.identity import Position, Unit
from engine.persistence.tables.instances import ProcessInstance
from engine.testing.harness import NOON
from tests.support.one_post import add_one_post

MANIFEST = b'[package]\nkey = "lihat"\n[[case]]\nprocess = "p"\nstart_roles = ["kabid"]\n'
DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t"><extensionElements>'
    '<zeebe:assignmentDefinition candidateGroups="kabid@dinas"/></extensionElements></userTask><endEvent id="e"/>'
    '<sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="e"/></process></definitions>'
)
ROLES = ("kabid", "kasi", "staf")


@pytest.mark.parametrize("seed", range(4))
def test_the_set_is_what_each_case_answers(harness, seed):
    random = Random(seed)
    starter = add_one_post(harness, "lihat", DIAGRAM, MANIFEST)
    units = [Unit(id=uuid4(), code=f"u{n}", name=f"U {n}", kind="dinas", valid_from=NOON.date()) for n in range(3)]
    harness.add(*units)
    posts = [
        Position(id=uuid4(), code=f"{role}.{unit.code}", title=role, unit_id=unit.id, role=role, permissions=[], valid_from=NOON.date())
        for unit in units
        for role in ROLES
    ]
    harness.add(*posts)
    cases = [harness.start("p", starter) for _ in range(25)]
    now = NOON + timedelta(hours=1)
    with Session(harness.database) as session:
        for case in session.scalars(select(ProcessInstance)):
            case.confidential, case.restricted = random.random() < 0.2, random.random() < 0.2
        for case in cases:
            for post in random.sample(posts, random.randrange(4)):
                by_role = random.random() < 0.5
                session.add(
                    CaseAccess(
                        id=uuid4(),
                        instance_id=case,
                        position_id=None if by_role else post.id,
                        unit_id=post.unit_id if by_role else None,
                        role=post.role if by_role else None,
                        level=random.choice(("work", "read")),
                        reason=random.choice(("task", "starter", "caller")),
                        valid_from=now + random.choice((-1, 1)) * timedelta(minutes=5),
                        valid_to=random.choice((None, now - timedelta(minutes=1), now + timedelta(minutes=9))),
                    )
                )
        session.commit()
        seen_by_some = set()
        for actor in [starter, *(_actor(random, posts) for _ in range(6))]:
            each = set(session.scalars(select(ProcessInstance.id).where(may_see(actor, ProcessInstance.id, now))))
            assert set(session.scalars(seen_going_on(actor, now))) == each
            seen_by_some |= {len(each)}
        assert len(seen_by_some) > 2


def _actor(random, posts):
    """Somebody who holds one of the posts, and leads some others."""
    own, *below = random.sample(posts, random.randrange(1, 6))
    seat = Seat(position=own.id, role=own.role, unit=own.unit_id, title=own.title, kind="DEFINITIF")
    return Actor(person=uuid4(), name="Budi", seats=(seat,), oversees=frozenset(post.id for post in below))

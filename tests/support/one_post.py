"""An organisation of one unit, one post and one person who holds it: as small as the tests of a turn need."""

from uuid import uuid4

from engine.commands.deployment.deploy import Deploy
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.identity import Holding, Person, Position, Unit
from engine.testing.harness import NOON


def add_one_post(harness, package, diagram, manifest):
    """Adds the post `kabid@dinas` and a package of one diagram. Returns who holds the post."""
    unit = Unit(id=uuid4(), code="dinas", name="Dinas", kind="dinas", valid_from=NOON.date())
    person = Person(id=uuid4(), name="Ani", email="ani@x.example", language="id")
    post = Position(id=uuid4(), code="kabid", title="Kabid", unit_id=unit.id, role="kabid", permissions=["operate"], valid_from=NOON.date())
    harness.add(unit)
    harness.add(person, post)
    harness.add(Holding(id=uuid4(), person_id=person.id, position_id=post.id, kind="DEFINITIF", valid_from=NOON, decree="SK"))
    harness.add(PackageState(key=package, enabled=True, changed_at=NOON))
    harness.execute(Deploy(package=package, resources={"p.bpmn": diagram.encode(), "process.toml": manifest}))
    return harness.actor(person.id)

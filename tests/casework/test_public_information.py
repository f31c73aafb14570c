"""What the regency tells everybody about itself: set as a whole by an administrator, read by everybody, refused with every fault at once."""

from uuid import uuid4

import pytest

from casework.regency.commands.set_public_information import SetPublicInformation
from casework.regency.errors import PublicInformationRejected
from casework.regency.public_information import NOTHING_KNOWN
from casework.regency.queries.newest_public_information import NewestPublicInformation
from demo.information import demo_information
from engine.model.actor import GUEST, SYSTEM, Actor
from engine.model.errors import Forbidden

ONE_COUNTER = {"counters": [{"name": "Loket Mauk", "address": "Kantor Kecamatan Mauk"}]}


def test_the_newest_one_counts_as_a_whole(harness):
    assert harness.ask(NewestPublicInformation(), GUEST) == NOTHING_KNOWN
    harness.execute(SetPublicInformation(document=demo_information()), SYSTEM)
    told = harness.ask(NewestPublicInformation(), GUEST)
    assert (told.contact.phone, len(told.counters), len(told.banks)) == ("+62 8000000111", 32, 4)
    harness.clock.forward(days=1)
    assert harness.execute(SetPublicInformation(document=ONE_COUNTER), SYSTEM) == {"counters": 1, "banks": 0}
    told = harness.ask(NewestPublicInformation(), GUEST)
    assert [counter.name for counter in told.counters] == ["Loket Mauk"]
    assert not told.contact.phone
    with pytest.raises(Forbidden):
        harness.execute(SetPublicInformation(document={}), Actor(person=uuid4(), name="Dewi"))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"contact": {"phone": "tanya satpam"}}, "telephone number"),
        ({"contact": {"email": "tanpa at"}}, "e-mail address"),
        ({"contact": {"fax": "1"}}, "does not know fax"),
        ({"contact": {"hours": [{"days": [8], "open": "08:00", "close": "16:00"}]}}, "1 (Monday) to 7"),
        ({"contact": {"hours": [{"days": [], "open": "08:00", "close": "16:00"}]}}, "1 (Monday) to 7"),
        ({"contact": {"hours": [{"days": [1], "open": "8", "close": "16:00"}]}}, "time of day"),
        ({"contact": {"hours": [{"days": [1], "open": "16:00", "close": "08:00"}]}}, "before close"),
        ({"counters": [{"name": "x"}]}, "address is missing"),
        ({"counters": [{"name": "x", "address": "y", "latitude": 1}]}, "latitude and longitude"),
        ({"counters": [{"name": "x", "address": "y", "latitude": 91, "longitude": 1}]}, "latitude"),
        ({"accessibility": {"assessed_on": "kemarin"}}, "assessed_on"),
        ({"banks": [{"name": "x", "steps": []}]}, "steps"),
        ({"banks": [{"name": "x", "pays_by": "tunai", "steps": [{"id": "y"}]}]}, "va or qris"),
        ({"counters": "semua"}, "counters"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_place(harness, part, said):
    with pytest.raises(PublicInformationRejected) as refusal:
        harness.execute(SetPublicInformation(document=part), SYSTEM)
    assert said in str(refusal.value)
    assert harness.ask(NewestPublicInformation(), GUEST) == NOTHING_KNOWN

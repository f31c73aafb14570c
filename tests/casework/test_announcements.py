"""Announcements as the engine keeps them: who may write them, what is shown when, and that no two times contradict each other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.regency.announcement_limits import ALL, LONGEST_TEXT, LONGEST_TIME, PORTAL, STAFF
from casework.regency.commands.end_announcement import EndAnnouncement
from casework.regency.commands.write_announcement import WriteAnnouncement
from casework.regency.errors import AnnouncementRejected
from casework.regency.queries.announcements import MOST_SHOWN, CurrentAnnouncements
from engine.core.audit.chain import PLATFORM_CHAIN
from engine.model.actor import Actor
from engine.model.errors import Forbidden, NotFound
from engine.persistence.tables.history import AuditPayload

OPERATOR = Actor(person=None, name="Operator", permissions=frozenset({"operate"}))


@pytest.fixture
def write(harness):
    def written(hours=(0, 2), **given):
        now = harness.clock.moment
        begin, end = (now + timedelta(hours=number) for number in hours)
        given = {"place": ALL, "text_id": "Server dirawat.", "begins_at": begin, "ends_at": end, **given}
        return harness.execute(WriteAnnouncement(**given), OPERATOR)

    return written


def shown(harness, place=PORTAL):
    return [item.text.id for item in harness.ask(CurrentAnnouncements(place=place))]


def test_what_has_begun_comes_first_and_no_more_than_a_phone_bears(harness, write):
    for number in (4, 3, 2, 1):
        write(hours=(number, 9), text_id=f"{number}")
    write(text_id="pegawai", place=STAFF)
    assert shown(harness) == ["1", "2", "3"][:MOST_SHOWN]
    assert shown(harness, STAFF)[0] == "pegawai"


def test_only_operators_write_and_end_them(harness, write):
    stranger = Actor(person=None, name="Dewi")
    written = write()["announcement"]
    assert shown(harness) == ["Server dirawat."]
    now = harness.clock.moment
    command = WriteAnnouncement(place=ALL, text_id="x", begins_at=now, ends_at=now + timedelta(hours=1))
    for refused in (command, EndAnnouncement(announcement=written)):
        with pytest.raises(Forbidden):
            harness.execute(refused, stranger)
    harness.execute(EndAnnouncement(announcement=written), OPERATOR)
    assert shown(harness) == []
    with pytest.raises(NotFound):
        harness.execute(EndAnnouncement(announcement=PLATFORM_CHAIN), OPERATOR)
    carried = harness._all(select(AuditPayload))
    assert [row.payload.get("text_id") for row in sorted(carried, key=lambda row: row.number)] == ["Server dirawat.", None]


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"text_id": ""}, "text"),
        ({"text_id": "x" * (LONGEST_TEXT + 1)}, "text"),
        ({"place": "portal"}, "place"),
        ({"hours": (3, 2)}, "ends"),
        ({"hours": (-3, -2)}, "ends"),
        ({"hours": (0, LONGEST_TIME.days * 24 + 1)}, "ends"),
    ],
)
def test_what_contradicts_itself_is_refused_with_its_part(harness, write, given, part):
    with pytest.raises(AnnouncementRejected) as refused:
        write(**given)
    assert refused.value.details["part"] == part
    assert shown(harness) == []

"""An operator appoints a Plh. or Plt.: the post's tasks follow and return by themselves; what no rule allows is refused with its reason."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from demo.organisation import identifier
from engine.commands.people.appoint_substitute import AppointSubstitute
from engine.commands.people.end_substitution import EndSubstitution
from engine.commands.people.note_substitutions import NoteSubstitutions
from engine.identity.errors import SubstituteRefused
from engine.jobs.substitution_mails import tell_superiors
from engine.jobs.watch import watch
from engine.model.errors import InvalidState, NotFound
from engine.persistence.tables.identity import Absence, Holding, Person, Position
from engine.persistence.tables.receivers import ReceiverFinding
from engine.queries.people.posts_to_fill import PostsToFill
from engine.testing.harness import NOON
from tests.support.rows import change

BUPATI, SEKDA = identifier("position", "bupati"), identifier("position", "sekda")


def who(code):
    return identifier("person", code)


def day(harness, days=0):
    return (harness.clock.moment + timedelta(days=days)).date().isoformat()


def form(harness, person, *, first=0, last=6, **more):
    return {"orang": str(person), "mulai": day(harness, first), "sampai": day(harness, last), "dasar": "800/12/2026", **more}


def findings(harness):
    watch(harness.engine)
    return harness._all(select(ReceiverFinding).where(ReceiverFinding.closed_at.is_(None)))


@pytest.fixture
def on_leave(registered, web):
    """A letter waits for the bupati, who is on leave for a week without a Plh."""
    absence = Absence(id=uuid4(), person_id=who("bupati"), valid_from=NOON, valid_to=NOON + timedelta(days=7), reason="Cuti")
    web.harness.add(absence)
    assert [row.reason for row in findings(web.harness)] == ["AWAY"]
    return registered


def test_from_the_page_of_what_waits_to_a_plh_and_back(on_leave, web, browse):
    operator, secretary, regent = browse("operator"), browse("sekda"), browse("bupati")
    operator.get("/kokpit/penerima")
    page = operator.page.partition("/kokpit/penerima/")[2].partition('"')[0]
    operator.get(f"/kokpit/penerima/{page}")
    address = f"/kokpit/pengganti/{BUPATI}"
    assert address in operator.page
    operator.get(address)
    assert "Tunjuk Plh. Bupati Tangerang" in operator.page
    assert "Sekretaris Daerah" in operator.page, "who stands near the post is offered without a search"
    assert operator.post(address, **form(web.harness, who("sekda"))).status_code == 302
    assert findings(web.harness) == [], "the check closes by itself in its next round"
    secretary.get("/tugas")
    assert "1 tugas" in secretary.page
    regent.get("/tugas")
    assert "1 tugas" not in regent.page
    operator.get("/kokpit/pengganti")
    assert "Plh. Bupati Tangerang" in operator.page
    assert "800/12/2026" in operator.page
    web.harness.clock.moment += timedelta(days=8)
    assert findings(web.harness) == []
    for reader, sees in ((browse("sekda"), False), (browse("bupati"), True)):
        reader.get("/tugas")
        assert ("1 tugas" in reader.page) is sees
    operator = browse("operator")
    operator.get("/kokpit/pengganti")
    assert "Plh. Bupati Tangerang" not in operator.page


def test_a_plh_records_the_leave_of_a_holder_who_is_at_work(registered, web, browse):
    operator, address = browse("operator"), f"/kokpit/pengganti/{BUPATI}"
    operator.get(address)
    answer = operator.post(address, **form(web.harness, who("sekda")))
    assert answer.status_code == 422
    assert "Pejabatnya hadir pada masa itu." in operator.page
    assert 'value="800/12/2026"' in operator.page, "what was typed stays"
    assert operator.post(address, **form(web.harness, who("sekda"), first=1, last=3, alasan="Dinas luar")).status_code == 302
    (absence,) = web.harness._all(select(Absence).where(Absence.person_id == who("bupati")))
    assert absence.reason == "Dinas luar"
    (holding,) = web.harness._all(select(Holding).where(Holding.kind == "PLH", Holding.position_id == BUPATI))
    assert (holding.valid_from, holding.valid_to) == (absence.valid_from, absence.valid_to)
    assert holding.appointed_by == who("operator")
    browse("bupati").get("/tugas")
    web.harness.clock.moment += timedelta(days=1)
    secretary = browse("sekda")
    secretary.get("/tugas")
    assert "1 tugas" in secretary.page


def test_a_holder_who_is_back_early_has_the_tasks_at_once(on_leave, web, browse):
    web.harness.execute(AppointSubstitute(**appointment(web.harness)), operator_of(web.harness))
    (holding,) = web.harness._all(select(Holding).where(Holding.kind == "PLH", Holding.position_id == BUPATI))
    operator = browse("operator")
    operator.get("/kokpit/pengganti")
    assert operator.post(f"/kokpit/pengganti/{holding.id}/akhiri", kembali="ya").status_code == 302
    regent = browse("bupati")
    regent.get("/tugas")
    assert "1 tugas" in regent.page
    assert findings(web.harness) == []
    with pytest.raises(InvalidState):
        web.harness.execute(EndSubstitution(holding=holding.id), operator_of(web.harness))
    regular = web.harness._all(select(Holding.id).where(Holding.kind == "DEFINITIF", Holding.position_id == BUPATI))[0]
    with pytest.raises(NotFound):
        web.harness.execute(EndSubstitution(holding=regular), operator_of(web.harness))


def operator_of(harness):
    return harness.actor(who("operator"))


def appointment(harness, **changes):
    given = {"position": BUPATI, "person": who("sekda"), "kind": "PLH", "first": day(harness), "last": day(harness, 5), "decree": "800/1"}
    return {**given, **changes}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("SELF", {"person": who("bupati")}),
        ("OWN", {"person": who("operator")}),
        ("PERIOD", {"last": "besok"}),
        ("PERIOD", {"first": "2026-11-30", "last": "2026-11-29"}),
        ("PERIOD", {"last": "9999-12-31"}),
        ("PAST", {"first": "2026-11-01"}),
        ("TOO_LONG_PLH", {"last": "2029-01-01"}),
        ("KIND", {"kind": "DEFINITIF"}),
        ("HELD_NEEDS_PLH", {"kind": "PLT"}),
        ("DECREE", {"decree": "  "}),
        ("HOLDER_PRESENT", {"last": "2026-12-20"}),
    ],
)
def test_what_no_rule_allows_is_refused_with_its_reason(on_leave, web, rule, changes):
    with pytest.raises(SubstituteRefused) as refused:
        web.harness.execute(AppointSubstitute(**appointment(web.harness, **changes)), operator_of(web.harness))
    assert refused.value.rule == rule
    assert len(findings(web.harness)) == 1


def test_two_at_one_time_and_circles_are_refused(on_leave, web):
    operator = operator_of(web.harness)
    web.harness.execute(AppointSubstitute(**appointment(web.harness)), operator)
    for changes in (
        {"person": who("wakil.bupati")},
        {"person": who("wakil.bupati"), "first": day(web.harness, 5), "last": day(web.harness, 6)},
    ):
        with pytest.raises(SubstituteRefused) as refused:
            web.harness.execute(AppointSubstitute(**appointment(web.harness, **changes)), operator)
        assert refused.value.rule == "OVERLAP"
    circle = appointment(web.harness, position=SEKDA, person=who("bupati"), absence="Cuti")
    with pytest.raises(SubstituteRefused) as refused:
        web.harness.execute(AppointSubstitute(**circle), operator)
    assert refused.value.rule == "SUBSTITUTE_AWAY", "who is away stands in for nobody, so no circle arises"
    web.harness.execute(
        AppointSubstitute(**appointment(web.harness, person=who("wakil.bupati"), first=day(web.harness, 6), last=day(web.harness, 6))),
        operator,
    )


def test_a_vacant_post_gets_a_plt_for_three_months(registered, web):
    change(web.harness, update(Holding).where(Holding.position_id == BUPATI).values(valid_to=NOON))
    operator = operator_of(web.harness)
    for rule, changes in (
        ("VACANT_NEEDS_PLT", {}),
        ("TOO_LONG_PLT", {"kind": "PLT", "last": day(web.harness, 120)}),
    ):
        with pytest.raises(SubstituteRefused) as refused:
            web.harness.execute(AppointSubstitute(**appointment(web.harness, **changes)), operator)
        assert refused.value.rule == rule
    assert [row.reason for row in findings(web.harness)] == ["VACANT"]
    web.harness.execute(AppointSubstitute(**appointment(web.harness, kind="PLT", last=day(web.harness, 90))), operator)
    assert findings(web.harness) == []
    web.harness.clock.moment += timedelta(days=91)
    assert [row.reason for row in findings(web.harness)] == ["VACANT"], "after the Plt. the post is vacant again, and that is told"


def test_nobody_gives_rights_that_they_do_not_have(registered, web):
    change(web.harness, update(Position).where(Position.id == identifier("position", "operator")).values(permissions=["operate"]))
    operator = operator_of(web.harness)
    change(web.harness, update(Position).where(Position.id == SEKDA).values(permissions=["administer"]))
    with pytest.raises(SubstituteRefused) as refused:
        web.harness.execute(
            AppointSubstitute(**appointment(web.harness, position=SEKDA, person=who("wakil.bupati"), absence="Cuti")), operator
        )
    assert refused.value.rule == "RIGHTS"


def test_who_has_left_or_is_no_employee_is_not_appointed(on_leave, web):
    change(web.harness, update(Person).where(Person.id == who("sekda")).values(disabled_at=NOON))
    with pytest.raises(SubstituteRefused) as refused:
        web.harness.execute(AppointSubstitute(**appointment(web.harness)), operator_of(web.harness))
    assert refused.value.rule == "PERSON_UNKNOWN"
    with pytest.raises(NotFound):
        web.harness.execute(AppointSubstitute(**appointment(web.harness, person=uuid4())), operator_of(web.harness))


def test_others_do_not_find_the_page(registered, browse):
    secretary = browse("sekda")
    assert secretary.get("/kokpit/pengganti").status_code == 404
    assert secretary.get(f"/kokpit/pengganti/{BUPATI}").status_code == 404


def test_the_superior_is_told_when_somebody_stands_in_and_when_that_ends(web, regency):
    """Once each, whether it ends on its day or before; who stands in for their own superior is told nothing."""
    harness, operator = web.harness, regency("operator")
    post = identifier("position", "kepala.dishub")

    def told():
        harness.notifier.mails.clear()
        tell_superiors(harness.engine)
        return [(mail.to.partition("@")[0], mail.subject, mail.text) for mail in harness.notifier.mails.values()]

    tell_superiors(harness.engine)
    wanted = {"position": post, "kind": "PLH", "decree": "800/12/2026", "absence": "Cuti"}
    harness.execute(AppointSubstitute(person=who("sekretaris.dishub"), first=day(harness, 1), last=day(harness, 7), **wanted), operator)
    assert told() == [], "it has not begun"
    harness.clock.moment += timedelta(days=1)
    ((to, subject, text),) = told()
    assert to == "asisten.2"
    assert subject.startswith("Plh. Kepala Dinas Perhubungan: ")
    assert "sejak 24 November 2026 sampai 30 November 2026 (800/12/2026)" in text
    assert told() == []
    harness.clock.moment += timedelta(days=7)
    ((to, subject, text),) = told()
    assert (to, subject) == ("asisten.2", "Plh. Kepala Dinas Perhubungan berakhir")
    assert "mengerjakannya kembali" in text
    assert told() == []
    assert harness.execute(NoteSubstitutions()) == {"mails": []}
    again = harness.execute(
        AppointSubstitute(person=who("sekretaris.dishub"), first=day(harness), last=day(harness, 5), **wanted), operator
    )
    assert len(told()) == 1
    harness.clock.moment += timedelta(days=2)
    harness.execute(EndSubstitution(holding=UUID(again["holding"]), back=True), operator)
    assert [subject for _to, subject, _text in told()] == ["Plh. Kepala Dinas Perhubungan berakhir"]
    harness.execute(AppointSubstitute(person=who("asisten.2"), first=day(harness), last=day(harness, 5), **wanted), operator)
    assert told() == []


def test_a_mail_server_that_is_away_does_not_stop_the_clock(web, regency, monkeypatch):
    wanted = {"position": BUPATI, "kind": "PLH", "decree": "800/12/2026", "absence": "Cuti"}
    web.harness.execute(
        AppointSubstitute(person=who("sekda"), first=day(web.harness), last=day(web.harness, 5), **wanted), regency("operator")
    )
    post = {**wanted, "position": identifier("position", "kepala.dishub")}
    web.harness.execute(
        AppointSubstitute(person=who("sekretaris.dishub"), first=day(web.harness), last=day(web.harness, 5), **post), regency("operator")
    )

    def fail(mail, *, key):
        raise ConnectionRefusedError

    monkeypatch.setattr(web.harness.notifier, "send", fail)
    tell_superiors(web.harness.engine)


def test_the_title_that_was_typed_comes_first(web, regency):
    for typed, first in (
        ("Kepala Subbagian", "Kepala Subbagian "),
        ("Sekretaris Daerah", "Sekretaris Daerah"),
        ("kepala dinas perhubungan", "Kepala Dinas Perhubungan"),
    ):
        found = [post.title for post in web.harness.ask(PostsToFill(text=typed), regency("operator"))]
        assert found[0].startswith(first), found[:3]
    shared = [post.title for post in web.harness.ask(PostsToFill(text="kepala dinas"), regency("operator"))]
    assert shared[0].startswith("Kepala Dinas"), "before posts whose unit alone has these words"

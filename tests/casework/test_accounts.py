"""Citizens' accounts: a code proves an address, an address has one account, and a case lies in one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casework.accounts.addresses import MOST_A_DAY, TRIES
from casework.accounts.commands.forget_codes import ForgetCodes
from casework.accounts.commands.open_account import OpenAccount
from casework.accounts.commands.prove_address import ProveAddress
from casework.accounts.commands.rename_account import RenameAccount
from casework.accounts.commands.replace_address import ReplaceAddress
from casework.accounts.commands.send_code import SendCode
from casework.accounts.commands.withdraw_code import WithdrawCode
from casework.accounts.tables import SignInCode
from casework.applications.commands.begin_application import BeginApplication
from casework.applications.queries.application_form import ApplicationForm
from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.task_detail import TaskDetail
from casework.citizens.commands.add_case_to_account import AddCaseToAccount
from casework.citizens.commands.close_account import CloseAccount
from casework.citizens.queries.my_data import MyCases, MyData
from casework.citizens.queries.my_keys import MyCasePass, MyDraftToken
from casework.citizens.queries.my_page import MyPage
from casework.documents.queries.document_file import DocumentFile
from casework.tracking.queries.tracking import Tracking
from engine.model.errors import Forbidden, InvalidState, NotFound
from engine.queries.people.session_owner import SessionOwner
from tests.support.account_holder import MAIL, Citizen
from tests.support.permit_office import OFFICER


@pytest.fixture
def siti(harness, regency):
    return Citizen(harness)


def other(digits):
    return f"{(int(digits) + 1) % 1_000_000:06}"


def test_the_first_code_opens_an_account_and_the_next_signs_in(siti, harness):
    assert siti.ask(MyData()).name == "Siti Aminah"
    sent = siti.send()
    again = harness.execute(ProveAddress(token=sent["token"], code=sent["code"]))
    assert harness.ask(SessionOwner(token=again["session"])).actor.person == siti.actor.person
    assert not again["second_factor"]
    with pytest.raises(NotFound):  # a code is good once
        harness.execute(ProveAddress(token=sent["token"], code=sent["code"]))


def test_a_code_is_tried_three_times_and_for_ten_minutes(siti, harness):
    sent = siti.send()
    left = [harness.execute(ProveAddress(token=sent["token"], code=other(sent["code"])))["left"] for _ in range(TRIES)]
    assert left == [2, 1, 0]
    assert harness.execute(ProveAddress(token=sent["token"], code=sent["code"])) == {"left": 0}
    late = siti.send()
    harness.clock.moment += timedelta(minutes=10)
    with pytest.raises(NotFound):
        harness.execute(ProveAddress(token=late["token"], code=late["code"]))


PHONE = "+6281234567890"


def exhaust(harness):
    """Strangers ask for as many codes as are sent at once in a day; gives the last one, as the telephone shows it."""
    for _ in range(MOST_A_DAY):
        harness.clock.moment += timedelta(seconds=1)
        code = harness.execute(SendCode(channel="phone", address=PHONE))["code"]
    return code


def test_codes_that_strangers_ask_for_keep_nobody_out(harness, regency):
    code = exhaust(harness)
    mine = harness.execute(SendCode(channel="phone", address=PHONE))
    assert "code" not in mine
    assert mine["sent_at"] == harness.clock.moment.isoformat()
    assert harness.execute(ProveAddress(token=mine["token"], code=f"{code[:3]} {code[3:]}")) == {"new": True}
    assert harness.execute(OpenAccount(token=mine["token"], name="Budi"))["session"]


def test_a_code_for_several_browsers_is_good_once_and_each_has_three_tries(harness, regency):
    code = exhaust(harness)
    first, second, third = (harness.execute(SendCode(channel="phone", address=PHONE)) for _ in range(3))
    left = [harness.execute(ProveAddress(token=third["token"], code=other(code)))["left"] for _ in range(TRIES)]
    assert left == [2, 1, 0]
    assert harness.execute(ProveAddress(token=third["token"], code=code)) == {"left": 0}
    assert harness.execute(ProveAddress(token=first["token"], code=code)) == {"new": True}
    with pytest.raises(NotFound):
        harness.execute(ProveAddress(token=second["token"], code=code))
    # it was used: the next one is sent at once
    assert harness.execute(SendCode(channel="phone", address=PHONE))["code"]


def test_there_is_always_a_code_to_use_and_a_telephone_rings_once_an_hour_at_most(harness, regency):
    exhaust(harness)
    sent = 0
    for _minute in range(240):
        answer = harness.execute(SendCode(channel="phone", address=PHONE))
        assert datetime.fromisoformat(answer["until"]) > harness.clock.moment + timedelta(minutes=1)
        sent += "code" in answer
        harness.clock.moment += timedelta(minutes=1)
    assert sent == 4
    assert harness.execute(SendCode(channel="phone", address="+6281234567891"))["code"]


def test_a_code_that_could_not_be_sent_does_not_count(harness, regency):
    code = exhaust(harness)
    harness.clock.moment += timedelta(minutes=11)
    lost = harness.execute(SendCode(channel="phone", address=PHONE))
    assert lost["code"]
    harness.execute(WithdrawCode(token=lost["token"]))
    with pytest.raises(NotFound):
        harness.execute(ProveAddress(token=lost["token"], code=code))
    # nobody is told to use a code that never came
    assert harness.execute(SendCode(channel="phone", address=PHONE))["code"]


def test_codes_are_forgotten_after_a_day(harness, regency):
    exhaust(harness)
    harness.execute(SendCode(channel="phone", address=PHONE))
    harness.clock.moment += timedelta(days=1, minutes=61)
    assert harness.execute(ForgetCodes()) == {"codes": MOST_A_DAY + 1}
    assert harness.execute(SendCode(channel="phone", address=PHONE))["code"]


def test_no_table_holds_an_address_or_a_code_that_can_be_read(siti, harness):
    sent = siti.send()
    with Session(harness.database) as session:
        for table in ("account_address", "sign_in_code", "person"):
            content = session.execute(text(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")).scalar_one()
            assert MAIL not in content
            assert MAIL.encode().hex() not in content
            assert sent["token"] not in content
            assert sent["code"] not in content


def test_an_account_is_not_opened_with_an_address_that_was_not_proved(siti, harness):
    fresh = harness.execute(SendCode(channel="email", address="budi@contoh.id"))
    with pytest.raises(NotFound):
        harness.execute(OpenAccount(token=fresh["token"], name="Budi"))
    known = siti.send()
    with pytest.raises(NotFound):
        harness.execute(OpenAccount(token=known["token"], name="Siti kedua"))
    harness.execute(ProveAddress(token=fresh["token"], code=fresh["code"]))
    with pytest.raises(InvalidState):
        harness.execute(OpenAccount(token=fresh["token"], name="  "))
    harness.execute(OpenAccount(token=fresh["token"], name="Budi"))
    with pytest.raises(NotFound):  # the same form sent twice
        harness.execute(OpenAccount(token=fresh["token"], name="Budi"))


def test_an_address_moves_only_with_a_code_and_never_out_of_another_account(siti, harness):
    budi = Citizen(harness, "budi@contoh.id", name="Budi")
    taken = harness.execute(SendCode(channel="email", address="budi@contoh.id"))
    assert siti.execute(ReplaceAddress(token=taken["token"], code=taken["code"])) == {"taken": True}
    new = harness.execute(SendCode(channel="email", address="siti@baru.id"))
    assert siti.execute(ReplaceAddress(token=new["token"], code=other(new["code"]))) == {"left": TRIES - 1}
    siti.execute(ReplaceAddress(token=new["token"], code=new["code"]))
    phone = harness.execute(SendCode(channel="phone", address="+6281234567890"))
    siti.execute(ReplaceAddress(token=phone["token"], code=phone["code"]))
    assert [item.address for item in siti.ask(MyData()).addresses] == ["siti@baru.id", "+6281234567890"]
    assert [item.address for item in budi.ask(MyData()).addresses] == ["budi@contoh.id"]
    old = siti.send()  # the address before is nobody's any more
    assert harness.execute(ProveAddress(token=old["token"], code=old["code"])) == {"new": True}


def test_an_employees_address_opens_a_citizens_account_and_no_seat(harness, regency):
    staff = Citizen(harness, "bupati@tangerangkab.example", name="Warga")
    assert staff.actor.seats == ()
    assert staff.actor.permissions == frozenset()


def test_employees_have_no_citizens_account(harness, regency):
    head = regency("bupati")
    for query in (MyData(), MyPage(), MyCasePass(number="TGR-1")):
        with pytest.raises(NotFound):
            harness.ask(query, head)
    for command in (RenameAccount(name="x"), CloseAccount(), AddCaseToAccount(case_pass="x")):
        with pytest.raises(NotFound):
            harness.execute(command, head)
    with pytest.raises(Forbidden):
        harness.execute(SendCode(channel="email", address=MAIL), head)


def test_what_is_begun_and_sent_lies_in_the_account(office, harness, siti):
    begun = siti.execute(BeginApplication(service="izin-uji"))
    (draft,) = siti.ask(MyPage()).drafts
    assert str(draft.id) == begun["draft"]
    assert siti.ask(MyDraftToken(draft=draft.id)) == begun["token"]
    known = harness.ask(ApplicationForm(draft=draft.id, token=begun["token"]), siti.actor).answers
    assert known["surel"] == MAIL
    receipt = office.send(actor=siti.actor)
    (case,) = siti.ask(MyPage()).cases
    assert case.number == office.follow(receipt).number
    assert not case.owed
    office.give_back(("luas", "MISSING", ""))
    assert siti.ask(MyPage()).cases[0].owed == 1
    assert siti.ask(Tracking(case_pass=siti.ask(MyCasePass(number=case.number)))).number == case.number


def test_nobody_elses_case_or_draft_is_found(office, harness, siti):
    budi = Citizen(harness, "budi@contoh.id", name="Budi")
    begun = siti.execute(BeginApplication(service="izin-uji"))
    number = office.follow(office.send(actor=siti.actor)).number
    for query in (MyCasePass(number=number), MyDraftToken(draft=begun["draft"])):
        with pytest.raises(NotFound):
            budi.ask(query)
    assert budi.ask(MyPage()).cases == []
    assert budi.ask(MyCases()) == []


def test_a_case_that_one_follows_is_kept_in_one_account(office, harness, siti):
    view = office.follow(office.send(surel=MAIL.upper()))
    assert not view.kept
    siti.execute(AddCaseToAccount(case_pass=view.case_pass))
    siti.execute(AddCaseToAccount(case_pass=view.case_pass))
    assert [case.number for case in siti.ask(MyPage()).cases] == [view.number]
    with pytest.raises(InvalidState):
        Citizen(harness, "budi@contoh.id", name="Budi").execute(AddCaseToAccount(case_pass=view.case_pass))
    other = office.follow(office.send(surel="dewi@contoh.id", telepon="0812 3456 7890"))
    with pytest.raises(InvalidState, match="address"):  # who knows a PIN may follow, and learns no answer
        siti.execute(AddCaseToAccount(case_pass=other.case_pass))
    phone = harness.execute(SendCode(channel="phone", address="+6281234567890"))
    siti.execute(ReplaceAddress(token=phone["token"], code=phone["code"]))
    siti.execute(AddCaseToAccount(case_pass=other.case_pass))
    assert len(siti.ask(MyPage()).cases) == 2
    with pytest.raises(NotFound):
        siti.execute(AddCaseToAccount(case_pass=view.case_pass[::-1]))


def test_a_counter_officer_who_goes_on_with_a_draft_leaves_it_in_its_account(office, harness, siti):
    begun = siti.execute(BeginApplication(service="izin-uji"))
    office.finish(begun, actor=office.officer)
    assert len(siti.ask(MyPage()).cases) == 1


def test_who_opens_a_case_is_noted_for_its_applicant_once_an_hour_without_a_name(office, harness, siti):
    receipt = office.send(actor=siti.actor)
    case = office.follow(receipt).instance
    task = harness.task().id
    assert siti.ask(MyData()).looks == []
    for _ in range(3):
        harness.ask(CaseDetail(instance=case), office.officer)
        harness.ask(TaskDetail(task=task), office.officer)
    file = next(file for files in siti.ask(MyCases())[0].application.files.values() for file in files)
    harness.ask(DocumentFile(document=file.document), office.officer)
    looks = siti.ask(MyData()).looks
    assert sorted(look.kind for look in looks) == ["case", "file", "task"]
    assert {look.title for look in looks} == {office.officer.seats[0].title}
    assert office.officer.name not in str(looks)
    harness.clock.moment += timedelta(hours=1)
    harness.ask(CaseDetail(instance=case), office.officer)
    assert len(siti.ask(MyData()).looks) == 4
    assert len(office.follow(receipt).looks) == 4


def test_reading_what_nobody_applied_for_is_not_noted(drawn, harness):
    drawn(
        '<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/></process>'
    )
    case = harness.start("p", harness.person)
    harness.ask(CaseDetail(instance=case), harness.person)
    with Session(harness.database) as session:
        assert session.execute(text("select count(*) from case_look")).scalar_one() == 0


def test_closing_an_account_deletes_who_it_was_and_leaves_the_case_to_its_pin(office, harness, siti):
    siti.execute(BeginApplication(service="izin-uji"))
    receipt = office.send(actor=siti.actor)
    siti.execute(RenameAccount(name="Siti A."))
    siti.execute(CloseAccount())
    with pytest.raises(NotFound):
        harness.ask(SessionOwner(token=siti.token))
    assert office.follow(receipt).number
    with Session(harness.database) as session:
        assert session.execute(text("select count(*) from person where name = 'Siti A.'")).scalar_one() == 0
        assert session.execute(text("select count(*) from account_address")).scalar_one() == 0
    sent = siti.send()
    assert harness.execute(ProveAddress(token=sent["token"], code=sent["code"])) == {"new": True}
    with Session(harness.database) as session:
        assert session.scalars(select(SignInCode.proved_at)).all()


def test_all_that_is_known_can_be_taken_along(office, harness, siti):
    office.send(actor=siti.actor)
    (case,) = siti.ask(MyCases())
    assert case.application.values["nama"]
    assert case.tracking.history
    assert OFFICER not in str(case)

"""Signing in: passwords, sessions that end, second factor, who fills a seat while its holder is away."""

from datetime import timedelta
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy.orm import Session

from demo.organisation import identifier
from engine.commands.people.prove_identity import ProveIdentity
from engine.commands.people.set_second_factor import SetSecondFactor
from engine.commands.people.sign_in import SignIn
from engine.commands.people.sign_out import SignOut
from engine.commands.people.touch_session import TouchSession
from engine.identity import passwords
from engine.identity.errors import SignInRefused
from engine.identity.passwords import hash_password
from engine.identity.seats import holders
from engine.model.errors import NotFound
from engine.persistence.tables.identity import Absence, Holding, Person
from engine.queries.people.session_owner import SessionOwner

EMAIL, PASSWORD = "bupati@tangerangkab.example", "kata sandi yang panjang"


@pytest.fixture
def account(harness, regency):
    with Session(harness.database) as session:
        session.get_one(Person, identifier("person", "bupati")).password_hash = hash_password(PASSWORD)
        session.commit()
    return harness


def sign_in(harness):
    return harness.execute(SignIn(email=EMAIL.upper(), password=PASSWORD))["token"]


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "salah"), ("nobody@x.example", PASSWORD), ("sekda@tangerangkab.example", "")])
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(account, email, password):
    with pytest.raises(SignInRefused):
        account.execute(SignIn(email=email, password=password))


def test_an_unknown_address_takes_as_long_as_a_wrong_password():
    """The work of a hash stands in its parameters: those of nobody's are those with which passwords are kept."""
    assert passwords._NOBODY.rsplit("$", 2)[0] == hash_password(PASSWORD).rsplit("$", 2)[0]
    assert not passwords.password_fits(None, "nobody has this password")
    assert passwords.password_fits(passwords._NOBODY, "nobody has this password")


def test_a_session_ends_by_sign_out_idling_and_age(account):
    token = sign_in(account)
    assert account.ask(SessionOwner(token=token)).actor.name == "H. Contoh Wijaya"
    account.execute(SignOut(token=token))
    with pytest.raises(NotFound):
        account.ask(SessionOwner(token=token))
    token = sign_in(account)
    account.clock.forward(hours=1)
    account.execute(TouchSession(token=token, language="en"))
    account.clock.forward(hours=1, minutes=30)
    assert account.ask(SessionOwner(token=token)).language == "en"
    account.clock.forward(hours=2)
    with pytest.raises(NotFound):
        account.ask(SessionOwner(token=token))


def test_a_second_factor_is_owed_and_each_code_is_good_once(account):
    token, secret = sign_in(account), pyotp.random_base32()
    person = account.ask(SessionOwner(token=token)).actor
    with pytest.raises(SignInRefused):
        account.execute(SetSecondFactor(token=token, secret=secret, code="000000"), person)
    account.execute(SetSecondFactor(token=token, secret=secret, code=pyotp.TOTP(secret).at(account.clock.moment)), person)
    again = sign_in(account)
    assert account.ask(SessionOwner(token=again)).owes_code
    code = pyotp.TOTP(secret).at(account.clock.moment)
    with pytest.raises(SignInRefused):
        account.execute(ProveIdentity(token=again, secret=code))  # it was used to enrol
    account.clock.forward(seconds=31)
    proved = account.execute(ProveIdentity(token=again, secret=pyotp.TOTP(secret).at(account.clock.moment)))["token"]
    assert not account.ask(SessionOwner(token=proved)).owes_code


def test_a_proof_of_identity_grows_stale(account):
    token = sign_in(account)
    assert account.ask(SessionOwner(token=token)).fresh
    account.clock.forward(minutes=11)
    assert not account.ask(SessionOwner(token=token)).fresh
    proved = account.execute(ProveIdentity(token=token, secret=PASSWORD))["token"]
    assert account.ask(SessionOwner(token=proved)).fresh
    with pytest.raises(NotFound):
        account.ask(SessionOwner(token=token))  # whoever had seen it before has nothing


def test_who_is_away_is_stood_in_for_and_comes_back(harness, regency):
    head, deputy = identifier("person", "kepala.dlhk"), identifier("person", "kabid.dlhk.1")
    post, now = identifier("position", "kepala.dlhk"), harness.clock.moment
    until = now + timedelta(days=3)
    harness.add(
        Absence(id=uuid4(), person_id=head, valid_from=now, valid_to=until, reason="cuti"),
        Holding(id=uuid4(), person_id=deputy, position_id=post, kind="PLH", valid_from=now, valid_to=until, decree="SK"),
    )

    def filled_by():
        with Session(harness.database) as session:
            return [person.id for _post, _holding, person in holders(session, [post], harness.clock.moment)]

    assert filled_by() == [deputy]
    assert post not in harness.actor(head).positions
    assert [seat.kind for seat in harness.actor(deputy).seats if seat.position == post] == ["PLH"]
    harness.clock.forward(days=4)
    assert filled_by() == [head]
    assert post in harness.actor(head).positions
    assert post not in harness.actor(deputy).positions


def test_who_is_away_without_a_deputy_keeps_the_seat(harness, regency):
    head, now = identifier("person", "kepala.dlhk"), harness.clock.moment
    harness.add(Absence(id=uuid4(), person_id=head, valid_from=now, valid_to=now + timedelta(days=3), reason="cuti"))
    assert identifier("position", "kepala.dlhk") in harness.actor(head).positions

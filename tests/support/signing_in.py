"""Somebody who has signed in: the row and the cookie that the sign-in page makes, without its pages and its password."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.identity.web_sessions import new_session
from engine.persistence.tables.identity import Person


def cookie_of(app, code):
    """The session cookie of the person who holds the position of this code."""
    with Session(app.harness.database) as session:
        person = session.scalars(select(Person.id).where(Person.email == f"{code}@tangerangkab.example")).one()
        token = new_session(session, person, app.harness.clock.moment, "tests")
        session.commit()
    client = app.test_client()
    with client.session_transaction() as held:
        held["_user_id"], held["_fresh"] = token, True
    return client.get_cookie("alur").value

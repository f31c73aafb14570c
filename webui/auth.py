"""Loads the signed-in person of a request (Flask-Login over the sessions table: signing out anywhere ends it)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from engine.commands.people.touch_session import TouchSession
from engine.model.actor import SYSTEM, Actor
from engine.model.errors import CommandRefused
from engine.queries.people.session_owner import SessionOwner, SessionOwnerView
from webui.answering.page_reading import ask_as, end_reading, engine

TOUCH_EVERY = timedelta(minutes=5)


class WebUser(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: its id is the session's token, never the person's id."""

    def __init__(self, token: str, view: SessionOwnerView) -> None:
        self.token = token
        self.view = view

    def get_id(self) -> str:
        return self.token

    @property
    def actor(self) -> Actor:
        return self.view.actor

    @property
    def owes_code(self) -> bool:
        return self.view.owes_code

    @property
    def fresh(self) -> bool:
        return self.view.fresh


#: in the signed cookie: the person who signed in last, and the cookies that were given to them
OWNER, GIVEN = "milik", "kuki"
#: cookies that are remembered, in order to take them back
_MOST_GIVEN = 30


def sign_in_browser(token: str) -> WebUser:
    """Signs a browser in. What it keeps of somebody else who used it before is forgotten."""
    user = WebUser(token, engine().ask(SessionOwner(token=token), actor=SYSTEM))
    person = str(user.actor.person)
    if session.get(OWNER, person) != person:
        session.clear()
    session[OWNER] = person
    login_user(user)
    return user


def remember_cookie(name: str, path: str) -> None:
    """Remembers that a cookie was given: the browser sends it to its path only, and it is taken back at signing out."""
    others = [given for given in session.get(GIVEN, []) if given != [name, path]]
    session[GIVEN] = [*others, [name, path]][-_MOST_GIVEN:]


def empty_browser(response: Response) -> Response:
    """Takes from the browser what it keeps of its person and their cases: the session, cookies that open drafts, pages it has stored."""
    for name, path in session.get(GIVEN, []):
        response.delete_cookie(name, path=path)
    logout_user()
    session.clear()
    # only over https or on this machine do browsers listen to it
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def forget_signed_out() -> None:
    """Forgets what a session left behind that has ended by itself: the next guest is somebody else."""
    if session.get(OWNER) and current() is None:
        session.clear()


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> WebUser | None:
        try:
            view = ask_as(SYSTEM, SessionOwner(token=token))
            if view.untouched > TOUCH_EVERY:
                end_reading()
                engine().execute(TouchSession(token=token), actor=SYSTEM)
        except CommandRefused:
            return None
        g.language = view.language
        return WebUser(token, view)


def current() -> WebUser | None:
    """Returns the signed-in person, also one who still owes the code; None for a guest."""
    return current_user if current_user.is_authenticated else None


def actor() -> Actor:
    """Returns the actor of a request whose access rule asks for a person."""
    user = current()
    assert user is not None
    return user.actor

"""Loads the signed-in person of a request (Flask-Login over the sessions table: signing out anywhere ends it)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, current_app, g
from flask_login import LoginManager, UserMixin, current_user

from engine.commands.people.touch_session import TouchSession
from engine.core.engine import Engine
from engine.model.actor import SYSTEM, Actor
from engine.model.errors import CommandRefused
from engine.queries.people.session_owner import SessionOwner, SessionOwnerView

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


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> WebUser | None:
        engine: Engine = current_app.extensions["alur"]
        try:
            view = engine.ask(SessionOwner(token=token), actor=SYSTEM)
            if view.untouched > TOUCH_EVERY:
                engine.execute(TouchSession(token=token), actor=SYSTEM)
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

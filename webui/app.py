"""Builds the Flask application, once for each process."""

from __future__ import annotations

import secrets
import wsgiref.headers
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader
from redis.backoff import NoBackoff
from redis.retry import Retry
from werkzeug.datastructures import Headers

from engine.core.engine import Engine
from webui import access, auth, errors, i18n, limits, static_files
from webui.admin.packages import blueprint as packages
from webui.answering import kept_pages, page_reading
from webui.api.bank import blueprint as bank
from webui.books.pages import blueprint as books
from webui.cockpit.announcements import blueprint as announcements
from webui.cockpit.announcements import current_announcements
from webui.cockpit.calendar import blueprint as calendar
from webui.cockpit.mails import blueprint as mails
from webui.cockpit.metrics import blueprint as metrics
from webui.cockpit.money import blueprint as money
from webui.cockpit.receivers import trouble
from webui.cockpit.routes import incidents, receivers, retention, substitutes
from webui.health import blueprint as health
from webui.kept_forms.browser_copies import copy_attributes
from webui.kept_forms.page_owner import FormProtection
from webui.observation import requests
from webui.portal import service_texts as service_words
from webui.portal.routes import blueprint as portal
from webui.proxies import TrustedProxies
from webui.rendering import icons, time_left
from webui.rendering.plain_value import group_digits, plain_value
from webui.rendering.printed_fact import printed_fact
from webui.rendering.problem_text import problem_text
from webui.rendering.qr import qr_code
from webui.rendering.return_reasons import reason_words, return_reasons
from webui.rendering.secret_words import secret_words
from webui.rendering.short_markdown import short_markdown
from webui.rendering.state_words import case_state, pause_words
from webui.settings import Settings
from webui.signin import kept_forms
from webui.signin.account import blueprint as account
from webui.signin.citizens import blueprint as citizens
from webui.signin.pages import blueprint as signin
from webui.source_code import blueprint as source
from webui.statistics.pages import blueprint as statistics
from webui.statistics.pages import say_duration
from webui.tasklist.overview import own_tasks
from webui.tasklist.routes import blueprint as tasklist
from webui.workshop.routes import blueprint as workshop

MAX_REQUEST = 40_000_000
#: a year, of this name alone: the regency's other sites are not ours to decide on
_HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}


def create_app(settings: Settings, engine: Engine) -> Flask:
    app = Flask("webui", template_folder="templates", static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="alur",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
        RATELIMIT_STORAGE_URI=_limiter_storage(settings.redis_url),
        RATELIMIT_STORAGE_OPTIONS=_limiter_options(settings.redis_url),
        ADDRESS=settings.address,
        ZONE=settings.zone,
        REGENCY=settings.regency,
        BANK_KEY=settings.bank_key,
        HEALTH_TOKEN=settings.health_token,
        SOURCE_ADDRESS=settings.source_address,
    )
    app.extensions["alur"] = engine
    # govuk-frontend's macros read optional parameters; the page tests find a misspelt name of ours
    app.jinja_env.undefined = ChainableUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    own = app.jinja_env.loader  # Flask's: the application's templates, then those of blueprints, the demonstration's among them
    assert own is not None
    app.jinja_env.loader = ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})])
    # the first: all that a request does is within its time
    requests.install(app)
    page_reading.install(app)
    auth.install(app)
    # before the form's token is looked at: what comes too late is kept for its sender, which must not be free
    limits.install(app, Limiter(get_remote_address, app=app, default_limits=[]))
    # machines sign what they send; they have no session that somebody could misuse
    FormProtection(app).exempt(bank)
    app.before_request(access.guard)
    add_headers = partial(_add_headers, _HEADERS | (_HTTPS_ONLY if settings.secure else {}))
    app.after_request(partial(_secure, add_headers))
    kept_pages.install(app)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.proxies)  # type: ignore[method-assign, assignment]
    errors.install(app)
    operators = (incidents, money, receivers, calendar, retention, substitutes, announcements, mails)
    for blueprint in (health, bank, portal, signin, citizens, account, tasklist, books, statistics, *operators, workshop, packages, source):
        app.register_blueprint(blueprint)
    app.register_blueprint(metrics)
    kept_forms.install(app)
    _template_names(app)
    # static files alone are compressed: pages hold tokens beside what readers typed, and their length would tell of both (BREACH)
    static_files.install(app, settings.data_folder / "static", add_headers)
    return app


def _limiter_storage(redis_url: str) -> str:
    return redis_url.replace("unix://", "redis+unix://", 1)


def _limiter_options(redis_url: str) -> dict[str, Any]:
    """Returns timeouts for Redis: where it does not answer within a second, counters in memory take over."""
    if redis_url.startswith("memory://"):
        return {}
    return {"socket_connect_timeout": 1, "socket_timeout": 1, "retry": Retry(NoBackoff(), 0)}


def _add_headers(ours: dict[str, str], headers: wsgiref.headers.Headers | Headers) -> None:
    for name, value in ours.items():
        headers.setdefault(name, value)


def _secure(add_headers: Callable[[Headers], None], response: Response) -> Response:
    add_headers(response.headers)
    # whatever a page shows or sends is somebody's own: after they have signed out, the browser has nothing of it
    control = response.cache_control
    if request.endpoint != "static" and not (control.max_age or control.no_store or control.no_cache):
        response.headers["Cache-Control"] = "no-store"
    return response


def _template_names(app: Flask) -> None:
    app.jinja_env.globals.update(
        _=i18n.translate,
        words=i18n.words,
        case_state=case_state,
        language=i18n.language,
        due_words=time_left.time_left,
        icon=icons.icon,
        trouble=trouble,
        own_tasks=own_tasks,
        say_duration=say_duration,
        regency=app.config["REGENCY"],
        problem_text=problem_text,
        service_text=service_words.text_of,
        service_lines=service_words.lines_of,
        service_standard=service_words.standard_of,
        return_reasons=return_reasons,
        reason_words=reason_words,
        pause_words=pause_words,
        secret_words=secret_words,
        stage_words=service_words.stage_words,
        copy_attributes=copy_attributes,
        current_announcements=current_announcements,
        new_key=lambda: secrets.token_urlsafe(12),
    )
    app.jinja_env.filters.update(
        day=i18n.day,
        date_time=i18n.date_time,
        time_of_day=i18n.time_of_day,
        number=i18n.number,
        size=i18n.size,
        rupiah=i18n.rupiah,
        qr=qr_code,
        since=time_left.since,
        printed=printed_fact,
        plain=plain_value,
        grouped=group_digits,
        short_markdown=short_markdown,
    )

    @app.context_processor
    def user() -> dict[str, Any]:
        return {"user": auth.current()}

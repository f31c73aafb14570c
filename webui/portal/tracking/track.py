"""The tracking page of an application, by number and PIN. A wrong number and a wrong PIN give the same words."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from casework.records.public_numbers import normalise_code
from casework.tracking.commands.open_tracking import OpenTracking
from casework.tracking.queries.tracking import Tracking
from engine.model.errors import NotFound
from webui.access import public
from webui.answering.kept_pages import kept_for_guests
from webui.auth import forget_signed_out
from webui.guesses import guess
from webui.i18n import translate
from webui.limits import TooMany, rate_limit, retry_after
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute
from webui.rendering.waiting import wait_words

#: in the signed cookie: passes to the cases that this browser has opened with their PIN, the last ones
OPENED, MOST_OPENED = "dilacak", 5


@blueprint.route("/lacak", methods=["GET", "POST"])
@public
@kept_for_guests()
@rate_limit("60 per minute; 600 per hour")
def track() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    if request.method == "GET":
        return render_template("portal/find.html", number=request.args.get("nomor", ""), error="")
    number, pin = request.form.get("nomor", "")[:40], request.form.get("pin", "")[:40]
    try:
        tried = guess("pin", normalise_code(number))
    except TooMany as slow:
        return render_template("portal/find.html", number=number, error=wait_words(slow)), 429, retry_after(slow)
    found = execute(OpenTracking(number=number, pin=pin))
    if not found:
        tried.was_wrong()
        wrong = translate("Nomor dan PIN ini tidak cocok. Periksa keduanya pada tanda terima.")
        return render_template("portal/find.html", number=number, error=wrong), 422
    tried.was_right()
    keep_opened_case(found["pass"])
    return redirect(url_for("portal.tracking_page", place=0))


@blueprint.get("/lacak/<int:place>")
@public
def tracking_page(place: int) -> str:
    """Shows a case. `place`: its place among the opened cases; the case's own id stays in the signed cookie."""
    return render_template("portal/track.html", view=ask(Tracking(case_pass=pass_of_opened_case(place))), place=place, token="")


def keep_opened_case(case_pass: str) -> None:
    """Makes it the first of the cases that this browser has opened."""
    forget_signed_out()
    opened = [item for item in session.get(OPENED, []) if item != case_pass]
    session[OPENED] = [case_pass, *opened][:MOST_OPENED]


def pass_of_opened_case(place: int) -> str:
    """Returns the pass of a case that this browser has opened. Raises NotFound."""
    forget_signed_out()
    passes = session.get(OPENED, [])
    if not 0 <= place < len(passes):
        raise NotFound
    return str(passes[place])


def place_of_opened_case(case: UUID | None) -> int | None:
    """Returns the place of a case among those that this browser has opened."""
    passes = session.get(OPENED, [])
    return next((place for place, given in enumerate(passes) if str(given).startswith(f"{case}.")), None)

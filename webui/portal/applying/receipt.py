"""Shows the receipt of an application: its number, its PIN, and an address that follows the case without either."""

from __future__ import annotations

from flask import render_template

from casework.tracking.queries.tracking import Receipt
from webui.access import public
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask


@blueprint.get("/tanda-terima/<token>")
@public
def receipt(token: str) -> str:
    view = ask(Receipt(token=token))
    return render_template("portal/receipt.html", view=view, token=token)


@blueprint.get("/tanda-terima/<token>/lacak")
@public
def open_tracking_page(token: str) -> str:
    view = ask(Receipt(token=token))
    return render_template("portal/track.html", view=view, token=token, place=None)

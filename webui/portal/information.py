"""Help, contact, privacy and accessibility: what the regency tells everybody about itself. The footer of every public page leads here."""

from __future__ import annotations

from typing import Any

from flask import render_template

from casework.records.public_numbers import DRAFT_LASTS
from casework.regency.public_information import NOTHING_KNOWN, PublicInformation
from casework.regency.queries.newest_public_information import NewestPublicInformation
from engine.persistence.database import DatabaseTrouble
from webui.access import public
from webui.answering.kept_pages import kept_for_guests
from webui.answering.public_state import keep
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask
from webui.rendering.opening_hours import hours_words
from webui.rendering.public_text import public_text


def public_information() -> PublicInformation:
    """Returns it; the footer of an error page does without it while the database is away."""
    try:
        found: PublicInformation = keep("information", lambda: ask(NewestPublicInformation()))
    except DatabaseTrouble:
        return NOTHING_KNOWN
    return found


def telephone_link(number: str) -> str:
    """Returns the number as links of a telephone take it: digits, with the plus of the country."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


@blueprint.app_context_processor
def information_names() -> dict[str, Any]:
    return {
        "public_information": public_information,
        "public_text": public_text,
        "hours_words": hours_words,
        "telephone_link": telephone_link,
    }


@blueprint.get("/bantuan")
@public
@kept_for_guests()
def help_page() -> str:
    return render_template("portal/help.html", draft_days=DRAFT_LASTS.days)


@blueprint.get("/kontak")
@public
@kept_for_guests()
def contact() -> str:
    return render_template("portal/contact.html", information=public_information())


@blueprint.get("/privasi")
@public
@kept_for_guests()
def privacy() -> str:
    return render_template("portal/privacy.html", information=public_information(), draft_days=DRAFT_LASTS.days)


@blueprint.get("/aksesibilitas")
@public
@kept_for_guests()
def accessibility() -> str:
    return render_template("portal/accessibility.html", information=public_information())

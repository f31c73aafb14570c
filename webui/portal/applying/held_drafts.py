"""Leads back to an application that was begun and not sent: from the first page, from the service's, and from a mail."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from limits import parse_many
from werkzeug.wrappers import Response

from casework.accounts.addresses import Address
from casework.applications.commands.open_linked_draft import OpenLinkedDraft
from casework.applications.queries.application_form import ApplicationForm
from casework.applications.queries.draft_mail import DraftMail, DraftMailView
from casework.applications.queries.held_drafts import HeldDraft, HeldDrafts
from casework.notices.deliver_code import deliver_code
from forms.contact import mailbox_of
from forms.identifiers import email
from webui.access import public
from webui.door import engine
from webui.i18n import day, translate
from webui.limits import counters, rate_limit, take
from webui.portal.applying.apply import form_errors
from webui.portal.applying.draft_cookie import draft_token, drop_draft_cookie, held_tokens, set_draft_cookie
from webui.portal.applying.pages import pages_of
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask, execute

#: mails with a link to one draft, and to one mailbox, whoever asks for them
LINKS_A_DAY = parse_many("6 per day")


def held_drafts(service: str = "") -> list[HeldDraft]:
    found: list[HeldDraft] = ask(HeldDrafts(tokens=held_tokens(), service=service))
    return found


@blueprint.get("/permohonan/<uuid:draft>")
@public
def continue_application(draft: UUID) -> Response:
    """Opens the first page that is not complete, or was never sent; else the check page."""
    view = ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    if view.receipt:
        return redirect(url_for("portal.receipt", token=view.receipt))
    if view.task:
        return redirect(url_for("portal.reply", draft=draft))
    wrong = {error.field for error in form_errors(view, dict(view.answers))}
    step = next((page.number for page in pages_of(view) if page.fields & wrong or not page.fields & set(view.answers)), None)
    return redirect(url_for("portal.apply", draft=draft, step=step) if step else url_for("portal.review", draft=draft))


@blueprint.post("/permohonan/<uuid:draft>/lepas")
@public
@rate_limit("600 per hour")
def forget_draft_here(draft: UUID) -> Response:
    """Takes a draft off this device; its code and its mailed link still open it."""
    ask(ApplicationForm(draft=draft, token=draft_token(draft)))
    flash(translate("Isian itu tidak lagi terlihat di perangkat ini."))
    return drop_draft_cookie(redirect(url_for("portal.home")), draft)


@blueprint.post("/permohonan/<uuid:draft>/tautan")
@public
@rate_limit("10 per hour")
def mail_draft_link(draft: UUID) -> Response | tuple[str, int]:
    mail: DraftMailView = ask(DraftMail(draft=draft, token=draft_token(draft)))
    typed = request.form.get("alamat", "").strip()[:254]
    address = email(typed)
    if not address:
        return _asking(draft, typed, translate("Tulis alamat e-mail, misalnya nama@contoh.id.")), 422
    for of, name in (("draft", str(draft)), ("mailbox", mailbox_of(address))):
        take(LINKS_A_DAY, counters().key("draft link", of, name))
    text = translate(
        "Isian permohonan Anda belum dikirim. Lanjutkan dari perangkat mana pun, sampai {day}:\n\n{link}\n\n"
        "Jangan teruskan tautan ini: siapa pun yang memilikinya dapat membaca isian Anda. Bila Anda tidak memintanya, abaikan saja.",
        day=day(mail.expires_at),
        link=mail.link,
    )
    to, subject = Address(channel="email", address=address), translate("Lanjutkan isian permohonan Anda")
    if not deliver_code(engine(), to, token=f"{mail.link} {address} {mail.expires_at}", subject=subject, text=text):
        return _asking(draft, typed, translate("Tautan tidak terkirim ke alamat ini. Periksa alamatnya, lalu coba lagi.")), 422
    flash(translate("Tautan dikirim ke {address}. Berlaku sampai {day}.", address=address, day=day(mail.expires_at)))
    return redirect(url_for("portal.continue_application", draft=draft))


def _asking(draft: UUID, typed: str, error: str) -> str:
    return render_template("portal/mail_draft_link.html", draft=draft, typed=typed, error=error)


@blueprint.route("/lanjutkan/<uuid:draft>/<link>", methods=["GET", "POST"])
@public
@rate_limit("300 per hour")
def open_linked_draft(draft: UUID, link: str) -> str | Response:
    """Asks first, for programs that look at mails open every link: only a press gives this device the draft."""
    if request.method == "GET":
        return render_template("portal/open_linked_draft.html")
    opened = execute(OpenLinkedDraft(draft=draft, link=link[:64]))
    return set_draft_cookie(redirect(url_for("portal.continue_application", draft=draft)), draft, opened["token"])

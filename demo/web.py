"""Adds the demonstration to the pages: its accounts beside the sign-in, and its mailbox with mails and short messages, on loopback only."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, abort, current_app, render_template, request

from demo.accounts import ACCOUNTS_BY_LANGUAGE, PASSPHRASE, PASSWORD
from webui.access import loopback
from webui.i18n import language, zone
from webui.settings import Settings

blueprint = Blueprint("mailbox", __name__, template_folder="templates")
_FOLDER, _MESSAGES, _BANK = "DEMO_MAILBOX", "DEMO_MESSAGES", "DEMO_BANK"
#: files that are read, and mails that are listed
MOST, SHOWN = 1000, 100


def install(app: Flask, settings: Settings) -> None:
    """Installs the demonstration: the platform's pages include templates under `extra/` where they find them."""
    app.config[_FOLDER] = settings.mailbox_folder
    app.config[_MESSAGES] = settings.message_folder
    app.config[_BANK] = settings.bank_address
    app.register_blueprint(blueprint)


@blueprint.app_context_processor
def accounts() -> dict[str, Any]:
    return {
        "demo_accounts": ACCOUNTS_BY_LANGUAGE[language()],
        "demo_password": PASSWORD,
        "demo_passphrase": PASSPHRASE,
        "demo_bank": current_app.config[_BANK],
    }


@blueprint.get("/demo/kotak-pos")
@loopback
def mailbox() -> str:
    wanted = request.args.get("kepada", "").strip().lower()
    mails = [mail for mail in map(_read, _files()[:MOST]) if not wanted or wanted in mail["to"].lower()]
    return render_template("demo/mailbox.html", mails=mails[:SHOWN], wanted=wanted)


@blueprint.get("/demo/kotak-pos/<name>")
@loopback
def mail(name: str) -> str:
    path = next((path for path in _files() if path.stem == name), None)
    if path is None:
        abort(404)
    return render_template("demo/mail.html", mail=_read(path))


def _files() -> list[Path]:
    """Returns mails and short messages, the newest first."""
    found = [*current_app.config[_FOLDER].glob("*.eml"), *current_app.config[_MESSAGES].glob("*.json")]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _read(path: Path) -> dict[str, Any]:
    if path.suffix == ".json":
        sent = datetime.fromtimestamp(path.stat().st_mtime, tz=zone())
        content = json.loads(path.read_text())
        return {
            "name": path.stem,
            "to": content["to"],
            "subject": "WhatsApp/SMS",
            "date": f"{sent:%d-%m-%Y %H.%M}",
            "text": content["text"],
        }
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return {
        "name": path.stem,
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": str(message["Date"]),
        "text": body.get_content() if body else "",
    }

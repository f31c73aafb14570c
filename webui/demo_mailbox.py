"""The demonstration's mailbox: every mail that the platform sent, on loopback only."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request

from webui.access import loopback

blueprint = Blueprint("mailbox", __name__)
SHOWN = 100


@blueprint.get("/demo/kotak-pos")
@loopback
def mailbox() -> str:
    wanted = request.args.get("kepada", "").strip().lower()
    mails = [mail for mail in map(_read, _files()) if not wanted or wanted in mail["to"].lower()]
    return render_template("demo/mailbox.html", mails=mails[:SHOWN], wanted=wanted)


@blueprint.get("/demo/kotak-pos/<name>")
@loopback
def mail(name: str) -> str:
    path = next((path for path in _files() if path.stem == name), None)
    if path is None:
        abort(404)
    return render_template("demo/mail.html", mail=_read(path))


def _files() -> list[Path]:
    folder: Path = current_app.config["MAILBOX"]
    return sorted(folder.glob("*.eml"), reverse=True)


def _read(path: Path) -> dict[str, Any]:
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

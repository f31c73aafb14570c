"""Gives a page the key under which its script seals what is typed in the browser: only pages for the same person get the same key."""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app
from markupsafe import Markup

from webui.auth import current


def copy_attributes(holder: str = "") -> Markup:
    """Returns the attributes of a form. `holder`: the token of a guest's draft; without it the key is that of the signed-in person."""
    user = current()
    owner = holder or (str(user.actor.person) if user is not None else "")
    if not owner:
        return Markup("")
    key = hmac.digest(str(current_app.secret_key).encode(), f"copies in the browser of {owner}".encode(), "sha256")
    name = hashlib.sha256(key).hexdigest()[:16]
    return Markup('data-keep="{}" data-keep-name="{}"').format(base64.b64encode(key).decode(), name)

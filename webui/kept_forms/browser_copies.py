"""Gives a page the key under which its script seals what is typed in the browser: only pages for the same person get the same key."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app
from markupsafe import Markup

from webui.auth import current


@dataclass(frozen=True)
class CopyKey:
    #: of AES-GCM, base64
    key: str
    #: what distinguishes this person's copies from another's in the same browser
    name: str


def copy_key(holder: str = "") -> CopyKey:
    """Returns the key. `holder`: the token of a guest's draft; without it the key is that of the signed-in person."""
    user = current()
    owner = holder or (str(user.actor.person) if user is not None else "")
    if not owner:
        return CopyKey("", "")
    key = hmac.digest(str(current_app.secret_key).encode(), f"copies in the browser of {owner}".encode(), "sha256")
    return CopyKey(base64.b64encode(key).decode(), hashlib.sha256(key).hexdigest()[:16])


def copy_attributes(holder: str = "") -> Markup:
    """Returns the attributes of a form."""
    found = copy_key(holder)
    return Markup('data-keep="{}" data-keep-name="{}"').format(found.key, found.name) if found.key else Markup("")

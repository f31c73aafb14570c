"""The analysts' workshop: drafts of packages from the first file to the second person's approval."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("workshop", __name__)

"""Registers the pages of staff: inbox, task, start form, case, tree, diagram, search, files."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasklist", __name__)

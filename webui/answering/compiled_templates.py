"""Compiles the templates when a server starts, not when the first reader asks: the code is kept on disk for the next start."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

#: templates of the design system, of which pages include a few
LIBRARY = "govuk_frontend_jinja/"


def compile_templates(app: Flask, folder: Path) -> None:
    """`folder`: keeps compiled templates under digests of their texts; it is made where it is missing, and its owner's alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder), "%s.compiled")
    for name in app.jinja_env.list_templates():
        if not name.startswith(LIBRARY):
            app.jinja_env.get_template(name)

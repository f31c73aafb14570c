"""`alur serve`: serves an installed product as `./run` serves a checkout."""

from __future__ import annotations

import argparse
from typing import Any


def add_serve_command(commands: Any) -> None:
    from webui.supervisor.options import add_options

    serve = commands.add_parser("serve", help="serve with PostgreSQL, Valkey and demonstration data of its own")
    add_options(serve)
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> None:
    from webui.supervisor.main import serve

    serve(options)

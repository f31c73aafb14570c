"""Declares the options of `./run` and `alur serve`."""

from __future__ import annotations

import argparse


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    parser.add_argument("--no-demo", action="store_true", help="without demonstration accounts, cases and mailbox")

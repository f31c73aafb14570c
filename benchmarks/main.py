"""`./run bench [NAME …]`: measures, prints one table, and keeps it in benchmarks/history. Figures are printed, never judged: a shared
machine would make a test of them a lottery.

Each name is a module of this folder with `measure(*, short: bool) -> list[Figure]`. `--short`: a small set and few rounds, which shows
that a benchmark runs at all; nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from benchmarks.figures import Figure
from benchmarks.history import keep, last_values, table
from benchmarks.place import say
from webui.settings import ROOT

#: in the order of the table; `feel` and `migration` are commands of their own, for they have an exit status
NAMES = ("peers", "engine", "pages", "jobs", "growth", "year", "memory")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", help=f"which: {', '.join(NAMES)}; none: all")
    parser.add_argument("--short", action="store_true", help="a small set and few rounds: whether it runs at all, no figures to keep")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"expected names among {', '.join(NAMES)}, but got {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in options.names or NAMES:
        say(f"{name} …")
        figures += import_module(f"benchmarks.{name}").measure(short=options.short)
    print(table(figures, {} if options.short else last_values()))
    if not options.short and figures:
        say(f"kept in {keep(figures).relative_to(ROOT)}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("LANG", "C.UTF-8")
    main()

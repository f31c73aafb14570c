"""Runs typst in a process of its own: a template with its files as JSON becomes PDF/A-2a and PDF/UA-1, within limits."""

from __future__ import annotations

import base64
import json
import resource
import sys
import tempfile
from pathlib import Path

import typst

#: bytes of memory, seconds of processor
MEMORY, SECONDS = 1_500_000_000, 15


def main() -> None:
    given = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with tempfile.TemporaryDirectory() as folder:
        for name, content in given["files"].items():
            Path(folder, name).write_bytes(base64.b64decode(content))
        try:
            pdf = typst.compile(
                str(Path(folder, "main.typ")),
                root=folder,
                ignore_system_fonts=True,
                pdf_standards=["a-2a", "ua-1"],
                timestamp=given["timestamp"],
            )
        except typst.TypstError as error:
            sys.stderr.write(str(error))
            sys.exit(2)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()

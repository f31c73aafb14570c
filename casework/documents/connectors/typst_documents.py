"""Renders documents from a package's templates (typst) as PDF/A-2a and PDF/UA-1, for archives and screen readers."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno

from casework.documents.errors import TemplateFailed

#: seconds that a document may take
TIMEOUT_SECONDS = 30


class TypstRenderer:
    def render(self, template: str, data: Mapping[str, Any], *, link: str, at: datetime) -> bytes:
        """`data` reaches the template as data.json, the QR code of `link` as qr.svg. Raises TemplateFailed with what typst says."""
        files = {
            "main.typ": template.encode(),
            "data.json": json.dumps(data, ensure_ascii=False, default=str).encode(),
            "qr.svg": _qr(link),
        }
        given = {"files": {name: base64.b64encode(content).decode() for name, content in files.items()}, "timestamp": int(at.timestamp())}
        command = [sys.executable, "-I", "-m", "casework.documents.connectors.typst_child"]
        try:
            # a name that nothing answers: typst fetches no package, whatever a template says
            done = subprocess.run(  # noqa: S603 (our own interpreter and module)
                command,
                input=json.dumps(given).encode(),
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
                env={"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9"},
            )
        except subprocess.TimeoutExpired:
            raise TemplateFailed(f"Expected a document within {TIMEOUT_SECONDS} seconds, but it took longer.") from None
        if done.returncode != 0:
            output = done.stderr.decode(errors="replace").strip()[:1000] if done.returncode == 2 else "it was ended at its limits"
            raise TemplateFailed(f"Expected a document, but the template failed: {output}.", output=output)
        return done.stdout


def _qr(link: str) -> bytes:
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", border=1, xmldecl=False)
    return out.getvalue()

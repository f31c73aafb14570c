"""Draws a QR code as an image inside the page."""

from __future__ import annotations

import segno


def qr_code(text: str) -> str:
    """Returns a data URI (SVG)."""
    return str(segno.make(text, error="m").svg_data_uri(scale=4, border=2))

"""Draws the few icons of pages inline: no request, no font."""

from __future__ import annotations

from markupsafe import Markup

_PATHS = {
    "late": '<path d="M12 2.5L23 21.5H1z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/>'
    '<path d="M12 9.5v5.5" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="18.3" r="1.4" fill="#fff"/>',
    "clock": '<circle cx="12" cy="12" r="9.2" fill="none" stroke="currentColor" stroke-width="2.2"/>'
    '<path d="M12 6.8V12l3.6 2.2" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>',
    "file": '<path d="M5 2.5h9l5 5v14H5z M14 2.5v5h5 M8.5 12.5h7 M8.5 16.5h7" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linejoin="round" stroke-linecap="round"/>',
    "done": '<circle cx="12" cy="12" r="10" fill="currentColor"/><path d="M7.2 12.4l3.2 3.2 6.4-6.8" fill="none" stroke="#fff" '
    'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "stop": '<path d="M7.8 2h8.4L22 7.8v8.4L16.2 22H7.8L2 16.2V7.8z" fill="#a8261b"/>'
    '<path d="M12 6.5v7" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="12" cy="17.3" r="1.6" fill="#fff"/>',
    "soon": '<path d="M12 2.5L23 21.5H1z" fill="#ffc93c" stroke="#744900" stroke-width="1.5" stroke-linejoin="round"/>'
    '<path d="M12 9v6" stroke="#14252b" stroke-width="2.4" stroke-linecap="round"/><circle cx="12" cy="18.2" r="1.4" fill="#14252b"/>',
    "well": '<circle cx="12" cy="12" r="10" fill="#1b6438"/><path d="M7.2 12.4l3.2 3.2 6.4-6.8" fill="none" stroke="#fff" '
    'stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "lock": '<path d="M6 10.5h12v10H6z M8.5 10.5V7a3.5 3.5 0 017 0v3.5" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linejoin="round"/>',
}
LOGO = Markup(
    '<svg width="34" height="34" viewBox="0 0 34 34" aria-hidden="true" focusable="false">'
    '<rect width="34" height="34" rx="9" fill="#0b6671"/>'
    '<path d="M5.5 24.5c8 0 7-12.5 15-12.5" fill="none" stroke="#fff" stroke-width="3.4" stroke-linecap="round"/>'
    '<path d="M11 28.5c9-.5 7-12 13.5-12.6" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" opacity=".55"/>'
    '<circle cx="25.4" cy="11.6" r="4" fill="#ffc93c"/></svg>'
)


def icon(name: str, size: int = 16) -> Markup:
    if name == "logo":
        return LOGO
    opening = f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
    return Markup(opening + _PATHS[name] + "</svg>")  # noqa: S704 (constants)

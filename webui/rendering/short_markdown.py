"""Draws the few marks of Markdown that texts of forms use: headings, lists, bold, italics, links. Everything else stands as it is."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_ITEM = re.compile(r"[-*]\s+(.*)")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+|/[^\s()/][^\s()]*)\)")
_BOLD, _ITALIC = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)")


def short_markdown(text: str) -> Markup:
    """The text is escaped first: no mark can become another element or attribute."""
    drawn: list[str] = []
    for block in re.split(r"\n\s*\n", str(text).strip()):
        lines = [line.strip() for line in block.split("\n")]
        if all(_ITEM.fullmatch(line) for line in lines):
            items = "".join(f"<li>{_inline(_ITEM.fullmatch(line)[1])}</li>" for line in lines)  # type: ignore[index]
            drawn.append(f'<ul class="govuk-list govuk-list--bullet">{items}</ul>')
        elif len(lines) == 1 and (heading := _HEADING.fullmatch(lines[0])):
            drawn.append(f'<h2 class="govuk-heading-{"m" if len(heading[1]) == 1 else "s"}">{_inline(heading[2])}</h2>')
        elif block.strip():
            drawn.append(f'<p class="govuk-body">{"<br>".join(map(_inline, lines))}</p>')
    return Markup("".join(drawn))  # noqa: S704 (each piece is escaped by _inline)


def _inline(text: str) -> str:
    """Marks inside an address are part of it."""
    drawn, last = "", 0
    for link in _LINK.finditer(text):
        drawn += _emphasised(text[last : link.start()])
        drawn += f'<a class="govuk-link" href="{escape(link[2])}">{_emphasised(link[1])}</a>'
        last = link.end()
    return drawn + _emphasised(text[last:])


def _emphasised(text: str) -> str:
    return _ITALIC.sub(r"<em>\2</em>", _BOLD.sub(r"<strong>\1</strong>", str(escape(text))))

"""Reads the words of a mail: encoded headers, addresses, parts in any character set, HTML as text. Standard library only."""

from __future__ import annotations

import binascii
import codecs
import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser

#: character sets that a mail may name; Python knows others that are no character sets, or slow
CHARSETS = re.compile(
    r"^(utf-?(8|16|32)([bl]e)?|us-?ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-?12\d\d|cp(12\d\d|437|850)|koi8-[ru]|gb(2312|k|18030)|"
    r"big5|shift[_-]jis|euc-(jp|kr)|iso-2022-jp|mac-?roman)$"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_ENCODED = 20_000


def clean(text: str, longest: int) -> str:
    """Returns one line without control characters, also none that turn the direction of reading."""
    return " ".join(_CONTROL.sub(" ", text[: 4 * longest]).split())[:longest].strip()


def clean_lines(text: str, longest: int) -> str:
    lines = (_CONTROL.sub(" ", line).rstrip() for line in text[: 4 * longest].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:longest]


def decode_text(content: bytes, charset: str | None) -> str:
    """A set that is unknown, or that the bytes are not of, is read as UTF-8: a wrong sign is better than no text."""
    name = (charset or "utf-8").strip().strip("\"'").lower()
    if not CHARSETS.match(name):
        name = "utf-8"
    try:
        return codecs.decode(content, name, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def header_of(mail: Message, name: str) -> str:
    """Returns a header as it stands, bytes that are not ASCII as surrogates; "" where there is none."""
    return next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")


def decode_header_text(value: str, longest: int) -> str:
    """Returns a header's words in one line. `value`: bytes that are not ASCII stand in it as surrogates."""
    text = value[:_ENCODED].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        parts = decode_header(text)
    except (MessageError, ValueError, binascii.Error):
        return clean(text, longest)
    return clean("".join(decode_text(part, charset) if isinstance(part, bytes) else part for part, charset in parts), longest)


def sender_in(mail: Message) -> tuple[str, str]:
    """Returns name and address of the From header; the address is empty where there is none, or more than one."""
    raw = decode_header_text(header_of(mail, "from"), 1000)
    name, address = parseaddr(raw)
    if not re.fullmatch(r"[^@\s,;:<>\"()]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", address):
        return clean(raw, 200), ""
    return clean(name, 200), address


class _Words(HTMLParser):
    HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
    BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self.HIDDEN
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self.HIDDEN))
        if tag in self.BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def text_of_html(html: str) -> str:
    """Returns the words of a page. Nothing of it is ever shown as HTML."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)

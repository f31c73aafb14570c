"""Fills a page's form with a sent one, in its HTML: every page can show a kept form, and knows nothing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from webui.kept_forms.sent_form import NEVER_KEPT, SentForm, without_mark

#: controls whose value nobody typed
_NOT_TYPED = frozenset({"hidden", "submit", "button", "reset", "image", "password", "file"})
_NO_TYPED_VALUE = frozenset({"checkbox", "radio"})


@dataclass
class _Part:
    """A start tag at its place."""

    name: str
    begin: int
    end: int
    attributes: dict[str, str | None]
    #: of an option, the name of its list
    owner: str = ""
    #: of a textarea, where its text ends
    text_end: int = 0


@dataclass
class _Form:
    begin: int
    end: int
    inside: int
    action: str
    parts: list[_Part] = field(default_factory=list)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        found = [part for part in self.parts if part.name == "input" and part.attributes.get("type") == "hidden"]
        pairs = [(part.attributes.get("name") or "", part.attributes.get("value") or "") for part in found]
        return [(name, value) for name, value in pairs if name not in NEVER_KEPT]

    @property
    def typed(self) -> list[_Part]:
        return [part for part in self.parts if part.name != "option" and _control(part)]

    def file_fields(self) -> list[_Part]:
        return [part for part in self.parts if part.name == "input" and part.attributes.get("type") == "file"]


def _control(part: _Part) -> bool:
    return bool(part.attributes.get("name")) and (part.name != "input" or part.attributes.get("type", "text") not in _NOT_TYPED)


class _Reader(HTMLParser):
    def __init__(self, page: str, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self._open: _Form | None = None
        self._select = ""
        self._area: _Part | None = None
        self._address = address
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(page)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begin, known = self._here(), dict(attrs)
        end = begin + len(self.get_starttag_text() or "")
        if tag == "form" and (known.get("method") or "").lower() == "post":
            self._open = _Form(begin, 0, end, without_mark(known.get("action") or self._address))
            self.forms.append(self._open)
        if self._open is None or tag not in ("input", "textarea", "select", "option"):
            return
        part = _Part(tag, begin, end, known, owner=self._select if tag == "option" else "")
        self._open.parts.append(part)
        if tag == "select":
            self._select = known.get("name") or ""
        self._area = part if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            self._open.end = self._here()
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None:
            self._area.text_end, self._area = self._here(), None


def fill(page: str, address: str, sent: SentForm, *, before: str, mark: str) -> str | None:
    """Returns the page with the sent values in its form; None where no form of the page takes any of them.

    `address` is the page's own, `before` HTML that stands before the form, `mark` what goes back with it.
    """
    form = _form_of(_Reader(page, address).forms, sent)
    if form is None:
        return None
    changes = [(form.begin, form.begin, before), (form.inside, form.inside, mark), *_changes(form, sent)]
    return _changed(page, changes)


def mark_form(page: str, address: str, action: str, mark: str) -> str:
    """Returns the page with the mark in each form that is sent to this address."""
    forms = [form for form in _Reader(page, address).forms if form.action == action]
    return _changed(page, [(form.inside, form.inside, mark) for form in forms])


def _form_of(forms: list[_Form], sent: SentForm) -> _Form | None:
    names = {name for name, _value in sent.fields} | {name for name, _file in sent.files}
    fitting = [
        form
        for form in forms
        if form.action == sent.action
        and all((name, value) in sent.fields for name, value in form.hidden)
        and any(part.attributes.get("name") in names for part in [*form.typed, *form.file_fields()])
    ]
    return max(fitting, key=lambda form: len({part.attributes.get("name") for part in form.typed} & names), default=None)


def _changes(form: _Form, sent: SentForm) -> Iterator[tuple[int, int, str]]:
    """Yields each piece that is replaced: begin, end, new text. A name that stands several times takes its values in turn."""
    taken: Counter[str] = Counter()
    shown: set[tuple[str, str]] = set()
    for part in form.parts:
        name, kind = part.attributes.get("name") or "", part.attributes.get("type") or "text"
        if part.name == "option":
            chosen = part.attributes.get("value")
            if part.owner and chosen is not None:
                yield part.begin, part.end, _tag(part, {"selected": chosen in sent.values(part.owner)})
        elif not _control(part) or part.name == "select":
            continue
        elif part.name == "input" and kind in _NO_TYPED_VALUE:
            value = part.attributes.get("value") or "on"
            shown.add((name, value))
            yield part.begin, part.end, _tag(part, {"checked": value in sent.values(name)})
        else:
            values = sent.values(name)
            text = values[taken[name]] if taken[name] < len(values) else ""
            taken[name] += 1
            if part.name == "input":
                yield part.begin, part.end, _tag(part, {"value": text})
            elif part.text_end:
                # a first line break in a textarea is not part of its text
                yield part.end, part.text_end, "\n" + escape(text)
    for part in form.file_fields():
        name = part.attributes.get("name") or ""
        for value in sent.values(name):  # files that were stored before
            if (name, value) not in shown:
                yield part.begin, part.begin, f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def _tag(part: _Part, new: dict[str, str | bool]) -> str:
    attributes = {name: value for name, value in part.attributes.items() if name not in new}
    written = [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()]
    written += [name if value is True else f'{name}="{escape(str(value))}"' for name, value in new.items() if value is not False]
    return f"<{' '.join([part.name, *written])}>"


def _changed(page: str, changes: list[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for begin, end, text in sorted(changes, key=lambda change: change[:2]):
        pieces += [page[at:begin], text]
        at = end
    return "".join([*pieces, page[at:]])

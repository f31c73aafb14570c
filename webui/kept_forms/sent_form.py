"""Reads a sent form as it came: where it was sent, on which page it stands, what was typed, and the names of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

#: the mark of a form that is filled in with a kept one: its id, in the form and in the page's address
MARK = "isian"
#: a passphrase, which is never kept, and what each page makes anew
NEVER_KEPT = frozenset({"csrf_token", "kunci", "frasa", "versi", MARK})
#: pages whose forms hold passwords and codes, and are never kept (a test holds both against the templates)
SECRET_PAGES = frozenset({"signin", "citizens", "account"})
#: why a form was kept: its session was over, its sender must prove themselves first, somebody else had signed in
SESSION_OVER, PROOF_OWED, OTHER_PERSON = "session", "proof", "other"
#: characters; a larger form is not kept
MOST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class SentForm:
    #: address and query to which it was sent
    action: str
    #: address and query of the page on which it stands
    page: str
    fields: list[tuple[str, str]]
    #: names of the files that came with it: (field, name)
    files: list[tuple[str, str]]
    #: why it was kept
    why: str = SESSION_OVER

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, to be shown where its page is no more."""
        return {name: "\n".join(self.values(name)) for name, value in self.fields if value.strip()}


def sent_form_of(text: str) -> SentForm:
    found = json.loads(text)
    pairs = {key: [(str(name), str(value)) for name, value in found[key]] for key in ("fields", "files")}
    return SentForm(
        action=found["action"], page=found["page"], fields=pairs["fields"], files=pairs["files"], why=found.get("why", SESSION_OVER)
    )


def read_sent_form() -> SentForm | None:
    """Returns the form of this request; None where it may not be kept: it is too large, or holds a password."""
    if request.blueprint in SECRET_PAGES:
        return None
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NEVER_KEPT]
    files = [(name, file.filename) for name, file in request.files.items(multi=True) if file.filename]
    if sum(len(name) + len(value) for name, value in [*fields, *files]) > MOST:
        return None
    return SentForm(action=own_address(), page=page_of_request(), fields=fields, files=files)


def own_address() -> str:
    """Returns address and query of this request, without the mark of a kept form."""
    return without_mark(request.full_path)


def without_mark(address: str) -> str:
    parts = urlsplit(address)
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != MARK])
    return f"{parts.path}?{query}" if query else parts.path


def with_mark(address: str, mark: object) -> str:
    return f"{address}{'&' if '?' in address else '?'}{MARK}={mark}"


def page_of_request() -> str:
    """Returns the page on which the sent form stands: the one before, else the nearest one above the form's own address."""
    before = urlsplit(request.referrer or "")
    if before.netloc == request.host and not before.path.startswith("//") and opens(before.path):
        return without_mark(f"{before.path}?{before.query}")
    own = urlsplit(own_address())
    for path in _upwards(own.path):
        if opens(path):
            return f"{path}?{own.query}" if own.query else path
    return "/"


def _upwards(path: str) -> Iterable[str]:
    while path.strip("/"):
        yield path
        path = path.rpartition("/")[0]


def opens(path: str) -> bool:
    """Whether there is a page at this address of ours."""
    try:
        current_app.url_map.bind("").match(path or "/", method="GET")
    except HTTPException:
        return False
    return True


def from_own_page() -> bool:
    """Whether a page of ours sent this request, as the browser says; other sites fill in no form for anybody."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(sender).netloc == request.host


def sent_by_script() -> bool:
    """Whether a script sent this request: it is told what happened, and has the text itself."""
    return request.is_json or request.headers.get("X-Requested-With") == "fetch"

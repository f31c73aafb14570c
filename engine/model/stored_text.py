"""Tells which texts the database can store, and limits the length of names and keys.

PostgreSQL has neither U+0000 nor half of a surrogate pair (JSON can spell both), and a row of a B-tree index has at most 2,704 bytes:
two names of 255 characters of four bytes each fit beside other columns.
"""

from __future__ import annotations

import hashlib
import re

from engine.model.errors import Unstorable

#: characters of what is looked up by its text: names of messages and signals, correlation keys, ids of processes, decisions and forms
MAX_NAME = 255
#: bytes of a key beside the short name of its register; of a longer one so many characters, and a digest
_MAX_KEY, _KEPT = 2_400, 500
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def make_storable(text: str) -> str:
    """Replaces characters that cannot be stored by U+FFFD; for messages, whose meaning does not depend on them."""
    return _UNSTORABLE.sub("\ufffd", text)


def name_problem(text: str) -> str:
    """Returns why a text cannot be a name or key that is looked up; empty where it can."""
    if len(text) > MAX_NAME:
        return f"has {len(text)} characters, and {MAX_NAME} are allowed"
    if not is_storable(text):
        return "holds a character that cannot be stored"
    return ""


def refuse_long_name(what: str, text: str) -> None:
    """Raises Unstorable where a text from outside cannot be a name or key. `what`: such as "name of a message"."""
    if problem := name_problem(text):
        raise Unstorable(f"Expected a {what} that can be looked up, but it {problem}.")


def bounded_key(text: str) -> str:
    """The text as a key of an index: a longer one ends in its digest, so that different texts stay different."""
    data = text.encode(errors="surrogatepass")
    return text if len(data) <= _MAX_KEY else text[:_KEPT] + hashlib.sha256(data).hexdigest()

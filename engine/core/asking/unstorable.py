"""Refuses what the database or its driver cannot store."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy.exc import DataError, OperationalError

from engine.model.errors import Unstorable

#: class 54 of SQLSTATE, program limit exceeded: such as a row that is too long for its index
_LIMIT = "54"


@contextlib.contextmanager
def refuse_unstorable() -> Iterator[None]:
    """Turns an error over a value that the database or its driver cannot store into the refusal Unstorable."""
    try:
        yield
    except DataError:
        raise Unstorable from None
    except UnicodeEncodeError as error:
        if "surrogates" not in error.reason:
            raise
        raise Unstorable from None
    except OperationalError as error:
        if not str(getattr(error.orig, "sqlstate", None) or "").startswith(_LIMIT):
            raise
        raise Unstorable from None

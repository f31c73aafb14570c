"""Limits requests for each address and account, counted in Redis for all web processes together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request
from flask_limiter import Limiter

View = TypeVar("View", bound=Callable[..., Any])


def rate_limit(limit: str, *, account: str = "email") -> Callable[[View], View]:
    """Limits POSTs of a view for each address of the network and, where one is given, each account.

    `account`: the field that names it; empty: the address of the network alone.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(*args: Any, **kwargs: Any) -> Any:
            if request.method == "POST":
                limiter: Limiter = next(iter(current_app.extensions["limiter"]))
                key = f"{view.__name__} {request.remote_addr} {account} {request.form.get(account, '').strip().lower()}"
                with limiter.limit(limit, key_func=lambda: key):
                    return view(*args, **kwargs)
            return view(*args, **kwargs)

        return inner  # type: ignore[return-value]

    return wrap

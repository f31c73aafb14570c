"""Hashes passwords with argon2id (OWASP's parameters), and checks time-based one-time codes (RFC 6238)."""

from __future__ import annotations

from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
#: verified when nobody has the address, so that an unknown one takes as long as a wrong password. Of the hasher above; each program that
#: starts would take long to make it
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$TrApmwyJoa4ERRh11UYMkw$BvR60O+AY8V4lf07dsMhmz0CzSETzUUnhKgSl/5gDfQ"
MIN_LENGTH = 12
STEP = 30


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_fits(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def totp_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """Returns the time step of a code (this one or the one before), or None. Each step is accepted once."""
    digits = "".join(code.split())
    current = int(now.timestamp()) // STEP
    for step in (current, current - 1):
        if (last_step is None or step > last_step) and pyotp.utils.strings_equal(pyotp.TOTP(secret).at(step * STEP), digits):
            return step
    return None

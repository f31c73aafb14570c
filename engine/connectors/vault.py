"""Encrypts personal numbers (AES-256-GCM) and computes a keyed index to find them: the table alone reveals no number.

UU 27/2022 (Pelindungan Data Pribadi), article 35: the controller protects personal data by technical means
(docs/law/personal-data.md#protection).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.model.errors import CorruptState

NONCE = 12


class KeyVault:
    """Seals with the first key and opens with any: a new key is put in front, old values stay readable until they are sealed again."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        """`keys`: a short name -> 32 random bytes; the first one seals."""
        if not keys or any(len(key) != 32 or not 0 < len(name) <= 16 for name, key in keys.items()):
            raise ValueError("a vault needs keys of 32 bytes with names of 1 to 16 characters")
        self._keys = dict(keys)
        self._first = next(iter(self._keys))

    def seal(self, value: str) -> bytes:
        nonce, name = secrets.token_bytes(NONCE), self._first.encode()
        sealed = AESGCM(self._keys[self._first]).encrypt(nonce, value.encode(), name)
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes) -> str:
        """Raises CorruptState where the bytes were altered or their key is gone."""
        length = sealed[0] if sealed else 0
        name, rest = sealed[1 : 1 + length], sealed[1 + length :]
        key = self._keys.get(name.decode(errors="replace"))
        try:
            if key is None:
                raise InvalidTag
            return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], name).decode()
        except (InvalidTag, ValueError):
            raise CorruptState("Expected a sealed value of one of our keys, but it cannot be opened.") from None

    def index(self, value: str) -> bytes:
        """Returns the index of a value under the last key: it stays the same when new keys are put in front."""
        last = self._keys[next(reversed(self._keys))]
        return hmac.new(hashlib.sha256(b"index" + last).digest(), value.encode(), hashlib.sha256).digest()

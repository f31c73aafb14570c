"""The signature over a day of the audit: Ed25519 (RFC 8032). Only the clock's process needs the private key; anybody may verify."""

from __future__ import annotations

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Ed25519Sealer:
    def __init__(self, seed: bytes) -> None:
        """`seed`: 32 random bytes."""
        self._private = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def key(self) -> str:
        """The public key in base64: it is kept with each seal and published."""
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    def sign(self, digest: bytes) -> bytes:
        return self._private.sign(digest)


def is_public_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def signature_holds(key: str, digest: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(signature, digest)
    except (InvalidSignature, ValueError):
        return False
    return True

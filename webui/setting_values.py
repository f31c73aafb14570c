"""Parses the texts of settings: keys, addresses, zones, folders. Each function raises ValueError with the sentence that is shown."""

from __future__ import annotations

import base64
import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DEFAULT_ZONE = "Asia/Jakarta"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, kw_only=True)
class Proxies:
    """The proxies that may say for whom they ask: those in these networks, or so many one behind the other, whatever their addresses."""

    networks: tuple[Network, ...] = ()
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket of an S3-compatible store."""

    name: str
    endpoint: str
    region: str
    key: str
    secret: str


def is_encrypted_or_local(address: str) -> bool:
    """Whether nobody can read a connection to this address: it is encrypted, or stays on this machine."""
    return address.startswith("https://") or (address.startswith("http://") and urlsplit(address).hostname in ("127.0.0.1", "localhost"))


def is_local(database: str) -> bool:
    """Whether a database's address is a socket or a loopback address."""
    parts = urlsplit(database)
    socket = parse_qs(parts.query).get("host", [""])[0]
    return socket.startswith("/") or (not socket and parts.hostname in (None, "127.0.0.1", "localhost", "::1"))


def _key(encoded: str) -> bytes:
    """Decodes base64; any other text becomes a key of no length."""
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""


LONGEST_WARM = 36_500


def cold_days(text: Any) -> int:
    """Parses the days after which an ended case lies in cold storage."""
    if not str(text).isdecimal() or int(text) > LONGEST_WARM:
        raise ValueError(f"ALUR_COLD_AFTER_DAYS must be days up to {LONGEST_WARM}, or 0 to leave all cases where they are, but is '{text}'")
    return int(text)


def keys(text: Any) -> dict[str, bytes]:
    """Parses `name:base64 name:base64`: each key has 32 random bytes."""
    found = {name: _key(encoded) for name, _colon, encoded in (part.partition(":") for part in str(text).split())}
    if any(len(value) != 32 or not 0 < len(name) <= 16 for name, value in found.items()):
        raise ValueError("ALUR_DATA_KEYS must be names with base64 of 32 random bytes each, such as k1:…")
    return found


def proxies(text: Any) -> Proxies:
    """Parses `10.0.0.5 10.1.0.0/16`, or a number of proxies from 0 to 5."""
    words = str(text).replace(",", " ").split()
    if len(words) == 1 and re.fullmatch(r"[0-5]", words[0]):
        return Proxies(count=int(words[0]))
    try:
        return Proxies(networks=tuple(ipaddress.ip_network(word) for word in words))
    except ValueError as error:
        expected = "addresses or networks of the proxies in front, such as 10.0.0.5 10.1.0.0/16, or how many there are, 0 to 5"
        raise ValueError(f"ALUR_PROXIES must be {expected}: {error}") from None


def seed(encoded: Any) -> bytes:
    value = _key(str(encoded))
    if len(value) != 32:
        raise ValueError("ALUR_SEAL_KEY must be base64 of 32 random bytes")
    return value


def registries(text: Any) -> dict[str, str]:
    """Parses `name=address name=address`."""
    found = dict[str, str]()
    for name, _equals, address in (part.partition("=") for part in str(text).split()):
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) or not is_encrypted_or_local(address):
            raise ValueError("ALUR_REGISTRIES must be such as pbb=https://host/path (http:// only on this machine)")
        found[name] = address
    return found


def zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"ALUR_ZONE must be a time zone such as {DEFAULT_ZONE}, but is '{name}'") from None


def source_address(text: str) -> str:
    text = text.strip()
    if text and not re.match(r"https?://[^/\s]+", text):
        raise ValueError(f"ALUR_SOURCE_URL must be an address such as https://git.example/alur, but is '{text}'")
    return text


def port(text: Any) -> int:
    if not str(text).isdigit() or not 0 < int(text) < 65_536:
        raise ValueError(f"ALUR_SMTP_PORT must be a port between 1 and 65535, but is '{text}'")
    return int(text)


def flag(text: Any) -> bool:
    if str(text) not in ("0", "1"):
        raise ValueError(f"ALUR_DEMO must be 0 or 1, but is '{text}'")
    return str(text) == "1"


def folders(text: Any) -> tuple[Path, ...]:
    return tuple(Path(part).absolute() for part in str(text).split(os.pathsep) if part)


def health_token(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("ALUR_HEALTH_TOKEN must be empty (operators alone read the details) or have at least 32 characters")
    return value

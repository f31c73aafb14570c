"""The only reader of the environment. Every bad value is reported at once, with what is expected."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_REGENCY, DEFAULT_AREA = "Kabupaten Tangerang", "TGR"
DEFAULT_ZONE = "Asia/Jakarta"
SCANNER = re.compile(r"^(unix:/.+|tcp:.+:\d{1,5})$")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class SettingsError(Exception):
    """Expected settings that can be used, but some are missing or wrong; the text lists them all."""


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Of an S3-compatible store."""

    name: str
    endpoint: str
    region: str
    key: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    database_url: str
    redis_url: str
    secret_key: str
    #: name -> key for personal numbers at rest; the first one seals
    data_keys: Mapping[str, bytes]
    #: 32 bytes that sign the days of the audit; only the clock's process needs them
    seal_key: bytes | None
    data_folder: Path
    #: where documents are kept, if not in the data folder
    bucket: Bucket | None
    address: str
    smtp_host: str
    smtp_port: int
    mail_sender: str
    #: of ClamAV's daemon; empty: uploads are not looked at by it
    scanner: str
    #: the bank's address and the key that both sides sign with; empty: no bills can be made
    bank_address: str
    bank_key: str
    #: registers of other institutions: name -> where it is asked; and the key that both sides sign with
    registries: Mapping[str, str]
    registry_key: str
    #: who signs: "local" is a certificate authority of our own for trials; empty: nobody can
    signing: str
    #: a file with the certificates that signatures are verified by; None: the local authority's
    signing_roots: Path | None
    zone: ZoneInfo
    #: in front of public numbers
    area: str
    regency: str
    #: demonstration accounts and mailbox; never with an address that others reach
    demo: bool

    @property
    def package_folders(self) -> list[Path]:
        return [ROOT / "processes"]

    @property
    def document_folder(self) -> Path:
        return self.data_folder / "documents"

    @property
    def signing_folder(self) -> Path:
        return self.data_folder / "signing"

    @property
    def message_folder(self) -> Path:
        return self.data_folder / "messages"

    @property
    def mailbox_folder(self) -> Path:
        return self.data_folder / "mailbox"

    @property
    def secure(self) -> bool:
        return self.address.startswith("https://")


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.problems: list[str] = []

    def text(self, name: str, default: str | None = None, *, what: str = "") -> str:
        value = self.environment.get(name, "").strip() or default
        if value is None:
            self.problems.append(f"{name} is missing: {what}")
            return ""
        return value

    def keys(self, name: str) -> dict[str, bytes]:
        """`name:base64 name:base64`: each key has 32 random bytes."""
        found: dict[str, bytes] = {}
        for part in self.text(name, what="keys for personal numbers, such as k1:BASE64 of 32 random bytes").split():
            key, _colon, encoded = part.partition(":")
            try:
                found[key] = base64.b64decode(encoded, validate=True)
            except ValueError:
                found[key] = b""
        if any(len(value) != 32 or not 0 < len(key) <= 16 for key, value in found.items()):
            self.problems.append(f"{name} must be names with base64 of 32 random bytes each, such as k1:…")
        return found

    def seed(self, name: str) -> bytes | None:
        """base64 of 32 random bytes, or nothing."""
        encoded = self.text(name, "")
        try:
            value = base64.b64decode(encoded, validate=True)
        except ValueError:
            value = b""
        if encoded and len(value) != 32:
            self.problems.append(f"{name} must be base64 of 32 random bytes")
        return value or None

    def scanner(self) -> str:
        address = self.text("ALUR_CLAMD", "")
        if address and not SCANNER.match(address):
            self.problems.append(f"ALUR_CLAMD must be such as unix:/run/clamav/clamd.ctl or tcp:host:3310, but is '{address}'")
        return address

    def signing(self) -> str:
        kind = self.text("ALUR_SIGNING", "")
        if kind not in ("", "local"):
            self.problems.append(f"ALUR_SIGNING must be empty or local, but is '{kind}'")
        return kind

    def bank(self) -> tuple[str, str]:
        """Its address, and the key that both sides sign with."""
        address, key = self.text("ALUR_BANK_URL", ""), self.text("ALUR_BANK_KEY", "")
        if address and not _guarded(address):
            self.problems.append("ALUR_BANK_URL must begin with https:// (http:// only on this machine)")
        if address and len(key) < 32:
            self.problems.append("ALUR_BANK_KEY must have at least 32 characters, the same at the bank")
        return address, key

    def registries(self) -> tuple[dict[str, str], str]:
        """`name=address name=address`, and the key that both sides sign with."""
        found, key = dict[str, str](), self.text("ALUR_REGISTRY_KEY", "")
        for part in self.text("ALUR_REGISTRIES", "").split():
            name, _equals, address = part.partition("=")
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) or not _guarded(address):
                self.problems.append("ALUR_REGISTRIES must be such as pbb=https://host/path (http:// only on this machine)")
            found[name] = address
        if found and len(key) < 32:
            self.problems.append("ALUR_REGISTRY_KEY must have at least 32 characters, the same at the registers")
        return found, key

    def bucket(self) -> Bucket | None:
        """`s3://NAME` in ALUR_DOCUMENTS, with the store's address and our key there."""
        place = self.text("ALUR_DOCUMENTS", "")
        if not place:
            return None
        if not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", place):
            self.problems.append(f"ALUR_DOCUMENTS must be empty (the data folder) or such as s3://bucket, but is '{place}'")
        endpoint = self.text("ALUR_S3_URL", what="the address of the S3-compatible store, such as https://s3.host")
        if endpoint and not _guarded(endpoint):
            self.problems.append("ALUR_S3_URL must begin with https:// (http:// only on this machine)")
        return Bucket(
            name=place.removeprefix("s3://"),
            endpoint=endpoint,
            region=self.text("ALUR_S3_REGION", "us-east-1"),
            key=self.text("ALUR_S3_KEY", what="the id of our key at the store"),
            secret=self.text("ALUR_S3_SECRET", what="the secret of our key at the store"),
        )

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit() or not 0 < int(value) < 65_536:
            self.problems.append(f"{name} must be a port between 1 and 65535, but is '{value}'")
            return default
        return int(value)


def _guarded(address: str) -> bool:
    """Whether nobody between here and there reads along."""
    return address.startswith("https://") or (address.startswith("http://") and urlsplit(address).hostname in ("127.0.0.1", "localhost"))


def _is_local(database: str) -> bool:
    """Whether a database's address is a socket or a loopback address."""
    parts = urlsplit(database)
    socket = parse_qs(parts.query).get("host", [""])[0]
    return socket.startswith("/") or (not socket and parts.hostname in (None, "127.0.0.1", "localhost", "::1"))


def environment_zone() -> ZoneInfo:
    """The regency's zone, for commands that need no other setting. Raises SettingsError."""
    name = os.environ.get("ALUR_ZONE", DEFAULT_ZONE)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(f"ALUR_ZONE must be a time zone such as {DEFAULT_ZONE}, but is '{name}'") from None


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment (ALUR_...). Raises SettingsError."""
    reader = _Reader(os.environ if environment is None else environment)
    database = reader.text("ALUR_DATABASE_URL", what="a PostgreSQL address such as postgresql://user:secret@host/alur")
    if database and not database.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        reader.problems.append("ALUR_DATABASE_URL must begin with postgresql://: PostgreSQL is the only database")
    redis = reader.text("ALUR_REDIS_URL", what="a Redis or Valkey address such as redis://host:6379/0")
    if redis and not redis.startswith(("redis://", "rediss://", "unix://")):
        reader.problems.append("ALUR_REDIS_URL must begin with redis://, rediss:// or unix://")
    secret = reader.text("ALUR_SECRET_KEY", what="at least 32 random characters that sign the cookies")
    if secret and len(secret) < 32:
        reader.problems.append("ALUR_SECRET_KEY must have at least 32 characters")
    zone_name = reader.text("ALUR_ZONE", DEFAULT_ZONE)
    area = reader.text("ALUR_AREA", DEFAULT_AREA)
    if not (2 <= len(area) <= 6 and area.isascii() and area.isalnum() and area.isupper()):
        reader.problems.append(f"ALUR_AREA must be 2 to 6 capitals or digits such as {DEFAULT_AREA}, but is '{area}'")
    try:
        zone = ZoneInfo(zone_name)
    except (ZoneInfoNotFoundError, ValueError):
        reader.problems.append(f"ALUR_ZONE must be a time zone such as Asia/Jakarta, but is '{zone_name}'")
        zone = ZoneInfo("UTC")
    bank, bank_key = reader.bank()
    registries, registry_key = reader.registries()
    address = reader.text("ALUR_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
    demo = reader.text("ALUR_DEMO", "0")
    if demo not in ("0", "1"):
        reader.problems.append(f"ALUR_DEMO must be 0 or 1, but is '{demo}'")
    if demo == "1" and address.partition("://")[2].rpartition(":")[0] not in LOOPBACK:
        reader.problems.append("ALUR_DEMO=1 has accounts with known passwords: ALUR_ADDRESS must be a loopback address")
    if demo == "1" and database and not _is_local(database):
        reader.problems.append("ALUR_DEMO=1 has accounts with known passwords: the database must be on this machine")
    settings = Settings(
        database_url="postgresql+psycopg://" + database.partition("://")[2],
        redis_url=redis,
        secret_key=secret,
        data_keys=reader.keys("ALUR_DATA_KEYS"),
        seal_key=reader.seed("ALUR_SEAL_KEY"),
        bucket=reader.bucket(),
        data_folder=Path(reader.text("ALUR_DATA", str(ROOT / "var" / "data"))),
        address=address,
        smtp_host=reader.text("ALUR_SMTP_HOST", "127.0.0.1"),
        smtp_port=reader.number("ALUR_SMTP_PORT", 25),
        mail_sender=reader.text("ALUR_MAIL_SENDER", "alur@tangerangkab.example"),
        scanner=reader.scanner(),
        bank_address=bank,
        bank_key=bank_key,
        registries=registries,
        registry_key=registry_key,
        signing=reader.signing(),
        signing_roots=Path(roots) if (roots := reader.text("ALUR_SIGNING_ROOTS", "")) else None,
        zone=zone,
        area=area,
        regency=reader.text("ALUR_REGENCY", DEFAULT_REGENCY),
        demo=demo == "1",
    )
    if reader.problems:
        raise SettingsError("\n".join(reader.problems))
    return settings

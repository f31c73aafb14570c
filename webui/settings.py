"""Reads the environment, as the only module. Every bad value is reported at once, with what is expected."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from webui import setting_values as values
from webui.configuration.mail_settings import MailSettings
from webui.observation.observation_settings import ObservationSettings
from webui.setting_values import DEFAULT_ZONE

#: the folder that holds webui/: the checkout, or where the product was installed
ROOT = Path(__file__).resolve().parent.parent
DEFAULT_REGENCY, DEFAULT_AREA = "Kabupaten Tangerang", "TGR"
SCANNER = re.compile(r"^(unix:/.+|tcp:.+:\d{1,5})$")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class SettingsError(Exception):
    """Expected usable settings, but some are missing or wrong; the text lists them all."""


def var_folder() -> Path:
    """Returns the folder of `./run` and `alur serve` for their data: beside the code in a checkout, else in the user's data folder."""
    chosen = os.environ.get("ALUR_VAR")
    if chosen:
        return Path(chosen)
    if (ROOT / "run").exists():
        return ROOT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "alur"


def package_folders(given: Sequence[Path] | None = None) -> list[Path]:
    """Returns the folders of process packages: the product's own, then those of ALUR_PACKAGES, for commands without other settings."""
    return [ROOT / "processes", *(values.folders(os.environ.get("ALUR_PACKAGES", "")) if given is None else given)]


class Settings(ObservationSettings, MailSettings):
    """Each field is one variable; its description is the sentence for a missing or wrong value.

    A validator sees the fields before its own only: what depends on another setting stands after it.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        case_sensitive=True,
        str_strip_whitespace=True,
        validate_default=False,
    )

    database_url: str = Field(alias="ALUR_DATABASE_URL", description="a PostgreSQL address such as postgresql://user:secret@host/alur")
    #: past a pooler which gives a connection for a transaction; empty: the address above is the server's
    database_direct_url: str = Field("", alias="ALUR_DATABASE_DIRECT_URL")
    database_read_url: str = Field("", alias="ALUR_DATABASE_READ_URL", description="a streaming replica; empty: the primary answers pages")
    redis_url: str = Field(alias="ALUR_REDIS_URL", description="a Redis or Valkey address such as redis://host:6379/0")
    secret_key: str = Field(alias="ALUR_SECRET_KEY", description="at least 32 random characters that sign the cookies")
    #: name -> key for personal numbers at rest; the first one seals
    data_keys: Annotated[Mapping[str, bytes], NoDecode, BeforeValidator(values.keys)] = Field(
        alias="ALUR_DATA_KEYS", description="keys for personal numbers, such as k1:BASE64 of 32 random bytes"
    )
    #: 32 bytes that sign the days of the audit; only the clock's process needs them
    seal_key: Annotated[bytes | None, NoDecode, BeforeValidator(values.seed)] = Field(None, alias="ALUR_SEAL_KEY")
    #: a file outside the database with the public keys of the seals that `alur audit verify` trusts; None: that of ALUR_SEAL_KEY
    seal_pins: Path | None = Field(None, alias="ALUR_SEAL_PINS")
    #: a file outside the database to which the clock adds each head of the audit; None: none
    seal_heads: Path | None = Field(None, alias="ALUR_SEAL_HEADS")
    cold_after_days: Annotated[int, BeforeValidator(values.cold_days)] = Field(730, alias="ALUR_COLD_AFTER_DAYS")
    data_folder: Path = Field(default_factory=lambda: var_folder() / "data", alias="ALUR_DATA")
    #: where documents are kept, if not in the data folder
    documents: str = Field("", alias="ALUR_DOCUMENTS")
    bucket_address: str = Field(
        "", alias="ALUR_S3_URL", validate_default=True, description="the address of the S3-compatible store, such as https://s3.host"
    )
    bucket_region: str = Field("us-east-1", alias="ALUR_S3_REGION")
    bucket_key: str = Field("", alias="ALUR_S3_KEY", validate_default=True, description="the id of our key at the store")
    bucket_secret: str = Field("", alias="ALUR_S3_SECRET", validate_default=True, description="the secret of our key at the store")
    address: str = Field("http://127.0.0.1:8000", alias="ALUR_ADDRESS")
    #: proxies whose word on address and scheme of a request counts; empty: nobody's
    proxies: Annotated[values.Proxies, NoDecode, BeforeValidator(values.proxies)] = Field(values.Proxies(), alias="ALUR_PROXIES")
    #: of ClamAV's daemon; empty: uploads are not looked at by it
    scanner: str = Field("", alias="ALUR_CLAMD")
    #: the bank's address and the key that both sides sign with; empty: no bills can be made
    bank_address: str = Field("", alias="ALUR_BANK_URL")
    bank_key: str = Field("", alias="ALUR_BANK_KEY", validate_default=True)
    #: registers of other institutions: name -> where it is asked; and the key that both sides sign with
    registries: Annotated[Mapping[str, str], NoDecode, BeforeValidator(values.registries)] = Field({}, alias="ALUR_REGISTRIES")
    registry_key: str = Field("", alias="ALUR_REGISTRY_KEY", validate_default=True)
    #: the signer: "local" is a certificate authority of our own for trials; empty: nobody can sign
    signing: str = Field("", alias="ALUR_SIGNING")
    #: a file with the certificates that signatures are verified by; None: the local authority's
    signing_roots: Path | None = Field(None, alias="ALUR_SIGNING_ROOTS")
    zone: Annotated[ZoneInfo, NoDecode, BeforeValidator(values.zone)] = Field(ZoneInfo(DEFAULT_ZONE), alias="ALUR_ZONE")
    area: str = Field(DEFAULT_AREA, alias="ALUR_AREA")
    regency: str = Field(DEFAULT_REGENCY, alias="ALUR_REGENCY")
    seat: str = Field("Tigaraksa", alias="ALUR_SEAT")
    #: folders that hold process packages, besides those that come with the product
    packages: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(values.folders)] = Field((), alias="ALUR_PACKAGES")
    #: where the source of what runs is published; empty: the page of the source sends the files that run
    source_address: Annotated[str, BeforeValidator(values.source_address)] = Field("", alias="ALUR_SOURCE_URL")
    #: whoever shows it reads at /sehat what is wrong; empty: operators alone do
    health_token: Annotated[str, BeforeValidator(values.health_token)] = Field("", alias="ALUR_HEALTH_TOKEN")
    #: demonstration accounts and mailbox; never with an address that others reach
    demo: Annotated[bool, BeforeValidator(values.flag)] = Field(False, alias="ALUR_DEMO")

    @field_validator("database_url", "database_direct_url", "database_read_url")
    @classmethod
    def _postgresql(cls, value: str, info: ValidationInfo) -> str:
        if not value.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise ValueError(f"ALUR_{str(info.field_name).upper()} must begin with postgresql://: PostgreSQL is the only database")
        return "postgresql+psycopg://" + value.partition("://")[2]

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("ALUR_REDIS_URL must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("secret_key")
    @classmethod
    def _long(cls, value: str) -> str:
        if len(value) < 32:
            raise ValueError("ALUR_SECRET_KEY must have at least 32 characters")
        return value

    @field_validator("documents")
    @classmethod
    def _bucket_name(cls, value: str) -> str:
        if value and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
            raise ValueError(f"ALUR_DOCUMENTS must be empty (the data folder) or such as s3://bucket, but is '{value}'")
        if value and find_spec("boto3") is None:
            raise ValueError("ALUR_DOCUMENTS in a bucket needs boto3, which is not installed: pip install 'alur[s3]'")
        return value

    @field_validator("bucket_address", "bucket_key", "bucket_secret")
    @classmethod
    def _of_bucket(cls, value: str, info: ValidationInfo) -> str:
        field = cls.model_fields[str(info.field_name)]
        if info.data.get("documents") and not value:
            raise ValueError(f"{field.alias} is missing: {field.description}")
        if info.field_name == "bucket_address" and value and not values.is_encrypted_or_local(value):
            raise ValueError("ALUR_S3_URL must begin with https:// (http:// only on this machine)")
        return value

    @field_validator("address")
    @classmethod
    def _without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("scanner")
    @classmethod
    def _clamd(cls, value: str) -> str:
        if value and not SCANNER.match(value):
            raise ValueError(f"ALUR_CLAMD must be such as unix:/run/clamav/clamd.ctl or tcp:host:3310, but is '{value}'")
        return value

    @field_validator("bank_address")
    @classmethod
    def _bank(cls, value: str) -> str:
        if value and not values.is_encrypted_or_local(value):
            raise ValueError("ALUR_BANK_URL must begin with https:// (http:// only on this machine)")
        return value

    @field_validator("bank_key")
    @classmethod
    def _bank_key(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("bank_address") and len(value) < 32:
            raise ValueError("ALUR_BANK_KEY must have at least 32 characters, the same at the bank")
        return value

    @field_validator("registry_key")
    @classmethod
    def _registry_key(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("registries") and len(value) < 32:
            raise ValueError("ALUR_REGISTRY_KEY must have at least 32 characters, the same at the registers")
        return value

    @field_validator("signing")
    @classmethod
    def _signer(cls, value: str) -> str:
        if value not in ("", "local"):
            raise ValueError(f"ALUR_SIGNING must be empty or local, but is '{value}'")
        if value and find_spec("pyhanko") is None:
            raise ValueError("ALUR_SIGNING=local needs pyHanko, which is not installed: pip install 'alur[signing]'")
        return value

    @field_validator("area")
    @classmethod
    def _area(cls, value: str) -> str:
        if not (2 <= len(value) <= 6 and value.isascii() and value.isalnum() and value.isupper()):
            raise ValueError(f"ALUR_AREA must be 2 to 6 capitals or digits such as {DEFAULT_AREA}, but is '{value}'")
        return value

    @field_validator("demo")
    @classmethod
    def _here_only(cls, value: bool, info: ValidationInfo) -> bool:
        problems = []
        if value and str(info.data.get("address", "")).partition("://")[2].rpartition(":")[0] not in LOOPBACK:
            problems.append("ALUR_DEMO=1 has accounts with known passwords: ALUR_ADDRESS must be a loopback address")
        if value and not values.is_local(info.data.get("database_url", "")):
            problems.append("ALUR_DEMO=1 has accounts with known passwords: the database must be on this machine")
        if problems:
            raise ValueError("\n".join(problems))
        return value

    @property
    def bucket(self) -> values.Bucket | None:
        if not self.documents:
            return None
        return values.Bucket(
            name=self.documents.removeprefix("s3://"),
            endpoint=self.bucket_address,
            region=self.bucket_region,
            key=self.bucket_key,
            secret=self.bucket_secret,
        )

    @property
    def package_folders(self) -> list[Path]:
        return package_folders(self.packages)

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


def _sentence(error: ErrorDetails) -> str:
    """Returns one problem as operators read it: the variable, and what is expected."""
    if error["type"] == "missing":
        alias = str(error["loc"][0])
        field = next(field for field in Settings.model_fields.values() if field.alias == alias)
        return f"{alias} is missing: {field.description}"
    return str(error["ctx"]["error"]) if error["type"] == "value_error" else f"{error['loc'][0]}: {error['msg']}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads settings from the environment (ALUR_...), or from `environment` alone. Raises SettingsError."""
    kind = Settings if environment is None else _from(environment)
    try:
        return kind()  # type: ignore[call-arg]  # the sources give the values
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(item) for item in error.errors())) from None


def _from(environment: Mapping[str, str]) -> type[Settings]:
    """Reads settings from this mapping only."""

    class Given(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            *_others: PydanticBaseSettingsSource,
            **_more: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            source = EnvSettingsSource(settings_cls)
            source.env_vars = {name: value for name, value in environment.items() if value}
            return (source,)

    return Given


def environment_zone() -> ZoneInfo:
    """Returns the regency's zone, for commands that need no other setting. Raises SettingsError."""
    try:
        return values.zone(os.environ.get("ALUR_ZONE", DEFAULT_ZONE))
    except ValueError as error:
        raise SettingsError(str(error)) from None

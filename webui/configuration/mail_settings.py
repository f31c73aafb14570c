"""The settings of mails: how they go out, and how they come in."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from casework.mail.connectors.listener import Listener
from webui.setting_values import port

#: bytes of a mail that comes in; a server before ours should have the same limit
MAIL_LIMIT, LARGEST_LIMIT = 25_000_000, 48_000_000
_ADDRESS = re.compile(r"(smtp|lmtp)://(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):(\d{1,5})|lmtp:(/[^\s]{1,100})")
_SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")


def _listeners(text: Any) -> tuple[Listener, ...]:
    return tuple(_listener(part) for part in str(text).split())


def _listener(text: str) -> Listener:
    found = _ADDRESS.fullmatch(text)
    number = int(found.group(3)) if found and found.group(3) else 1
    if found is None or not 1 <= number <= 65_535:
        raise ValueError(
            "ALUR_MAIL_LISTEN must be addresses such as smtp://127.0.0.1:2525, lmtp://127.0.0.1:2424 or lmtp:/run/alur/mail, "
            f"but has '{text}'"
        )
    if found.group(4):
        return Listener(lmtp=True, path=found.group(4))
    return Listener(lmtp=found.group(1) == "lmtp", host=found.group(2).strip("[]"), port=number)


def _limit(text: Any) -> int:
    if not str(text).isdecimal() or not 100_000 <= int(text) <= LARGEST_LIMIT:
        raise ValueError(f"ALUR_MAIL_LIMIT must be bytes from 100000 to {LARGEST_LIMIT}, but is '{text}'")
    return int(text)


def _server(text: Any) -> str:
    if not _SERVER.fullmatch(str(text)):
        raise ValueError(f"ALUR_MAIL_NAME and ALUR_MAIL_TRUSTED must name servers, as mail.tangerangkab.example does, but one is '{text}'")
    return str(text).lower()


class MailSettings(BaseSettings):
    smtp_host: str = Field("127.0.0.1", alias="ALUR_SMTP_HOST")
    smtp_port: Annotated[int, BeforeValidator(port)] = Field(25, alias="ALUR_SMTP_PORT")
    mail_sender: str = Field("alur@tangerangkab.example", alias="ALUR_MAIL_SENDER")
    #: where mails are received, separated by spaces; empty: nowhere
    mail_listen: Annotated[tuple[Listener, ...], NoDecode, BeforeValidator(_listeners)] = Field((), alias="ALUR_MAIL_LISTEN")
    #: as which the receiver greets
    mail_name: Annotated[str, BeforeValidator(_server)] = Field("localhost", alias="ALUR_MAIL_NAME")
    mail_limit: Annotated[int, BeforeValidator(_limit)] = Field(MAIL_LIMIT, alias="ALUR_MAIL_LIMIT")
    #: the server before ours, by the name in its Authentication-Results, whose word on SPF and DKIM is shown; empty: nobody's
    mail_trusted: Annotated[str, BeforeValidator(_server)] = Field("", alias="ALUR_MAIL_TRUSTED")

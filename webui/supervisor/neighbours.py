"""Starts the demonstration's neighbours (mailbox, bank, registries of other institutions), and says what to do where one cannot start."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from webui.supervisor.child import Program
from webui.supervisor.folders import Unavailable
from webui.supervisor.servers import wait_until
from webui.supervisor.watching import Running

LOOPBACK = ("127.0.0.1", "localhost")
WITHOUT = "or serve without the demonstration: --no-demo"


@dataclass(frozen=True)
class Neighbour:
    #: the program's name, and its module in demo/
    name: str
    #: the setting that names its port
    setting: str
    #: the address in the settings: host and port; None where there is none, or it is no address
    address: Callable[[Mapping[str, str]], tuple[str, int] | None]


def _mailbox(environment: Mapping[str, str]) -> tuple[str, int] | None:
    port = environment.get("ALUR_SMTP_PORT", "")
    return (environment.get("ALUR_SMTP_HOST", ""), int(port)) if port.isdigit() else None


def _of_url(text: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(text)
        return (parts.hostname, parts.port or 80) if parts.hostname else None
    except ValueError:
        return None


def _registries(environment: Mapping[str, str]) -> tuple[str, int] | None:
    words = environment.get("ALUR_REGISTRIES", "").split()
    return _of_url(words[0].partition("=")[2]) if words else None


NEIGHBOURS = (
    Neighbour("mailbox", "ALUR_SMTP_PORT", _mailbox),
    Neighbour("bank", "ALUR_BANK_URL", lambda environment: _of_url(environment.get("ALUR_BANK_URL", ""))),
    Neighbour("registries", "ALUR_REGISTRIES", _registries),
)


def neighbours_here(environment: Mapping[str, str]) -> list[tuple[Neighbour, int]]:
    """Returns the neighbours that the settings expect on this machine, with their ports; an operator's own address needs no neighbour.

    Raises Unavailable where a port cannot be had: before anything is started, for the neighbour would only fail later, unseen.
    """
    found = [(neighbour, address) for neighbour in NEIGHBOURS if (address := neighbour.address(environment))]
    here = [(neighbour, port) for neighbour, (host, port) in found if host in LOOPBACK]
    for neighbour, port in here:
        _check_port(neighbour, port)
    return here


def _check_port(neighbour: Neighbour, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            why, remedy = "may not be opened by this user", f"Choose a port above 1023 in {neighbour.setting}"
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
            remedy = f"Stop what uses it, choose another one in {neighbour.setting}"
        else:
            return
    raise Unavailable(f"the demonstration's {neighbour.name} cannot start: port {port} of {neighbour.setting} {why}. {remedy}, {WITHOUT}")


def start_neighbours(here: list[tuple[Neighbour, int]], start: Callable[[Neighbour], Running], running: list[Running]) -> None:
    """Starts the neighbours and waits until each listens; `running` holds each as soon as it is started, so that it is stopped.

    Raises Unavailable with the reason from the log of one that has ended, and with the remedy.
    """
    started = [(start(neighbour), neighbour, port) for neighbour, port in here]
    running += [item for item, _neighbour, _port in started]
    for item, neighbour, port in started:
        try:
            wait_until(lambda port=port: _listens(port), item.child)  # type: ignore[misc]
        except Unavailable:
            raise Unavailable(_ended(neighbour, item.child)) from None


def _ended(neighbour: Neighbour, child: Program) -> str:
    reason = child.last_lines(1).strip() or f"status {child.ended}"
    missing = reason.startswith("ModuleNotFoundError")
    remedy = "Install the product's part for it: pip install 'alur[embedded]'" if missing else f"Mend what its log says ({child.log})"
    return f"the demonstration's {neighbour.name} has ended: {reason}. {remedy}, {WITHOUT}"


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True

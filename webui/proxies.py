"""Tells from which network a request comes. What a proxy says of it counts only where the operator has named the proxy (ALUR_PROXIES)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from werkzeug.datastructures import EnvironHeaders, Headers
from werkzeug.middleware.proxy_fix import ProxyFix

from webui.setting_values import Proxies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: headers by which a proxy says for whom it asks
SAID = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded")
#: who has an IPv6 address has the whole of a /64, with as many addresses as they like
IPV6_PREFIX = 64
log = structlog.get_logger()


def network_of(address: str | None) -> str:
    """Returns what counts as one sender: an IPv4 address, or the /64 of an IPv6 address. Anything else is one sender too."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))


class TrustedProxies:
    """Takes address and scheme of a request from X-Forwarded-For and X-Forwarded-Proto, where a trusted proxy sends it.

    From the right, addresses of trusted proxies are passed over: the first other one is the sender. What stands left of it is the sender's
    own word. Without trusted proxies nothing is taken, and a log line tells once that somebody seems to stand in front.
    """

    def __init__(self, app: WSGIApplication, trusted: Proxies) -> None:
        self._app = app
        self._trusted = trusted
        self._told = False

    def __call__(self, environment: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        hops = self._trusted.count or (self._trusts(environment.get("REMOTE_ADDR", "")) and self._hops(environment))
        if hops:
            return ProxyFix(self._app, x_for=hops, x_proto=1, x_host=0)(environment, start)
        if was_passed_on(EnvironHeaders(environment)):
            self._tell(environment)
        return self._app(environment, start)

    def _trusts(self, address: str) -> bool:
        try:
            found: Any = ipaddress.ip_address(address.strip())
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._trusted.networks)

    def _hops(self, environment: WSGIEnvironment) -> int:
        """Returns the place, from the right, of the first address that is no trusted proxy's."""
        said = [part.strip() for part in environment.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        trusted = 0
        while trusted < len(said) - 1 and self._trusts(said[-1 - trusted]):
            trusted += 1
        return trusted + 1

    def _tell(self, environment: WSGIEnvironment) -> None:
        if not self._told:
            self._told = True
            told = "a proxy that ALUR_PROXIES does not name passes requests on: all of them count as one sender"
            log.warning(told, proxy=environment.get("REMOTE_ADDR", ""))


def was_passed_on(headers: Headers) -> bool:
    return any(name in headers for name in SAID)


def is_loopback(address: str | None, headers: Headers) -> bool:
    """Whether somebody on this machine asks, and not for somebody else: a proxy on this machine asks for everybody."""
    return address in ("127.0.0.1", "::1") and not was_passed_on(headers)

"""Whose request it is: the address of the connection, and what a proxy says of it where the operator has named the proxy."""

import pytest
from werkzeug.datastructures import Headers

from webui.proxies import SAID, TrustedProxies, is_loopback, network_of
from webui.setting_values import Proxies, proxies


def seen(trusted, peer, **headers):
    """The environment that the application sees."""
    found = {}

    def application(environment, start):
        found.update(environment)
        return []

    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    TrustedProxies(application, trusted)({"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **named}, lambda *given: None)
    return found


@pytest.mark.parametrize(
    ("said", "sender"),
    [
        ("203.0.113.9", "203.0.113.9"),
        # what stands left of the first address that is no proxy's, the sender wrote
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.7, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.6", "203.0.113.9"),
        ("1.1.1.1, 203.0.113.9, 10.0.0.6, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.6", "10.0.0.6"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_trusted_proxy_says_for_whom_it_asks(said, sender):
    environment = seen(proxies("10.0.0.0/24"), "10.0.0.5", x_forwarded_for=said, x_forwarded_proto="https")
    assert environment["REMOTE_ADDR"] == sender
    assert environment["wsgi.url_scheme"] == "https"


@pytest.mark.parametrize("trusted", [Proxies(), proxies(""), proxies("10.0.0.5"), proxies("0")])
def test_nobody_elses_word_counts(trusted):
    environment = seen(trusted, "203.0.113.9", x_forwarded_for="127.0.0.1", x_forwarded_proto="https", x_forwarded_host="evil.example")
    assert environment["REMOTE_ADDR"] == "203.0.113.9"
    assert environment["wsgi.url_scheme"] == "http"
    assert "HTTP_HOST" not in environment


def test_proxies_may_be_counted_where_nobody_else_reaches_us():
    assert seen(proxies("2"), "", x_forwarded_for="1.1.1.1, 203.0.113.9, 10.0.0.6")["REMOTE_ADDR"] == "203.0.113.9"


def test_what_a_local_proxy_passes_on_is_not_this_machine():
    """Else a proxy on the machine of the web process would show the pages of this machine to everybody."""
    assert is_loopback("127.0.0.1", Headers())
    assert not is_loopback("203.0.113.9", Headers())
    for header in SAID:
        assert not is_loopback("127.0.0.1", Headers({header.lower(): "127.0.0.1"}))
    assert seen(proxies("127.0.0.1"), "127.0.0.1", x_forwarded_for="203.0.113.9")["REMOTE_ADDR"] == "203.0.113.9"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1%eth0", "2001:db8:1:2::/64"),
        ("x" * 5000, "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_network_is_one_sender(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize("text", ["6", "-1", "nginx", "10.0.0.5/8", "10.0.0.300", "10.0.0.5;10.0.0.6"])
def test_what_names_no_proxy_is_told(text):
    with pytest.raises(ValueError, match="ALUR_PROXIES must be addresses or networks"):
        proxies(text)

"""Which URLs requests may be signed for, and what exposes a service."""

from pathlib import Path

import pytest

from mvl_central.errors import HostError
from mvl_central.server import check_settings
from mvl_central.settings import Settings, authority

CERT = Path("cert.pem")
ANYWHERE = "0.0.0.0"  # noqa: S104 - what is refused


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://MVL.example", "mvl.example"),
        ("https://mvl.example:443/x", "mvl.example"),
        ("https://mvl.example:8443", "mvl.example:8443"),
        ("http://127.0.0.1:80", "127.0.0.1"),
        ("http://[::1]:9000", "[::1]:9000"),
    ],
)
def test_an_authority_is_the_host_with_its_unusual_port(url: str, expected: str) -> None:
    assert authority(url) == expected


def test_on_loopback_every_name_of_this_machine_serves() -> None:
    bases = Settings().bases(9000)
    assert bases["localhost:9000"] == "http://localhost:9000"
    assert set(bases) == {"localhost:9000", "127.0.0.1:9000", "[::1]:9000"}


def test_a_public_url_is_the_only_one() -> None:
    assert Settings(public_url="https://mvl.example/x/").bases(9000) == {"mvl.example": "https://mvl.example/x"}


@pytest.mark.parametrize(
    "settings",
    [
        Settings(host="192.0.2.1"),
        Settings(host=ANYWHERE),
        Settings(host=ANYWHERE, tls_cert=CERT, tls_key=CERT),
        Settings(tls_cert=CERT),
        Settings(tls_key=CERT),
        Settings(public_url="http://mvl.example"),
        Settings(host="192.0.2.1", tls_cert=CERT, tls_key=CERT, is_open=True),
        Settings(public_url="https://mvl.example", is_open=True),
        Settings(public_url="http://127.0.0.1.mvl.example"),
        Settings(public_url="https://"),
    ],
)
def test_what_would_expose_the_service_is_refused(settings: Settings) -> None:
    with pytest.raises(HostError) as caught:
        check_settings(settings)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(host="192.0.2.1", tls_cert=CERT, tls_key=CERT),
        Settings(host=ANYWHERE, tls_cert=CERT, tls_key=CERT, public_url="https://mvl.example"),
        Settings(public_url="https://mvl.example"),
    ],
)
def test_what_is_safe_is_accepted(settings: Settings) -> None:
    check_settings(settings)

"""The length of a body is judged on its headers alone (N02)."""

import pytest

from mvl_central.app import body_length
from mvl_central.errors import RequestRefusedError

LIMIT = 1000


def length(method: str = "POST", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return body_length(named.get, method, LIMIT)


def test_an_announced_length_within_the_limit_passes() -> None:
    assert length(content_length="1000") == 1000
    assert length("GET") == 0


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {}, 411),
        ("PUT", {}, 411),
        ("POST", {"content_length": "10", "transfer_encoding": "chunked"}, 411),
        ("GET", {"transfer_encoding": "chunked"}, 411),
        ("POST", {"content_length": "1001"}, 413),
        ("GET", {"content_length": "1"}, 413),
        ("POST", {"content_length": "9" * 16}, 400),
        ("POST", {"content_length": "\u0661"}, 400),
        ("POST", {"content_length": "+5"}, 400),
        ("POST", {"content_length": ""}, 400),
    ],
)
def test_anything_else_is_refused(method: str, headers: dict[str, str], status: int) -> None:
    with pytest.raises(RequestRefusedError) as caught:
        length(method, **headers)
    assert caught.value.status == status

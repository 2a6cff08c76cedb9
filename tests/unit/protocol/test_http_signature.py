"""N01, on the profile alone: every departure is refused, and an independent implementation agrees with ours."""

import base64
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

from mvl_desktop.protocol.http_signature import (
    HttpSignatureError,
    Request,
    content_digest,
    read_signature,
    sign_request,
)

NOW = 1_790_000_000
KEY = Ed25519PrivateKey.generate()
DEVICE = bytes(range(16))
REQUEST = Request("POST", "mvl.example", "https://mvl.example/v1/sync?a=1", "application/vnd.mvl.object", b"body")
EMPTY = Request("GET", "mvl.example:8443", "https://mvl.example:8443/v1/espaces", "application/vnd.mvl.object", b"")


def signed(request: Request = REQUEST, nonce: bytes = bytes(16)) -> dict[str, str]:
    return sign_request(request, device=DEVICE, created=NOW, nonce=nonce, sign=KEY.sign)


def accepts(request: Request, headers: dict[str, str], now: int = NOW) -> bool:
    """Read and verify as the service does."""
    read = read_signature(request, list(headers.items()), now)
    try:
        KEY.public_key().verify(read.signature, read.base)
    except InvalidSignature:
        return False
    return True


def refused(request: Request, headers: dict[str, str], now: int = NOW) -> bool:
    try:
        return not accepts(request, headers, now)
    except HttpSignatureError:
        return True


@pytest.mark.parametrize("request_", [REQUEST, EMPTY])
def test_a_signed_request_is_read_back(request_: Request) -> None:
    nonce = os.urandom(16)
    read = read_signature(request_, list(signed(request_, nonce).items()), NOW + 5)
    assert (read.device, read.nonce, read.expires) == (DEVICE, nonce, NOW + 120)
    assert accepts(request_, signed(request_))


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"authority": "other.example"},
        {"target": "https://mvl.example/v1/sync?a=2"},
        {"target": "https://mvl.example/v1/push?a=1"},
        {"target": "http://mvl.example/v1/sync?a=1"},
        {"body": b"other"},
        {"body": b""},
    ],
)
def test_n01_whatever_is_altered_is_refused(changed: dict[str, str]) -> None:
    assert refused(replace(REQUEST, **changed), signed())  # type: ignore[arg-type]


def edited(name: str, edit: Callable[[str], str]) -> dict[str, str]:
    headers = signed()
    headers[name] = edit(headers[name])
    return headers


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("content-type", lambda _: "text/plain"),
        ("content-digest", lambda _: content_digest(b"other")),
        ("content-digest", lambda v: f"{v}, sha-512=:AAAA:"),
        ("signature-input", lambda v: v.replace('"@method" ', "")),
        ("signature-input", lambda v: v.replace('"@method" "@authority"', '"@authority" "@method"')),
        ("signature-input", lambda v: v.replace('("@method"', '("@method" "date"')),
        ("signature-input", lambda _: f'mvl=("@method");created={NOW}'),
        ("signature-input", lambda v: v.replace("mvl-auth-v1", "mvl-auth-v2")),
        ("signature-input", lambda v: v.replace("ed25519", "hmac-sha256")),
        ("signature-input", lambda v: v.replace(';alg="ed25519"', "")),
        ("signature-input", lambda v: v.replace(f"expires={NOW + 120}", f"expires={NOW + 121}")),
        ("signature-input", lambda v: v.replace(f";expires={NOW + 120}", "")),
        ("signature-input", lambda v: v.replace(f"created={NOW}", f'created="{NOW}"')),
        ("signature-input", lambda v: v + f";created={NOW}"),
        ("signature-input", lambda v: v + ";extra=1"),
        ("signature-input", lambda v: f"{v}, {v.replace('mvl=', 'two=')}"),
        ("signature-input", lambda v: v.replace("mvl=", "sig1=")),
        ("signature-input", lambda v: v.replace(DEVICE.hex(), DEVICE.hex().upper())),
        ("signature-input", lambda v: v.replace(DEVICE.hex(), "00" * 16)),
        ("signature-input", lambda v: v.replace(base64.b64encode(bytes(16)).decode(), "AAAA")),
        ("signature", lambda v: f"{v}, {v.replace('mvl=', 'two=')}"),
        ("signature", lambda v: v.replace("mvl=", "sig1=")),
        ("signature", lambda _: f"mvl=:{base64.b64encode(bytes(64)).decode()}:"),
    ],
)
def test_n01_whatever_leaves_the_profile_is_refused(name: str, edit: Callable[[str], str]) -> None:
    assert refused(REQUEST, edited(name, edit))


NONCE = base64.b64encode(bytes(16)).decode()
COVERED = '("@method" "@authority" "@target-uri" "content-digest" "content-type")'


def signed_anyhow(parameters: str) -> dict[str, str]:
    """Sign, with the right key, under parameters that the profile may not allow."""
    digest = content_digest(REQUEST.body)
    values = (REQUEST.method, REQUEST.authority, REQUEST.target, digest, REQUEST.content_type)
    names = COVERED.strip("()").split(" ")
    lines = [f"{name}: {value}" for name, value in zip(names, values, strict=True)]
    signature = KEY.sign("\n".join([*lines, f'"@signature-params": {COVERED}{parameters}']).encode())
    return {
        "content-type": REQUEST.content_type,
        "content-digest": digest,
        "signature-input": f"mvl={COVERED}{parameters}",
        "signature": f"mvl=:{base64.b64encode(signature).decode()}:",
    }


def parameters(**changed: str) -> str:
    """Write the parameters of the profile, some of them changed."""
    values = {
        "created": str(NOW),
        "expires": str(NOW + 120),
        "nonce": f'"{NONCE}"',
        "keyid": f'"{DEVICE.hex()}"',
        "alg": '"ed25519"',
        "tag": '"mvl-auth-v1"',
    } | changed
    return "".join(f";{name}={value}" for name, value in values.items())


def test_the_profile_itself_is_accepted() -> None:
    assert accepts(REQUEST, signed_anyhow(parameters()))


@pytest.mark.parametrize(
    "changed",
    [
        {"expires": str(NOW + 121)},
        {"expires": str(NOW)},
        {"expires": str(NOW - 1)},
        {"alg": '"rsa-pss-sha512"'},
        {"tag": '"mvl-auth-v2"'},
        {"keyid": f'"{DEVICE.hex().upper()}"'},
        {"keyid": f'"{DEVICE.hex()}00"'},
        {"nonce": f'"{base64.b64encode(bytes(15)).decode()}"'},
        {"nonce": f'"{base64.b64encode(bytes(17)).decode()}"'},
        {"nonce": f'"{NONCE[:-3]}B=="'},
        {"nonce": '"not base64 at all!!"'},
        {"extra": '"1"'},
    ],
)
def test_n01_a_good_signature_under_other_parameters_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(HttpSignatureError):
        accepts(REQUEST, signed_anyhow(parameters(**changed)))


@pytest.mark.parametrize("name", ["signature", "signature-input", "content-digest", "content-type"])
def test_n01_a_missing_or_repeated_header_is_refused(name: str) -> None:
    headers = signed()
    with pytest.raises(HttpSignatureError):
        read_signature(REQUEST, [*headers.items(), (name.upper(), headers[name])], NOW)
    with pytest.raises(HttpSignatureError):
        read_signature(REQUEST, [item for item in headers.items() if item[0] != name], NOW)


def test_a_newline_cannot_enter_what_is_signed() -> None:
    with pytest.raises(HttpSignatureError):
        signed(replace(REQUEST, content_type='a\n"@method": GET'))


@pytest.mark.parametrize(("now", "clock"), [(NOW + 121, True), (NOW - 61, True)])
def test_a_wrong_clock_is_told_apart(now: int, clock: bool) -> None:
    with pytest.raises(HttpSignatureError) as caught:
        read_signature(REQUEST, list(signed().items()), now)
    assert caught.value.is_clock is clock


class Keys(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return KEY

    def resolve_public_key(self, key_id: str) -> object:
        return KEY.public_key()


def message(request: Request, headers: dict[str, str]) -> SimpleNamespace:
    return SimpleNamespace(method=request.method, url=request.target, headers=headers, body=request.body)


@pytest.mark.parametrize("request_", [REQUEST, EMPTY])
def test_another_implementation_verifies_ours(request_: Request) -> None:
    created = int(datetime.now(UTC).timestamp())
    headers = sign_request(request_, device=DEVICE, created=created, nonce=os.urandom(16), sign=KEY.sign)
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys())
    results = verifier.verify(
        message(request_, headers),
        expect_label="mvl",
        expect_tag="mvl-auth-v1",
        require_components=["@method", "@authority", "@target-uri", "content-digest", "content-type"],
        max_age=timedelta(seconds=120),
    )
    assert len(results) == 1


def test_ours_verifies_another_implementation() -> None:
    headers = {"content-type": REQUEST.content_type, "content-digest": content_digest(REQUEST.body)}
    sent = message(REQUEST, headers)
    created = datetime.fromtimestamp(NOW, UTC)
    HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Keys()).sign(
        sent,
        key_id=DEVICE.hex(),
        created=created,
        expires=created + timedelta(seconds=60),
        nonce=base64.b64encode(os.urandom(16)).decode(),
        label="mvl",
        tag="mvl-auth-v1",
        use_existing_digest=True,
        covered_component_ids=("@method", "@authority", "@target-uri", "content-digest", "content-type"),
    )
    received = {name.lower(): value for name, value in sent.headers.items()}
    assert accepts(REQUEST, received)

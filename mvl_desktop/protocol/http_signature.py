"""How a device signs an HTTP request: one fixed profile of RFC 9421 (security 6.3). Pure: no key, no clock.

Components `("@method" "@authority" "@target-uri" "content-digest" "content-type")`, in this order, the digest of an
empty body too; parameters `created`, `expires` (at most 120 s later), `nonce` (16 bytes), `keyid` (the device in
hex), `alg="ed25519"`, `tag="mvl-auth-v1"`, each once; label `mvl`; one signature. Anything else is refused.
The signature is a plain Ed25519 signature of the base, by the device's `auth` key. Replays are the caller's affair.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mvl_desktop.protocol.encoding import ProtocolError

LABEL = "mvl"
TAG = "mvl-auth-v1"
COMPONENTS = ("@method", "@authority", "@target-uri", "content-digest", "content-type")
LIFETIME = 120
SKEW = 60

_COVERED = "(" + " ".join(f'"{name}"' for name in COMPONENTS) + ")"
_INPUT = re.compile(rf"{LABEL}=({re.escape(_COVERED)}((?:;[a-z]+=(?:[0-9]{{1,15}}|\"[!#-\[\]-~]{{1,64}}\"))+))")
_PARAMETER = re.compile(r";([a-z]+)=(?:([0-9]+)|\"([^\"]*)\")")
_SIGNATURE = re.compile(rf"{LABEL}=:([A-Za-z0-9+/=]{{88}}):")
_KEY_ID = re.compile(r"[0-9a-f]{32}")
_NAMES = ["alg", "created", "expires", "keyid", "nonce", "tag"]


class HttpSignatureError(ProtocolError):
    """A request that is not signed as the profile wants. `is_clock` when only its time is wrong."""

    def __init__(self, *, is_clock: bool = False) -> None:
        super().__init__()
        self.is_clock = is_clock


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A well-formed signature, not verified yet: whose, over which bytes, and the nonce to remember."""

    device: bytes
    nonce: bytes
    expires: int
    base: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Request:
    """What is signed of a request. `target` is the whole URL; `authority` its host, with the port if not usual."""

    method: str
    authority: str
    target: str
    content_type: str
    body: bytes


def sign_request(
    request: Request, *, device: bytes, created: int, nonce: bytes, sign: Callable[[bytes], bytes]
) -> dict[str, str]:
    """Return the headers to add to a request; `sign` signs plain bytes with the device's `auth` key."""
    parameters = (
        f"{_COVERED};created={created};expires={created + LIFETIME}"
        f';nonce="{_text(nonce)}";keyid="{device.hex()}";alg="ed25519";tag="{TAG}"'
    )
    digest = content_digest(request.body)
    signature = sign(_base(request, digest, parameters))
    return {
        "content-type": request.content_type,
        "content-digest": digest,
        "signature-input": f"{LABEL}={parameters}",
        "signature": f"{LABEL}=:{_text(signature)}:",
    }


def read_signature(request: Request, headers: Iterable[tuple[str, str]], now: int) -> SignedRequest:
    """Read the signature of a request as received; HttpSignatureError unless it follows the profile to the letter.

    `request.content_type` is not used: the header's own value is what counts.
    """
    found = _single(headers)
    match = _INPUT.fullmatch(found["signature-input"])
    signature = _SIGNATURE.fullmatch(found["signature"])
    if match is None or signature is None or found["content-digest"] != content_digest(request.body):
        raise HttpSignatureError
    values = _parameters(match[2])
    created, expires = int(values["created"]), int(values["expires"])
    if not created < expires <= created + LIFETIME:
        raise HttpSignatureError
    if created > now + SKEW or expires < now:
        raise HttpSignatureError(is_clock=True)
    received = Request(request.method, request.authority, request.target, found["content-type"], request.body)
    return SignedRequest(
        device=bytes.fromhex(values["keyid"]),
        nonce=_bytes(values["nonce"], 16),
        expires=expires,
        base=_base(received, found["content-digest"], match[1]),
        signature=_bytes(signature[1], 64),
    )


def content_digest(body: bytes) -> str:
    """Return the `content-digest` header of a body (SHA-256, the only algorithm)."""
    return f"sha-256=:{_text(hashlib.sha256(body).digest())}:"


def _base(request: Request, digest: str, parameters: str) -> bytes:
    values = (request.method.upper(), request.authority.lower(), request.target, digest, request.content_type)
    lines = [f'"{name}": {value}' for name, value in zip(COMPONENTS, values, strict=True)]
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    if not base.isascii() or base.count("\n") != len(COMPONENTS):
        raise HttpSignatureError
    return base.encode("ascii")


def _single(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the four headers that matter; each must be there exactly once."""
    wanted = ("signature-input", "signature", "content-digest", "content-type")
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key in wanted:
            if key in found:
                raise HttpSignatureError
            found[key] = value.strip(" \t")
    if len(found) != len(wanted):
        raise HttpSignatureError
    return found


def _parameters(text: str) -> dict[str, str]:
    """Return the six parameters; each once, numbers where numbers stand, and the fixed ones as the profile says."""
    pairs = [(match[1], match[2], match[3]) for match in _PARAMETER.finditer(text)]
    values = {name: number or quoted or "" for name, number, quoted in pairs}
    numbers = {name for name, number, _ in pairs if number}
    if sorted(name for name, _, _ in pairs) != _NAMES or numbers != {"created", "expires"}:
        raise HttpSignatureError
    if values["alg"] != "ed25519" or values["tag"] != TAG or not _KEY_ID.fullmatch(values["keyid"]):
        raise HttpSignatureError
    return values


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: str, size: int) -> bytes:
    """Decode base64 that has one spelling only."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise HttpSignatureError from error
    if len(data) != size or _text(data) != text:
        raise HttpSignatureError
    return data

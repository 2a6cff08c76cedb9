"""C01 and C02: one changed bit, a missing end or a byte more is refused in all that is sealed or signed.

The examples are the published vectors: one of each kind.
"""

from typing import Any

import pytest

from mvl_desktop.crypto import local_header
from mvl_desktop.crypto.local_header import HeaderDamagedError
from mvl_desktop.crypto.primitives import verify
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.encoding import ProtocolError, decode
from tests.fixtures.vectors import flips, raw, vectors
from tests.unit.crypto.openers import open_seal

FIRST: dict[str, dict[str, Any]] = {}
for _case in vectors("seals"):
    if "clear" in _case:
        FIRST.setdefault(_case["kind"], _case)
SEALED = [FIRST[kind] for kind in FIRST if kind not in ("local-header", "escrow", "blob")]
SIGNED = [case for case in vectors("signatures") if case["holds"]]


def opens(suite: Suite1, case: dict[str, Any], data: bytes) -> bool:
    """Whether bytes open; refusals other than ours are bugs and go through."""
    try:
        open_seal(suite, case["kind"], data, case["inputs"])
    except (CryptoError, ProtocolError):
        return False
    return True


@pytest.mark.parametrize("case", SEALED, ids=lambda case: case["kind"])
def test_c01_any_flipped_byte_of_a_seal_is_refused(suite: Suite1, case: dict[str, Any]) -> None:
    data = raw(case["bytes"])
    assert opens(suite, case, data)
    assert not [at for at, changed in enumerate(flips(data)) if opens(suite, case, changed)]


@pytest.mark.parametrize("case", SEALED, ids=lambda case: case["kind"])
def test_c02_any_cut_or_added_byte_of_a_seal_is_refused(suite: Suite1, case: dict[str, Any]) -> None:
    data = raw(case["bytes"])
    assert not [at for at in range(len(data)) if opens(suite, case, data[:at])]
    assert not opens(suite, case, data + b"\0")
    assert not opens(suite, case, b"\0" + data)


def test_c01_any_flipped_byte_of_a_blob_is_refused(suite: Suite1) -> None:
    case = next(each for each in vectors("seals") if each["kind"] == "blob" and each["name"] == "a line")
    data = raw(case["bytes"])
    assert opens(suite, case, data)
    assert not [at for at, changed in enumerate(flips(data)) if opens(suite, case, changed)]
    assert not [at for at in range(len(data)) if opens(suite, case, data[:at])]
    assert not opens(suite, case, data + b"\0")


def test_c01_an_escrow_opens_by_the_pair_whose_layers_are_intact(suite: Suite1) -> None:
    case = FIRST["escrow"]
    data = raw(case["bytes"])
    size = len(data) // 3
    assert not [at for at, changed in enumerate(flips(data)[:size]) if at % 7 == 0 and opens(suite, case, changed)]
    assert opens(suite, case, flips(data)[-1])


@pytest.mark.parametrize("case", SIGNED[:2], ids=lambda case: case["tag"])
def test_c01_any_flipped_byte_of_what_is_signed_is_refused(case: dict[str, Any]) -> None:
    public, message, signature = raw(case["public"]), raw(case["message"]), raw(case["signature"])
    assert verify(public, case["tag"], message, signature)
    assert not any(verify(public, case["tag"], changed, signature) for changed in flips(message))
    assert not any(verify(public, case["tag"], message, changed) for changed in flips(signature))
    assert not any(verify(changed, case["tag"], message, signature) for changed in flips(public))


def test_c02_any_cut_of_what_is_signed_is_refused() -> None:
    case = SIGNED[0]
    public, message, signature = raw(case["public"]), raw(case["message"]), raw(case["signature"])
    assert not any(verify(public, case["tag"], message[:at], signature) for at in range(len(message)))
    assert not any(verify(public, case["tag"], message, signature[:at]) for at in range(len(signature)))
    assert not verify(public, case["tag"], message, signature + b"\0")


def test_c01_c02_a_changed_or_cut_local_header_is_damage_whatever_the_passphrase() -> None:
    data = raw(FIRST["local-header"]["bytes"])
    assert local_header.read(data).gen == 1
    for changed in [*flips(data), *(data[:at] for at in range(len(data))), data + b"\0"]:
        with pytest.raises(HeaderDamagedError):
            local_header.read(changed)


@pytest.mark.parametrize(
    "name", ["Commit", "RegistryEntry", "Checkpoint", "Receipt", "EraseAck", "Revision", "LotHeader"]
)
def test_c02_a_cut_or_longer_object_is_refused(name: str) -> None:
    case = next(each for each in vectors("objects")["valid"] if each["object"] == name)
    data = raw(case["bytes"])
    for changed in [*(data[:at] for at in range(len(data))), data + b"\0", data + data]:
        with pytest.raises(ProtocolError):
            decode(changed, getattr(o, name), 1 << 20)

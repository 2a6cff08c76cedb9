"""C07: small-order and non-canonical keys are refused, honest ones pass."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mvl_desktop.protocol.ed25519_points import is_sane_key, torsion_coordinates

P = 2**255 - 19


def encoded(y: int, sign: int) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


def test_the_small_order_points_are_five_coordinates() -> None:
    assert len(torsion_coordinates()) == 5


@pytest.mark.parametrize("y", sorted(torsion_coordinates()))
@pytest.mark.parametrize("sign", [0, 1])
def test_every_encoding_of_a_small_order_point_is_refused(y: int, sign: int) -> None:
    assert not is_sane_key(encoded(y, sign))


def test_the_coordinates_refused_are_those_that_anybody_can_forge_under() -> None:
    """With such a key, S = 0 and R = the identity verify for at least one message in eight."""
    forged = (1).to_bytes(32, "little") + bytes(32)
    for y in torsion_coordinates():
        key = Ed25519PublicKey.from_public_bytes(encoded(y, 0))
        accepted = 0
        for number in range(200):
            try:
                key.verify(forged, number.to_bytes(2, "big"))
            except InvalidSignature:
                continue
            accepted += 1
        assert accepted, hex(y)


@pytest.mark.parametrize("excess", range(5))
def test_non_canonical_encodings_are_refused(excess: int) -> None:
    assert not is_sane_key(encoded(P + 2 + excess, 0))
    assert not is_sane_key(encoded(P + 2 + excess, 1))


@pytest.mark.parametrize("size", [0, 31, 33])
def test_other_lengths_are_refused(size: int) -> None:
    assert not is_sane_key(b"\x58" * size)


def test_a_coordinate_off_the_curve_is_refused() -> None:
    assert not is_sane_key(encoded(2, 0))


def test_honest_keys_pass() -> None:
    for _ in range(500):
        assert is_sane_key(Ed25519PrivateKey.generate().public_key().public_bytes_raw())

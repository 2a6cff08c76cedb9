"""C08 and C09: the primitives are the standard ones, on the libraries that ship."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mvl_desktop.crypto import hpke, primitives, selftest, xwing
from mvl_desktop.crypto.selftest import SelfTestError, self_test
from mvl_desktop.crypto.suite1 import load_suite1
from tests.fixtures.vectors import raw, vectors
from tests.unit.crypto.conftest import ROOT

DICTIONARY = (Path(ROOT) / "resources" / "dictionaries" / "suite1.zdict").read_bytes()
KDFS = {"HKDF-SHA256": KDF.HKDF_SHA256, "SHAKE256": KDF.SHAKE256}


@pytest.mark.parametrize("case", vectors("xwing")["vectors"], ids=lambda case: case["kdf"])
def test_c08_x_wing_keys_and_wraps_are_the_standard_ones(case: dict[str, Any]) -> None:
    """The published vectors use ChaCha20-Poly1305 and associated data: the same KEM, other ends."""
    seed = raw(case["seed"])
    assert xwing.public_of(seed).hex() == case["public"]
    suite = Suite(KEM.MLKEM768_X25519, KDFS[case["kdf"]], AEAD.CHACHA20_POLY1305)
    sealed, aad = raw(case["enc"]) + raw(case["ct"]), raw(case["aad"])
    opened = openssl.hpke._decrypt_with_aad(suite, sealed, xwing.private_key(seed), raw(case["info"]), aad)
    assert opened.hex() == case["pt"]


def test_c08_the_other_end_of_our_suite_is_the_standard_one() -> None:
    """RFC 9180's own vector for HKDF-SHA256 and AES-256-GCM: the same key schedule under another KEM."""
    case = vectors("hpke")
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    key = X25519PrivateKey.from_private_bytes(raw(case["private"]))
    assert key.public_key().public_bytes_raw().hex() == case["public"]
    sealed = raw(case["enc"]) + raw(case["ct"])
    opened = openssl.hpke._decrypt_with_aad(suite, sealed, key, raw(case["info"]), raw(case["aad"]))
    assert opened.hex() == case["pt"]


def test_c08_the_identity_and_stanza_of_the_age_specification_open() -> None:
    case = vectors("xwing")["age"]
    seed = raw(case["seed"])
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    sealed = raw(case["enc"]) + raw(case["ct"])
    assert xwing.public_of(seed).hex().startswith(case["public_starts"])
    assert suite.decrypt(sealed, xwing.private_key(seed), case["info"].encode()).hex() == case["file_key"]


def test_c08_our_wraps_are_those_of_the_standard_suite() -> None:
    """HPKE base mode with X-Wing, HKDF-SHA256 and AES-256-GCM, whoever opens."""
    seed = raw(vectors("xwing")["age"]["seed"])
    sealed = hpke.wrap(b"clear", xwing.public_of(seed), b"info")
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    assert suite.decrypt(sealed, xwing.private_key(seed), b"info") == b"clear"
    assert len(sealed) == hpke.ENC + 5 + 16


# RFC 8032, 7.1: seed, public key, message, signature.
ED25519 = [
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), ED25519, ids=["test 2", "test 3"])
def test_c09_ed25519(seed: str, public: str, message: str, signature: str) -> None:
    assert primitives.ed25519_public(raw(seed)).hex() == public
    assert primitives.sign_bare(raw(seed), raw(message)).hex() == signature


# RFC 4231, 4.2 to 4.4 and 4.7 (a key longer than a block).
HMACS = [
    ("0b" * 20, b"Hi There".hex(), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (
        b"Jefe".hex(),
        b"what do ya want for nothing?".hex(),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    ("aa" * 20, "dd" * 50, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    (
        "aa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First".hex(),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
]


@pytest.mark.parametrize(("key", "message", "tag"), HMACS)
def test_c09_hmac_sha256(key: str, message: str, tag: str) -> None:
    assert primitives.mac(raw(key), raw(message)).hex() == tag


def test_c09_hkdf_without_salt_and_info() -> None:
    """RFC 5869, test 3."""
    okm = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    assert primitives.derive(b"\x0b" * 22, b"", b"").hex() == okm


def test_c09_a_signature_with_another_spelling_of_s_is_refused() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    seed = b"s" * 32
    good = primitives.sign(seed, "commit", b"m")
    other = good[:32] + (int.from_bytes(good[32:], "little") + order).to_bytes(32, "little")
    public = primitives.ed25519_public(seed)
    assert primitives.verify(public, "commit", b"m", good)
    assert not primitives.verify(public, "commit", b"m", other)


def test_c07_nothing_verifies_under_a_key_of_small_order() -> None:
    """The library alone accepts such forgeries for the identity point, whatever the message."""
    for encoded in vectors("derivations")["torsion"]:
        for top in (0, 0x80):
            key = raw(encoded)[:31] + bytes([raw(encoded)[31] | top])
            for r in vectors("derivations")["torsion"]:
                assert not primitives.verify(key, "commit", b"any message", raw(r) + bytes(32))


def test_the_self_test_passes() -> None:
    self_test(DICTIONARY)


@pytest.mark.parametrize(
    ("constant", "name"),
    [
        ("_HASH", "sha256"),
        ("_ED25519_SIGNATURE", "ed25519"),
        ("_ED25519_PUBLIC", "ed25519"),
        ("_GCM_SEALED", "aes-256-gcm"),
        ("_GCM_CONTEXT", "aes-256-gcm"),
        ("_HKDF_KEY", "hkdf-sha256"),
        ("_ARGON2_TAG", "argon2id"),
        ("_XWING_PUBLIC_SHA256", "x-wing"),
        ("_XWING_SEALED", "x-wing"),
        ("_ZSTD_CLEAR_SHA256", "zstd"),
    ],
)
def test_the_self_test_stops_at_any_wrong_answer(constant: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = getattr(selftest, constant)
    monkeypatch.setattr(selftest, constant, bytes([known[0] ^ 1]) + known[1:])
    with pytest.raises(SelfTestError, match=name):
        self_test(DICTIONARY)


def test_the_self_test_knows_the_points_of_small_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong digit in the list, as happened once, or a check that lets one through."""
    with monkeypatch.context() as patch:
        patch.setattr(selftest, "_TORSION", (*selftest._TORSION[:4], selftest._TORSION[4][:-2] + "7b"))
        with pytest.raises(SelfTestError, match="ed25519-points"):
            self_test(DICTIONARY)
    monkeypatch.setattr(selftest, "is_sane_key", lambda key: key[0] == 0xC7)
    with pytest.raises(SelfTestError, match="ed25519-points"):
        self_test(DICTIONARY)


def test_the_self_test_wants_the_dictionary_of_the_suite() -> None:
    with pytest.raises(SelfTestError, match="zstd"):
        self_test(DICTIONARY[:-1] + b"\0")


def test_no_suite_is_given_while_a_primitive_computes_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "_gcm", lambda: False)
    with pytest.raises(SelfTestError, match="aes-256-gcm"):
        load_suite1(ROOT / "resources")

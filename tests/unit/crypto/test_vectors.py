"""B04: the published vectors still mean what they meant, and the invalid ones are still refused.

The files are frozen. When one of these tests fails, the code changed the formats; the files are right.
"""

import hashlib
import os
from collections import Counter
from typing import Any

import pytest

from mvl_desktop.crypto import commitments, padding, passphrase, recovery, xwing
from mvl_desktop.crypto.devices import device_of
from mvl_desktop.crypto.primitives import mac, verify
from mvl_desktop.crypto.safety_code import safety_code
from mvl_desktop.crypto.suite1 import Suite1
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.protocol import hashes
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.ed25519_points import torsion_coordinates
from mvl_desktop.protocol.encoding import Object, ProtocolError, decode, encode
from tests.fixtures.vectors import meaning, raw, vectors
from tests.unit.crypto.openers import open_seal

ROOMY = 8 << 20
OBJECTS = vectors("objects")
SEALS = vectors("seals")
LONG_BLOBS = vectors("long_blobs")
DERIVED = vectors("derivations")
PUBLISHED = [
    name
    for name, type_ in vars(o).items()
    if isinstance(type_, type) and issubclass(type_, Object) and type_ not in (Object, o.Act)
]


def read(name: str, data: bytes) -> Any:
    type_ = getattr(o, name)
    if name == "Revision":
        return o.read_revision(data)
    if name == "Header":
        return o.read_header(data)
    if issubclass(type_, o.Act):
        act = o.read_act(data)
        if type(act) is not type_:
            raise ProtocolError
        return act
    return decode(data, type_, ROOMY)


@pytest.mark.parametrize("case", OBJECTS["valid"], ids=lambda case: case["name"])
def test_b04_an_object_is_read_and_written_as_published(case: dict[str, Any]) -> None:
    value = read(case["object"], raw(case["bytes"]))
    assert meaning(value) == case["meaning"]
    assert encode(value).hex() == case["bytes"]


@pytest.mark.parametrize("case", OBJECTS["invalid"], ids=lambda case: f"{case['object']}: {case['refused']}")
def test_b04_a_spoilt_object_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError):
        read(case["object"], raw(case["bytes"]))


def test_b04_every_object_of_the_protocol_is_published() -> None:
    published = Counter(case["object"] for case in OBJECTS["valid"])
    refused = Counter(case["object"] for case in OBJECTS["invalid"])
    assert set(published) == set(PUBLISHED)
    assert set(refused) == set(PUBLISHED)


@pytest.mark.parametrize("case", [each for each in SEALS if "clear" in each], ids=lambda c: f"{c['kind']}: {c['name']}")
def test_b04_a_seal_opens_as_published(suite: Suite1, case: dict[str, Any]) -> None:
    assert open_seal(suite, case["kind"], raw(case["bytes"]), case["inputs"]).hex() == case["clear"]


@pytest.mark.parametrize(
    "case", [each for each in SEALS if "refused" in each], ids=lambda c: f"{c['kind']}: {c['name']}"
)
def test_b04_a_forgery_is_refused(suite: Suite1, case: dict[str, Any]) -> None:
    with pytest.raises((CryptoError, ProtocolError)):
        open_seal(suite, case["kind"], raw(case["bytes"]), case["inputs"])


@pytest.mark.parametrize("case", vectors("signatures"), ids=lambda case: case["name"])
def test_b04_signatures(case: dict[str, Any]) -> None:
    parts = (raw(case["message"]), raw(case["signature"]))
    assert verify(raw(case["public"]), case["tag"], *parts) is case["holds"]


def test_b04_names() -> None:
    functions: dict[str, Any] = {
        "device id": hashes.device_id,
        "commit id": hashes.commit_id,
        "body hash": hashes.body_hash,
        "blob id": hashes.blob_id,
        "registry id": hashes.registry_id,
        "founder fingerprint": hashes.founder_fingerprint,
        "next root": hashes.next_root,
        "grant hash": lambda grant: hashes.digest("grant", grant),
        "lot header hash": lambda header: hashes.digest("lot-header", header),
    }
    for case in vectors("names"):
        assert functions[case["name"]](*map(raw, case["parts"])).hex() == case["hash"], case["name"]


def test_b04_a_device_follows_from_its_seeds() -> None:
    said = {name: raw(value) for name, value in DERIVED["device"].items()}
    device = device_of(said["sig"], said["auth"], said["kem"])
    assert (device.cert, device.id) == (said["cert"], said["id"])
    assert hashlib.sha256(xwing.public_of(said["kem"])).hexdigest() == DERIVED["xwing_public_sha256"]


def test_b04_commitments() -> None:
    kc, kcommit = DERIVED["kc"], DERIVED["kcommit"]
    assert commitments.of_record(raw(kc["key"]), raw(kc["rec"]), kc["ge"]).hex() == kc["kc"]
    assert (
        commitments.of_epoch(raw(kcommit["key"]), raw(kcommit["espace"]), kcommit["epoch"]).hex()
        == (kcommit["kcommit"])
    )


def test_b04_passphrase() -> None:
    said = DERIVED["argon2id"]
    kdf = o.Kdf(raw(said["salt"]), said["m"], said["t"], said["p"])
    assert passphrase.stretch(said["passphrase"], kdf).hex() == said["key"]


def test_b04_padding() -> None:
    for case in DERIVED["padding"]:
        assert padding.padded_length(case["length"] + 1) == case["padded"]


def test_b04_compression(suite: Suite1) -> None:
    for case in DERIVED["compression"]:
        assert suite._compressor.decompress(raw(case["frame"])).hex() == case["clear"]


def test_b04_safety_code() -> None:
    said = DERIVED["safety_code"]
    assert safety_code(raw(said["founder"]), raw(said["request"]), raw(said["operator"])) == said["code"]


def test_b04_points_of_small_order() -> None:
    assert {y.to_bytes(32, "little").hex() for y in torsion_coordinates()} == set(DERIVED["torsion"])


def test_b04_recovery_codes() -> None:
    for case in vectors("recovery_codes"):
        assert recovery.read_code(case["text"]).hex() == case["bytes"]
        assert recovery.write_code(raw(case["bytes"])) == case["text"]


def test_b04_enrolment() -> None:
    said = vectors("enrolment")
    request = decode(raw(said["request"]), o.EnrolRequest, o.ENROL_LIMIT)
    body = decode(request.body, o.EnrolBody, o.ENROL_LIMIT)
    assert body.cert.hex() == said["cert"]
    assert mac(raw(said["secret"]), request.body) == request.mac
    assert verify(decode(body.cert, o.DeviceCert, 4096).sig, "enrol", request.body, request.proof)


@pytest.mark.parametrize("case", LONG_BLOBS, ids=lambda case: str(case["size"]))
def test_b04_long_blobs(suite: Suite1, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    clear = (bytes(range(251)) * (case["size"] // 251 + 1))[: case["size"]]
    monkeypatch.setattr(os, "urandom", lambda _: raw(case["prefix"]))
    parts = list(suite.seal_blob(raw(case["key"]), [clear], case["size"]))
    digest = hashlib.sha256(b"".join(parts))
    assert hashlib.sha256(clear).hexdigest() == case["clear_sha256"]
    assert (sum(map(len, parts)), digest.hexdigest()) == (case["length"], case["ciphertext_sha256"])
    assert hashes.blob_id(digest.digest()).hex() == case["blob_id"]
    assert {len(part) for part in parts[:-1]} <= {o.BLOB_PART}
    assert b"".join(suite.open_blob(raw(case["key"]), parts)) == clear

"""B04, continued: the published registry, commits, feed and HTTP request are judged as they were."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mvl_desktop.crypto.primitives import ed25519_public, verify
from mvl_desktop.protocol import wire
from mvl_desktop.protocol.check import ChainHead, advance, check_commit
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import ZERO, next_root
from mvl_desktop.protocol.http_signature import HttpSignatureError, Request, read_signature
from mvl_desktop.protocol.objects import Checkpoint, Receipt, Signed
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, fold
from tests.fixtures.vectors import meaning, raw, vectors

CHAINS = vectors("chains")
ENTRIES = [raw(entry) for entry in CHAINS["entries"]]
HTTP = vectors("http_signature")
MESSAGES = vectors("messages")
FRAMES = {"Marker": wire.read_marker, "PageEnd": wire.read_page, "BlobPart": wire.read_blob_part}


def registry(upto: int | None = None) -> Registry:
    return fold(raw(CHAINS["founder"]), ENTRIES if upto is None else ENTRIES[: upto + 1], verify)


def test_b04_the_registry_folds_to_what_was_published() -> None:
    found = registry()
    assert found.head.hex() == CHAINS["head"]
    assert found.epoch == CHAINS["epoch"]
    members = [{"device": id_.hex(), "role": found.role(id_)} for id_ in found.active()]
    assert members == CHAINS["active"]


@pytest.mark.parametrize("case", CHAINS["refused"], ids=lambda case: case["name"])
def test_b04_an_entry_that_breaks_a_rule_is_refused_for_it(case: dict[str, Any]) -> None:
    with pytest.raises(RegistryRefusedError) as refused:
        registry(case["after"]).append(raw(case["entry"]), verify)
    assert refused.value.code == case["code"]


def test_b04_the_registry_is_of_this_founder_only() -> None:
    with pytest.raises(RegistryRefusedError):
        fold(bytes(32), ENTRIES, verify)


def test_b04_commits_are_judged_as_published() -> None:
    found = registry()
    chains: dict[str, ChainHead] = {}
    for case in CHAINS["commits"]:
        verdict = check_commit(raw(case["commit"]), found, chains.get(case["device"]), verify)
        said = (verdict.state.value, verdict.code, verdict.expected)
        assert said == (case["state"], case["code"], case["expected"]), case["name"]
        if verdict.extends and verdict.opened is not None:
            chains[case["device"]] = advance(chains.get(case["device"]), verdict.opened)


def test_b04_the_feed_and_what_the_service_signs() -> None:
    said = vectors("feed")
    root = ZERO
    for id_, expected in zip(said["ids"], said["roots"], strict=True):
        root = next_root(root, raw(id_))
        assert root.hex() == expected
    service = ed25519_public(raw(said["service_seed"]))
    point, receipt = (decode(raw(said[name]), Signed, 1 << 20) for name in ("checkpoint", "receipt"))
    assert verify(service, "checkpoint", point.o, point.s)
    assert verify(service, "receipt", receipt.o, receipt.s)
    assert decode(point.o, Checkpoint, 1 << 20).root == root
    kept = decode(receipt.o, Receipt, 1 << 20)
    assert kept.checkpoint == raw(said["checkpoint"])
    assert [each.hex() for each in kept.ids] == said["ids"]


@pytest.mark.parametrize("case", MESSAGES["valid"], ids=lambda case: case["message"])
def test_b04_a_message_is_read_and_written_as_published(case: dict[str, Any]) -> None:
    value: Any = decode(raw(case["bytes"]), getattr(wire, case["message"]), 1 << 20)
    assert meaning(value) == case["meaning"]
    assert encode(value).hex() == case["bytes"]


@pytest.mark.parametrize("case", MESSAGES["refused"], ids=lambda case: f"{case['message']}: {case['refused']}")
def test_b04_a_spoilt_message_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ProtocolError):
        decode(raw(case["bytes"]), getattr(wire, case["message"]), 1 << 20)


def test_b04_binary_frames_are_read_as_published() -> None:
    for case in MESSAGES["frames"]:
        [(type_, payload)] = wire.read_frames(raw(case["bytes"]))
        assert (type_, meaning(FRAMES[case["frame"]](payload))) == (case["type"], case["meaning"])


@pytest.mark.parametrize("case", MESSAGES["frames_refused"], ids=lambda case: f"{case['frame']}: {case['refused']}")
def test_b04_a_spoilt_frame_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ProtocolError):
        FRAMES[case["frame"]](raw(case["payload"]))


def http(**changed: str) -> tuple[Request, list[tuple[str, str]]]:
    said = HTTP | changed
    request = Request(said["method"], said["authority"], said["target"], "", raw(said["body"]))
    return request, list((HTTP["headers"] | {k: v for k, v in changed.items() if k in HTTP["headers"]}).items())


def holds(request: Request, headers: list[tuple[str, str]]) -> bool:
    try:
        found = read_signature(request, headers, 1_790_000_010)
        Ed25519PublicKey.from_public_bytes(raw(HTTP["auth_public"])).verify(found.signature, found.base)
    except (HttpSignatureError, InvalidSignature):
        return False
    return found.device == raw(HTTP["device"])


def test_b04_the_signed_request_holds_and_no_other() -> None:
    assert holds(*http())
    for changed in (
        {"method": "PUT"},
        {"authority": "other.example"},
        {"target": "https://service.example/v1/sync?x=1"},
        {"body": "90"},
        {"content-type": "application/json"},
        {"signature-input": HTTP["headers"]["signature-input"].replace('"@method" ', "")},
        {"signature-input": HTTP["headers"]["signature-input"].replace("1790000120", "1790000119")},
        {"signature": HTTP["headers"]["signature"].replace("mvl=", "sig=")},
    ):
        assert not holds(*http(**changed)), changed

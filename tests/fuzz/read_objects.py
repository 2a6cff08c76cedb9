"""How a reader of objects, messages, pages and requests is played: it reads, writes back what it read, or refuses."""

import json
from collections.abc import Callable
from typing import Any

import msgspec

from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.payload import flatten, missing, nest
from mvl_desktop.exchange.carriers.refusals import raise_refusal, read_refusal
from mvl_desktop.exchange.feed import feed_incoming, fold_root, read_feed, read_grants
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import fold, values
from mvl_desktop.history.timeline import timeline
from mvl_desktop.ports.carrier import CarrierError
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol import wire
from mvl_desktop.protocol.check import COMMIT_BYTES, Verdict, check_commit
from mvl_desktop.protocol.encoding import ProtocolError, decode, encode
from mvl_desktop.protocol.hashes import ZERO, device_id, founder_fingerprint
from mvl_desktop.protocol.http_signature import Request, read_signature
from mvl_desktop.protocol.registry import RegistryRefusedError, build_entry
from mvl_desktop.protocol.registry import fold as fold_registry
from mvl_desktop.protocol.wire import FrameType, frame, read_frames
from mvl_desktop.store.projection import Projection
from tests.fixtures.vectors import raw, vectors
from tests.fuzz.world import believes, heads, registries


def strict(type_: Any, limit: int, data: bytes) -> Any:
    """Read one object: what was read must be written back byte for byte."""
    value = decode(data, type_, limit)
    assert encode(value) == data
    return value


def commit(data: bytes) -> None:
    """A commit, judged against a registry and a chain: an answer, whatever the bytes."""
    for registry in registries():
        verdict = check_commit(data, registry, None, believes)
        assert isinstance(verdict, Verdict)
    header = o.read_header(strict(o.Commit, COMMIT_BYTES, data).h)
    assert encode(header) == decode(data, o.Commit, COMMIT_BYTES).h
    chain = heads().get(header.device)
    assert isinstance(check_commit(data, registries()[-1], chain, believes, lambda _: bytes(32)), Verdict)


def revision(data: bytes) -> None:
    """A revision that a member signed, shown as a record of each kind, listed, and told in its history."""
    read = o.read_revision(data)
    assert encode(read) == data
    changes = {key: tuple(value) if isinstance(value, list) else value for key, value in read.changes.items()}
    written = Revision((bytes(16), max(1, read.n)), (), read.hlc, changes)
    twin = Revision((bytes(15) + b"\1", 1), (), read.hlc, {**changes, "objet": "x", "natures/a": None})
    for revisions in ([written], [written, twin]):
        state = fold(revisions, lambda key: key.endswith("resume") or key == "objet")
        timeline(revisions, lambda key: key == "objet")
        for kind in kinds():
            champs = nest(kind, values(state))
            missing(kind, champs)
            json.dumps(champs)
            Projection(required(kind)).row(state)
            ids = iter(range(1 << 20))
            try:
                flatten(kind, champs, values(state), lambda ids=ids: f"{next(ids):016x}")  # type: ignore[misc]
            except DomainError:
                continue


def act(type_: type[o.Act], data: bytes) -> None:
    """An act of one type, put at its place in the registry and signed by whoever may: taken whole, or not at all."""
    value: Any = o.read_act(data)
    assert encode(value) == data
    if type(value) is not type_:
        return
    for registry in registries():
        placed: Any = msgspec.structs.replace(
            value, v=1, suite=1, espace=registry.espace, n=registry.n + 1, prev=registry.head
        )
        for signers in (registry.active()[:1], registry.active()[:2]):
            entry = build_entry(placed, [(by, lambda *_: bytes(64)) for by in signers])
            after = registry.snapshot()
            before = vars(after.snapshot())
            try:
                after.append(entry, believes)
            except RegistryRefusedError:
                assert vars(after) == before
                continue
            assert after.n == registry.n + 1
            assert after.head_at(after.n) == after.head


def entry(data: bytes) -> None:
    """An entry as it was received, at every place of the registry: one place at most takes it."""
    refusals: list[RegistryRefusedError] = []
    for registry in registries():
        after = registry.snapshot()
        try:
            after.append(data, believes)
        except RegistryRefusedError as error:
            refusals.append(error)
            assert vars(after) == vars(registry)
    if len(refusals) == len(registries()):
        raise refusals[0]


def genesis(data: bytes) -> None:
    """A first entry, under its own fingerprint."""
    value: Any = o.read_act(data)
    if isinstance(value, o.Genesis):
        entry = build_entry(value, [(device_id(value.cert), lambda *_: bytes(64))])
        fold_registry(founder_fingerprint(encode(value)), [entry], believes)


def signed(type_: Any, data: bytes) -> None:
    """Something small that is signed: what carries it, then what it says."""
    strict(type_, 2 << 20, strict(o.Signed, o.LOT_FRAME_LIMIT, data).o)


def enrol_answer(data: bytes) -> None:
    """The answer to an enrolment: its registries are folded from a pinned founder."""
    answer = strict(o.EnrolAnswer, o.ENROL_LIMIT, data)
    for entries in answer.registries:
        fold_registry(raw(vectors("chains")["founder"]), entries, believes)


def enrol_request(data: bytes) -> None:
    """A request, its body and its certificate."""
    request = strict(o.EnrolRequest, 16 << 10, data)
    strict(o.DeviceCert, 16 << 10, strict(o.EnrolBody, 16 << 10, request.body).cert)


def refusal(data: bytes) -> None:
    """Whatever a service answers with a bad status."""
    for status in (400, 401, 403, 404, 409, 429, 503, 599):
        for path in ("/v1/sync", "/v1/espaces/" + "0" * 32 + "/blobs/x"):
            try:
                raise_refusal(read_refusal(status, data), status, path)
            except CarrierError:
                continue


def page(data: bytes) -> None:
    """A page that a service answers, taken for each thing that a page may be."""
    frames = list(read_frames(data))
    assert b"".join(frame(type_, payload) for type_, payload in frames) == data
    if frames and frames[-1][0] == FrameType.PAGE:
        end = wire.read_page(frames.pop()[1])
        assert wire.page_frame(end.next, end.more) == data[-14:]
    for take in (lambda: _feed(frames), lambda: read_grants(bytes(16), frames)):
        try:
            take()
        except ProtocolError:
            continue


def _feed(frames: list[tuple[int, bytes]]) -> None:
    found = read_feed(frames, 0)
    fold_root(ZERO, found.items)
    feed_incoming(bytes(16), found.items)


def binary(data: bytes) -> None:
    """Payloads that are no msgpack: marker, page end, part of a blob."""
    pairs: list[tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = [
        (wire.read_marker, lambda each: wire.marker_frame(each.k, each.what, each.id)[5:]),
        (wire.read_page, lambda each: wire.page_frame(each.next, each.more)[5:]),
        (wire.read_blob_part, lambda each: wire.blob_part_payload(each.id, each.size, each.index, each.data)),
    ]
    for read, write in pairs:
        try:
            assert write(read(data)) == data
        except ProtocolError:
            continue


def http_request(data: bytes) -> None:
    """The headers of a request: `name: value` on each line, its first line being the method and the target."""
    text = data.decode("latin-1")
    first, _, rest = text.partition("\n")
    method, _, target = first.partition(" ")
    headers = [tuple(line.partition(": ")[::2]) for line in rest.split("\n")]
    request = Request(method, "service.example", target, "", raw(vectors("http_signature")["body"]))
    found = read_signature(request, headers, 1_790_000_010)  # type: ignore[arg-type]
    assert (len(found.device), len(found.nonce), len(found.signature)) == (16, 16, 64)


def http_seeds() -> tuple[bytes, ...]:
    said = vectors("http_signature")
    lines = [f"{said['method']} {said['target']}", *(f"{name}: {value}" for name, value in said["headers"].items())]
    return ("\n".join(lines).encode("latin-1"),)

"""What posts push: blob parts, keyslots, bodies and commits, in one request and one transaction per espace.

Signatures, hashes and forms are checked before the espace is locked; only places in chains, and what is there
already, are looked at inside. Nothing is half taken: a commit is kept with its number, or not at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from mvl_central import blobs, slots
from mvl_central.auth import Caller, Gate
from mvl_central.commits import Log
from mvl_central.errors import RequestRefusedError
from mvl_central.events import note
from mvl_central.receipts import Taken, receipts
from mvl_central.service import Answer, Call, Service, answer_object, espace_row
from mvl_central.signing import verify
from mvl_central.usage import charge
from mvl_desktop.protocol.check import Opened, State, Verdict, open_commit, place
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.hashes import ZERO, body_hash
from mvl_desktop.protocol.registry import Registry, erased
from mvl_desktop.protocol.wire import (
    PUSH_COMMITS_MAX,
    BlobPart,
    CommitAnswer,
    FrameType,
    PushAnswer,
    read_blob_part,
    read_frames,
)


@dataclass(slots=True)
class Pushed:
    """A request, cut in its parts."""

    parts: list[BlobPart] = field(default_factory=list)
    slots: list[bytes] = field(default_factory=list)
    commits: list[tuple[bytes, dict[bytes, bytes]]] = field(default_factory=list)


def post_push(service: Service, gate: Gate, call: Call) -> Answer:
    """Take what a member pushes, whoever signed it."""
    espace = call.id("espace", 16)
    caller = gate.admit(call, espace, holders=True)
    pushed = read_push(call.body)
    registry = caller.registry
    opened = [open_commit(data, registry, verify) for data, _ in pushed.commits]
    for judged, (_, bodies) in zip(opened, pushed.commits, strict=True):
        _check_bodies(judged, bodies)
    read_slots = slots.read(pushed.slots, registry)
    answer, kept = service.database.write(
        lambda connection: _take(connection, service, call, caller, pushed, opened, read_slots)
    )
    service.counts["commits"] += kept
    note("push", espace=espace, device=caller.device, commits=kept, slots=answer.slots, bytes=len(call.body))
    return answer_object(answer)


def read_push(body: bytes) -> Pushed:
    """Cut a push in its parts; bodies go with the commit that follows them."""
    pushed, bodies = Pushed(), dict[bytes, bytes]()
    try:
        for type_, payload in read_frames(body):
            if type_ == FrameType.BODY:
                bodies[body_hash(payload)] = payload
            elif type_ == FrameType.KEYSLOT:
                pushed.slots.append(payload)
            elif type_ == FrameType.COMMIT:
                pushed.commits.append((payload, bodies))
                bodies = {}
            elif type_ == FrameType.BLOB_PART:
                pushed.parts.append(read_blob_part(payload))
            else:
                raise RequestRefusedError(400, "malformed")
    except ProtocolError as error:
        raise RequestRefusedError(400, "malformed") from error
    if bodies:
        raise RequestRefusedError(400, "body_unnamed")
    if len(pushed.commits) > PUSH_COMMITS_MAX:
        raise RequestRefusedError(413, "too_many")
    return pushed


def _check_bodies(judged: Opened | Verdict, bodies: dict[bytes, bytes]) -> None:
    """Refuse bodies that the commit does not name, or not at that length."""
    if isinstance(judged, Verdict):
        return
    named = {entry.bhash: entry.blen for entry in judged.header.entries}
    if any(named.get(bhash) != len(body) for bhash, body in bodies.items()):
        raise RequestRefusedError(400, "body_unnamed")


def _take(
    connection: Connection,
    service: Service,
    call: Call,
    caller: Caller,
    pushed: Pushed,
    opened: Sequence[Opened | Verdict],
    read_slots: Sequence[slots.ReadSlot],
) -> tuple[PushAnswer, int]:
    row = espace_row(connection, caller.row.espace, lock=True)
    registry = service.registry(connection, row)
    if not registry.is_active(caller.device):
        raise RequestRefusedError(403, "revoked", registry.n)
    if row.restored:
        raise RequestRefusedError(503, "restored")
    charge(connection, service, row, registry, caller.device, len(call.body), call.now)
    log = Log(connection, service, row, registry)
    for part in pushed.parts:
        log.bytes += blobs.keep_part(connection, service, row.espace, part, call.now)
    added = slots.keep(connection, log, read_slots, caller.device)
    log.prepare([judged for judged in opened if isinstance(judged, Opened)])
    taken: list[Taken] = []
    answers = []
    for judged, (data, bodies) in zip(opened, pushed.commits, strict=True):
        answer = _answer(log, judged, data, bodies, taken)
        answers.append(answer)
    log.save()
    checkpoint = service.checkpoint(registry, log.k, log.root)
    signed = receipts(service, row.espace, taken, checkpoint)
    return PushAnswer(answers, signed, added, log.bodies_added), log.added


def _answer(
    log: Log, judged: Opened | Verdict, data: bytes, bodies: dict[bytes, bytes], taken: list[Taken]
) -> CommitAnswer:
    """Place one commit, keep it when it may be, and say what became of it."""
    if isinstance(judged, Verdict):
        expect = log.registry.n if judged.state is State.REGISTRY else 0
        return CommitAnswer(ZERO, judged.state, judged.code, expect, [])
    verdict = place(judged, log.registry, log.chain(judged.header.device), log.id_at(judged.header.device))
    if verdict.state is State.KNOWN:
        taken.append(log.fill(judged, bodies))
    elif verdict.extends:
        missing = log.missing(judged)
        if missing is not None:
            return CommitAnswer(judged.id, missing[0], "", 0, missing[1])
        live = {e.bhash: bodies[e.bhash] for e in judged.header.entries if _lives(log.registry, e.rec, e.bhash, bodies)}
        taken.append(log.keep(judged, verdict, data, live))
    return CommitAnswer(judged.id, verdict.state, verdict.code, verdict.expected, [])


def _lives(registry: Registry, rec: bytes, bhash: bytes, bodies: dict[bytes, bytes]) -> bool:
    return bhash in bodies and not erased(registry, rec, bhash)

"""Every object of the protocol as a closed struct (security 4.4). Codecs only: no key, no rule, no I/O.

Fields stand in the order in which they travel. `*_LIMIT` bound what a reader accepts before it parses.
"""

import re
from functools import lru_cache
from typing import Annotated

from msgspec import Meta

from mvl_desktop.protocol.encoding import B16, B32, B64, U16, Code, Object, ProtocolError, Uint, ascending, decode

VERSION = 1
SUITE = 1
BODY_LIMIT = 1 << 20
COMMIT_LIMIT = 2 << 20
HEADER_LIMIT = 256 << 10
ENTRIES_MAX = 512
PARENTS_MAX = 16
CHANGES_MAX = 4096
REGISTRY_LIMIT = 64 << 10
SLOT_LIMIT = 512
GRANT_LIMIT = 2048
ESCROW_LENGTH = 2304
LOT_HEADER_LIMIT = 128 << 10
LOT_FRAME_LIMIT = 2 << 20
LOT_RECIPIENTS_MAX = 64
BLOB_PART = 1 << 20
BLOB_LIMIT = 200 << 20
SMALL_LIMIT = 16 << 10
ENROL_LIMIT = 8 << 20

KEM_PUBLIC = 1216
Kem = Annotated[bytes, Meta(min_length=KEM_PUBLIC, max_length=KEM_PUBLIC)]
Name = Annotated[str, Meta(max_length=255)]
Value = str | Uint | bool | list[str] | None
Parent = tuple[B16, Uint]


class DeviceCert(Object, frozen=True):
    """The three public keys of a device; one key, one use."""

    v: Uint
    suite: Uint
    sig: B32
    auth: B32
    kem: Kem


class BlobRef(Object, frozen=True):
    """An attachment as a revision names it: where it is, and the key that opens it."""

    id: B32
    key: B32
    size: Uint
    mime: Name
    name: Name


class Revision(Object, frozen=True):
    """The clear content of one body: which fields of one record changed, and what its author had seen."""

    n: Uint
    kind: Code
    parents: Annotated[list[Parent], Meta(max_length=PARENTS_MAX)]
    hlc: tuple[Uint, U16]
    changes: Annotated[dict[str, Value], Meta(max_length=CHANGES_MAX)]
    blobs: Annotated[list[BlobRef], Meta(max_length=256)]


class Entry(Object, frozen=True):
    """One body, as the signed header of its commit names it."""

    rec: B16
    n: Uint
    ge: Uint
    kc: B32
    blen: Uint
    bhash: B32
    blobs: Annotated[list[B32], Meta(max_length=256)]


class Header(Object, frozen=True):
    """What a device signs: up to 512 bodies, chained to its previous commit in this espace."""

    v: Uint
    suite: Uint
    espace: B16
    device: B16
    seq: Uint
    prev: B32
    regn: Uint
    regh: B32
    entries: Annotated[list[Entry], Meta(max_length=ENTRIES_MAX)]
    seen: dict[B16, Uint] | None
    checkpoint: bytes | None
    reads: Uint


class Commit(Object, frozen=True):
    """A header as it was signed, and its signature (tag `commit`)."""

    h: Annotated[bytes, Meta(max_length=HEADER_LIMIT)]
    s: B64


class KeySlot(Object, frozen=True):
    """A record key wrapped under an epoch key. Unsigned: any member may wrap it again."""

    v: Uint
    suite: Uint
    espace: B16
    rec: B16
    ge: Uint
    epoch: Uint
    kc: B32
    ct: Annotated[bytes, Meta(min_length=60, max_length=60)]


class Signature(Object, frozen=True):
    """Who signed, and the signature."""

    by: B16
    sig: B64


class RegistryEntry(Object, frozen=True):
    """One link of an espace's registry: the signed part as bytes, and one or two signatures (tag `registry`)."""

    e: Annotated[bytes, Meta(max_length=REGISTRY_LIMIT)]
    sigs: Annotated[list[Signature], Meta(min_length=1, max_length=8)]


class Policy(Object, frozen=True):
    """What the espace decided: acts that need two signatures, version written, quotas, default retention."""

    two_signatures: Annotated[list[Code], Meta(max_length=32)]
    write_v: Uint
    quotas: dict[Code, Uint]
    retention: dict[Code, Uint]


class Act(Object, tag_field="t", frozen=True):
    """Common part of every registry act. The type comes first in the array, then these fields."""

    v: Uint
    suite: Uint
    espace: B16
    n: Uint
    prev: B32
    ts: Uint


class Genesis(Act, tag="genesis", frozen=True):
    """The founding: the first device becomes administrator."""

    cert: bytes
    policy: Policy


class DeviceAdd(Act, tag="device.add", frozen=True):
    """A device enters with a role and the current epoch's key; `poste` names the record that says who sits there.

    `grant` is nil for the roles that hold no key, and for them alone.
    """

    cert: bytes
    role: Code
    poste: B16
    epoch: Uint
    grant: B32 | None


class RoleSet(Act, tag="role.set", frozen=True):
    """A device changes role; an epoch must follow when it begins or ceases to hold the key.

    `cut` is there when it ceases to seal, and then alone: what it signs as of before this entry counts up to that seq.
    """

    device: B16
    role: Code
    cut: Uint | None


class DeviceRevoke(Act, tag="device.revoke", frozen=True):
    """A device's chain is closed after `cut`; when it held the key, an epoch must follow before anybody seals again."""

    device: B16
    cut: Uint
    reason_code: Code


class DeviceSucceed(Act, tag="device.succeed", frozen=True):
    """A restored or cloned store hands over to a new device of the same person; the old chain is closed at `cut`."""

    old: B16
    cut: Uint
    cert: bytes
    epoch: Uint
    grant: B32 | None


class EpochAct(Act, tag="epoch", frozen=True):
    """A new epoch key, granted to exactly the active members whose role holds it."""

    epoch: Uint
    members: Annotated[list[B16], Meta(max_length=4096)]
    kcommit: B32
    grants: Annotated[list[B32], Meta(max_length=4096)]
    escrow: Annotated[list[B32], Meta(min_length=3, max_length=3)] | None


class CustodiansSet(Act, tag="custodians.set", frozen=True):
    """The three holders of escrow keys; two of them open it."""

    kems: Annotated[list[Kem], Meta(min_length=3, max_length=3)]


class AuditorsSet(Act, tag="auditors.set", frozen=True):
    """Who may read the journal of access."""

    devices: Annotated[list[B16], Meta(max_length=64)]


class ServiceKey(Act, tag="service.key", frozen=True):
    """The signing key of the service that hosts this espace; None when it hosts it no more."""

    key: B32 | None


class SuiteMin(Act, tag="suite.min", frozen=True):
    """The lowest suite accepted from now on; it only rises."""

    suite_min: Uint


class PolicySet(Act, tag="policy.set", frozen=True):
    """The policy changes."""

    policy: Policy


class Hold(Act, tag="hold", frozen=True):
    """A legal hold on a record begins or ends: while it stands nothing of it is erased."""

    rec: B16
    on: bool


class Reinstate(Act, tag="reinstate", frozen=True):
    """Commits that a cut had put in quarantine are accepted after review."""

    ids: Annotated[list[B32], Meta(min_length=1, max_length=1024)]
    reason_code: Code


class ErasedBody(Object, frozen=True):
    """One erased revision: its place in the graph, so that nothing that follows it is ever held."""

    device: B16
    n: Uint
    bhash: B32
    parents: Annotated[list[Parent], Meta(max_length=PARENTS_MAX)]


class Erase(Act, tag="erase", frozen=True):
    """Erase a whole record (`bodies` None) or single revisions of it, and named blobs."""

    rec: B16
    bodies: Annotated[list[ErasedBody], Meta(min_length=1, max_length=256)] | None
    blobs: Annotated[list[B32], Meta(max_length=256)]
    legal_ref_code: Code


AnyAct = (
    Genesis
    | DeviceAdd
    | RoleSet
    | DeviceRevoke
    | DeviceSucceed
    | EpochAct
    | CustodiansSet
    | AuditorsSet
    | ServiceKey
    | SuiteMin
    | PolicySet
    | Hold
    | Reinstate
    | Erase
)


class Signed(Object, frozen=True):
    """Any small object signed under its own tag: checkpoint, receipt, ack, manifest, answer."""

    o: Annotated[bytes, Meta(max_length=LOT_FRAME_LIMIT)]
    by: B16 | None
    s: B64


class Checkpoint(Object, frozen=True):
    """The service's word on an espace: how many commits, their root, and its registry head (tag `checkpoint`)."""

    v: Uint
    espace: B16
    n: Uint
    root: B32
    regn: Uint
    regh: B32
    ts: Uint


class Receipt(Object, frozen=True):
    """Proof that commits are kept: by the service (`by` None) or by a post that merged lot `lid` (tag `receipt`)."""

    v: Uint
    espace: B16
    by: B16 | None
    lid: B16 | None
    ids: Annotated[list[B32], Meta(max_length=1024)]
    without: Annotated[list[B32], Meta(max_length=ENTRIES_MAX)]
    checkpoint: bytes | None


class EraseAck(Object, frozen=True):
    """A device says that it has executed an erase order (tag `ack`, kind `erase`)."""

    kind: Code
    v: Uint
    espace: B16
    device: B16
    order: B32
    ts: Uint


class EpochDestroyed(Object, frozen=True):
    """A device says that it holds the key of an old epoch no more (tag `ack`, kind `epoch`)."""

    kind: Code
    v: Uint
    espace: B16
    device: B16
    epoch: Uint
    ts: Uint


class JournalEntry(Object, frozen=True):
    """One line of the journal of access: a code, never a field value."""

    v: Uint
    device: B16
    n: Uint
    prev: B32
    t: Uint
    code: Code
    rec: B16 | None
    counters: dict[Code, Uint]


class SealedTo(Object, frozen=True):
    """A key wrapped by HPKE to one device."""

    device: B16
    ct: Annotated[bytes, Meta(max_length=GRANT_LIMIT)]


class JournalSegment(Object, frozen=True):
    """A day of one device's journal, sealed to the auditors, chained and signed (tag `journal`)."""

    v: Uint
    suite: Uint
    device: B16
    day: Uint
    first: Uint
    last: Uint
    prev: B32
    keys: Annotated[list[SealedTo], Meta(max_length=64)]
    ct: Annotated[bytes, Meta(max_length=BODY_LIMIT)]


class LotForEpoch(Object, tag="e", tag_field="to", frozen=True):
    """The lot's key, for whoever holds this epoch of this espace."""

    espace: B16
    epoch: Uint
    ct: Annotated[bytes, Meta(min_length=60, max_length=60)]


class LotForDevice(Object, tag="d", tag_field="to", frozen=True):
    """The lot's key, for one device."""

    device: B16
    ct: Annotated[bytes, Meta(max_length=GRANT_LIMIT)]


class LotHeader(Object, frozen=True):
    """Who can open a lot. Its hash is associated data of every chunk that follows."""

    v: Uint
    suite: Uint
    lid: B16
    recipients: Annotated[list[LotForDevice | LotForEpoch], Meta(min_length=1, max_length=LOT_RECIPIENTS_MAX)]


class EspaceHead(Object, frozen=True):
    """An espace's registry as far as the writer knew it."""

    id: B16
    regn: Uint
    regh: B32


class LotManifest(Object, frozen=True):
    """First frame of a lot, signed by its writer (tag `lot`): what follows, counted and hashed."""

    v: Uint
    lid: B16
    by: B16
    seq: Uint
    prev: B32
    frames: Uint
    bytes: Uint
    digest: B32
    espaces: Annotated[list[EspaceHead], Meta(max_length=64)]
    ts: Uint


class Kdf(Object, frozen=True):
    """Argon2id parameters: salt, memory in KiB, passes, lanes. Bounds are checked before anything runs."""

    salt: B16
    m: Uint
    t: Uint
    p: Uint


class Slot(Object, frozen=True):
    """One way to open the local store."""

    id: B16
    type: Code
    kdf: Kdf | None
    ct: Annotated[bytes, Meta(max_length=8192)]


class LocalHeader(Object, frozen=True):
    """The local store's header. `mac` binds it all, by a key that only the opened store gives."""

    v: Uint
    suite: Uint
    store: B16
    gen: Uint
    slots: Annotated[list[Slot], Meta(min_length=1, max_length=16)]
    mac: B32


class InvitedEspace(Object, frozen=True):
    """An espace that an invitation opens: its founder's fingerprint and the registry head to reach at least.

    Its name and its tie to another espace travel here, from hand to hand: no registry and no service knows them.
    """

    id: B16
    founder: B32
    regn: Uint
    regh: B32
    role: Code
    name: Name
    compartment_of: B16 | None


class Invitation(Object, frozen=True):
    """Single use, handed over in person: the new post never trusts a service on first use."""

    v: Uint
    iid: B16
    by: B16
    secret: B32
    espaces: Annotated[list[InvitedEspace], Meta(min_length=1, max_length=64)]
    service: str | None
    exp: Uint


class EnrolBody(Object, frozen=True):
    """What a new device says: the invitation it answers, its certificate, a nonce."""

    v: Uint
    iid: B16
    cert: bytes
    nonce: B32


class EnrolRequest(Object, frozen=True):
    """The request as sent: body, MAC under the invitation's secret, proof of possession (tag `enrol`)."""

    body: Annotated[bytes, Meta(max_length=4096)]
    mac: B32
    proof: B64


class GrantFor(Object, frozen=True):
    """A grant with its address."""

    espace: B16
    epoch: Uint
    device: B16
    ct: Annotated[bytes, Meta(max_length=GRANT_LIMIT)]


class EscrowFor(Object, frozen=True):
    """An epoch key for a pair of custodians: 0 for the first two, 1 for the first and the last, 2 for the last two."""

    espace: B16
    epoch: Uint
    pair: Annotated[int, Meta(ge=0, le=2)]
    ct: Annotated[bytes, Meta(min_length=ESCROW_LENGTH, max_length=ESCROW_LENGTH)]


class EnrolAnswer(Object, frozen=True):
    """What the operator hands back: the registries, link by link, and the grants."""

    v: Uint
    iid: B16
    registries: Annotated[list[list[bytes]], Meta(max_length=64)]
    grants: Annotated[list[GrantFor], Meta(max_length=64)]
    service: str | None


def read_revision(data: bytes) -> Revision:
    """Decode a body's clear content: keys of `changes` ascending, parents ascending and unique."""
    revision = decode(data, Revision, BODY_LIMIT)
    keys = list(revision.changes)
    if keys != sorted(keys):  # by code points, which is the order of their UTF-8 bytes
        raise ProtocolError
    if not all(map(_is_key, keys)):
        raise ProtocolError
    if not ascending([device + n.to_bytes(8, "big") for device, n in revision.parents]):
        raise ProtocolError
    return revision


def read_header(data: bytes) -> Header:
    """Decode a commit's signed header: `seen` ascending, `n` strictly increasing, `seq` from 1."""
    header = decode(data, Header, HEADER_LIMIT)
    if header.seq < 1 or not header.reads:
        raise ProtocolError
    if header.seen is not None and not ascending(list(header.seen)):
        raise ProtocolError
    if any(a.n >= b.n for a, b in zip(header.entries, header.entries[1:], strict=False)):
        raise ProtocolError
    return header


def read_act(data: bytes) -> AnyAct:
    """Decode the signed part of a registry entry."""
    act: AnyAct = decode(data, AnyAct, REGISTRY_LIMIT)  # type: ignore[arg-type]
    return act


_KEY = re.compile(r"[^/]+(?:/[^/]+){0,2}", re.DOTALL)


@lru_cache(maxsize=4096)
def _is_key(key: str) -> bool:
    """A field name, `group/<id>` or `group/<id>/field`: one to three parts, none empty, 200 bytes at most."""
    return _KEY.fullmatch(key) is not None and (len(key) <= 50 or len(key.encode()) <= 200)

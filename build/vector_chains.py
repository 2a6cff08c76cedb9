"""A registry and the commits of its members, with what a verifier must say of each entry and each commit."""

from collections.abc import Callable
from typing import Any

import msgspec

from mvl_desktop.crypto.devices import device_of
from mvl_desktop.crypto.primitives import sign, sign_bare, verify
from mvl_desktop.ports.crypto import DeviceSecrets
from mvl_desktop.protocol import objects as o
from mvl_desktop.protocol.check import START, ChainHead, advance, check_commit
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id, digest, registry_id
from mvl_desktop.protocol.http_signature import Request, sign_request
from mvl_desktop.protocol.registry import Registry, RegistryRefusedError, build_entry, build_genesis
from vector_objects import ESPACE, REC, TS, some

POLICY = o.Policy(two_signatures=[], write_v=1, quotas={}, retention={})


def peer(name: str) -> DeviceSecrets:
    """Return a device that depends on its name only."""
    return device_of(some(f"{name} sig"), some(f"{name} auth"), some(f"{name} kem"))


FOUNDER, SECOND, FIELD, LOST, STRANGER = (peer(name) for name in ("founder", "second", "field", "lost", "stranger"))
AUDITOR, FORMER = peer("auditor"), peer("former")
PEERS = {device.id: device for device in (FOUNDER, SECOND, FIELD, LOST, STRANGER, AUDITOR, FORMER)}


def entry(registry: Registry, type_: type, *signers: DeviceSecrets, **fields: object) -> bytes:
    """Sign an act at the registry's head."""
    act: o.AnyAct = registry.draft(type_, TS, **fields)
    return build_entry(act, [(each.id, _signer(each)) for each in signers or (FOUNDER,)])


def _signer(device: DeviceSecrets) -> Callable[[str, bytes], bytes]:
    return lambda tag, message: sign(device.sig, tag, message)


def epoch(registry: Registry, **changed: object) -> bytes:
    """Sign a new epoch for the members whose role holds the key."""
    number, members = registry.epoch + 1, list(registry.holders())
    fields: dict[str, Any] = {
        "epoch": number,
        "members": members,
        "kcommit": some(f"kcommit {number}"),
        "grants": [some(f"grant {number} {member.hex()}") for member in members],
        "escrow": None,
    }
    return entry(registry, o.EpochAct, **(fields | changed))


def newcomer(registry: Registry, device: DeviceSecrets, role: str, *signers: DeviceSecrets, **changed: object) -> bytes:
    """Sign the entry of a device."""
    fields: dict[str, Any] = {
        "cert": device.cert,
        "role": role,
        "poste": some(f"poste {role}", 16),
        "epoch": registry.epoch,
        "grant": some(f"grant of {device.id.hex()}"),
    }
    return entry(registry, o.DeviceAdd, *signers, **(fields | changed))


def registry_and_commits() -> dict[str, Any]:
    """Fold a registry step by step, trying at each step what must be refused, then judge commits against it."""
    genesis, founder = build_genesis(ESPACE, decode(FOUNDER.cert, o.DeviceCert, 4096), POLICY, TS, _signer(FOUNDER))
    registry = Registry.start(founder)
    entries: list[bytes] = []
    refused: list[dict[str, Any]] = []

    def take(data: bytes) -> None:
        registry.append(data, verify)
        entries.append(data)

    def refuse(why: str, data: bytes) -> None:
        try:
            registry.snapshot().append(data, verify)
        except RegistryRefusedError as error:
            refused.append({"after": registry.n, "name": why, "code": error.code, "entry": data.hex()})
        else:
            raise AssertionError(why)

    take(genesis)
    refuse("the genesis again", genesis)
    take(epoch(registry))
    for why, data in _bad_entries(registry).items():
        refuse(why, data)
    take(newcomer(registry, SECOND, "operator"))
    take(newcomer(registry, FIELD, "agent", SECOND))
    take(newcomer(registry, LOST, "agent"))
    refuse("signed by an agent", newcomer(registry, STRANGER, "agent", FIELD))
    refuse("an operator makes an operator", newcomer(registry, STRANGER, "operator", SECOND))
    refuse("a key used before", newcomer(registry, FIELD, "agent"))
    erase: dict[str, Any] = {"rec": some("erased rec", 16), "bodies": None, "blobs": [], "legal_ref_code": "rgpd-17"}
    refuse("an erasure with one signature", entry(registry, o.Erase, **erase))
    take(entry(registry, o.Erase, FOUNDER, SECOND, **erase))
    take(entry(registry, o.DeviceRevoke, device=LOST.id, cut=1, reason_code="lost"))
    refuse("an epoch that leaves out a member", epoch(registry, members=list(registry.active())[:-1]))
    refuse("an epoch with a revoked member", epoch(registry, members=sorted([*registry.active(), LOST.id])))
    take(epoch(registry))
    _take_keyless(registry, take, refuse)
    return {
        "founder": founder.hex(),
        "entries": [data.hex() for data in entries],
        "head": registry.head.hex(),
        "epoch": registry.epoch,
        "active": [{"device": id_.hex(), "role": registry.role(id_)} for id_ in registry.active()],
        "refused": refused,
        "commits": _commits(registry),
    }


def _take_keyless(registry: Registry, take: Callable[[bytes], None], refuse: Callable[[str, bytes], None]) -> None:
    """Go on with an auditor, and with an agent who is put outside: neither holds the key from then on."""
    refuse("an auditor with a grant", newcomer(registry, AUDITOR, "auditor"))
    refuse("an agent without one", newcomer(registry, FORMER, "agent", grant=None))
    take(newcomer(registry, AUDITOR, "auditor", grant=None))
    take(newcomer(registry, FORMER, "agent"))
    out: dict[str, Any] = {"device": FORMER.id, "role": "outside"}
    refuse("who ceases to seal, without a cut", entry(registry, o.RoleSet, **out, cut=None))
    refuse("a cut for who still seals", entry(registry, o.RoleSet, device=FORMER.id, role="referent", cut=1))
    take(entry(registry, o.RoleSet, **out, cut=1))
    refuse("an epoch that names an auditor", epoch(registry, members=list(registry.active())))
    take(epoch(registry))


def _bad_entries(registry: Registry) -> dict[str, bytes]:
    """Entries that come after the first epoch and break one rule each."""
    good = newcomer(registry, SECOND, "operator")
    kept = decode(good, o.RegistryEntry, 1 << 17)
    cert = decode(SECOND.cert, o.DeviceCert, 4096)
    act = registry.draft(o.RoleSet, TS, device=FOUNDER.id, role="admin", cut=None)

    def signed(changed: o.AnyAct) -> bytes:
        return build_entry(changed, [(FOUNDER.id, _signer(FOUNDER))])

    small = encode(msgspec.structs.replace(cert, sig=b"\x01" + bytes(31)))
    twice = encode(msgspec.structs.replace(cert, auth=cert.sig))
    signature = o.Signature(FOUNDER.id, bytes(64))
    return {
        "a number skipped": signed(msgspec.structs.replace(act, n=act.n + 1)),
        "another previous entry": signed(msgspec.structs.replace(act, prev=ZERO)),
        "another espace": signed(msgspec.structs.replace(act, espace=some("another", 16))),
        "another version": signed(msgspec.structs.replace(act, v=2)),
        "a later suite": signed(msgspec.structs.replace(act, suite=2)),
        "a signature that does not hold": encode(o.RegistryEntry(kept.e, [signature])),
        "signed by a stranger": newcomer(registry, SECOND, "operator", STRANGER),
        "signed twice by the same": encode(o.RegistryEntry(kept.e, [*kept.sigs, *kept.sigs])),
        "the last administrator steps down": entry(registry, o.RoleSet, device=FOUNDER.id, role="agent", cut=None),
        "a key of small order": newcomer(registry, SECOND, "agent", cert=small),
        "one key for two uses": newcomer(registry, SECOND, "agent", cert=twice),
        "an unknown role": newcomer(registry, SECOND, "chief"),
        "the grant of another epoch": newcomer(registry, SECOND, "agent", epoch=7),
        "an epoch number skipped": epoch(registry, epoch=registry.epoch + 2),
        "a grant too few": epoch(registry, grants=[]),
        "an escrow without custodians": epoch(registry, escrow=[some("e"), some("f"), some("g")]),
        "a suite that does not rise": entry(registry, o.SuiteMin, suite_min=1),
        "the last operator revoked": entry(registry, o.DeviceRevoke, device=FOUNDER.id, cut=0, reason_code="left"),
        "cut": good[:-1],
    }


def commit(registry: Registry, device: DeviceSecrets, chain: ChainHead, bodies: int = 1, **changed: object) -> bytes:
    """Sign a commit at the end of a chain."""
    regn = changed.get("regn", registry.n)
    regn = regn if isinstance(regn, int) else registry.n
    entries = [
        o.Entry(
            REC,
            chain.n + rank + 1,
            registry.epoch_at(regn),
            some("kc"),
            4,
            body_hash(some(f"body {rank}", 4)),
            [],
        )
        for rank in range(bodies)
    ]
    header = o.Header(
        1, 1, ESPACE, device.id, chain.seq + 1, chain.id, regn, registry.head_at(regn), entries, None, None, 1
    )
    h = encode(msgspec.structs.replace(header, **changed))
    return encode(o.Commit(h, sign(device.sig, "commit", h)))


def _commits(registry: Registry) -> list[dict[str, Any]]:
    """Judge commits one by one; those that extend a chain do so for the following ones."""
    n, former = registry.n, registry.devices[FORMER.id].added_at
    lost = (registry.devices[LOST.id].closed_at or 0) - 1
    chains: dict[bytes, ChainHead] = {}
    cases: list[dict[str, Any]] = []

    def judge(name: str, data: bytes, device: DeviceSecrets) -> None:
        verdict = check_commit(data, registry, chains.get(device.id), verify)
        if verdict.extends and verdict.opened is not None:
            chains[device.id] = advance(chains.get(device.id), verdict.opened)
        found = {"state": verdict.state.value, "code": verdict.code, "expected": verdict.expected}
        cases.append({"name": name, "device": device.id.hex(), "commit": data.hex()} | found)

    def after(device: DeviceSecrets) -> ChainHead:
        return chains.get(device.id, START)

    first = commit(registry, FIELD, START)
    judge("a first commit", first, FIELD)
    judge("the same again", first, FIELD)
    judge("another with the same seq", commit(registry, FIELD, START, 2), FIELD)
    judge("a gap", commit(registry, FIELD, ChainHead(4, some("later"), n, 9)), FIELD)
    judge("another predecessor", commit(registry, FIELD, after(FIELD), prev=some("another")), FIELD)
    judge("a second commit, without bodies", commit(registry, FIELD, after(FIELD), 0, seen={FOUNDER.id: 1}), FIELD)
    judge("a registry entry not reached", commit(registry, FIELD, after(FIELD), regn=n, regh=ZERO), FIELD)
    judge("the last entry before the epoch", commit(registry, FIELD, after(FIELD), regn=n - 1), FIELD)
    judge("an older registry entry", commit(registry, FIELD, after(FIELD), regn=n - 2), FIELD)
    judge("a revision counted twice", commit(registry, FIELD, ChainHead(2, after(FIELD).id, n, 0)), FIELD)
    stale = commit(registry, SECOND, START, regn=lost)
    judge("another device, behind the registry", stale, SECOND)
    header = decode(decode(first, o.Commit, 1 << 20).h, o.Header, 1 << 20)
    old = [msgspec.structs.replace(header.entries[0], ge=1)]
    judge("an old generation", commit(registry, FOUNDER, START, entries=old), FOUNDER)
    forged = encode(o.Commit(decode(first, o.Commit, 1 << 20).h, sign(FOUNDER.sig, "commit", b"x")))
    judge("a signature that does not hold", forged, FIELD)
    judge("a stranger", commit(registry, STRANGER, START), STRANGER)
    judge("a later version", commit(registry, FOUNDER, START, v=2), FOUNDER)
    judge("another espace", commit(registry, FOUNDER, START, espace=some("another", 16)), FOUNDER)
    judge("a revoked device, up to its cut", commit(registry, LOST, START, regn=lost), LOST)
    judge("a revoked device, beyond its cut", commit(registry, LOST, after(LOST), regn=lost), LOST)
    judge("a revoked device, at the present registry", commit(registry, LOST, after(LOST)), LOST)
    judge("an auditor, without bodies", commit(registry, AUDITOR, START, 0), AUDITOR)
    judge("who ceased to seal, up to the cut", commit(registry, FORMER, START, regn=former), FORMER)
    judge("who ceased to seal, beyond the cut", commit(registry, FORMER, after(FORMER), regn=former), FORMER)
    judge("who holds no key, at the present registry", commit(registry, FORMER, after(FORMER)), FORMER)
    judge("a byte more", first + b"\0", FIELD)
    return cases


def http() -> dict[str, Any]:
    """A signed request, header by header."""
    body = encode([1, [[ESPACE, 3, registry_id(b"x"), 0, 0]]])
    target = "https://service.example/v1/sync"
    request = Request("POST", "service.example", target, "application/vnd.mvl.object", body)
    headers = sign_request(
        request,
        device=FIELD.id,
        created=TS // 1000,
        nonce=some("nonce", 16),
        sign=lambda base: sign_bare(FIELD.auth, base),
    )
    return {
        "auth_public": decode(FIELD.cert, o.DeviceCert, 4096).auth.hex(),
        "method": "POST",
        "authority": "service.example",
        "target": target,
        "body": body.hex(),
        "headers": headers,
        "device": FIELD.id.hex(),
    }


def feed() -> dict[str, Any]:
    """Roots of a feed of three numbers, and the checkpoint and receipt that a service signs."""
    service = some("service key")
    ids = [commit_id(some(f"header {k}")) for k in range(3)]
    root, roots = ZERO, []
    for each in ids:
        root = digest("log", root, each)
        roots.append(root.hex())
    point = encode(o.Checkpoint(1, ESPACE, 3, root, 7, some("regh"), TS))
    signed_point = encode(o.Signed(point, None, sign(service, "checkpoint", point)))
    receipt = encode(o.Receipt(1, ESPACE, None, None, ids, [], signed_point))
    return {
        "service_seed": service.hex(),
        "ids": [each.hex() for each in ids],
        "roots": roots,
        "checkpoint": signed_point.hex(),
        "receipt": encode(o.Signed(receipt, None, sign(service, "receipt", receipt))).hex(),
    }

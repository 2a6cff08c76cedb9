"""The verification order of a commit, up to where no key is needed (security 4.6, steps 1 to 5). Pure.

The post and the service run the same code. `open_commit` does what depends on the registry and the signature,
`place` what depends on the device's chain; `check_commit` is both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.hashes import ZERO, body_hash, commit_id
from mvl_desktop.protocol.objects import (
    BODY_LIMIT,
    COMMIT_LIMIT,
    HEADER_LIMIT,
    SUITE,
    VERSION,
    Commit,
    Entry,
    Header,
    read_header,
)
from mvl_desktop.protocol.registry import Registry, Verify, quarantined
from mvl_desktop.protocol.roles import KEYLESS, SEALERS

COMMIT_BYTES = HEADER_LIMIT + 128


class State(StrEnum):
    """What a commit turns out to be."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    KNOWN = "known"
    GAP = "gap"
    REGISTRY = "registry"
    FORK = "fork"
    EQUIVOCATION = "equivocation"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last commit of a device that was taken: its seq and id, its `regn`, the last revision count it named."""

    seq: int
    id: bytes
    regn: int
    n: int = 0


START = ChainHead(0, ZERO, 0, 0)


@dataclass(frozen=True, slots=True)
class Opened:
    """A commit whose signature, registry head and generations are right; its place in the chain is not told yet."""

    id: bytes
    commit: Commit
    header: Header


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a commit.

    `expected` is the seq wanted (GAP) or the registry entry to fetch up to (REGISTRY); `code` says why REFUSED.
    ACCEPTED and QUARANTINED extend the chain (`advance` gives its new head).
    """

    state: State
    opened: Opened | None = None
    code: str = ""
    expected: int = 0

    @property
    def extends(self) -> bool:
        """Whether the commit is to be kept as the next of its device's chain."""
        return self.state in (State.ACCEPTED, State.QUARANTINED)


def check_commit(
    data: bytes,
    registry: Registry,
    chain: ChainHead | None,
    verify: Verify,
    id_at: Callable[[int], bytes | None] | None = None,
) -> Verdict:
    """Verify a commit as received against the registry and its device's chain (None: nothing of it held yet).

    `id_at` gives the id held at an older seq, so that a repeated commit is told from an equivocation.
    """
    opened = open_commit(data, registry, verify)
    if isinstance(opened, Verdict):
        return opened
    return place(opened, registry, chain, id_at)


def open_commit(data: bytes, registry: Registry, verify: Verify) -> Opened | Verdict:
    """Steps 1 and 2: form, version, registry head, membership, role, generations, signature."""
    try:
        commit = decode(data, Commit, COMMIT_BYTES)
        header = read_header(commit.h)
    except ProtocolError:
        return _refused("malformed")
    if header.v != VERSION or header.suite > SUITE:
        return _refused("version")
    if header.espace != registry.espace:
        return _refused("espace")
    signer = registry.devices.get(header.device)
    if header.regn > registry.n and signer is None:
        return Verdict(State.REGISTRY, expected=header.regn)
    if signer is not None and not verify(signer.cert.sig, "commit", commit.h, commit.s):
        # Before anything is said of its signer: that it tells another story, or knows what we do not.
        return _refused("signature")
    if header.regn > registry.n:
        return Verdict(State.REGISTRY, expected=header.regn)
    if header.regh != registry.head_at(header.regn):
        return Verdict(State.FORK, code="registry") if signer is not None else _refused("not_member")
    if code := _refusal_at(header, registry):
        return _refused(code)
    return Opened(commit_id(commit.h), commit, header)


def place(
    opened: Opened, registry: Registry, chain: ChainHead | None, id_at: Callable[[int], bytes | None] | None = None
) -> Verdict:
    """Steps 3 and 4: the commit's place in its device's chain, then the cut of a device revoked or made a reader."""
    header, last = opened.header, chain or START
    if header.seq <= last.seq:
        held = last.id if header.seq == last.seq else id_at(header.seq) if id_at else None
        if held is None:
            return Verdict(State.REFUSED, opened, "past")
        return Verdict(State.KNOWN if held == opened.id else State.EQUIVOCATION, opened)
    if header.seq > last.seq + 1:
        return Verdict(State.GAP, opened, expected=last.seq + 1)
    if header.prev != last.id:
        return Verdict(State.EQUIVOCATION, opened)
    if header.regn < last.regn:
        return Verdict(State.REFUSED, opened, "regn")
    if header.entries and header.entries[0].n <= last.n:
        return Verdict(State.REFUSED, opened, "count")
    beyond = quarantined(registry, header.device, header.seq, header.regn, opened.id)
    return Verdict(State.QUARANTINED if beyond else State.ACCEPTED, opened)


def check_body(entry: Entry, body: bytes) -> bool:
    """Step 5: whether sealed bytes are those that the signed entry names."""
    return len(body) == entry.blen and body_hash(body) == entry.bhash


def advance(chain: ChainHead | None, opened: Opened) -> ChainHead:
    """Return the chain's head after a commit that extends it; one without entries keeps the revision count."""
    header = opened.header
    n = header.entries[-1].n if header.entries else (chain or START).n
    return ChainHead(header.seq, opened.id, header.regn, n)


def _refused(code: str) -> Verdict:
    return Verdict(State.REFUSED, code=code)


def _refusal_at(header: Header, registry: Registry) -> str:
    """Return why a header is refused at its registry head, or nothing."""
    role = registry.role_at(header.device, header.regn)
    if role is None:
        return "not_member"
    if header.suite < registry.suite_min_at(header.regn):
        return "suite_lower"
    if registry.due_at(header.regn):
        return "rotation_due"
    entries = header.entries
    if role in KEYLESS or (entries and role not in SEALERS):
        return "role"
    epoch, size = registry.epoch_at(header.regn), 0
    for entry in entries:
        if entry.ge != epoch:
            return "generation"
        if entry.blen > BODY_LIMIT:
            return "size"
        size += entry.blen
    if len({entry.bhash for entry in entries}) != len(entries):
        return "duplicate"
    return "size" if size > COMMIT_LIMIT else ""

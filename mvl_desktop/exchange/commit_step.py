"""Third step of an arrival: commits. Signature, membership and place in the chain; no key is needed yet."""

from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.plan import IncomingCommit
from mvl_desktop.ports.store import StoredCommit
from mvl_desktop.protocol.check import COMMIT_BYTES, ChainHead, Opened, State, Verdict, advance, open_commit, place
from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.hashes import ZERO, commit_id
from mvl_desktop.protocol.objects import Commit, Header, read_header

Candidate = tuple[Opened, StoredCommit]


def take_commits(draft: DraftPlan) -> list[tuple[Opened, StoredCommit, bool]]:
    """Return the commits to keep, in chain order, with whether each lies in quarantine.

    What cannot be placed yet is held; what was held and can be placed now is released.
    """
    held = draft.uow.log.held(draft.espace) if draft.incoming.commits or draft.entries else []
    waiting = {commit.id: len(commit.bodies) for commit in held}
    arrived = _read(draft, held)
    if not arrived:
        return []
    known = draft.uow.log.known(draft.espace, list(arrived))
    candidates: list[Candidate] = []
    for id_, stored in arrived.items():
        if id_ in known:
            draft.known[id_] = stored
            if id_ in waiting:
                draft.release.append(id_)
            continue
        verdict = open_commit(stored.commit, draft.after, draft.ports.crypto.verify)
        if isinstance(verdict, Opened):
            candidates.append((verdict, stored))
        else:
            _set_apart(draft, verdict, stored, waiting.get(id_))
    return _place(draft, candidates, waiting)


def _read(draft: DraftPlan, held: list[StoredCommit]) -> dict[bytes, StoredCommit]:
    """Name every commit that arrived, and those held back; bodies of the same commit are put together."""
    found = {commit.id: commit for commit in held}
    for incoming in draft.incoming.commits:
        try:
            commit = decode(incoming.data, Commit, COMMIT_BYTES)
            id_ = commit_id(commit.h)
            before = found.get(id_)
            header = before.header if before else read_header(commit.h)
        except ProtocolError:
            draft.refuse("commit", "malformed")
            continue
        found[id_] = StoredCommit(id_, incoming.data, header, _bodies(header, incoming, before))
    return found


def _bodies(header: Header, incoming: IncomingCommit, before: StoredCommit | None) -> dict[bytes, bytes]:
    """Return the bodies that the header names, with the length it says; others are not its own."""
    named = {entry.bhash: entry.blen for entry in header.entries}
    bodies = {bhash: body for bhash, body in incoming.bodies.items() if named.get(bhash) == len(body)}
    return {**before.bodies, **bodies} if before else bodies


def _place(
    draft: DraftPlan, candidates: list[Candidate], waiting: dict[bytes, int]
) -> list[tuple[Opened, StoredCommit, bool]]:
    heads = draft.uow.log.chains(draft.espace)
    chains: dict[bytes, ChainHead | None] = {
        device: ChainHead(head.seq, head.id, head.regn, head.n) for device, head in heads.items()
    }
    placed: list[tuple[Opened, StoredCommit, bool]] = []
    for opened, stored in sorted(candidates, key=lambda pair: (pair[0].header.device, pair[0].header.seq, pair[0].id)):
        device = opened.header.device
        chain = chains.get(device)
        # Not among the commits kept: whatever stands at an older seq is another one.
        verdict = place(opened, draft.after, chain, lambda _seq: ZERO)
        if not verdict.extends:
            _set_apart(draft, verdict, stored, waiting.get(opened.id))
            continue
        chains[device] = advance(chain, opened)
        if opened.id in waiting:
            draft.release.append(opened.id)
        placed.append((opened, stored, verdict.state is State.QUARANTINED))
    return placed


def _set_apart(draft: DraftPlan, verdict: Verdict, stored: StoredCommit, held_bodies: int | None) -> None:
    """Hold what may find its place later; refuse the rest, and say what it means.

    `held_bodies`: with how many bodies it is held already, None when it is not.
    """
    device = stored.header.device
    match verdict.state:
        case State.GAP | State.REGISTRY:
            if held_bodies is None or len(stored.bodies) > held_bodies:
                draft.hold.append(stored)
            return
        case State.FORK:
            draft.warn("registre_contradictoire", device)
        case State.EQUIVOCATION:
            draft.warn("double_chaine", device)
    draft.refuse("commit", verdict.code or verdict.state.value, device, stored.id)
    if held_bodies is not None:
        draft.release.append(stored.id)

"""What a hostile service, a hostile member or a stolen copy can try: claims of security 13 that whole posts prove."""

from collections.abc import Callable
from contextlib import suppress

import httpx2
import pytest
from msgspec.structs import replace

from mvl_central.service import Service
from mvl_desktop.exchange.motives import reasons_of
from mvl_desktop.exchange.plan import Incoming, IncomingCommit
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.ports.carrier import CarrierError, ServiceLiesError
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.store import StoredCommit
from mvl_desktop.protocol.encoding import decode, encode
from mvl_desktop.protocol.hashes import commit_id
from mvl_desktop.protocol.objects import Checkpoint, Commit, Entry, Header, KeySlot, Reinstate, Signed
from mvl_desktop.protocol.wire import FrameType, PushAnswer, SyncAnswer, frame, marker_frame, read_frames, read_marker
from tests.fakes.inprocess import InProcess
from tests.fakes.world import Post, World
from tests.integration.exchange.test_rules import commits_of, receive
from tests.integration.exchange.test_synchronise import all_sync, hand_over

REC = b"r" * 16
OTHER = b"q" * 16


def forge(post: Post, **changes: object) -> StoredCommit:
    """Sign a header of one's own making, as a member whose software was changed would."""
    last = post.read(lambda uow: uow.log.chain(post.espace, post.id))
    registry = post.registry
    fields: dict[str, object] = {
        "v": 1,
        "suite": 1,
        "espace": post.espace,
        "device": post.id,
        "seq": (last.seq if last else 0) + 1,
        "prev": last.id if last else bytes(32),
        "regn": registry.n,
        "regh": registry.head,
        "entries": [],
        "seen": None,
        "checkpoint": None,
        "reads": 1,
    }
    header = Header(**{**fields, **changes})  # type: ignore[arg-type]
    h = encode(header)
    device = post.read(lambda uow: uow.identity.device())
    return StoredCommit(commit_id(h), encode(Commit(h, post.ports.crypto.sign(device.sig, "commit", h))), header)


def sealed(post: Post, rec: bytes = REC) -> StoredCommit:
    post.save(rec, {"objet": "un"})
    post.seal()
    return [each for each in commits_of(post, post.id) if each.header.entries][-1]


# ---- C05, C22: what a member signs is bound to its place


def test_c05_a_body_moved_to_another_place_is_refused_alone(world: World) -> None:
    """Same ciphertext under another record, another index, another author: it never opens, and costs no commit."""
    a, b = world.community(2)
    all_sync(a, b, a)
    stolen = sealed(b)
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, [stolen.header.entries[0].kc]))
    receive(a, stolen, slots=slots)
    [entry], [body] = stolen.header.entries, stolen.bodies.values()
    moved = Entry(OTHER, 99, entry.ge, entry.kc, entry.blen, entry.bhash, [])
    c = forge(b, entries=[moved])
    done = receive(a, StoredCommit(c.id, c.commit, c.header, {entry.bhash: body}))
    assert done.counts.refuses == 1  # type: ignore[attr-defined]
    assert a.values(OTHER) == {}
    assert a.values(REC) == {"objet": ["un"]}
    # The commit itself is kept: the chain goes on.
    assert a.read(lambda uow: uow.log.chain(a.espace, b.id)).seq == c.header.seq  # type: ignore[union-attr]
    assert "corps_illisible" in a.alarms


@pytest.mark.parametrize(
    ("changes", "code", "motif"),
    [
        ({"espace": b"X" * 16}, "espace", "objet_malforme"),
        ({"prev": b"p" * 32}, "equivocation", "double_chaine"),
        ({"regh": b"h" * 32}, "fork", "registre_contradictoire"),
        ({"suite": 2}, "version", "objet_autre_version"),
        ({"entries": [Entry(REC, 9, 7, b"k" * 32, 300, b"h" * 32, [])]}, "generation", "objet_malforme"),
    ],
)
def test_c05_a_header_that_lies_about_its_place_is_refused(
    world: World, changes: dict[str, object], code: str, motif: str
) -> None:
    a, b = world.community(2)
    all_sync(a, b, a)
    plan = a.read(
        lambda uow: examine(uow, a.ports, Incoming(a.espace, commits=[IncomingCommit(forge(b, **changes).commit)]))
    )
    assert [refusal.code for refusal in plan.refusals] == [code] or plan.refusals[0].code == "registry"
    assert reasons_of(plan) == (motif,)
    assert not plan.keep


def test_c05_another_member_cannot_take_a_commit_as_its_own(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, a)
    mine = sealed(b)
    theirs = forge(c, entries=mine.header.entries)
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, [mine.header.entries[0].kc]))
    receive(a, StoredCommit(theirs.id, theirs.commit, theirs.header, dict(mine.bodies)), slots=slots)
    assert a.values(REC) == {}


def test_c22_a_gap_is_held_then_closed_and_a_fork_names_the_device(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, a)
    first, second = sealed(b, REC), sealed(b, OTHER)
    kcs = [first.header.entries[0].kc, second.header.entries[0].kc]
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, kcs))
    receive(a, second, slots=slots)
    assert a.values(OTHER) == {}
    assert len(a.read(lambda uow: uow.log.held(a.espace))) == 1
    receive(a, first)
    assert a.values(OTHER) == {"objet": ["un"]}
    assert not a.read(lambda uow: uow.log.held(a.espace))
    other = forge(b, seq=second.header.seq, prev=second.header.prev, reads=2)
    receive(a, other)
    assert [(x.code, x.device) for x in a.all_alarms()] == [("double_chaine", b.id)]


def test_c22_a_cloned_disk_signs_nothing_more(world: World) -> None:
    """The service knows commits of ours that this store does not: it is a copy, or was restored."""
    a, b = world.community(2)
    all_sync(a, b, a)
    twin = forge(b)
    assert b.transport is not None
    frames = [frame(FrameType.COMMIT, twin.commit)]
    assert isinstance(b.carrier.push(b.espace, frames), PushAnswer)
    b.save(REC, {"objet": "un"})
    assert b.sync().espaces[0].arret == "poste_clone"
    assert "poste_clone" in b.alarms
    assert b.read(lambda uow: len(uow.log.unsealed(b.espace))) == 1


# ---- C19, C21, E01: who is out is out


def test_c19_a_removed_member_reads_nothing_new_even_with_all_that_the_service_holds(world: World) -> None:
    a, b, c = world.community(3)
    a.save(REC, {"objet": "ancien"})
    all_sync(a, b, c, times=2)
    stolen = {epoch: key for epoch in (1, 2) if (key := c.epoch_key(epoch))}
    kept = c.read(lambda uow: uow.log.commits(c.espace, uow.log.known(c.espace, [x.id for x in _all(a)])))
    keys = c.record_keys([e.kc for x in kept for e in x.header.entries])
    a.revoke(c)
    all_sync(a, b)
    a.save(REC, {"objet": "nouveau dans un ancien dossier"})
    a.save(OTHER, {"objet": "nouveau"})
    all_sync(a, b)
    # Everything the service has, slots and commits, in the hands of the removed member.
    slots = [decode(data, KeySlot, 512) for data in _service_slots(b)]
    for slot in slots:
        if slot.epoch in stolen:
            with suppress(CryptoError):
                keys[slot.kc] = a.ports.crypto.open_slot(stolen[slot.epoch], slot)
    registry = b.registry
    fresh = [x for x in _all(b) if registry.epoch_at(x.header.regn) == 2 and x.header.entries]
    assert len({entry.rec for x in fresh for entry in x.header.entries}) == 2
    for commit in fresh:
        for entry in commit.header.entries:
            assert entry.kc not in keys


def _all(post: Post) -> list[StoredCommit]:
    return list(post.read(lambda uow: list(uow.log.for_lot(post.espace, None))))


def _service_slots(post: Post) -> list[bytes]:
    found, after = [], 0
    while True:
        page = post.carrier.slots(post.espace, after)
        found += [payload for _, payload in page.frames]
        after = page.next
        if not page.more:
            return found


def test_c21_before_the_cut_accepted_after_it_quarantined_and_reinstated_by_name(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, a)
    b.save(REC, {"objet": "avant"})
    b.sync()
    a.sync()
    b.save(OTHER, {"objet": "hors ligne"})
    b.seal()
    a.revoke(b)
    all_sync(a, c)
    # The revoked device hands its lot over to the stewards; what lies beyond the cut waits for a person.
    hand_over(b, a)
    assert a.values(REC) == {"objet": ["avant"]}
    assert a.values(OTHER) == {}
    [late] = a.read(lambda uow: uow.log.quarantine(a.espace))
    a.sign(Reinstate, reason_code="z", ids=[late.id])
    all_sync(a, c)
    assert a.values(OTHER) == c.values(OTHER) == {"objet": ["hors ligne"]}


def test_a_revoked_post_believes_the_registry_only_then_forgets_its_keys(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, a)
    a.revoke(b)
    a.sync()
    report = b.sync()
    assert report.espaces[0].arret == "poste_revoque"
    assert b.epochs == []
    assert not b.registry.is_active(b.id)


def test_a_service_that_only_says_revoked_is_a_liar(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, a)
    from mvl_desktop.exchange.revoked import leave

    assert leave(b.ports, b.espace, []) == "service_menteur"
    assert b.epochs == [1]


def test_e01_after_a_shred_an_old_backup_and_a_current_device_open_nothing(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "à effacer"})
    a.save(OTHER, {"objet": "survivant"})
    all_sync(a, b, times=2)
    backup = [x for x in _all(a) if x.header.entries]
    old_slots = [decode(data, KeySlot, 512) for data in _service_slots(a)]
    old_grants = [(1, *pair) for pair in [(d, ct) for _, d, ct in b.read(lambda uow: uow.keys.grants(b.espace))]]
    a.erase(REC)
    a.rotate()
    all_sync(a, b, a, b, times=2)
    for post in (a, b):
        assert post.values(REC) == {}
        assert post.values(OTHER) == {"objet": ["survivant"]}
        assert post.epochs == [2]
        kcs = [e.kc for x in backup for e in x.header.entries if e.rec == REC]
        assert post.record_keys(kcs) == {}
    # The old slots, the old bodies, the old grants, on a current device: the epoch is dead.
    bodies = [IncomingCommit(x.commit, x.bodies) for x in backup]
    incoming = Incoming(b.espace, grants=old_grants, slots=[encode(s) for s in old_slots], commits=bodies)
    b.work(lambda uow: apply(uow, b.ports, examine(uow, b.ports, incoming)))
    assert b.values(REC) == {}
    # Chains still verify for somebody who comes later.
    late = world.post()
    late.connect(world.services[0])
    a.admit(late)
    all_sync(a, late, a, late)
    assert late.values(OTHER) == {"objet": ["survivant"]}
    assert late.values(REC) == {}
    assert not late.alarms


def test_e02_erasure_wins_over_an_offline_edit_and_its_author_is_told(world: World) -> None:
    from mvl_desktop.exchange.remains import KEPT_MS, erased_edits

    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b)
    b.save(REC, {"objet": "tapé hors ligne"})
    a.erase(REC)
    all_sync(a, b, a)
    assert b.values(REC) == a.values(REC) == {}
    assert "modification_effacee" in b.alarms
    [kept] = b.read(lambda uow: erased_edits(uow, world.clock.at))
    assert kept.changes == {"objet": "tapé hors ligne"}
    assert not a.read(lambda uow: erased_edits(uow, world.clock.at))
    world.clock.at += KEPT_MS + 1
    b.save(OTHER, {"objet": "autre"})
    b.sync()
    assert b.read(lambda uow: erased_edits(uow, 0)) == []


# ---- C23, C24: the service's stories


def bent(post: Post, change: Callable[[httpx2.Request, httpx2.Response], httpx2.Response]) -> InProcess:
    assert post.transport is not None
    post.transport.bend = change
    return post.transport


def answer(response: httpx2.Response, body: bytes) -> httpx2.Response:
    headers = {"content-type": response.headers["content-type"], "content-length": str(len(body))}
    return httpx2.Response(response.status_code, headers=headers, stream=httpx2.ByteStream(body))


def test_c23_a_service_that_withholds_one_device_is_shown_by_what_others_saw(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "retenu"})
    b.sync()
    a.sync()
    world.clock.at += 2 * 86_400_000
    a.save(OTHER, {"objet": "de A"})
    a.seal()
    # C learns by a lot without B's commit that A has seen more of B than the service gives.
    own = [x for x in commits_of(a, a.id) if x.header.seen]
    kcs = [e.kc for x in own for e in x.header.entries]
    receive(c, *own, slots=a.read(lambda uow: uow.keys.slots_for(a.espace, kcs)))
    assert c.read(lambda uow: uow.exchange.claims(c.espace))[b.id] > 0
    n, root = c.read(lambda uow: uow.exchange.root(c.espace))
    told = checkpoint_by(world.services[0], c, n, root)

    def withhold(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/sync"):
            return response
        said = decode(response.read(), SyncAnswer, 1 << 20)
        return answer(response, encode(replace(said, espaces=[replace(x, k=n, checkpoint=told) for x in said.espaces])))

    bent(c, withhold)
    c.sync()
    alarms = {(alarm.code, alarm.device) for alarm in c.all_alarms()}
    assert ("retenue_suspectee", b.id) in alarms


def checkpoint_by(service: Service, post: Post, n: int, root: bytes) -> bytes:
    registry = post.registry
    return service.key.sign("checkpoint", encode(Checkpoint(1, post.espace, n, root, registry.n, registry.head, 1)))


@pytest.mark.parametrize("n", [0, 1])
def test_c24_a_checkpoint_that_goes_back_or_tells_another_story_freezes_the_exchange(world: World, n: int) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, times=2)
    service = world.services[0]
    k, _ = b.read(lambda uow: uow.exchange.root(b.espace))
    told = checkpoint_by(service, b, k * n, b"x" * 32)
    a.save(REC, {"objet": "deux"})
    a.sync()

    def lie(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/sync"):
            return response
        said = decode(response.read(), SyncAnswer, 1 << 20)
        states = [replace(state, checkpoint=told) for state in said.espaces]
        return answer(response, encode(replace(said, espaces=states)))

    transport = bent(b, lie)
    assert b.sync().espaces[0].arret == "historique_divergent"
    assert "historique_divergent" in b.alarms
    # Frozen until a person has looked; local work goes on.
    transport.bend = None
    b.save(OTHER, {"objet": "local"})
    assert b.sync().espaces[0].arret == "historique_divergent"
    b.acknowledge()
    assert b.sync().espaces[0].arret is None
    assert b.values(REC) == {"objet": ["deux"]}


def test_c24_a_root_that_is_not_the_fold_of_what_was_given_freezes_the_exchange(world: World) -> None:
    """Signed, new, of the right number: but the service told somebody else something else."""
    a, b = world.community(2)
    all_sync(a, b, a)
    a.save(REC, {"objet": "un"})
    a.sync()

    def lie(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/feed"):
            return response
        kept = []
        for type_, payload in read_frames(response.read()):
            if type_ == FrameType.CHECKPOINT:
                true = decode(decode(payload, Signed, 1 << 16).o, Checkpoint, 1 << 16)
                payload = checkpoint_by(world.services[0], b, true.n, b"z" * 32)
            kept.append(frame(type_, payload))
        return answer(response, b"".join(kept))

    bent(b, lie)
    assert b.sync().espaces[0].arret == "historique_divergent"
    assert "historique_divergent" in b.alarms


def test_c24_two_posts_compare_what_the_service_told_them(world: World) -> None:
    """A checkpoint that travels in another post's commit tells another story of the same number."""
    a, b = world.community(2)
    all_sync(a, b, a, times=2)
    b.sync()
    n, _ = b.read(lambda uow: uow.exchange.root(b.espace))
    other = checkpoint_by(world.services[0], b, n, b"y" * 32)
    receive(b, forge(a, checkpoint=other))
    assert "historique_divergent" in b.alarms


@pytest.mark.parametrize("true", [True, False])
def test_c24_what_another_post_was_told_is_held_until_we_get_there(world: World, true: bool) -> None:
    a, b = world.community(2)
    all_sync(a, b, a, times=2)
    b.sync()
    a.save(REC, {"objet": "un"})
    a.sync()
    a.forget_positions()
    a.sync()
    n, root = a.read(lambda uow: uow.exchange.root(a.espace))
    told = checkpoint_by(world.services[0], b, n, root if true else b"y" * 32)
    plan = b.read(lambda uow: examine(uow, b.ports, Incoming(b.espace, checkpoints=[told])))
    b.work(lambda uow: apply(uow, b.ports, plan))
    assert not b.alarms
    b.sync()
    assert ("historique_divergent" in b.alarms) is not true
    assert b.values(REC) == {"objet": ["un"]}


def test_c23_a_service_that_shows_an_old_word_as_if_nothing_had_come_since_is_told(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, a, times=2)
    b.sync()
    kept: list[bytes] = []

    def replay(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/sync"):
            return response
        kept.append(response.read())
        return answer(response, kept[0])

    transport = bent(b, replay)
    b.sync()
    a.save(REC, {"objet": "caché"})
    a.sync()
    world.clock.at += 13 * 24 * 3_600_000
    b.sync()
    assert not b.alarms
    world.clock.at += 2 * 24 * 3_600_000
    b.sync()
    assert b.alarms == {"service_fige"}
    transport.bend = None
    b.acknowledge()
    b.sync()
    assert not b.alarms
    assert b.values(REC) == {"objet": ["caché"]}


def test_a_checkpoint_of_somebody_else_is_a_lie(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b, times=2)
    a.save(REC, {"objet": "un"})
    a.sync()

    def lie(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/feed"):
            return response
        kept = []
        for type_, payload in read_frames(response.read()):
            if type_ == FrameType.CHECKPOINT:
                payload = encode(replace(decode(payload, Signed, 1 << 16), s=bytes(64)))
            kept.append(frame(type_, payload))
        return answer(response, b"".join(kept))

    bent(b, lie)
    with pytest.raises(ServiceLiesError):
        b.sync()


def test_a_commit_under_another_name_is_a_lie(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    a.sync()

    def rename(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/feed"):
            return response
        kept = []
        for type_, payload in read_frames(response.read()):
            if type_ == FrameType.MARKER:
                marker = read_marker(payload)
                kept.append(marker_frame(marker.k, marker.what, bytes(32)))
            else:
                kept.append(frame(type_, payload))
        return answer(response, b"".join(kept))

    bent(b, rename)
    with pytest.raises(ServiceLiesError):
        b.sync()
    assert b.values(REC) == {}


def test_a_receipt_that_is_not_signed_by_the_service_attests_nothing(world: World) -> None:
    [a] = world.community(1)
    a.sync()
    a.save(REC, {"objet": "un"})

    def forge_receipt(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/push"):
            return response
        said = decode(response.read(), PushAnswer, 1 << 20)
        receipts = [encode(replace(decode(r, Signed, 1 << 20), s=bytes(64))) for r in said.receipts]
        return answer(response, encode(replace(said, receipts=receipts)))

    bent(a, forge_receipt)
    with pytest.raises(CarrierError):
        a.sync()
    view = a.read(lambda uow: uow.records.get(REC))
    assert view is not None
    assert view.sending == "a_envoyer"


def test_c28_the_service_sees_no_word_of_what_is_typed(world: World) -> None:
    a, b = world.community(2)
    canary = "Z0B3L1NE-CANARI"
    a.save(REC, {"objet": canary, f"faits/{'0' * 16}/recit": canary, "resume": f"un {canary} deux"})
    all_sync(a, b, a)
    assert b.values(REC)["objet"] == [canary]
    seen = bytes(a.transport.seen + b.transport.seen) if a.transport and b.transport else b""
    assert len(seen) > 1000
    for spelling in (canary.encode(), canary.encode("utf-16-le"), canary.lower().encode(), REC.hex().encode()):
        assert spelling not in seen
    for file in world.folder.joinpath("service0").rglob("*"):
        if file.is_file():
            assert canary.encode() not in file.read_bytes()

"""The rules that a trial of the formats taught (security 4.8), each against whole posts and the real service.

Names begin with the rule's number.
"""

from msgspec.structs import replace

from mvl_desktop.exchange.plan import Incoming, IncomingCommit
from mvl_desktop.exchange.receiving import apply, examine
from mvl_desktop.exchange.sealing import why_not
from mvl_desktop.ports.store import StoredCommit
from mvl_desktop.protocol.encoding import encode
from mvl_desktop.protocol.objects import DeviceRevoke, KeySlot, PolicySet, Reinstate
from mvl_desktop.protocol.roles import ADMIN
from tests.fakes.world import Post, World
from tests.integration.exchange.test_synchronise import all_sync, hand_over

REC = b"r" * 16
OTHER = b"q" * 16


def commits_of(post: Post, device: bytes) -> list[StoredCommit]:
    """Return what a post signed, still on the way."""
    return [c for c in post.read(lambda uow: uow.log.lacking(post.espace, 100)) if c.header.device == device]


def receive(post: Post, *commits: StoredCommit, **more: object) -> object:
    incoming = Incoming(post.espace, commits=[IncomingCommit(c.commit, c.bodies) for c in commits], **more)  # type: ignore[arg-type]
    return post.work(lambda uow: apply(uow, post.ports, examine(uow, post.ports, incoming)))


def test_01_a_dead_epoch_is_never_opened_again(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, times=2)
    grants = b.read(lambda uow: uow.keys.grants(b.espace))
    a.rotate()
    all_sync(a, b, a, b, times=2)
    assert a.epochs == b.epochs == [2]
    # A restored backup of the service hands the old grants out once more.
    plan = b.read(lambda uow: examine(uow, b.ports, Incoming(b.espace, grants=grants)))
    assert plan.epoch_keys == ()
    b.work(lambda uow: apply(uow, b.ports, examine(uow, b.ports, Incoming(b.espace, grants=grants))))
    assert b.epochs == [2]
    assert b.values(REC) == {"objet": ["un"]}


def test_02_a_slot_from_the_future_is_refused(world: World) -> None:
    [a] = world.community(1)
    slot = encode(KeySlot(1, 1, a.espace, REC, 3, 1, bytes(32), bytes(60)))
    plan = a.read(lambda uow: examine(uow, a.ports, Incoming(a.espace, slots=[slot])))
    assert not plan.slots
    assert [refusal.code for refusal in plan.refusals] == ["generation"]


def test_02_a_planted_slot_is_never_sealed_under(world: World) -> None:
    """A removed member who keeps an old epoch plants a key of its own: nobody seals under what no commit names."""
    a, b = world.community(2)
    all_sync(a, b)
    key = a.read(lambda uow: uow.keys.epoch_key(a.espace, 1))
    assert key is not None
    planted = a.ports.crypto.seal_slot(key, a.espace, REC, 1, 1, b"k" * 32)
    receive(b, slots=[encode(planted)])
    b.save(REC, {"objet": "secret"})
    b.seal()
    [commit] = [c for c in commits_of(b, b.id) if c.header.entries]
    assert commit.header.entries[0].kc != planted.kc


def test_02_two_offline_posts_may_each_make_a_key_after_a_rotation(world: World) -> None:
    a, b, c = world.community(3)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, c)
    a.rotate()
    all_sync(a, b, c, a)
    b.save(REC, {"canal": "de B"})
    c.save(REC, {"niveau": "de C"})
    for post in (b, c):
        post.seal()
    all_sync(b, c, a, b, c)
    assert a.values(REC) == b.values(REC) == c.values(REC)
    assert a.values(REC)["canal"] == ["de B"]
    assert a.values(REC)["niveau"] == ["de C"]


def test_02_only_what_a_signed_commit_names_is_wrapped_again(world: World) -> None:
    a, b = world.community(2)
    all_sync(a, b)
    key = a.read(lambda uow: uow.keys.epoch_key(a.espace, 1))
    assert key is not None
    flood = [encode(a.ports.crypto.seal_slot(key, a.espace, bytes([i]) * 16, 1, 1, b"k" * 32)) for i in range(20)]
    a.rotate()
    all_sync(a, b)
    receive(b, slots=flood)
    assert b.read(lambda uow: uow.keys.to_rewrap(b.espace, 2)) == []


def test_03_a_commit_with_an_erased_record_is_taken_and_the_rest_of_it_lives(world: World) -> None:
    a, b = world.community(2)
    a.save(REC, {"objet": "un"})
    all_sync(a, b)
    b.save(REC, {"objet": "hors ligne"})
    b.save(OTHER, {"objet": "précieux"})
    b.seal()
    [late] = commits_of(b, b.id)[-1:]
    a.erase(REC)
    a.sync()
    # Whatever still carries the erased body, it is not even opened.
    incoming = Incoming(a.espace, commits=[IncomingCommit(late.commit, late.bodies)])
    [kept] = a.read(lambda uow: examine(uow, a.ports, incoming)).keep
    states = {entry.rec: body.state for entry, body in zip(kept.header.entries, kept.bodies, strict=True)}
    assert states == {REC: "erased", OTHER: "no_key"}
    b.sync()
    assert b.read(lambda uow: uow.log.lacking_count(b.espace)) == 0
    a.sync()
    assert a.values(OTHER) == {"objet": ["précieux"]}
    assert a.values(REC) == b.values(REC) == {}


def test_04_a_body_that_comes_after_its_header_reaches_everybody(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "un"})
    b.seal()
    [commit] = [each for each in commits_of(b, b.id) if each.header.entries]
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, [commit.header.entries[0].kc]))
    receive(a, StoredCommit(commit.id, commit.commit, commit.header), slots=slots)
    all_sync(a, c)
    assert c.values(REC) == {}
    b.sync()
    all_sync(c, a)
    assert c.values(REC) == a.values(REC) == {"objet": ["un"]}


def test_05_quarantine_is_evaluated_anew_at_every_entry(world: World) -> None:
    """A commit already applied falls beyond a cut, then is reinstated by name: on every post alike."""
    a, b, c = world.community(3)
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "avant"})
    b.sync()
    b.save(REC, {"objet": "après"})
    b.sync()
    all_sync(a, c)
    last = a.read(lambda uow: uow.log.chain(a.espace, b.id))
    assert last is not None
    a.revoke(b, cut=last.seq - 1)
    all_sync(a, c)
    assert a.values(REC) == c.values(REC) == {"objet": ["avant"]}
    ids = [commit.id for commit in a.read(lambda uow: uow.log.quarantine(a.espace))]
    assert ids == [last.id]
    a.sign(Reinstate, reason_code="z", ids=ids)
    all_sync(a, c)
    assert a.values(REC) == c.values(REC) == {"objet": ["après"]}


def test_06_a_rotation_travels_by_lot(world: World) -> None:
    a, b, c = world.community(3, published=False)
    a.save(REC, {"objet": "un"})
    for post in (b, c):
        hand_over(a, post)
    a.revoke(c)
    a.save(OTHER, {"objet": "après"})
    hand_over(a, b)
    assert b.registry.epoch == 2
    assert b.epochs[-1] == 2
    assert b.values(OTHER) == {"objet": ["après"]}
    b.save(OTHER, {"canal": "de B"})
    hand_over(b, a)
    assert a.values(OTHER)["canal"] == ["de B"]


def test_07_a_revoked_post_hands_over_what_it_had_not_sent(world: World) -> None:
    """Typed offline, then revoked; the others have even destroyed the epoch under which it was sealed."""
    a, b, c = world.community(3)
    a.save(REC, {"objet": "un"})
    all_sync(a, b, c, times=2)
    b.save(REC, {"objet": "tapé avant d’apprendre la révocation"})
    b.save(OTHER, {"objet": "neuf"})
    a.revoke(b)
    all_sync(a, c, a, c, times=2)
    assert a.epochs == [2]
    assert b.sync().espaces[0].arret == "poste_revoque"
    assert b.epochs == []
    hand_over(b, a)
    assert a.values(OTHER) == {}
    late = a.read(lambda uow: uow.log.quarantine(a.espace))
    assert {entry.rec for commit in late for entry in commit.header.entries} == {REC, OTHER}
    a.sign(Reinstate, reason_code="z", ids=[commit.id for commit in late])
    all_sync(a, c)
    for post in (a, c):
        assert post.values(OTHER) == {"objet": ["neuf"]}
        assert post.values(REC) == {"objet": ["tapé avant d’apprendre la révocation"]}


def test_10_the_loser_of_a_race_signs_anew(world: World) -> None:
    a, b = [world.post(), world.post()]
    a.found()
    service = world.service()
    for post in (a, b):
        post.connect(service)
    a.publish()
    a.admit(b, ADMIN)
    all_sync(a, b, times=2)
    policy = a.registry.policy
    a.sign(PolicySet, policy=policy)
    b.sign(PolicySet, policy=replace(policy, retention={"signalement": 10}))
    n = a.registry.n
    # Neither has any effect before the service took it.
    assert a.registry.n == b.registry.n == n
    all_sync(a, b, a)
    assert a.registry.n == b.registry.n == n + 2
    assert a.registry.head == b.registry.head
    assert not a.alarms | b.alarms


def test_10_a_proposal_has_no_effect_and_nothing_is_sealed_on_it(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c)
    a.revoke(b)
    a.save(REC, {"objet": "un"})
    a.seal()
    [commit] = [each for each in commits_of(a, a.id) if each.header.entries]
    assert commit.header.regn == a.registry.n
    assert a.registry.is_active(b.id)


def test_11_and_c20_nobody_seals_between_a_revocation_and_its_epoch(world: World) -> None:
    a, b, c = world.community(3)
    all_sync(a, b, c)
    a.sign(DeviceRevoke, device=c.id, cut=0, reason_code="z")
    all_sync(a, b)
    # Typing goes on; nothing is sealed, nothing is lost.
    b.save(REC, {"objet": "tapé pendant ce temps"})
    report = b.sync()
    assert report.espaces[0].scelle == "renouvellement_requis"
    assert b.read(lambda uow: why_not(uow, b.espace)) == "renouvellement_requis"
    assert len(b.read(lambda uow: uow.log.unsealed(b.espace))) == 1
    a.rotate()
    all_sync(a, b, a)
    assert a.values(REC) == {"objet": ["tapé pendant ce temps"]}
    sealed = [h for h in b.read(lambda uow: uow.log.chains(b.espace)).values() if h.regn == b.registry.n]
    assert sealed


def test_13_an_erased_body_gives_the_superseded_value_back_and_holds_nothing(world: World) -> None:
    from mvl_desktop.protocol.objects import Erase, ErasedBody

    a, b = world.community(2)
    a.save(REC, {"objet": "juste"})
    wrong = a.save(REC, {"objet": "nom d’une autre personne"})
    a.save(REC, {"canal": "courrier"})
    all_sync(a, b)
    origins = a.read(lambda uow: uow.log.origins(REC))
    [commit] = a.read(lambda uow: uow.log.commits(a.espace, [origins[wrong][1] or b""]))
    entry = next(e for e in commit.header.entries if e.n == wrong[1])
    parents = next(r.parents for r in a.read(lambda uow: uow.log.revisions(REC)) if r.name == wrong)
    place = ErasedBody(wrong[0], wrong[1], entry.bhash, list(parents))
    a.sign(Erase, rec=REC, bodies=[place], blobs=[], legal_ref_code="z")
    all_sync(a, b)
    assert a.values(REC) == b.values(REC) == {"objet": ["juste"], "canal": ["courrier"]}


def test_slots_of_a_late_epoch_wait_for_their_key_and_open_with_it(world: World) -> None:
    """« En attente de clé »: a body that cannot be opened yet is kept, and opens the day its key comes."""
    a, b = world.community(2)
    all_sync(a, b, a)
    b.save(REC, {"objet": "un"})
    b.seal()
    [commit] = [each for each in commits_of(b, b.id) if each.header.entries]
    done = receive(a, commit)
    assert done.counts.en_attente == 1  # type: ignore[attr-defined]
    assert a.values(REC) == {}
    slots = b.read(lambda uow: uow.keys.slots_for(b.espace, [commit.header.entries[0].kc]))
    receive(a, slots=slots)
    assert a.values(REC) == {"objet": ["un"]}

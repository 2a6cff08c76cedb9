"""The log: what is written or received shows at once, in any order, and is never overwritten."""

import pytest

from mvl_desktop.history.state import values
from mvl_desktop.ports.store import KeptCommit, LimitError, OpenedBody, Query
from mvl_desktop.protocol.objects import ErasedBody, read_revision
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE, Author, revision
from tests.fakes.world import suite

REC, OTHER = b"r" * 16, b"s" * 16


def keep(bench: Bench, *commits: KeptCommit) -> frozenset[bytes]:
    with bench.store.work(bulk=True) as uow:
        bench.other.give_keys(uow)
        touched = uow.log.keep(ESPACE, commits)
        uow.commit()
    return touched


def shown(bench: Bench, rec: bytes = REC) -> dict[str, object]:
    with bench.store.read() as uow:
        view = uow.records.get(rec)
    return dict(values(view.state)) if view else {}


def write(bench: Bench, rec: bytes, changes: dict[str, str], parents: tuple[tuple[bytes, int], ...] = ()) -> int:
    with bench.store.work() as uow:
        n = uow.log.next_n(ESPACE)
        uow.log.add_local(ESPACE, rec, revision(n, changes, parents))
        uow.commit()
    return n


def seal(bench: Bench) -> KeptCommit:
    """Seal everything this post wrote, as its own device would."""
    author = Author(suite())
    with bench.store.work() as uow:
        author.device = uow.identity.device()
        head = uow.log.chain(ESPACE, author.id)
        author.seq, author.last = (head.seq, head.id) if head else (0, bytes(32))
        pending = uow.log.unsealed(ESPACE)
        commit = author.commit(*((item.rec, read_revision(item.clear)) for item in pending))
        author.give_keys(uow)
        uow.log.seal(commit)
        uow.commit()
    return commit


def test_what_is_not_committed_never_was(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.log.add_local(ESPACE, REC, revision(1, {"objet": "jamais"}))
    assert shown(bench) == {}
    with bench.store.read() as uow:
        assert uow.log.next_n(ESPACE) == 1
        assert list(uow.records.ids(Query("signalement"))) == []


def test_an_exception_undoes(bench: Bench) -> None:
    def fail() -> None:
        with bench.store.work() as uow:
            uow.identity.set("nom", "K7")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with bench.store.read() as uow:
        assert uow.identity.get("nom") is None


def test_a_local_revision_shows_at_once_and_waits(bench: Bench) -> None:
    write(bench, REC, {"objet": "Appel d’une mairie"})
    assert shown(bench) == {"objet": "Appel d’une mairie"}
    with bench.store.read() as uow:
        assert uow.log.next_n(ESPACE) == 2
        assert [(item.rec, item.n, item.revision.kind) for item in uow.log.unsealed(ESPACE)] == [
            (REC, 1, "signalement")
        ]
        assert uow.records.unsent()[0][:3] == (REC, "signalement", "a_envoyer")


def test_what_the_service_is_not_known_to_hold_of_one_record_is_told_by_number(bench: Bench) -> None:
    beside = b"another record.."
    write(bench, REC, {"objet": "parti"})
    write(bench, beside, {"objet": "autre"})
    commit = seal(bench)
    with bench.store.work() as uow:
        assert (uow.log.unsent(REC), uow.log.unsent(beside)) == (frozenset({1}), frozenset({2}))
        uow.log.at_service(ESPACE, [commit.id], None)
        uow.commit()
    write(bench, REC, {"urgence": "forte"}, ((bench.me, 1),))
    with bench.store.read() as uow:
        assert (uow.log.unsent(REC), uow.log.unsent(beside)) == (frozenset({3}), frozenset())
        assert uow.log.unsent(b"unknown record..") == frozenset()


def test_folding_replaces_an_unsealed_revision(bench: Bench) -> None:
    n = write(bench, REC, {"objet": "ancien"})
    with bench.store.work() as uow:
        uow.log.replace_local(ESPACE, REC, revision(n, {"objet": "nouveau"}))
        uow.commit()
    assert shown(bench) == {"objet": "nouveau"}
    with bench.store.work() as uow:
        uow.log.drop_local(ESPACE, REC, n)
        uow.commit()
    assert shown(bench) == {}
    with bench.store.read() as uow:
        assert uow.records.unsent() == []
        assert uow.log.next_n(ESPACE) == n + 1


def test_sealing_moves_the_chain_and_keeps_what_is_shown(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    write(bench, REC, {"urgence": "b"}, ((bench.me, 1),))
    before = shown(bench)
    commit = seal(bench)
    assert shown(bench) == before == {"objet": "a", "urgence": "b"}
    with bench.store.read() as uow:
        assert uow.log.unsealed(ESPACE) == []
        head = uow.log.chain(ESPACE, bench.me)
        assert head is not None
        assert (head.seq, head.id, head.n) == (1, commit.id, 2)
        assert uow.log.lacking_count(ESPACE) == 1
        stored = uow.log.lacking(ESPACE)[0]
        assert stored.commit == commit.commit
        assert list(stored.bodies.values()) == [body.sealed for body in commit.bodies]
        assert set(uow.log.origins(REC)) == {(bench.me, 1), (bench.me, 2)}
        assert {origin[1] for origin in uow.log.origins(REC).values()} == {commit.id}


def test_received_commits_show_whatever_their_order_and_once(bench: Bench) -> None:
    other, third = bench.other, Author(suite())
    third.keys = other.keys
    first = other.commit((REC, revision(1, {"objet": "premier"})))
    second = third.commit((REC, revision(1, {"objet": "second"}, [(other.id, 1)])))
    keep(bench, second)
    assert shown(bench) == {}
    keep(bench, first)
    assert shown(bench) == {"objet": "second"}
    assert keep(bench, first, second) == frozenset()
    assert shown(bench) == {"objet": "second"}
    with bench.store.read() as uow:
        assert uow.log.known(ESPACE, [first.id, second.id, b"?" * 32]) == {first.id, second.id}
        assert {device: head.seq for device, head in uow.log.chains(ESPACE).items()} == {other.id: 1, third.id: 1}


def test_many_records_in_one_commit(bench: Bench) -> None:
    recs = [bytes([i]) * 16 for i in range(1, 200)]
    commit = bench.other.commit(*((rec, revision(i, {"objet": f"n° {i}"})) for i, rec in enumerate(recs, 1)))
    assert keep(bench, commit) == frozenset(recs)
    with bench.store.read() as uow:
        assert uow.records.count(Query("signalement")) == 199
        assert uow.records.search("n 17")[0] == 11


def test_two_edits_unseen_by_each_other_are_a_conflict_until_decided(bench: Bench) -> None:
    keep(bench, bench.other.commit((REC, revision(1, {"niveau": "a_risque"}))))
    write(bench, REC, {"niveau": "derive"}, ((bench.other.id, 1),))
    keep(bench, bench.other.commit((REC, revision(2, {"niveau": "sans_objet"}, [(bench.other.id, 1)]))))
    with bench.store.read() as uow:
        assert uow.records.conflicts() == [(ESPACE, REC, "signalement", "niveau")]
        row = uow.records.rows("signalement", uow.records.ids(Query("signalement")))[0]
        assert row is not None
        assert row.conflicts == 1
    write(bench, REC, {"niveau": "derive"}, tuple(sorted([(bench.me, 1), (bench.other.id, 2)])))
    with bench.store.read() as uow:
        assert uow.records.conflicts() == []


def test_bodies_may_come_late_or_wait_for_their_key(bench: Bench) -> None:
    wire = revision(1, {"objet": "tardif"})
    given = bench.other.commit((REC, wire), (OTHER, revision(2, {"objet": "sans clé"})))
    absent, no_key = given.bodies
    late = KeptCommit(given.id, given.commit, given.header, (OpenedBody("absent"), OpenedBody("no_key", no_key.sealed)))
    with bench.store.work() as uow:
        uow.log.keep(ESPACE, [late])
        uow.commit()
    assert shown(bench) == shown(bench, OTHER) == {}
    with bench.store.read() as uow:
        waiting = uow.log.waiting_for_key(ESPACE)
        assert [(id_, index, sealed) for id_, _, index, sealed in waiting] == [(given.id, 1, no_key.sealed)]
        assert list(uow.log.commits(ESPACE, [given.id])[0].bodies) == [given.header.entries[1].bhash]
    with bench.store.work() as uow:
        bench.other.give_keys(uow)
        hashes = [entry.bhash for entry in given.header.entries]
        assert uow.log.fill(ESPACE, {hashes[0]: absent, hashes[1]: no_key}) == {REC, OTHER}
        uow.commit()
    assert shown(bench) == {"objet": "tardif"}
    assert shown(bench, OTHER) == {"objet": "sans clé"}
    with bench.store.read() as uow:
        assert uow.log.waiting_for_key(ESPACE) == []


@pytest.mark.parametrize("state", ["set_aside", "unreadable"])
def test_a_body_set_aside_or_unreadable_is_kept_and_never_applied(bench: Bench, state: str) -> None:
    commit = bench.other.commit((REC, revision(1, {"objet": "refusé"})), state=state)
    keep(bench, commit)
    assert shown(bench) == {}
    with bench.store.read() as uow:
        assert len(uow.log.commits(ESPACE, [commit.id])[0].bodies) == 1


def test_quarantined_commits_are_listed_and_not_applied(bench: Bench) -> None:
    commit = bench.other.commit((REC, revision(1, {"objet": "trop tard"})), quarantined=True)
    keep(bench, commit)
    assert shown(bench) == {}
    with bench.store.read() as uow:
        assert [stored.id for stored in uow.log.quarantine(ESPACE)] == [commit.id]
        assert uow.log.revisions(REC) == []


def test_held_commits_are_kept_aside_and_bounded(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvl_desktop.store.holding.COMMITS_MAX", 2)
    monkeypatch.setattr("tests.fakes.store.HELD_MAX", 2)
    commits = [bench.other.commit((REC, revision(i, {"objet": str(i)}))) for i in (1, 2, 3)]

    def hold(commit: KeptCommit) -> None:
        bodies = {e.bhash: b.sealed for e, b in zip(commit.header.entries, commit.bodies, strict=True) if b.sealed}
        with bench.store.work() as uow:
            uow.log.hold(ESPACE, commit.commit, commit.header, bodies)
            uow.commit()

    for commit in (commits[1], commits[0], commits[1]):
        hold(commit)
    with pytest.raises(LimitError):
        hold(commits[2])
    with bench.store.read() as uow:
        assert [(held.id, len(held.bodies)) for held in uow.log.held(ESPACE)] == [
            (commits[0].id, 1),
            (commits[1].id, 1),
        ]
    with bench.store.work() as uow:
        uow.log.release(ESPACE, [commits[0].id])
        uow.commit()
    with bench.store.read() as uow:
        assert [held.id for held in uow.log.held(ESPACE)] == [commits[1].id]


def test_a_lot_leaves_out_what_its_recipient_wrote_or_acknowledged(bench: Bench) -> None:
    third = Author(suite())
    third.keys = bench.other.keys
    one, two = bench.other.commit((REC, revision(1, {"objet": "1"}))), third.commit((REC, revision(1, {"objet": "2"})))
    keep(bench, one, two)
    with bench.store.work() as uow:
        assert {stored.id for stored in uow.log.for_lot(ESPACE, None)} == {one.id, two.id}
        assert [stored.id for stored in uow.log.for_lot(ESPACE, third.id)] == [one.id]
        uow.exchange.receive_receipt(ESPACE, third.id, b"l" * 16, [one.id], b"receipt")
        assert list(uow.log.for_lot(ESPACE, third.id)) == []


def test_erasing_a_record_leaves_its_header_and_nothing_else(bench: Bench) -> None:
    commit = bench.other.commit((REC, revision(1, {"objet": "Canari"})), (OTHER, revision(2, {"objet": "reste"})))
    keep(bench, commit)
    write(bench, REC, {"resume": "Canari aussi"}, ((bench.other.id, 1),))
    with bench.store.work() as uow:
        assert uow.log.erase_record(ESPACE, REC) == []
        uow.commit()
    assert shown(bench) == {}
    assert shown(bench, OTHER) == {"objet": "reste"}
    with bench.store.read() as uow:
        stored = uow.log.commits(ESPACE, [commit.id])[0]
        assert list(stored.bodies) == [commit.header.entries[1].bhash]
        assert uow.log.unsealed(ESPACE) == []
        assert uow.keys.record_keys(ESPACE, [entry.kc for entry in commit.header.entries]).keys() == {
            commit.header.entries[1].kc
        }
        assert uow.records.search("canari") == (0, [])
        assert uow.records.unsent() == []


def test_remove_wins_over_what_comes_late(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.log.erase_record(ESPACE, REC)
        uow.commit()
    late = bench.other.commit((REC, revision(1, {"objet": "revenu"})))
    keep(bench, late)
    assert shown(bench) == {}
    with bench.store.read() as uow:
        assert dict(uow.log.commits(ESPACE, [late.id])[0].bodies) == {}
        assert uow.keys.record_keys(ESPACE, [late.header.entries[0].kc]) == {}


def test_an_erased_revision_keeps_its_place_in_the_graph(bench: Bench) -> None:
    other = bench.other
    keep(bench, other.commit((REC, revision(1, {"objet": "avant"}))))
    middle = other.commit((REC, revision(2, {"objet": "erreur"}, [(other.id, 1)])))
    keep(bench, middle)
    place = ErasedBody(other.id, 2, middle.header.entries[0].bhash, [(other.id, 1)])
    with bench.store.work() as uow:
        uow.log.erase_bodies(ESPACE, REC, [place])
        uow.commit()
    assert shown(bench) == {"objet": "avant"}
    keep(bench, other.commit((REC, revision(3, {"urgence": "oui"}, [(other.id, 2)]))))
    assert shown(bench) == {"objet": "avant", "urgence": "oui"}
    with bench.store.read() as uow:
        erased = [each for each in uow.log.revisions(REC) if each.changes is None]
        assert [(each.name, each.parents) for each in erased] == [((other.id, 2), ((other.id, 1),))]


def test_an_order_known_before_the_revision_keeps_its_place_too(bench: Bench) -> None:
    other = bench.other
    first, second = (
        other.commit((REC, revision(1, {"objet": "erreur"}))),
        other.commit((REC, revision(2, {"objet": "juste"}, [(other.id, 1)]))),
    )
    with bench.store.work() as uow:
        uow.log.erase_bodies(ESPACE, REC, [ErasedBody(other.id, 1, first.header.entries[0].bhash, [])])
        uow.commit()
    keep(bench, second)
    assert shown(bench) == {"objet": "juste"}

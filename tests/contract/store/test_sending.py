"""The states of sending never lie: only a receipt says « reçu attesté »."""

from mvl_desktop.ports.store import LotRow
from tests.contract.store.conftest import Bench
from tests.contract.store.test_log import REC, keep, seal, write
from tests.fakes.authors import ESPACE, revision

LOT = LotRow(b"l" * 16, b"?" * 16, 1, bytes(32), 1_795_000_000_000, "tous")


def sending(bench: Bench) -> str:
    with bench.store.read() as uow:
        view = uow.records.get(REC)
        assert view is not None
        listed = {rec: state for rec, _, state, _ in uow.records.unsent()}
        since = [each[3] for each in uow.records.unsent()]
        waiting, standing = uow.records.waiting(()), uow.records.standing(())
        assert set(uow.records.standing(("signalement",)).values()) == {0}
    assert listed.get(REC, "atteste") == view.sending
    assert waiting == (len(listed), min(since, default=None))
    assert standing == {state: list(listed.values()).count(state) for state in ("a_envoyer", "remis")}
    return view.sending


def test_from_typed_to_attested_by_the_service(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    assert sending(bench) == "a_envoyer"
    commit = seal(bench)
    assert sending(bench) == "a_envoyer"
    with bench.store.work() as uow:
        uow.log.at_service(ESPACE, [commit.id], b"receipt")
        uow.commit()
    assert sending(bench) == "atteste"
    with bench.store.read() as uow:
        assert uow.log.lacking(ESPACE) == []
        [delivery] = uow.exchange.deliveries(REC)
        assert (delivery.channel, delivery.lid, delivery.receipt) == ("service", None, b"receipt")


def test_a_lot_hands_over_and_its_receipt_attests(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    commit = seal(bench)
    with bench.store.work() as uow:
        uow.exchange.deliver([commit.id], LOT)
        uow.commit()
    assert sending(bench) == "remis"
    with bench.store.work() as uow:
        assert uow.exchange.receive_receipt(ESPACE, bench.other.id, LOT.lid, [commit.id, b"?" * 32], b"recu") == 1
        assert uow.exchange.receive_receipt(ESPACE, bench.other.id, LOT.lid, [commit.id], b"recu") == 0
        uow.commit()
    assert sending(bench) == "atteste"
    with bench.store.read() as uow:
        assert uow.log.lacking_count(ESPACE) == 1  # the service has not got it for all that
        [delivery] = uow.exchange.deliveries(REC)
        assert (delivery.channel, delivery.lid, delivery.lot_number, delivery.receipt) == ("lot", LOT.lid, 1, b"recu")


def test_what_a_restored_service_lost_is_to_send_again_unless_somebody_else_attests_it(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    commit = seal(bench)
    with bench.store.work() as uow:
        uow.log.at_service(ESPACE, [commit.id], b"receipt")
        assert uow.log.lose(ESPACE, {commit.id}) == 0
        uow.commit()
    assert sending(bench) == "atteste"
    with bench.store.work() as uow:
        assert uow.log.lose(ESPACE, set()) == 1
        assert uow.log.lose(ESPACE, set()) == 0
        assert [each.id for each in uow.log.lacking(ESPACE)] == [commit.id]
        uow.commit()
    assert sending(bench) == "a_envoyer"
    with bench.store.work() as uow:
        uow.log.at_service(ESPACE, [commit.id], b"receipt")
        uow.exchange.deliver([commit.id], LOT)
        uow.log.lose(ESPACE, set())
        uow.commit()
    assert sending(bench) == "remis"
    with bench.store.work() as uow:
        uow.exchange.receive_receipt(ESPACE, bench.other.id, LOT.lid, [commit.id], b"recu")
        uow.log.at_service(ESPACE, [commit.id], b"receipt")
        uow.log.lose(ESPACE, set())
        uow.commit()
    assert sending(bench) == "atteste"


def test_what_the_service_gives_back_without_a_receipt_is_not_attested(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    commit = seal(bench)
    with bench.store.work() as uow:
        uow.log.at_service(ESPACE, [commit.id], None)
        uow.commit()
    assert sending(bench) == "remis"


def test_the_worst_of_several_revisions_is_shown(bench: Bench) -> None:
    write(bench, REC, {"objet": "a"})
    first = seal(bench)
    with bench.store.work() as uow:
        uow.log.at_service(ESPACE, [first.id], b"receipt")
        uow.commit()
    write(bench, REC, {"objet": "b"}, ((bench.me, 1),))
    assert sending(bench) == "a_envoyer"
    seal(bench)
    assert sending(bench) == "a_envoyer"


def test_what_others_wrote_is_theirs_to_send(bench: Bench) -> None:
    keep(bench, bench.other.commit((REC, revision(1, {"objet": "a"}))))
    assert sending(bench) == "atteste"

"""Where the exchanges stand, and what people must be told."""

from mvl_desktop.ports.store import LotRow
from mvl_desktop.protocol.hashes import ZERO
from tests.contract.store.conftest import Bench
from tests.fakes.authors import ESPACE


def test_positions_and_the_services_word(bench: Bench) -> None:
    with bench.store.work() as uow:
        exchange = uow.exchange
        assert (exchange.position(ESPACE, "feed"), exchange.checkpoint(ESPACE), exchange.root(ESPACE)) == (
            0,
            None,
            (0, ZERO),
        )
        exchange.move(ESPACE, "feed", 7)
        exchange.set_root(ESPACE, 3, b"r" * 32)
        exchange.keep_checkpoint(ESPACE, b"word")
        exchange.move(ESPACE, "feed", 9)
        uow.commit()
    with bench.store.read() as uow:
        exchange = uow.exchange
        assert (exchange.position(ESPACE, "feed"), exchange.position(ESPACE, "slots")) == (9, 0)
        assert (exchange.checkpoint(ESPACE), exchange.root(ESPACE)) == (b"word", (3, b"r" * 32))


def test_what_the_service_numbered_is_kept_as_far_as_nothing_is_missing(bench: Bench) -> None:
    ids = [bytes([n]) * 32 for n in range(1, 6)]
    with bench.store.work() as uow:
        uow.exchange.number(ESPACE, 1, ids[:3])
        uow.exchange.number(ESPACE, 5, ids[4:])
        uow.commit()
    with bench.store.work() as uow:
        assert uow.exchange.numbered(ESPACE) == ids[:3]
        uow.exchange.number(ESPACE, 3, [ids[4], ids[3]])
        assert uow.exchange.numbered(ESPACE) == [*ids[:2], ids[4], ids[3], ids[4]]
        uow.exchange.forget_numbers(ESPACE, 2)
        assert uow.exchange.numbered(ESPACE) == ids[:2]


def test_lots_are_numbered_and_chained(bench: Bench) -> None:
    with bench.store.work() as uow:
        first = uow.exchange.next_lot("tous")
        assert first == (1, ZERO)
        uow.exchange.keep_lot(LotRow(b"l" * 16, uow.identity.device().id, *first, 5, "tous"))
        seq, prev = uow.exchange.next_lot("tous")
        assert seq == 2
        assert prev not in (ZERO, b"l" * 16)
        theirs = [LotRow(bytes([i]) * 16, b"o" * 16, i, ZERO, 5, "moi") for i in (2, 1)]
        for lot in [*theirs, theirs[0]]:
            uow.exchange.keep_lot(lot)
        assert uow.exchange.lots_from(b"o" * 16) == [theirs[1], theirs[0]]
        assert uow.exchange.next_lot("tous")[0] == 2
        # Whoever receives what is for them alone must not wonder about what others were given.
        assert uow.exchange.next_lot("moi") == (1, ZERO)


def test_what_was_seen_and_what_others_claim(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.exchange.keep_seen(ESPACE, {b"a" * 16: 1})
        uow.exchange.keep_seen(ESPACE, {b"a" * 16: 2, b"b" * 16: 1})
        assert uow.exchange.seen(ESPACE) == {b"a" * 16: 2, b"b" * 16: 1}
        uow.exchange.claim(ESPACE, b"x" * 16, {b"a" * 16: 5})
        uow.exchange.claim(ESPACE, b"y" * 16, {b"a" * 16: 3, b"c" * 16: 1})
        uow.exchange.claim(ESPACE, b"x" * 16, {b"a" * 16: 4})
        assert uow.exchange.claims(ESPACE) == {b"a" * 16: 5, b"c" * 16: 1}


def test_an_alarm_is_raised_once_until_it_is_put_away(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.exchange.alarm("retenue_suspectee", ESPACE, b"d" * 16, 1)
        uow.exchange.alarm("retenue_suspectee", ESPACE, b"d" * 16, 3)
        uow.exchange.alarm("retenue_suspectee", ESPACE)
        found = uow.exchange.alarms()
        assert sorted((alarm.device or b"", alarm.count) for alarm in found) == [(b"", 1), (b"d" * 16, 3)]
        for alarm in found:
            uow.exchange.acknowledge(alarm.id)
        assert uow.exchange.alarms() == []
        uow.exchange.alarm("retenue_suspectee", ESPACE)
        assert len(uow.exchange.alarms()) == 1


def test_an_invitation_serves_once(bench: Bench) -> None:
    with bench.store.work() as uow:
        uow.exchange.keep_invitation(b"i" * 16, b"invitation")
        assert uow.exchange.invitation(b"i" * 16) == b"invitation"
        uow.exchange.use_invitation(b"i" * 16)
        uow.exchange.keep_invitation(b"i" * 16, b"invitation")
        assert uow.exchange.invitation(b"i" * 16) is None


def test_acknowledgements_are_kept_once(bench: Bench) -> None:
    with bench.store.work() as uow:
        assert uow.exchange.keep_ack(ESPACE, b"one")
        assert not uow.exchange.keep_ack(ESPACE, b"one")
        assert uow.exchange.keep_ack(ESPACE, b"two")
        assert uow.exchange.acks(ESPACE) == [b"one", b"two"]


def test_becoming_another_device_keeps_what_the_former_one_said_as_ours(bench: Bench) -> None:
    former = bench.me
    with bench.store.work() as uow:
        uow.identity.replace_device(bench.other.device)
        uow.commit()
    with bench.store.read() as uow:
        assert uow.identity.device() == bench.other.device
    assert bench.me == bench.other.id != former


def test_what_a_device_acknowledged_is_what_it_signed_attested_or_said_to_have_seen(bench: Bench) -> None:
    from tests.contract.store.test_log import REC, seal, write

    ids = []
    for number in range(3):
        write(bench, REC, {"objet": str(number)})
        ids.append(seal(bench).id)
    me, other, third = None, bench.other.id, b"3" * 16
    with bench.store.work() as uow:
        me = uow.identity.device().id
        assert uow.log.unseen_by(ESPACE, [other]) == ids
        assert uow.log.unseen_by(ESPACE, [me]) == uow.log.unseen_by(ESPACE, []) == []
        uow.exchange.claim(ESPACE, other, {me: 1})
        uow.exchange.receive_receipt(ESPACE, third, b"l" * 16, [ids[1]], b"recu")
        uow.commit()
    with bench.store.read() as uow:
        assert uow.log.unseen_by(ESPACE, [other]) == ids[1:]
        assert uow.log.unseen_by(ESPACE, [third]) == [ids[0], ids[2]]
        assert uow.log.unseen_by(ESPACE, [other, third]) == ids

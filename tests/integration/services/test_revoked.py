"""A post that was revoked: it believes the registry alone, forgets its keys at the next contact, and hands over."""

from pathlib import Path

import pytest

from mvl_desktop.exchange.authority import enact, rotate
from mvl_desktop.exchange.revoked import leave, wipe
from mvl_desktop.protocol.objects import DeviceRevoke
from mvl_desktop.services.carrying import examine_lots, export_lot, merge_lots
from mvl_desktop.services.members import list_members, list_quarantine, reinstate, revoke_post
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.standing import is_revoked
from tests.fakes.offices import Office, two_offices
from tests.integration.services.test_conservation import hand_round


def _epochs(office: Office) -> list[int]:
    with office.ports.store.read() as uow:
        return [epoch for espace in uow.espaces.all() for epoch in uow.keys.epochs(espace.id)]


def _revoke(first: Office) -> None:
    device = next(each.device for each in list_members(first.ports) if each.name == "Camille")
    revoke_post(first.ports, device, motif="perte")


def test_a_lot_that_tells_of_the_revocation_is_a_contact_too(tmp_path: Path) -> None:
    # Lots are closed to a revoked post; one that it may open for another espace tells it all the same.
    first, second = two_offices(tmp_path, ("Délégation fictive", "Zone fictive"))
    hand_round(first, second, first)
    typed = add_record(second.ports, "signalement", {"objet": "Avant de savoir"}, espace="Délégation fictive")
    with first.ports.store.work() as uow:
        closed = next(espace.id for espace in uow.espaces.all() if espace.name == "Délégation fictive")
        device = next(bytes.fromhex(each.device) for each in list_members(first.ports) if each.name == "Camille")
        chain = uow.log.chain(closed, device)
        cut = chain.seq if chain is not None else 0
        enact(uow, first.ports, closed, DeviceRevoke, device=device, cut=cut, reason_code="perte")
        rotate(uow, first.ports, closed)
        uow.commit()
    assert len(_epochs(second)) == 2
    hand_round(first, second)
    with second.ports.store.read() as uow:
        assert uow.keys.epochs(closed) == []
        assert "poste_revoque" in {alarm.code for alarm in uow.exchange.alarms()}
    assert len(_epochs(second)) == 1
    # What it had typed is handed over, and waits for somebody's word.
    hand_round(second, first)
    (late,) = list_quarantine(first.ports)
    reinstate(first.ports, [late.id])
    assert show_record(first.ports, typed).champs["objet"] == "Avant de savoir"


def test_a_kill_in_the_middle_of_the_wipe_leaves_everything_to_do_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_offices(tmp_path)
    hand_round(first, second, first)
    typed = add_record(second.ports, "signalement", {"objet": "Non envoyé"})
    _revoke(first)
    with second.ports.store.read() as uow:
        (espace,) = uow.espaces.all()
    with first.ports.store.read() as uow:
        entries = uow.espaces.entries(espace.id, len(_entries(second, espace.id)))
    with second.ports.store.work() as uow:
        uow.espaces.append(espace.id, entries)
        uow.commit()

    class KilledError(Exception):
        pass

    def die(*_args: object) -> None:
        raise KilledError

    def killed() -> None:
        with second.ports.store.work() as uow, monkeypatch.context() as patch:
            patch.setattr(type(uow.exchange), "alarm", die)
            wipe(uow, second.ports, espace.id)

    with pytest.raises(KilledError):
        killed()
    assert _epochs(second) == [1]
    with second.ports.store.work() as uow:
        assert wipe(uow, second.ports, espace.id)
        assert not wipe(uow, second.ports, espace.id)
        uow.commit()
    assert _epochs(second) == []
    second.clock.at += 1000
    second.give(first)
    (late,) = list_quarantine(first.ports)
    assert late.records == (typed,)


def test_a_post_revoked_in_one_espace_works_on_in_the_other(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    second.found("Zone fictive")
    hand_round(first, second, first)
    _revoke(first)
    hand_round(first, second)
    assert not is_revoked(second.ports)
    rec = add_record(second.ports, "signalement", {"objet": "Ailleurs"}, espace="Zone fictive")
    assert show_record(second.ports, rec).espace_nom == "Zone fictive"


def test_the_lot_of_a_revoked_post_is_for_those_who_may_take_it_over(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    hand_round(first, second, first)
    add_record(second.ports, "signalement", {"objet": "Non envoyé"})
    _revoke(first)
    with first.ports.store.read() as uow:
        (espace,) = uow.espaces.all()
        entries = uow.espaces.entries(espace.id, len(_entries(second, espace.id)))
    assert leave(second.ports, espace.id, entries) == "poste_revoque"
    assert _epochs(second) == []
    assert is_revoked(second.ports)
    made = export_lot(second.ports, second.medium, (), "tous", tmp_path / "reste.lot")
    assert made.files
    shown = examine_lots(first.ports, first.medium, made.files)
    assert [(lot.quarantaine, lot.nouveaux, lot.refused) for lot in shown.lots] == [(1, 0, False)]
    assert list_quarantine(first.ports) == []
    merged = merge_lots(first.ports, first.medium, made.files)
    assert [lot.quarantaine for lot in merged.lots] == [1]
    assert [len(late.records) for late in list_quarantine(first.ports)] == [1]


def _entries(office: Office, espace: bytes) -> list[bytes]:
    with office.ports.store.read() as uow:
        return uow.espaces.entries(espace)

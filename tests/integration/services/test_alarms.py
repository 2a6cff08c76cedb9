"""Alarms as use cases: kept until handled, with a trace; what stops sealing or waits for a person stands till done."""

from pathlib import Path

import pytest

from mvl_desktop.exchange.authority import enact
from mvl_desktop.protocol.objects import DeviceRevoke
from mvl_desktop.services.alarms import EXCHANGE, READ, RENEW, RESUME, REVIEW, handle_alarm, list_alarms
from mvl_desktop.services.members import list_quarantine, reinstate, renew_keys, revoke_post
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices
from tests.integration.services.test_conservation import hand_round

ESPACE = "Délégation fictive"


@pytest.fixture
def three(tmp_path: Path) -> tuple[Office, Office, Office]:
    alix, camille, dominique = (open_office(tmp_path, name) for name in ("Alix", "Camille", "Dominique"))
    alix.found()
    for other in (camille, dominique):
        alix.admit(other, ESPACE, role="agent")
    hand_round(alix, camille, alix, dominique, alix)
    return alix, camille, dominique


def raised(office: Office, *codes: str) -> None:
    with office.ports.store.work() as uow:
        [espace] = uow.espaces.all()
        for code in codes:
            uow.exchange.alarm(code, espace.id, uow.identity.device().id)
        uow.commit()


def test_an_alarm_stays_until_it_is_handled_and_that_it_was_is_noted(three: tuple[Office, Office, Office]) -> None:
    alix = three[0]
    raised(alix, "horodatage_en_avance", "retenue_suspectee", "registre_contradictoire", "inconnue_d_un_poste_recent")
    seen = list_alarms(alix.ports)
    assert [each.code for each in seen][:2] == ["registre_contradictoire", "retenue_suspectee"]
    assert seen[0].freezes
    assert {each.code: each.action for each in seen}["registre_contradictoire"] == RESUME
    assert {each.code: each.action for each in seen}["inconnue_d_un_poste_recent"] == READ
    assert {each.poste for each in seen} == {"Alix"}
    assert len(list_alarms(alix.ports)) == 4
    alix.journal.lines.clear()
    assert handle_alarm(alix.ports, seen[0].id) == "registre_contradictoire"
    assert ("alarme_lue", None) in alix.journal.lines
    assert len(list_alarms(alix.ports)) == 3
    with pytest.raises(RefusError) as refused:
        handle_alarm(alix.ports, seen[0].id)
    assert refused.value.code == "alarme_inconnue"


def test_while_keys_are_due_everybody_is_told_and_nobody_is_kept_from_typing(
    three: tuple[Office, Office, Office],
) -> None:
    alix, camille, dominique = three
    with alix.ports.store.work() as uow:
        [espace] = uow.espaces.all()
        device = next(d for d in uow.espaces.registry(espace.id).active() if d != uow.identity.device().id)
        enact(uow, alix.ports, espace.id, DeviceRevoke, device=device, cut=99, reason_code="perte")
        uow.commit()
        gone = camille if device == _device(camille) else dominique
    kept = dominique if gone is camille else camille
    hand_round(alix, kept)
    assert [(each.code, each.action) for each in list_alarms(alix.ports)] == [("cles_a_renouveler", RENEW)]
    told = {each.code: each for each in list_alarms(kept.ports)}
    assert told["cles_attendues"].action == EXCHANGE
    with pytest.raises(RefusError):
        handle_alarm(kept.ports, told["cles_attendues"].id)
    rec = add_record(kept.ports, "signalement", {"objet": "Saisi pendant ce temps"})
    assert show_record(kept.ports, rec).champs["objet"] == "Saisi pendant ce temps"
    renew_keys(alix.ports, ESPACE)
    hand_round(alix, kept, alix)
    assert list_alarms(alix.ports) == []
    assert "cles_attendues" not in {each.code for each in list_alarms(kept.ports)}
    assert show_record(alix.ports, rec).champs["objet"] == "Saisi pendant ce temps"


def test_who_receives_a_hand_over_is_told_of_it_until_it_is_reviewed(three: tuple[Office, Office, Office]) -> None:
    alix, camille, dominique = three
    rec = add_record(camille.ports, "signalement", {"objet": "Non envoyé"})
    revoke_post(alix.ports, _device(camille).hex(), motif="perte")
    hand_round(alix, dominique)
    camille.clock.at += 1000
    camille.give(alix)
    told = {each.code: each for each in list_alarms(alix.ports)}
    assert (told["quarantaine_a_relire"].action, told["quarantaine_a_relire"].count) == (REVIEW, 1)
    [late] = list_quarantine(alix.ports)
    assert (late.name, late.revisions, late.why, late.may_accept) == ("Camille", 1, "perte", True)
    with pytest.raises(RefusError) as refused:
        reinstate(alix.ports, [late.id], motif="parce_que")
    assert refused.value.code == "motif_inconnu"
    reinstate(alix.ports, [late.id], motif="auteur_confirme")
    assert list_alarms(alix.ports) == []
    assert show_record(alix.ports, rec).champs["objet"] == "Non envoyé"


def _device(office: Office) -> bytes:
    with office.ports.store.read() as uow:
        return uow.identity.device().id


def test_one_clock_that_is_wrong_is_one_alarm_in_however_many_espaces_its_post_writes(tmp_path: Path) -> None:
    other = "Seconde délégation fictive"
    alix, camille = two_offices(tmp_path, (ESPACE, other))
    hand_round(alix, camille)
    camille.clock.at += 3 * 24 * 3_600_000
    for espace in (ESPACE, other):
        add_record(camille.ports, "signalement", {"objet": "Daté de demain"}, espace=espace)
    camille.give(alix)
    [seen] = list_alarms(alix.ports)
    assert (seen.code, seen.poste) == ("horodatage_en_avance", "Camille")
    handle_alarm(alix.ports, seen.id)
    assert list_alarms(alix.ports) == []

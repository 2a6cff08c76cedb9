"""Transmissions over a post: pinned pieces, the lock of what left, two agents offline, lists and papers."""

import hashlib
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.transmettre import SEAL, Passed, TransmissionEnvoyeeError, TransmissionIncompleteError
from mvl_desktop.ports.store import Espace
from mvl_desktop.services import closing, drafts, transmissions
from mvl_desktop.services import transmission_advice as advice
from mvl_desktop.services.conflicts import list_conflicts
from mvl_desktop.services.pieces import detach_piece, join_piece
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.transmission_papers import print_slip
from tests.fakes.offices import Office, two_offices

TO_CRIP: Passed = {
    "destinataire": "crip",
    "destinataire_nom": "CRIP fictive",
    "fondements": ["Article L.226-2-1 du CASF"],
    "contenu": "Une élève absente depuis trois semaines.",
    "personne_informee": False,
    "informee_motif": "Intérêt de l’enfant",
}
BY_POST = {"canal_envoi": "courrier_rar", "envoyee_le": "2026-11-10", "retour_attendu_le": "2026-11-15"}


def begun(office: Office, said: Passed = TO_CRIP, **champs: object) -> tuple[str, str]:
    """Return a signalement and a transmission in preparation."""
    rec = add_record(office.ports, "signalement", {"objet": "Enfant privé de soins", **champs})
    return rec, transmissions.prepare_transmission(office.ports, rec, said, lists=office.nomenclatures)


def gone(office: Office, said: Passed = TO_CRIP) -> tuple[str, str]:
    """Return a signalement and a transmission that left."""
    rec, id_ = begun(office, said)
    transmissions.send_transmission(office.ports, rec, id_, BY_POST, lists=office.nomenclatures)
    return rec, id_


def standing(office: Office, rec: str, id_: str) -> Passed:
    """Return a transmission as it stands."""
    return transmissions.show_transmission(office.ports, rec, id_).passed


def test_a_piece_is_pinned_by_what_it_holds_not_by_what_seals_it(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    piece = join_piece(office.ports, rec, "capture du site.txt", 5, [b"bon", b"ne"])
    id_ = transmissions.prepare_transmission(office.ports, rec, {**TO_CRIP, "pieces": [piece]})
    digest = hashlib.sha256(b"bonne").hexdigest()
    assert standing(office, rec, id_)["pieces"] == [f"{piece} {digest} capture du site.txt"]
    with pytest.raises(RefusError, match="piece_introuvable"):
        transmissions.pins(office.ports, rec, ["00" * 8])


def test_what_left_is_read_again_from_the_history_whatever_became_of_the_pieces(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    piece = join_piece(office.ports, rec, "a.txt", 1, [b"a"])
    id_ = transmissions.prepare_transmission(office.ports, rec, {**TO_CRIP, "pieces": [piece]})
    assert transmissions.as_sent(office.ports, rec, id_) is None
    transmissions.send_transmission(office.ports, rec, id_, BY_POST)
    detach_piece(office.ports, rec, piece)
    then = transmissions.as_sent(office.ports, rec, id_)
    assert then is not None
    assert (then["contenu"], len(str(then["pieces"])) > 64) == (TO_CRIP["contenu"], True)


def test_a_transmission_leaves_complete_sealed_and_journaled(office: Office) -> None:
    rec, id_ = begun(office, {**TO_CRIP, "personne_informee": None})
    with pytest.raises(TransmissionIncompleteError) as refused:
        transmissions.send_transmission(office.ports, rec, id_, BY_POST)
    assert refused.value.champs == ("personne_informee",)
    transmissions.change_transmission(office.ports, rec, id_, {"personne_informee": True})
    transmissions.decide_transmission(office.ports, rec, id_)
    transmissions.send_transmission(office.ports, rec, id_, BY_POST)
    passed = standing(office, rec, id_)
    assert (passed["etat"], passed["decidee_par"], len(str(passed[SEAL]))) == ("envoyee", "Alix", 64)
    assert "transmission" in office.journal.of(rec)


WAYS: dict[str, Callable[[Office, str, str], object]] = {
    "by its own command": lambda o, rec, id_: transmissions.change_transmission(o.ports, rec, id_, {"contenu": "X"}),
    "by the command of records": lambda o, rec, id_: modify_record(
        o.ports, rec, {"transmissions": [{**standing(o, rec, id_), "destinataire": "mairie"}]}
    ),
    "by taking it out": lambda o, rec, _id: modify_record(o.ports, rec, {"transmissions": []}),
    "by going back to a state": lambda o, rec, id_: modify_record(
        o.ports, rec, {"transmissions": [{**standing(o, rec, id_), "etat": "projet"}]}
    ),
    "by another seal": lambda o, rec, id_: modify_record(
        o.ports, rec, {"transmissions": [{**standing(o, rec, id_), SEAL: "0" * 64}]}
    ),
    "by the form": lambda o, rec, id_: _by_form(o, rec, id_),
    "by giving it up": lambda o, rec, id_: transmissions.abandon_transmission(o.ports, rec, id_, "Erreur"),
}


def _by_form(office: Office, rec: str, id_: str) -> None:
    opened = drafts.edit(office.ports, rec)
    held = [{**standing(office, rec, id_), "envoyee_le": "2026-11-11"}]
    drafts.register(office.ports, opened, {**opened.champs, "transmissions": held})


@pytest.mark.parametrize("way", sorted(WAYS))
def test_what_left_is_changed_in_no_way(office: Office, way: str) -> None:
    rec, id_ = gone(office)
    before = standing(office, rec, id_)
    with pytest.raises(TransmissionEnvoyeeError):
        WAYS[way](office, rec, id_)
    assert standing(office, rec, id_) == before


def test_what_comes_back_is_written_by_every_way(office: Office) -> None:
    rec, id_ = gone(office)
    transmissions.acknowledge_transmission(office.ports, rec, id_)
    transmissions.remind_transmission(office.ports, rec, id_)
    said = {"retour_recu_le": "2026-11-20", "issue": "ip_confirmee", "reference_retour": "IP 12"}
    transmissions.return_transmission(office.ports, rec, id_, said, lists=office.nomenclatures)
    held = [{**standing(office, rec, id_), "issue_precision": "Évaluation engagée"}]
    modify_record(office.ports, rec, {"transmissions": held})
    transmissions.close_transmission(office.ports, rec, id_)
    line = transmissions.show_transmission(office.ports, rec, id_)
    assert (line.passed["etat"], line.passed["issue"], line.altered) == ("close", "ip_confirmee", False)


def test_a_form_that_says_it_left_gets_its_seal_from_the_use_case(office: Office) -> None:
    rec, id_ = begun(office)
    opened = drafts.edit(office.ports, rec)
    leaving = {
        **standing(office, rec, id_),
        **BY_POST,
        "etat": "envoyee",
        SEAL: "0" * 64,
        "contenu": "Dit  ainsi. \r\n",
    }
    drafts.register(office.ports, opened, {**opened.champs, "transmissions": [leaving]})
    line = transmissions.show_transmission(office.ports, rec, id_)
    assert line.passed[SEAL] not in ("", "0" * 64)
    assert not line.altered, "the seal is taken over what is kept, not over what was typed"
    draft = drafts.edit(office.ports, rec)
    drafts.register(office.ports, draft, {**draft.champs, "suites": "Relancer la semaine prochaine."})
    assert not transmissions.show_transmission(office.ports, rec, id_).altered


def test_a_sending_is_journaled_by_whatever_way_it_is_said(office: Office) -> None:
    rec, id_ = begun(office)
    opened = drafts.edit(office.ports, rec)
    leaving = {**standing(office, rec, id_), **BY_POST, "etat": "envoyee"}
    drafts.register(office.ports, opened, {**opened.champs, "transmissions": [leaving]})
    other, id_ = begun(office)
    modify_record(
        office.ports, other, {"transmissions": [{**standing(office, other, id_), **BY_POST, "etat": "envoyee"}]}
    )
    third = add_record(
        office.ports, "signalement", {"objet": "Fictif", "transmissions": [{**TO_CRIP, **BY_POST, "etat": "envoyee"}]}
    )
    assert [office.journal.of(each).count("transmission") for each in (rec, other, third)] == [1, 1, 1]
    modify_record(office.ports, other, {"suites": "Rien de plus"})
    assert office.journal.of(other).count("transmission") == 1


def test_one_sends_while_another_edits_and_everybody_sees_it(tmp_path: Path) -> None:
    alix, camille = two_offices(tmp_path)
    rec, id_ = begun(alix)
    alix.give(camille)
    transmissions.send_transmission(alix.ports, rec, id_, BY_POST)
    transmissions.change_transmission(camille.ports, rec, id_, {"destinataire_nom": "CRIP voisine, fictive"})
    alix.give(camille)
    camille.give(alix)
    for office in (alix, camille):
        line = transmissions.show_transmission(office.ports, rec, id_)
        assert line.altered
        assert line.passed["destinataire_nom"] == "CRIP voisine, fictive", "what was typed is not lost"
        then = transmissions.as_sent(office.ports, rec, id_)
        assert then is not None
        assert then["destinataire_nom"] == "CRIP fictive", "and what left can still be read"
        assert closing.what_is_pending(office.ports, office.timetable, rec).sans_retour == 1
    for office in (alix, camille):
        office.close()


def test_one_sends_while_another_gives_up_and_both_are_kept(tmp_path: Path) -> None:
    alix, camille = two_offices(tmp_path)
    rec, id_ = begun(alix)
    alix.give(camille)
    transmissions.send_transmission(alix.ports, rec, id_, BY_POST)
    transmissions.abandon_transmission(camille.ports, rec, id_, "Déjà faite")
    alix.give(camille)
    camille.give(alix)
    for office in (alix, camille):
        keys = {each.champ for each in list_conflicts(office.ports)}
        assert f"transmissions/{id_}/etat" in keys
        with pytest.raises(TransmissionEnvoyeeError):
            transmissions.change_transmission(office.ports, rec, id_, {"contenu": "Autre"})
        office.close()


def test_two_who_note_the_same_sending_apart_keep_both_days(tmp_path: Path) -> None:
    alix, camille = two_offices(tmp_path)
    rec, id_ = begun(alix)
    alix.give(camille)
    transmissions.send_transmission(alix.ports, rec, id_, BY_POST)
    transmissions.send_transmission(camille.ports, rec, id_, {**BY_POST, "envoyee_le": "2026-11-11"})
    alix.give(camille)
    camille.give(alix)
    for office in (alix, camille):
        conflict = next(each for each in list_conflicts(office.ports) if each.champ.endswith("/envoyee_le"))
        assert {version.valeur for version in conflict.valeurs} == {"2026-11-10", "2026-11-11"}
        assert transmissions.as_sent(office.ports, rec, id_) is not None
        office.close()


def test_every_transmission_is_listed_overdue_first(office: Office) -> None:
    late, id_ = gone(office)
    begun(office, {**TO_CRIP, "destinataire": "procureur"})
    add_record(office.ports, "signalement", {"objet": "Sans transmission"})
    found = transmissions.list_transmissions(office.ports)
    assert [(each.signalement == late, each.late > 0) for each in found] == [(True, True), (False, False)]
    assert found[0].passed["id"] == id_
    for filters, count in (
        ((("etat", "projet"),), 1),
        ((("destinataire", "crip"),), 1),
        ((("destinataire", "crip"), ("destinataire", "procureur")), 2),
        ((("retard", "oui"),), 1),
        ((("signalement", late),), 1),
        ((("etat", "close"),), 0),
    ):
        assert len(transmissions.list_transmissions(office.ports, filters)) == count, filters
    with pytest.raises(RefusError, match="champ_inconnu"):
        transmissions.list_transmissions(office.ports, (("inconnu", "x"),))


def test_the_identity_of_the_signalant_is_passed_on_by_nobody_but_a_person(office: Office) -> None:
    apart = office.found("Signalants fictifs", compartment_of="Délégation fictive")
    who = add_record(office.ports, "signalant", {"nom": "Zibeline"}, espace=apart.id.hex())
    delegation = next(each.id.hex() for each in _espaces(office) if each.compartment_of is None)
    champs = {"objet": "Fictif", "signalant": f"ref:{apart.id.hex()}:{who}"}
    rec = add_record(office.ports, "signalement", champs, espace=delegation)
    id_ = transmissions.prepare_transmission(office.ports, rec, TO_CRIP)
    assert standing(office, rec, id_)["identite_revelee"] is False
    assert "Zibeline" not in str(show_record(office.ports, rec).champs["transmissions"])


def _espaces(office: Office) -> list[Espace]:
    with office.ports.store.read() as uow:
        return list(uow.espaces.all())


@pytest.mark.parametrize("masked", [False, True])
def test_the_bordereau_lists_the_pieces_with_their_fingerprints(office: Office, tmp_path: Path, masked: bool) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    piece = join_piece(office.ports, rec, "lettre de Quetzal.txt", 1, [b"a"])
    id_ = transmissions.prepare_transmission(office.ports, rec, {**TO_CRIP, "pieces": [piece]})
    transmissions.send_transmission(office.ports, rec, id_, BY_POST)
    target = tmp_path / "bordereau.odt"
    print_slip(office.ports, office.printer, rec, id_, target, office.nomenclatures, masked=masked)
    with zipfile.ZipFile(target) as packed:
        said = packed.read("content.xml").decode()
    digest = hashlib.sha256(b"a").hexdigest()
    assert {digest[:8], digest[-8:]} <= set(said.replace("<", " ").replace(">", " ").split())
    assert ("Quetzal" in said, "élève absente" in said) == (not masked, not masked)
    assert "CRIP" in said
    assert "impression" in office.journal.of(rec)


def test_a_return_is_awaited_as_the_rules_of_deadlines_say(office: Office) -> None:
    rec, id_ = begun(office)
    crip = advice.recorded_return(office.ports, office.timetable, rec, id_, date(2026, 11, 10))
    assert crip == date(2027, 2, 10), "three months, by the decree rather than by the reminder"
    transmissions.change_transmission(office.ports, rec, id_, {"destinataire": "mairie"})
    assert advice.recorded_return(office.ports, office.timetable, rec, id_) is None


def test_the_texts_proposed_are_those_in_force_in_the_library(office: Office) -> None:
    for code, end in (("cpp-40", None), ("cp-434-3", "2020-01-01"), ("autre", None)):
        add_record(office.ports, "texte-juridique", {"code": code, "intitule": f"Texte {code}", "en_vigueur_au": end})
    found = [(each.code, each.usual) for each in advice.grounds(office.ports, "procureur")]
    assert found == [("cpp-40", True), ("autre", False)]


def test_closing_says_what_is_pending_and_a_reason_passes_over_it(office: Office) -> None:
    rec, id_ = gone(office)
    with pytest.raises(RefusError, match="cloture_en_attente"):
        closing.close_record(office.ports, office.timetable, rec)
    assert show_record(office.ports, rec).champs.get("statut") != "clos"
    left = closing.close_record(
        office.ports, office.timetable, rec, malgre="La CRIP ne répond plus.", lists=office.nomenclatures
    )
    assert left.sans_retour == 1
    champs = show_record(office.ports, rec).champs
    assert (champs["statut"], champs["motif_cloture"]) == ("clos", "transmis_sans_retour")
    assert champs["precision_statut"] == "La CRIP ne répond plus."
    with pytest.raises(RefusError, match="deja_clos"):
        closing.close_record(office.ports, office.timetable, rec, malgre="Encore")
    closing.reopen_record(office.ports, rec, "nouvel_element")
    reopened = show_record(office.ports, rec).champs
    assert (reopened["statut"], reopened["motif_cloture"]) == ("rouvert", "transmis_sans_retour")
    assert reopened["transmissions"] == champs["transmissions"]
    assert id_ in str(reopened["transmissions"])
    with pytest.raises(RefusError, match="pas_clos"):
        closing.reopen_record(office.ports, rec, "nouvel_element")

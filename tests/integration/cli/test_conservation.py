"""Conservation by commands, through a live service: two people, a hold, a purge, its papers, and nothing comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.cli.places import Document, Place, central, enrol

ESPACE = "Délégation fictive"
CLOSED = {
    "objet": "Demande de Malencontre",
    "resume": "Malencontre demande un avis.",
    "recu_le": "2026-03-14",
    "niveau": "demande_info",
    "statut": "clos",
    "clos_le": "2026-05-20",
    "personnes": [{"nom": "Malencontre"}],
}


@dataclass
class Staff:
    """An administrator, an operator and an agent, over one service."""

    folder: Path
    address: str
    alix: Place
    camille: Place
    dominique: Place

    def round(self, *places: Place) -> None:
        """Exchange in this order; everybody twice when nobody is named."""
        for place in places or (self.alix, self.camille, self.dominique) * 2:
            place("synchroniser", "--central", self.address)


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    with central(tmp_path / "central") as address:
        alix, camille, dominique = (Place(tmp_path / name).made() for name in ("alix", "camille", "dominique"))
        alix("espace", "fonder", ESPACE)
        enrol(alix, camille, tmp_path, "operateur")
        enrol(alix, dominique, tmp_path, "agent")
        made = Staff(tmp_path, address, alix, camille, dominique)
        made.round()
        yield made


def add(place: Place, champs: Document) -> str:
    return str(place("signalement", "ajouter", "--de", "-", given=champs)["id"])


def found(place: Place, word: str) -> int:
    return int(place("chercher", word)["total"])


def test_a_purge_is_signed_by_two_carried_out_everywhere_and_proved(staff: Staff) -> None:
    rec = add(staff.dominique, CLOSED)
    staff.round()
    [due] = staff.alix("conservation", "a-traiter")["elements"]
    assert (due["id"], due["sort"]) == (rec, "anonymiser")
    assert staff.dominique.refused(1, "conservation", "purger", rec)["erreur"] == "role_insuffisant"
    [proposed] = staff.alix("conservation", "purger", rec, "--sort", "detruire")["ordres"]
    assert proposed["etat"] == "attend_seconde_signature"
    assert staff.alix.refused(1, "conservation", "signer", proposed["ordre"])["erreur"] == "ordre_deja_signe"
    staff.round(staff.alix, staff.camille)
    [waiting] = staff.camille("conservation", "ordres", "--en-attente")["elements"]
    assert waiting["ordre"] == proposed["ordre"]
    assert staff.camille("conservation", "signer", waiting["ordre"])["etat"] == "propose"
    slip, certificate = staff.folder / "bordereau.pdf", staff.folder / "proces-verbal.pdf"
    staff.camille("conservation", "bordereau", waiting["ordre"], "--vers", str(slip))
    assert slip.read_bytes().startswith(b"%PDF")
    staff.round(staff.camille, staff.alix)
    [proof] = staff.alix("conservation", "effacements")["elements"]
    assert not proof["complet"]
    assert "dominique" in {answer["nom"] for answer in proof["reponses"] if answer["etat"] == "attendu"}
    assert found(staff.dominique, "Malencontre") == 1
    staff.round()
    staff.round()
    for place in (staff.alix, staff.camille, staff.dominique):
        assert found(place, "Malencontre") == 0
        assert place.refused(1, "signalement", "montrer", rec)["erreur"] == "fiche_inconnue"
    [proof] = staff.alix("conservation", "effacements")["elements"]
    assert proof["complet"]
    staff.alix("conservation", "proces-verbal", waiting["ordre"], "--vers", str(certificate))
    assert certificate.read_bytes().startswith(b"%PDF")


def test_a_hold_stops_an_erasure_until_two_people_lift_it(staff: Staff) -> None:
    rec = add(staff.alix, {"objet": "Retenu"})
    staff.round()
    words = ("conservation", "bloquer", rec, "--motif", "requisition")
    [order] = staff.alix(*words)["ordres"]
    assert order["etat"] == "attend_seconde_signature"
    staff.round(staff.alix, staff.camille)
    staff.camille("conservation", "signer", order["ordre"])
    staff.round(staff.camille, staff.alix)
    assert [each["id"] for each in staff.alix("conservation", "bloques")["elements"]] == [rec]
    for place in (staff.alix, staff.camille):
        refused = place.refused(1, "effacer", rec, "--motif", "opposition")
        assert refused["erreur"] == "conservation_bloquee"
    [order] = staff.camille("conservation", "debloquer", rec, "--motif", "fin_de_procedure")["ordres"]
    staff.round(staff.camille, staff.alix)
    staff.alix("conservation", "signer", order["ordre"])
    staff.round(staff.alix, staff.camille)
    assert staff.camille("conservation", "bloques")["total"] == 0


def test_what_was_typed_by_mistake_goes_alone_after_a_dry_run(staff: Staff) -> None:
    rec = add(staff.dominique, {"objet": "Stage de jeûne"})
    staff.dominique("signalement", "modifier", rec, "--de", "-", given={"objet": "Cabinet de Malencontre"})
    staff.dominique("signalement", "modifier", rec, "--de", "-", given={"urgence": "forte"})
    staff.round()
    revisions = staff.alix("signalement", "montrer", rec, "--historique")["revisions"]
    wrong = next(each["revision"] for each in revisions if "Malencontre" in str(each))
    seen = staff.alix("effacer", rec, "--revision", wrong, "--examiner")
    assert seen["reviendrait"]
    assert found(staff.alix, "Malencontre") == 1
    words = ("effacer", rec, "--revision", wrong, "--motif", "erreur_de_saisie")
    assert staff.alix(*words)["etat"] == "attend_seconde_signature"
    staff.round(staff.alix, staff.camille)
    assert staff.camille(*words)["etat"] == "propose"
    staff.round()
    staff.round()
    for place in (staff.alix, staff.camille, staff.dominique):
        assert found(place, "Malencontre") == 0
        shown = place("signalement", "montrer", rec)["champs"]
        assert (shown["objet"], shown["urgence"]) == ("Stage de jeûne", "forte")


def test_neither_an_old_lot_nor_a_restored_backup_brings_an_erased_record_back(staff: Staff) -> None:
    rec = add(staff.alix, {"objet": "Demande de Malencontre"})
    lot, closed = staff.folder / "ancien.mvl", staff.folder / "pour-camille.mvl"
    saved = staff.folder / "avant.mvl-sauvegarde"
    staff.alix("lot", "exporter", "--pour", "tous", "--vers", str(lot))
    staff.alix("lot", "exporter", "--pour", "camille", "--vers", str(closed))
    staff.round()
    staff.dominique("sauvegarder", "--vers", str(saved))
    staff.alix("effacer", rec, "--motif", "opposition")
    staff.round(staff.alix, staff.camille)
    staff.camille("effacer", rec, "--motif", "opposition")
    staff.round()
    staff.round()
    staff.camille("lot", "fusionner", str(closed))
    for place in (staff.alix, staff.camille, staff.dominique):
        # Closed under an epoch that everybody has forgotten, the other lot opens nowhere any more.
        assert place.refused(4, "lot", "fusionner", str(lot))["erreur"] == "lot_pas_pour_ce_poste"
        assert found(place, "Malencontre") == 0
        assert place.refused(1, "signalement", "montrer", rec)["erreur"] == "fiche_inconnue"
    # Somebody finds the backup of before: it may be read, until its post has heard the order.
    again = Place(staff.folder / "retour", "dominique")
    again("restaurer", str(saved))
    assert found(again, "Malencontre") == 1
    again("poste", "succeder")
    staff.round(staff.alix, again, staff.alix, again)
    assert found(again, "Malencontre") == 0
    assert again.refused(1, "signalement", "montrer", rec)["erreur"] == "fiche_inconnue"
    assert found(staff.alix, "Malencontre") == 0

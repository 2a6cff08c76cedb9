"""The whole task by command line alone, each command its own process; one post starts its first ones from nothing."""

from pathlib import Path

from tests.integration.cli.places import Place, central, enrol

SIGNALEMENT = {
    "objet": "Arrêt de traitement conseillé",
    "recu_le": "2026-11-20",
    "canal": "telephone",
    "departement": "93",
    "commune": "93066",
    "niveau": "a_risque",
    "natures": ["mineur_en_danger"],
    "resume": "La personne appelle pour sa sœur. Elle n’a pas porté plainte.",
}


def test_a_post_made_by_its_command_at_the_full_price_of_its_passphrase(tmp_path: Path) -> None:
    a = Place(tmp_path / "alix", cold=True).init()
    assert "fiche de secours" in (tmp_path / "alix.secours").read_text(encoding="utf-8").lower()
    a("espace", "fonder", "Délégation fictive")
    id_ = a("signalement", "ajouter", "--de", "-", given=SIGNALEMENT)["id"]
    assert a("signalement", "montrer", id_)["champs"]["resume"] == SIGNALEMENT["resume"]


def test_found_enrol_disagree_decide_carry_revoke_erase(tmp_path: Path) -> None:
    a = Place(tmp_path / "alix", cold=True).made()
    b, c = (Place(tmp_path / name).made() for name in ("camille", "sacha"))
    a("espace", "fonder", "Délégation fictive")
    id_ = a("signalement", "ajouter", "--de", "-", given=SIGNALEMENT)["id"]
    other = a("signalement", "ajouter", "--de", "-", given=SIGNALEMENT | {"objet": "Autre affaire"})["id"]
    shown = a("signalement", "montrer", id_)
    assert shown["champs"]["resume"] == SIGNALEMENT["resume"]
    assert a("signalement", "lister")["elements"][0]["etat_envoi"] == "a_envoyer"
    enrol(a, b, tmp_path)
    a.cold = False
    with central(tmp_path / "service") as url:
        a("synchroniser", "--central", url)
        assert a("signalement", "montrer", id_)["etat_envoi"] == "atteste"
        received = b("synchroniser", "--central", url)
        assert received["recus"] >= 2
        assert b("signalement", "montrer", id_)["champs"]["objet"] == SIGNALEMENT["objet"]

        a("signalement", "modifier", id_, "--de", "-", given={"objet": "Dit par A"})
        b("signalement", "modifier", id_, "--de", "-", given={"objet": "Dit par B", "urgence": "immediate"})
        for place in (a, b, a):
            place("synchroniser")
        for place in (a, b):
            conflict = place("signalement", "montrer", id_)["conflits"]["objet"]
            assert {each["valeur"] for each in conflict} == {"Dit par A", "Dit par B"}
            assert place("signalement", "montrer", id_)["champs"]["urgence"] == "immediate"
        waiting = a("conflits", "lister")
        assert waiting["total"] == 1
        kept = next(each for each in waiting["elements"][0]["valeurs"] if each["valeur"] == "Dit par B")
        a("conflits", "resoudre", id_, "objet", "--garder", kept["revision"], "--motif", "B a vu la famille")
        for place in (a, b):
            place("synchroniser")
            assert place("signalement", "montrer", id_)["champs"]["objet"] == "Dit par B"
            assert place("conflits", "lister")["total"] == 0

    enrolled_offline_and_carried(a, c, tmp_path, id_)

    with central(tmp_path / "service") as url:
        a("synchroniser", "--central", url)
        device = next(each for each in a("poste", "lister")["elements"] if not each["dernier_envoi"])["poste"]
        a("poste", "revoquer", device, "--motif", "depart")
        a("synchroniser", "--central", url)
        assert c.refused(1, "synchroniser", "--central", url)["erreur"] == "poste_revoque"
        a("effacer", other, "--motif", "erreur_de_saisie")
        for place in (a, b):
            place("synchroniser", "--central", url)
            assert place.refused(1, "signalement", "montrer", other)["erreur"] == "fiche_inconnue"
            assert place("chercher", "Autre affaire")["total"] == 0
            assert place("signalement", "lister")["total"] == 1
            assert place("verifier")["ok"]


def enrolled_offline_and_carried(a: Place, c: Place, folder: Path, id_: str) -> None:
    """A third post that never meets the service while it enters: a lot there, its récépissé back."""
    # The espace is hosted: the newcomer is accepted by the service first, so this part needs it.
    with central(folder / "service") as url:
        a("synchroniser", "--central", url)
        enrol(a, c, folder)
    lot, receipt = folder / "pour-c.lot", folder / "de-c.recepisse"
    made = a("lot", "exporter", "--vers", str(lot))
    assert made["revisions"] >= 2
    seen = c("lot", "examiner", str(lot))["total"]
    assert seen["nouveaux"] >= 2
    assert c.refused(1, "signalement", "montrer", id_)["erreur"] == "fiche_inconnue"
    merged = c("lot", "fusionner", str(lot), "--recepisse", str(receipt))["total"]
    assert merged["nouveaux"] == seen["nouveaux"]
    assert c("signalement", "montrer", id_)["champs"]["objet"] == "Dit par B"
    again = c("lot", "fusionner", str(lot))["total"]
    assert again["nouveaux"] == 0
    a("lot", "fusionner", str(receipt))


def test_without_any_service_what_an_operator_proposes_is_accepted_by_lot(tmp_path: Path) -> None:
    a, b, c = (Place(tmp_path / name).made() for name in ("alix", "camille", "dominique"))
    a("espace", "fonder", "Sans réseau")
    enrol(a, b, tmp_path, "operateur")
    invitation, request, answer = (str(tmp_path / f"c.{part}") for part in ("inv", "dem", "rep"))
    b("poste", "inviter", "--role", "agent", "--vers", invitation)
    code = c("poste", "demander", "--invitation", invitation, "--vers", request)["code"]
    welcome = ("poste", "accepter", request, "--code", code, "--vers", answer)
    assert b.refused(1, *welcome)["erreur"] == "attend_administrateur"
    there, back = str(tmp_path / "aller.lot"), str(tmp_path / "retour.lot")
    b("lot", "exporter", "--vers", there)
    a("lot", "fusionner", there)
    a("lot", "exporter", "--vers", back)
    b("lot", "fusionner", back)
    b(*welcome)
    c("poste", "rejoindre", answer)
    assert {each["nom"] for each in a("poste", "lister")["elements"] if each["actif"]} >= {"alix", "camille"}
    assert a("poste", "lister")["total"] == b("poste", "lister")["total"] == 3
    # A revocation and the renewal of the keys that follows it go the same way.
    gone = next(each["code"] for each in b("poste", "lister")["elements"] if each["role"] == "agent")
    assert b("poste", "revoquer", gone)["etat"] == "propose"
    b("lot", "exporter", "--vers", there)
    a("lot", "fusionner", there)
    id_ = a("signalement", "ajouter", "--de", "-", given=SIGNALEMENT)["id"]
    a("lot", "exporter", "--vers", back)
    b("lot", "fusionner", back)
    assert b("signalement", "montrer", id_)["champs"]["objet"] == SIGNALEMENT["objet"]
    assert [each["actif"] for each in b("poste", "lister")["elements"]].count(False) == 1


def test_without_any_service_a_lot_and_its_receipt_attest(tmp_path: Path) -> None:
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", "Sans réseau")
    enrol(a, b, tmp_path)
    id_ = a("signalement", "ajouter", "--de", "-", given=SIGNALEMENT)["id"]
    lot, receipt = tmp_path / "un.lot", tmp_path / "un.recepisse"
    a("lot", "exporter", "--vers", str(lot))
    assert a("signalement", "montrer", id_)["etat_envoi"] == "remis"
    b("lot", "fusionner", str(lot), "--recepisse", str(receipt))
    assert b("signalement", "montrer", id_)["champs"]["objet"] == SIGNALEMENT["objet"]
    a("lot", "fusionner", str(receipt))
    assert a("signalement", "montrer", id_)["etat_envoi"] == "atteste"

"""What somebody does, by commands, through a live service: invited for it, changed, and what is refused (K5, K6)."""

from pathlib import Path

from tests.integration.cli.places import Place, central

DELEGATION = "Délégation de l’exemple"


def enter(chief: Place, newcomer: Place, role: str, folder: Path) -> None:
    """Invite, ask, accept, join: by files."""
    files = [folder / f"{newcomer.name}.{each}" for each in ("invitation", "demande", "reponse")]
    invitation, request, answer = map(str, files)
    chief("poste", "inviter", "--role", role, "--vers", invitation)
    asked = newcomer("poste", "demander", "--invitation", invitation, "--vers", request)
    chief("poste", "accepter", request, "--code", asked["code"], "--vers", answer)
    newcomer("poste", "rejoindre", answer)


def test_a_doctor_becomes_a_reader_and_keeps_nothing_of_what_was_apart(tmp_path: Path) -> None:
    with central(tmp_path / "central") as address:
        chief, doctor = Place(tmp_path / "alix").made(), Place(tmp_path / "camille").made()
        founded = chief("espace", "fonder", DELEGATION, "--avec-compartiments")
        [medical] = [each["id"] for each in founded["compartiments"] if each["nom"].startswith("Pièces")]
        pieces = chief("pieces-medicales", "ajouter", "--espace", medical, "--de", "-", given={"intitule": "Fictif"})
        rec = chief("signalement", "ajouter", "--de", "-", given={"objet": "Stage fictif"})["id"]
        enter(chief, doctor, "medecin_inspecteur", tmp_path)
        for place in (chief, doctor, chief, doctor):
            place("synchroniser", "--central", address)
        assert doctor("pieces-medicales", "montrer", pieces["id"])["champs"]["intitule"] == "Fictif"

        refused = doctor.refused(1, "poste", "role", "alix", "lecteur")
        assert refused["erreur"] == "role_insuffisant"
        assert chief("poste", "role", "camille", "lecteur")["etat"] == "propose"
        for place in (chief, doctor):
            place("synchroniser")
        assert doctor.refused(1, "pieces-medicales", "montrer", pieces["id"])["erreur"] == "fiche_inconnue"
        assert doctor("chercher", "Fictif")["total"] == 1
        assert doctor("signalement", "montrer", rec)["champs"]["objet"] == "Stage fictif"
        change = ["signalement", "modifier", rec, "--de", "-"]
        assert doctor.refused(1, *change, given={"objet": "Sans droit"})["erreur"] == "lecture_seule"
        assert chief.refused(1, "poste", "role", "alix", "agent")["erreur"] == "dernier_administrateur"
        assert chief.refused(2, "poste", "role", "camille", "roi")["erreur"] == "role_inconnu"


def test_keys_and_posts_say_how_old_they_are(tmp_path: Path) -> None:
    with central(tmp_path / "central") as address:
        chief, agent = Place(tmp_path / "alix").made(), Place(tmp_path / "camille").made()
        chief("espace", "fonder", DELEGATION)
        enter(chief, agent, "agent", tmp_path)
        for place in (chief, agent, chief):
            place("synchroniser", "--central", address)
        [age] = chief("cles", "lister")["elements"]
        assert (age["periode"], age["jours_restants"], age["envois_arretes"]) == (1, 90, False)
        [known] = [each for each in chief("poste", "lister")["elements"] if not each["ici"]]
        assert (known["nom"], known["role"], known["format"]) == ("camille", "agent", 1)
        assert known["entendu_le"]

"""A post is backed up, lost, restored and goes on, by commands alone (D06, D16, K10)."""

from pathlib import Path

import pytest

from mvl_desktop.bootstrap import SystemClock
from mvl_desktop.store.profile import open_store
from tests.fakes.world import suite
from tests.integration.cli.places import PHRASE, Place, central


def test_a_post_lost_after_a_backup_goes_on_where_it_was(tmp_path: Path) -> None:
    saved = tmp_path / "clé.mvl-sauvegarde"
    with central(tmp_path / "central") as address:
        alice = Place(tmp_path / "alice").made()
        alice("espace", "fonder", "Délégation de l’exemple")
        first = alice("signalement", "ajouter", "--de", "-", given={"objet": "Avant la sauvegarde"})["id"]
        alice("synchroniser", "--central", address)
        made = alice("sauvegarder", "--vers", str(saved))
        assert (made["enregistrements"], made["fichier"]) == (1, str(saved))
        alice("signalement", "modifier", first, "--de", "-", given={"objet": "Après la sauvegarde, envoyé"})
        alice("synchroniser")

        again = Place(tmp_path / "retour", "alice")
        trial = again("restaurer", str(saved), "--essai")
        assert (trial["essai"], trial["enregistrements"]) == (True, 1)
        assert not again.folder.exists()
        again("restaurer", str(saved))
        assert again.refused(1, "restaurer", str(saved))["erreur"] == "magasin_existant"
        shown = again("signalement", "montrer", first)
        assert shown["champs"]["objet"] == "Avant la sauvegarde"
        refusal = again.refused(1, "signalement", "ajouter", "--de", "-", given={"objet": "Trop tôt"})
        assert refusal["erreur"] == "poste_restaure"

        done = again("poste", "succeder")
        assert done["renouvellement"] == []
        assert again("signalement", "montrer", first)["champs"]["objet"] == "Après la sauvegarde, envoyé"
        second = again("signalement", "ajouter", "--de", "-", given={"objet": "La suite"})["id"]
        again("synchroniser")
        assert again("signalement", "montrer", second)["etat_envoi"] == "atteste"
        assert again.refused(1, "poste", "succeder")["erreur"] == "poste_a_jour"


def test_a_file_that_is_no_backup_is_refused_as_such(tmp_path: Path) -> None:
    place = Place(tmp_path / "poste")
    other = tmp_path / "lettre.txt"
    other.write_text("Madame, Monsieur,\n" * 1000, encoding="utf-8")
    assert place.refused(4, "restaurer", str(other), "--essai")["erreur"] == "sauvegarde_etrangere"
    assert not place.folder.exists()


@pytest.mark.parametrize("word", ["sauvegarder", "restaurer"])
def test_a_wrong_passphrase_is_told_from_damage(tmp_path: Path, word: str) -> None:
    place = Place(tmp_path / "poste").made()
    saved = tmp_path / "s.mvl-sauvegarde"
    place("sauvegarder", "--vers", str(saved))
    place.phrase.write_text("ce n’est pas elle\n", encoding="utf-8")
    words = ["--vers", str(saved)] if word == "sauvegarder" else [str(saved), "--essai"]
    assert place.refused(3, word, *words)["erreur"] == "phrase_refusee"
    open_store(place.folder, PHRASE, crypto=suite(), clock=SystemClock()).close()

"""`mvl courrier`: from a template to the envelope, without a window."""

from pathlib import Path

import pytest

from mvl_desktop.cli.letters import courrier
from mvl_desktop.cli.transmissions import transmission
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.lettre import ChampLettreInconnuError
from tests.fakes.offices import Office
from tests.integration.services.test_records_command import Commands, run
from tests.integration.services.test_transmissions_command import TO_CRIP

__all__ = ["run"]


def replaced(run: Commands, *words: str) -> list[dict[str, object]]:
    """Return the texts that an answer tells of."""
    found = run(*words)["textes_remplaces"]
    assert isinstance(found, list)
    return found


@pytest.fixture
def rec(run: Commands) -> str:
    run.groups["courrier"] = courrier
    run("modele-courrier", "livres")
    head = {"service": "Service fictif", "adresse": "1, place Fictive", "telephone": "04 00 00 00 00"}
    run("courrier", "entete", "--de", "-", given=head | {"courriel": "service@exemple.fr"})
    given = {"objet": "Fictif", "recu_le": "2026-03-01", "personnes": [{"role": "temoin", "nom": "Paul Témoinfictif"}]}
    return str(run("signalement", "ajouter", "--de", "-", given=given)["id"])


def test_a_letter_goes_from_its_template_to_the_envelope(
    run: Commands, rec: str, office: Office, tmp_path: Path
) -> None:
    assert run("modele-courrier", "livres") == {"ajoutes": []}
    assert run("modele-courrier", "lister")["total"] == 14
    first = run("courrier", "modeles", rec)["elements"][0]  # type: ignore[index]
    assert (first["code"], first["raison"]) == ("ACC-02", "Aucun accusé de réception n’est encore parti.")
    written = run("courrier", "ecrire", rec, "ACC-02")
    letter = str(written["id"])
    assert (written["a_completer"], written["revelations"]) == ([], [])
    run("courrier", "corriger", rec, letter, "--de", "-", given={"texte": "Reçu de PAUL Témoinfictif [date]"})
    seen = run("courrier", "verifier", rec, letter)
    assert seen["a_completer"] == ["date"]
    assert seen["revelations"][0]["sorte"] == "temoins"  # type: ignore[index]
    with pytest.raises(DomainError, match="courrier_a_completer"):
        run("courrier", "relire", rec, letter)
    run("courrier", "corriger", rec, letter, "--de", "-", given={"texte": "Bien reçu."})
    assert run("courrier", "relire", rec, letter, "--par", "Sacha")["etat"] == "relu"
    for ending in ("pdf", "odt"):
        target = tmp_path / f"accuse.{ending}"
        assert run("courrier", "imprimer", rec, letter, "--vers", str(target))["octets"] == target.stat().st_size
    assert run("courrier", "envoyer", rec, letter, "--canal", "courrier_simple")["etat"] == "envoye"
    with pytest.raises(DomainError, match="courrier_envoye"):
        run("courrier", "abandonner", rec, letter)
    assert run("courrier", "lister", rec)["total"] == 1
    assert office.journal.of(rec).count("impression") == 2


def test_a_letter_tells_of_the_texts_replaced_since(run: Commands, rec: str) -> None:
    old = run("texte-juridique", "ajouter", "--de", "-", given={"code": "circ-x", "intitule": "Circulaire fictive 12"})
    letter = str(run("courrier", "ecrire", rec, "ACC-02")["id"])
    run("courrier", "corriger", rec, letter, "--de", "-", given={"texte": "Selon la circulaire fictive 12."})
    assert replaced(run, "courrier", "verifier", rec, letter) == []
    given = {"intitule": "Circulaire fictive 34"}
    run("texte-juridique", "remplacer", str(old["id"]), "--le", "2020-05-01", "--de", "-", given=given)
    (told,) = replaced(run, "courrier", "verifier", rec, letter)
    assert (told["code"], told["etat"], told["depuis"]) == ("circ-x", "remplace", "2020-05-01")
    assert told["remplace_par"] == "Circulaire fictive 34"
    template = {"code": "ESS-01", "titre": "Essai", "emploi": "Ici", "corps": "Bonjour.", "version": 1}
    run("modele-courrier", "ajouter", "--de", "-", given=template | {"fondements": ["Circulaire fictive 12"]})
    bare = str(run("courrier", "ecrire", rec, "ESS-01")["id"])
    (told,) = replaced(run, "courrier", "verifier", rec, bare)
    assert told["code"] == "circ-x", "cited by the template alone"
    passed = {"destinataire": "prefet", "fondements": ["Circulaire fictive 12"]}
    run.groups["transmission"] = transmission
    id_ = str(run("transmission", "preparer", rec, "--de", "-", given=passed)["id"])
    (told,) = replaced(run, "transmission", "montrer", rec, id_)
    assert told["remplace_par"] == "Circulaire fictive 34"


def test_a_letter_sent_says_that_its_transmission_is_not(run: Commands, rec: str) -> None:
    run.groups["transmission"] = transmission
    id_ = str(run("transmission", "preparer", rec, "--de", "-", given=TO_CRIP)["id"])
    letters = [str(run("courrier", "ecrire", rec, "ACC-02", "--transmission", id_)["id"]) for _each in range(2)]
    for letter in letters:
        run("courrier", "corriger", rec, letter, "--de", "-", given={"texte": "Bien reçu."})
        run("courrier", "relire", rec, letter)
    words = ("--canal", "courrier_simple")
    assert run("courrier", "envoyer", rec, letters[0], *words)["transmission_a_envoyer"] is True
    assert run("transmission", "montrer", rec, id_)["etat"] == "projet", "a person marks it, nothing else does"
    run("transmission", "envoyer", rec, id_, "--canal", "courriel")
    assert run("courrier", "envoyer", rec, letters[1], *words)["transmission_a_envoyer"] is False


def test_what_is_wrong_is_said_with_its_name(run: Commands, rec: str) -> None:
    with pytest.raises(DomainError, match="modele_inconnu"):
        run("courrier", "ecrire", rec, "NULLE-PART")
    with pytest.raises(DomainError, match="courrier_inconnu"):
        run("courrier", "verifier", rec, "00" * 8)
    wrong = {"titre": "Essai", "emploi": "Ici", "corps": "Dossier {refference}"}
    with pytest.raises(ChampLettreInconnuError) as refused:
        run("modele-courrier", "ajouter", "--de", "-", given=wrong)
    assert refused.value.champ == "corps/{refference}"

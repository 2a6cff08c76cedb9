"""The legal library and the booklet of fiches by commands: each answers one document, each refusal says why."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.integration.cli.places import Place

CIRCULAR = "Circulaire fictive n° 2020-07 du 3 mars 2020"
FICHE = {"code": "CAT-90", "titre": "Fiche fictive", "declencheur": "Un appel.", "etapes": ["Écouter", "Noter"]}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "alix").made()
    made("espace", "fonder", "Délégation fictive")
    return made


def test_the_texts_that_are_shipped_are_added_once_and_recognised(place: Place) -> None:
    made = place("texte-juridique", "livres")["ajoutes"]
    assert len(made) == place("texte-juridique", "lister")["total"] > 40
    assert place("texte-juridique", "livres")["ajoutes"] == []
    (found,) = place("texte-juridique", "reconnaitre", "Vu l’art. 40 CPP, al. 2")["elements"]
    assert (found["code"], found["etat"]) == ("cpp-40", "en_vigueur")
    assert place("texte-juridique", "reconnaitre", "Il pleut.")["total"] == 0


def test_a_text_is_replaced_and_who_cites_it_is_found(place: Place) -> None:
    given = {"code": "circ-2020", "intitule": CIRCULAR}
    old = place("texte-juridique", "ajouter", "--de", "-", given=given)["id"]
    fiche = place("fiche-conduite", "ajouter", "--de", "-", given={**FICHE, "base_legale": [CIRCULAR]})["id"]
    (holder,) = place("texte-juridique", "citations", old)["elements"]
    assert (holder["id"], holder["kind"], holder["etat"]) == (fiche, "fiche-conduite", "en_vigueur")
    words = ("texte-juridique", "remplacer", old, "--de", "-", "--le")
    assert place.refused(1, *words, "demain", given={})["erreur"] == "texte_date_requise"
    after = {"intitule": "Circulaire fictive n° 2026-01 du 5 mai 2026"}
    new = place(*words, "2026-05-05", given=after)
    assert new["remplace"] == old
    assert place.refused(1, *words, "2026-05-05", given=after)["erreur"] == "texte_deja_remplace"
    (seen,) = place("texte-juridique", "reconnaitre", CIRCULAR)["elements"]
    assert (seen["etat"], seen["depuis"], seen["remplace_par"]) == ("remplace", "2026-05-05", after["intitule"])
    assert [each["id"] for each in place("texte-juridique", "a-relire")["elements"]] == [fiche]
    for id_ in (old, new["id"]):
        assert place("texte-juridique", "montrer", id_)["id"] == id_, "both stay readable"


def test_the_booklet_is_written_with_what_is_agreed_on_alone(place: Place, tmp_path: Path) -> None:
    place("fiche-conduite", "ajouter", "--de", "-", given=FICHE)
    target = tmp_path / "livret.pdf"
    words = ("fiche-conduite", "livret", "--vers", str(target))
    place.refused(1, *words)
    assert not target.exists(), "nothing is agreed on yet"
    made = place(*words, "--toutes")
    assert (made["fiches"], made["octets"]) == (1, target.stat().st_size)
    assert "Fiche fictive" in "".join(page.extract_text() for page in PdfReader(target).pages)

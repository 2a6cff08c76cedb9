"""Guardians by commands alone: prepared, named, rehearsed; a post opened again; an espace founded again (K3, R02)."""

from pathlib import Path

import pytest

from mvl_desktop.services.custodian_sheets import write_card
from tests.fakes.guarded import Guardians
from tests.integration.cli.places import Place, central, host

NEW = "une phrase toute neuve et longue"


@pytest.fixture
def papers(tmp_path: Path) -> tuple[list[str], list[str]]:
    """The public files of three guardians, and their sheets as typed in files."""
    guardians = Guardians.three()
    cards: list[str] = []
    sheets: list[str] = []
    for rank, (card, words) in enumerate(zip(guardians.cards, guardians.sheets, strict=True)):
        for folder, name, data in (
            (cards, f"g{rank}.mvl-gardien", write_card(card)),
            (sheets, f"g{rank}.txt", words.encode()),
        ):
            (tmp_path / name).write_bytes(data)
            folder.append(str(tmp_path / name))
    return cards, sheets


def typed(sheets: list[str], *ranks: int) -> list[str]:
    return [word for rank in ranks for word in ("--fiche", sheets[rank])]


def test_a_guardian_prepares_a_sheet_without_any_post(tmp_path: Path) -> None:
    place = Place(tmp_path / "nulle-part")
    sheet = tmp_path / "fiche.pdf"
    made = place("gardien", "preparer", "--vers", str(sheet), "--nom", "Sacha Inventé", "--espace", "Un espace")
    assert sheet.read_bytes().startswith(b"%PDF")
    assert Path(made["cle"]).name == "fiche.mvl-gardien"
    assert made["empreinte"] in Path(made["cle"]).read_text("utf-8")
    assert not place.folder.exists()
    other = place(
        "gardien", "preparer", "--vers", str(tmp_path / "autre.pdf"), "--cle", str(tmp_path / "c.mvl-gardien")
    )
    assert other["empreinte"] != made["empreinte"]
    assert place.refused(2, "gardien", "preparer", "--vers", str(tmp_path / "fiche.txt"))["erreur"] == "format_inconnu"


def test_an_espace_lost_with_all_its_posts_comes_back(tmp_path: Path, papers: tuple[list[str], list[str]]) -> None:
    cards, sheets = papers
    copy = tmp_path / "copie.mvl-espace"
    with central(tmp_path / "central") as address:
        alice = Place(tmp_path / "alice").made()
        founded = alice("espace", "fonder", "Délégation de l’exemple")
        assert alice.refused(2, "gardiens", "definir", *cards[:2])["erreur"] == "trois_gardiens"
        assert alice("gardiens", "definir", *cards)["etat"] == "en_vigueur"
        (known,) = alice("gardiens", "lister")["elements"]
        assert ([each["nom"] for each in known["gardiens"]], known["a_repeter"]) == (
            ["Sacha Inventé", "Charlie Imaginaire", "Noor Fictif"],
            True,
        )
        tried = alice("gardiens", "essayer", *typed(sheets, 0, 2))
        assert [each["nom"] for each in tried["gardiens"]] == ["Sacha Inventé", "Noor Fictif"]
        assert not alice("gardiens", "lister")["elements"][0]["a_repeter"]
        assert alice.refused(2, "gardiens", "essayer", *typed(sheets, 1))["erreur"] == "deux_fiches"
        id_ = alice("signalement", "ajouter", "--de", "-", given={"objet": "Un stage inventé"})["id"]
        alice("synchroniser", "--central", address)
        assert alice("espace", "copier", "--vers", str(tmp_path / "autre.mvl-espace"))["gardee"]
    host("copy", tmp_path / "central", founded["id"], "--to", str(copy))

    later = Place(tmp_path / "dominique").made()
    wrong = later.refused(
        4, "espace", "refonder", str(copy), "--nom", "N", "--fondateur", "0" * 64, *typed(sheets, 0, 1)
    )
    assert wrong["erreur"] == "fondateur_different"
    done = later(
        "espace", "refonder", str(copy), "--nom", "Délégation refondée", "--fondateur", founded["empreinte"],
        *typed(sheets, 1, 2),
    )  # fmt: skip
    assert (done["ancien"], done["fondateur"], done["fondateur_verifie"]) == (founded["id"], founded["empreinte"], True)
    assert not sum(done["manquants"].values())
    shown = later("signalement", "montrer", id_, "--historique")
    assert (shown["espace"], shown["champs"]["objet"]) == (done["espace"], "Un stage inventé")
    assert [each["poste"] for each in shown["revisions"]] == ["alice"]
    again = later.refused(1, "espace", "refonder", str(copy), "--nom", "Autre", *typed(sheets, 1, 2))
    assert again["erreur"] == "espace_encore_ici"


def test_a_post_whose_secrets_are_lost_is_opened_by_two_guardians(
    tmp_path: Path, papers: tuple[list[str], list[str]]
) -> None:
    cards, sheets = papers
    alice = Place(tmp_path / "alice").made()
    alice("espace", "fonder", "Délégation de l’exemple")
    id_ = alice("signalement", "ajouter", "--de", "-", given={"objet": "Jamais envoyé"})["id"]
    assert alice.refused(1, "secours", "gardiens")["erreur"] == "sans_gardiens"
    alice("gardiens", "definir", *cards)
    refusal = alice.refused(3, "secours", "ouvrir", *typed(sheets, 0, 1))
    assert refusal["erreur"] == "poste_sans_gardiens"
    assert alice("secours", "gardiens")["gardiens"] == "Délégation de l’exemple"
    alice.phrase.write_text(NEW + "\n", encoding="utf-8")
    assert alice.refused(3, "signalement", "montrer", id_)["erreur"] == "phrase_refusee"
    assert alice.refused(1, "secours", "ouvrir", *typed(sheets, 2, 2))["erreur"] == "fiche_repetee"
    new = alice("secours", "ouvrir", *typed(sheets, 2, 1), "--fiche-secours", str(tmp_path / "nouvelle.txt"))
    assert new["ok"]
    assert "Code de secours" in (tmp_path / "nouvelle.txt").read_text("utf-8")
    assert alice("signalement", "montrer", id_)["champs"]["objet"] == "Jamais envoyé"
    assert alice("secours", "gardiens", "--aucun")["gardiens"] is None
    assert alice.refused(3, "secours", "ouvrir", *typed(sheets, 0, 1))["erreur"] == "poste_sans_gardiens"

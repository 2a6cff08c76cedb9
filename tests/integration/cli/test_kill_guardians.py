"""D07, R02: naming guardians and founding an espace again, by a command that is killed or that lacks room.

Two sheets open what was named and nothing else; an espace is founded again with everything of it, or not at all.
"""

import json
from pathlib import Path

import pytest

from mvl_desktop.bootstrap import SystemClock
from mvl_desktop.services.custodian_sheets import write_card
from mvl_desktop.services.pieces import pieces_of
from mvl_desktop.store.profile import open_store
from tests.fakes.guarded import Guardians
from tests.fakes.world import suite
from tests.integration.cli.kills import Cut, lines, spread
from tests.integration.cli.places import PHRASE, Document, Place

OBJETS = {f"Affaire fictive {number}" for number in range(12)}
NOTE = "Une note inventée, avec des accents.\n" * 40


@pytest.fixture
def papers(tmp_path: Path) -> tuple[list[Path], list[Path]]:
    """The public files of three guardians, and their sheets."""
    guardians = Guardians.three()
    cards = [tmp_path / f"gardien-{rank}.mvl-gardien" for rank in range(3)]
    sheets = [tmp_path / f"fiche-{rank}.txt" for rank in range(3)]
    for path, card in zip(cards, guardians.cards, strict=True):
        path.write_bytes(write_card(card))
    for path, words in zip(sheets, guardians.sheets, strict=True):
        path.write_text(words, encoding="utf-8")
    return cards, sheets


@pytest.fixture
def a(tmp_path: Path) -> Place:
    place = Place(tmp_path / "alix").made()
    asked = ["espace fonder Fictif"]
    for number, objet in enumerate(sorted(OBJETS)):
        source = tmp_path / f"{number}.json"
        source.write_text(json.dumps({"objet": objet}), encoding="utf-8")
        asked.append(f"signalement ajouter --de {source}")
    answers = lines(place, *asked)
    assert not any("erreur" in answer for answer in answers)
    note = tmp_path / "note.txt"
    note.write_text(NOTE, encoding="utf-8")
    place("piece", "joindre", answers[1]["id"], str(note))
    return place


def whole(cut: Cut, *more: str) -> list[Document]:
    """See that everything of a post is there, then give it these commands; return their answers."""
    checked, listed, *rest = lines(cut.place, "verifier", "signalement lister", *more)
    assert checked.get("ok"), (cut.moment, checked)
    assert {each["objet"] for each in listed["elements"]} == OBJETS, cut.moment
    return rest


def test_naming_guardians(a: Place, papers: tuple[list[Path], list[Path]]) -> None:
    cards, sheets = papers
    naming = f"gardiens definir {' '.join(map(str, cards))}"
    rehearsing = f"gardiens essayer --fiche {sheets[0]} --fiche {sheets[2]}"
    for cut in spread(naming, a):
        [keys, listed] = whole(cut, "cles lister", "gardiens lister")
        named, periods = listed["elements"][0]["gardiens"], [each["periode"] for each in keys["elements"]]
        assert (len(named), periods) in ((3, [2]), (0, [1])), (cut.moment, listed, keys)
        assert named or not cut.said, cut.moment
        if not named:  # what was not named can be
            [done] = lines(cut.place, naming)
            assert done.get("etat") == "en_vigueur", (cut.moment, done)
        copy = cut.place.folder.parent / "copie.mvl-espace"
        tried, made = lines(cut.place, rehearsing, f"espace copier --vers {copy}")
        assert len(tried.get("gardiens", ())) == 2, (cut.moment, tried)
        assert made["gardee"], (cut.moment, made)


def test_founding_an_espace_again(a: Place, papers: tuple[list[Path], list[Path]], tmp_path: Path) -> None:
    cards, sheets = papers
    a("gardiens", "definir", *map(str, cards))
    copy = tmp_path / "copie.mvl-espace"
    a("espace", "copier", "--vers", str(copy))
    later = Place(tmp_path / "dominique").made()
    founding = f"espace refonder {copy} --nom Refondé --fiche {sheets[1]} --fiche {sheets[2]}"
    for cut in spread(founding, later):
        [listed] = lines(cut.place, "espace lister")
        founded = [each["nom"] for each in listed["elements"]]
        assert founded == ["Refondé"] or (founded == [] and not cut.said), (cut.moment, founded)
        if not founded:
            [done] = lines(cut.place, founding)
            assert not sum(done["manquants"].values()), (cut.moment, done)
        whole(cut)
        assert sorted(kept_files(cut.place)) == [("mvl-espace", True), ("txt", True)], cut.moment


def kept_files(place: Place) -> list[tuple[str, bool]]:
    """Return the sort of each attachment that a post knows, and whether its content is there; no command lists all."""
    profile = open_store(place.folder, PHRASE, crypto=suite(), clock=SystemClock())
    with profile.store.read() as uow:
        views = (uow.records.get(rec) for kind in ("reprise", "signalement") for rec in uow.records.find(kind))
        found = [piece for view in views if view is not None for piece in pieces_of(uow, view)]
    profile.close()
    return [(piece.nom.rpartition(".")[2], piece.presente) for piece in found]

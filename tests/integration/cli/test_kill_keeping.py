"""D07: backups, restorations, exports, purges and the second signature, by a command that is killed or that lacks room.

What was acknowledged holds, the command can be given again, and nothing is there by halves.
"""

import json
from pathlib import Path

import pytest

from tests.integration.cli.kills import KILLS, Cut, alone, copied, lines, spread, took
from tests.integration.cli.places import Document, Place, enrol

OBJETS = [f"Affaire fictive {number}" for number in range(12)]
CLOSED = {"niveau": "demande_info", "statut": "clos", "recu_le": "2020-03-14", "clos_le": "2020-05-20"}


@pytest.fixture
def a(tmp_path: Path) -> Place:
    place = Place(tmp_path / "alix").made()
    asked = ["espace fonder Fictif"]
    for number, objet in enumerate(OBJETS):
        source = tmp_path / f"{number}.json"
        source.write_text(json.dumps({"objet": objet, **CLOSED}), encoding="utf-8")
        asked.append(f"signalement ajouter --de {source}")
    assert not any("erreur" in answer for answer in lines(place, *asked))
    return place


def whole(cut: Cut, *more: str) -> list[Document]:
    """See that everything of a post is there, then give it these commands; return their answers."""
    checked, listed, *rest = lines(cut.place, "verifier", "signalement lister", *more)
    assert checked.get("ok"), (cut.moment, checked)
    assert {each["objet"] for each in listed["elements"]} == set(OBJETS), cut.moment
    return rest


def test_backing_up(a: Place) -> None:
    for cut in spread("sauvegarder --vers {ici}/copie", a):
        saved = cut.place.folder.parent / "copie"
        assert saved.exists() or not cut.said, cut.moment
        if saved.exists():  # a backup under its name is a whole one
            assert cut.place("restaurer", str(saved), "--essai")["enregistrements"] == len(OBJETS)
        [again] = whole(cut, f"sauvegarder --vers {saved}")
        assert again["enregistrements"] == len(OBJETS), cut.moment
        assert [each.name for each in saved.parent.iterdir() if each.name.startswith("copie.")] == [], cut.moment


def test_restoring(a: Place, tmp_path: Path) -> None:
    saved = tmp_path / "copie"
    a("sauvegarder", "--vers", str(saved))
    nowhere = Place(tmp_path / "retour", "alix")
    words = ("restaurer", str(saved))
    longest = took(words, nowhere)
    for number in range(KILLS):
        cut = alone(words, nowhere, longest, number)
        done = cut.place.run(*words)
        # What was acknowledged is there already; anything else can be asked again.
        there = done.returncode == 1 and "magasin_existant" in done.stdout
        assert there or (done.returncode == 0 and not cut.said), (cut.moment, done.stdout)
        whole(cut)
        assert [each.name for each in cut.place.folder.iterdir() if ".part" in each.name] == [], cut.moment


def test_exporting_a_list(a: Place) -> None:
    """A file under its name is a whole one, with its line in the register; what a kill left beside goes at the next."""
    for cut in spread("exporter signalement --vers {ici}/liste.csv --entier", a):
        target = cut.place.folder.parent / "liste.csv"
        [register] = whole(cut, "exports lister")
        assert target.exists() or not cut.said, cut.moment
        assert register["total"] >= target.exists(), (cut.moment, register)
        if target.exists():
            assert read_list(target) == set(OBJETS), cut.moment
            target.unlink()
        [again, after] = whole(cut, f"exporter signalement --vers {target} --entier", "exports lister")
        assert (again["lignes"], after["total"]) == (len(OBJETS), register["total"] + 1), (cut.moment, again)
        assert read_list(target) == set(OBJETS), cut.moment
        assert [each.name for each in target.parent.iterdir() if each.name.startswith("liste.")] == [target.name]


def read_list(path: Path) -> set[str]:
    """Return what an exported list says of each signalement."""
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    return {cell.strip('"') for row in rows for cell in row.split(";")} & set(OBJETS)


def test_proposing_a_purge_then_signing_it_second(a: Place, tmp_path: Path) -> None:
    b = Place(tmp_path / "camille").made()
    enrol(a, b, tmp_path, "operateur")
    target = a("signalement", "lister")["elements"][0]
    second = next(each["poste"] for each in a("poste", "lister")["elements"] if not each["ici"])
    purge = f"conservation purger {target['id']} --sort detruire --second {second}"
    for cut in spread(purge, a):
        [waiting] = whole(cut, "conservation ordres --en-attente")
        assert waiting["total"] == 1 or (waiting["total"] == 0 and not cut.said), (cut.moment, waiting)
        if waiting["total"] == 0:
            [proposed] = whole(cut, purge)
            assert proposed["ordres"][0]["etat"] == "attend_seconde_signature", (cut.moment, proposed)
    carried, back = tmp_path / "aller.mvl", tmp_path / "retour.mvl"
    [order] = a(*purge.split())["ordres"]
    a("lot", "exporter", "--vers", str(carried))
    b("lot", "fusionner", str(carried))
    left = set(OBJETS) - {target["objet"]}
    for cut in spread(f"conservation signer {order['ordre']}", b):
        checked, listed, orders = lines(cut.place, "verifier", "signalement lister", "conservation ordres --en-attente")
        assert checked.get("ok"), (cut.moment, checked)
        waits = orders["total"] == 1
        assert not (waits and cut.said), cut.moment
        shown = {each["objet"] for each in listed["elements"]}
        assert shown in (set(OBJETS), left), (cut.moment, shown)
        if waits:
            [signed] = lines(cut.place, f"conservation signer {order['ordre']}")
            assert "etat" in signed, (cut.moment, signed)
        [made] = lines(cut.place, f"lot exporter --vers {cut.place.folder.parent / back.name}")
        assert "erreur" not in made, (cut.moment, made)
        ordering = copied(a, "donneur")
        merged, seen, found = lines(
            ordering,
            f"lot fusionner {cut.place.folder.parent / back.name}",
            "signalement lister",
            f'chercher "{target["objet"]}"',
        )
        assert {each["objet"] for each in seen["elements"]} == left, (cut.moment, merged)
        assert target["id"] not in {each["id"] for each in found["elements"]}, cut.moment

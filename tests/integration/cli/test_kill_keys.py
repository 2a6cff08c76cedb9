"""D07: what opens a post, its keys and its members, changed by a command that is killed or that lacks room.

What was acknowledged holds, the command can be given again, and the work of the post is whole either way.
"""

import json
import re
from pathlib import Path

import pytest

from mvl_desktop.crypto import local_header
from tests.integration.cli.kills import KILLS, Cut, alone, copied, lines, spread, took
from tests.integration.cli.places import PHRASE, Document, Place, enrol

NEW = "agrafe orage tilleul canard mardi"
OLD_OBJET = "Écrit avant la coupure"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Place, Place]:
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", "Fictif")
    enrol(a, b, tmp_path)
    a("signalement", "ajouter", "--de", "-", given={"objet": OLD_OBJET})
    (tmp_path / "nouvelle").write_text(NEW + "\n", encoding="utf-8")
    (tmp_path / "suite.json").write_text(json.dumps({"objet": "Écrit après"}), encoding="utf-8")
    return a, b


def whole(cut: Cut, *more: str) -> list[Document]:
    """See that a post whose work was cut is sound, then give it these commands; return their answers."""
    checked, listed, *rest = lines(cut.place, "verifier", "signalement lister", *more)
    assert checked.get("ok"), (cut.moment, checked)
    assert [each["objet"] for each in listed["elements"]] == [OLD_OBJET], (cut.moment, listed)
    return rest


def with_phrase(place: Place, phrase: str) -> int:
    place.phrase.write_text(phrase + "\n", encoding="utf-8")
    return place.run("espace", "lister").returncode


def which(cut: Cut) -> str:
    """Return the one passphrase that opens a post; the other is refused as such."""
    codes = {phrase: with_phrase(cut.place, phrase) for phrase in (PHRASE, NEW)}
    assert sorted(codes.values()) == [0, 3], (cut.moment, codes)
    [opens] = [phrase for phrase, code in codes.items() if code == 0]
    cut.place.phrase.write_text(opens + "\n", encoding="utf-8")
    return opens


def test_changing_the_passphrase(pair: tuple[Place, Place]) -> None:
    a, _ = pair
    words = ("phrase", "changer", "--nouvelle-fichier", str(a.folder.parent / "nouvelle"))
    a.cheap = True
    longest = took(words, a)
    for number in range(KILLS):
        cut = alone(words, a, longest, number)
        opens = which(cut)
        assert opens == NEW or not cut.said, cut.moment
        whole(cut)
        if opens == PHRASE:
            assert cut.place(*words)["ok"]
            assert which(cut) == NEW


def test_giving_the_store_another_key(pair: tuple[Place, Place]) -> None:
    a, _ = pair
    new = a.folder.parent / "nouvelle"
    line = f"phrase compromise --nouvelle-fichier {new} --fiche-secours {{ici}}/fiche"
    for cut in spread(line, a):
        opens = which(cut)
        assert opens == NEW or not cut.said, cut.moment
        if opens == NEW:  # then the sheet is on paper, and its code opens
            sheet = (cut.place.folder.parent / "fiche").read_text(encoding="utf-8")
            [code] = re.findall(r"(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}", sheet)
            local_header.open_with_code((cut.place.folder / "magasin.entete").read_bytes(), code)
        whole(cut)
        again = cut.place.folder.parent / "fiche-encore"
        words = ("phrase", "compromise", "--nouvelle-fichier", str(new), "--fiche-secours", str(again))
        assert cut.place(*words)["ok"], cut.moment
        assert which(cut) == NEW
        whole(cut)


def test_renewing_the_keys(pair: tuple[Place, Place]) -> None:
    a, b = pair
    for cut in spread("cles renouveler", a):
        [renewed, added] = whole(cut, "cles renouveler", f"signalement ajouter --de {a.folder.parent / 'suite.json'}")
        assert renewed["etat"] == "en_vigueur", (cut.moment, renewed)
        assert read_by(b, cut) == {OLD_OBJET, "Écrit après"}, (cut.moment, added)


def test_revoking_a_post(pair: tuple[Place, Place]) -> None:
    a, b = pair
    gone = next(each for each in a("poste", "lister")["elements"] if not each["ici"])
    assert gone["actif"]
    for cut in spread(f"poste revoquer {gone['poste']}", a):
        [listed] = whole(cut, "poste lister")
        active = {each["poste"]: each["actif"] for each in listed["elements"]}[gone["poste"]]
        assert not (cut.said and active), cut.moment
        again, listed, _added = lines(
            cut.place,
            f"poste revoquer {gone['poste']}",
            "poste lister",
            f"signalement ajouter --de {a.folder.parent / 'suite.json'}",
        )
        assert again.get("etat") == "en_vigueur" or not active, (cut.moment, again)
        active = {each["poste"]: each["actif"] for each in listed["elements"]}[gone["poste"]]
        assert not active, (cut.moment, again)
        assert "Écrit après" not in read_by(b, cut)


def read_by(other: Place, cut: Cut) -> set[str]:
    """Carry a lot to a copy of another post; return what it can read there."""

    lot = cut.place.folder.parent / "suite.mvl"
    [made] = lines(cut.place, f"lot exporter --vers {lot}")
    assert "erreur" not in made, (cut.moment, made)
    reader = copied(other, "lecteur")
    _merged, listed = lines(reader, f"lot fusionner {lot}", "signalement lister")
    return {each["objet"] for each in listed.get("elements", ())}

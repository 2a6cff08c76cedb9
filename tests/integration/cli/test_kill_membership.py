"""D07: who does what in an espace, changed by a command that is killed or that lacks room.

What was acknowledged holds, the command can be given again, and nobody holds half a role or half the keys.
"""

from pathlib import Path

import pytest

from tests.integration.cli.kills import Cut, copied, lines, spread
from tests.integration.cli.places import Document, Place, enrol

DELEGATION, APART = "Délégation de l’exemple", "Cellule de l’exemple"
OBJET, WHO = "Écrit avant la coupure", "Dominique Modèle"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Place, Place]:
    """An administrator, and an agent of the délégation who is not in its last compartment."""
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    a("espace", "fonder", DELEGATION, "--avec-compartiments")
    a("espace", "fonder", APART, "--compartiment-de", DELEGATION)
    a("signalant", "ajouter", "--espace", APART, "--de", "-", given={"nom": WHO, "anonymat": "confidentiel"})
    a("signalement", "ajouter", "--espace", DELEGATION, "--de", "-", given={"objet": OBJET})
    enrol(a, b, tmp_path, "agent", DELEGATION)
    for giver, taker in ((a, b), (b, a)):
        lot = str(tmp_path / f"{giver.name}.mvl")
        giver("lot", "exporter", "--vers", lot)
        taker("lot", "fusionner", lot)
    return a, b


def whole(cut: Cut, *more: str) -> list[Document]:
    """See that a post whose work was cut is sound and holds its work, then give it these commands."""
    checked, listed, *rest = lines(cut.place, "verifier", "signalement lister", *more)
    assert checked.get("ok"), (cut.moment, checked)
    assert [each["objet"] for each in listed["elements"]] == [OBJET], (cut.moment, listed)
    return rest


def members(listed: Document, keys: Document) -> list[tuple[str, int]]:
    """Return, espace by espace, the role of the other post and the period of the keys."""
    periods = {each["espace"]: each["periode"] for each in keys["elements"]}
    theirs = [each for each in listed["elements"] if not each["ici"]]
    return sorted((each["role"], periods[each["espace"]]) for each in theirs)


def test_changing_a_role(pair: tuple[Place, Place]) -> None:
    """From who writes to who audits: new roles and new keys, in a délégation and its compartments, or none of them."""
    a, b = pair
    line = "poste role camille auditeur"
    before, after = [("agent", 1), ("agent", 1), ("outside", 1)], [("auditor", 1), ("auditor", 2), ("auditor", 2)]
    for cut in spread(line, a):
        held = members(*whole(cut, "poste lister", "cles lister"))
        assert held == after or (held == before and not cut.said), (cut.moment, held)
        [again] = lines(cut.place, line)
        assert again.get("etat" if held == before else "erreur") in ("en_vigueur", "role_deja_tenu"), (
            cut.moment,
            again,
        )
        lot = cut.place.folder.parent / "suite.mvl"
        listed, keys, made = lines(cut.place, "poste lister", "cles lister", f"lot exporter --vers {lot}")
        assert members(listed, keys) == after, (cut.moment, again)
        assert "erreur" not in made, (cut.moment, made)
        merged, seen = lines(copied(b, "lecteur"), f"lot fusionner {lot}", "poste lister")
        assert {each["role"] for each in seen["elements"] if each["ici"]} == {"auditor"}, (cut.moment, merged)


def test_joining_a_compartment(pair: tuple[Place, Place], tmp_path: Path) -> None:
    """The answer is opened once: the espace, its registry and its keys come together, or it can be given again."""
    a, b = pair
    files = [tmp_path / f"compartiment.{each}" for each in ("inv", "dem", "rep")]
    invitation, request, answer = map(str, files)
    a("poste", "inviter", "--espace", APART, "--role", "agent", "--vers", invitation)
    code = b("poste", "demander", "--invitation", invitation, "--vers", request)["code"]
    a("poste", "accepter", request, "--code", code, "--vers", answer)
    lot = tmp_path / "apart.mvl"
    a("lot", "exporter", "--vers", str(lot))
    for cut in spread(f"poste rejoindre {answer}", b):
        [listed] = whole(cut, "espace lister")
        inside = APART in {each["nom"] for each in listed["elements"]}
        assert inside or not cut.said, (cut.moment, listed)
        if not inside:
            [joined] = lines(cut.place, f"poste rejoindre {answer}")
            assert "erreur" not in joined, (cut.moment, joined)
        merged, seen = lines(cut.place, f"lot fusionner {lot}", "signalant lister")
        assert [each["nom"] for each in seen.get("elements", ())] == [WHO], (cut.moment, merged, seen)

"""X6, X7, X10 by commands: three posts without a network, decisions, who was overruled, groups, another espace."""

import json
from pathlib import Path

from mvl_desktop.cli import demo
from tests.integration.cli.places import Place, enrol

AIN, REGION = "Délégation fictive", "Région fictive"


def test_three_posts_meet_by_lots_as_the_demonstration_tells_it(tmp_path: Path) -> None:
    story = demo._Story(tmp_path, tmp_path / "phrase", None, lambda _text: None)
    places = [Place(tmp_path / name).made() for name in ("alix", "camille", "sacha")]
    chief = places[0]
    chief("espace", "fonder", AIN)
    for guest in places[1:]:
        enrol(chief, guest, tmp_path)
    story.a, story.b, story.c = places  # type: ignore[assignment]
    rec = chief("signalement", "ajouter", "--de", "-", given={"objet": "Fictif"})["id"]
    chief("lot", "exporter", "--vers", str(tmp_path / "premier.lot"))
    for guest in places[1:]:
        guest("lot", "fusionner", str(tmp_path / "premier.lot"))
    assert story._arbitrate(rec) == {"valeurs": 3, "listes": [1, 1, 1], "avertis": [1, 1]}


def test_an_operator_s_script_lists_decides_groups_and_moves(tmp_path: Path) -> None:
    a, b = Place(tmp_path / "alix").made(), Place(tmp_path / "camille").made()
    for name in (AIN, REGION):
        a("espace", "fonder", name)
    enrol(a, b, tmp_path, "referent", AIN, REGION)
    recs = [
        a("signalement", "ajouter", "--espace", AIN, "--de", "-", given={"objet": f"Fictif {n}", "niveau": "a_risque"})
        for n in range(2)
    ]
    one, two = (each["id"] for each in recs)
    lots = [tmp_path / f"{number}.lot" for number in range(9)]

    def meet(number: int) -> None:
        for place, other, lot in ((a, b, lots[number]), (b, a, lots[number + 1])):
            place("lot", "exporter", "--espace", AIN, "--espace", REGION, "--pour", "tous", "--vers", str(lot))
            other("lot", "fusionner", str(lot))

    meet(0)
    for place, said in ((a, "Vu par Alix"), (b, "Vu par Camille")):
        place("signalement", "modifier", one, "--de", "-", given={"objet": said})
    a("signalement", "modifier", two, "--de", "-", given={"objet": "Stage d'été"})
    b("signalement", "modifier", two, "--de", "-", given={"objet": "Stage d’été à Bourg"})
    meet(2)

    listed = a("conflits", "lister", "--kind", "signalement", "--ordre", "anciennete", "--limite", "1")
    assert (listed["total"], len(listed["elements"])) == (2, 1)
    assert a("conflits", "lister", "--poste", "Personne")["total"] == 0
    [shown] = a("conflits", "montrer", one)["elements"]
    assert {each["valeur"] for each in shown["valeurs"]} == {"Vu par Alix", "Vu par Camille"}
    assert [each["valeur"] for each in shown["base"]] == ["Fictif 0"]
    revisions = [each["revision"] for each in shown["valeurs"]]
    assert sorted(way["voie"] for way in shown["voies"].values()) == ["ici", "lot"]
    mine = next(each["revision"] for each in shown["valeurs"] if each["poste"] == "alix")
    late = ["conflits", "resoudre", one, "objet", "--garder", mine, "--motif", "m", "--vu", revisions[0]]
    assert a.refused(1, *late)["erreur"] == "conflit_change"
    a("conflits", "resoudre", one, "objet", "--garder", mine, "--motif", "après appel", "--vu", *_seen(revisions))

    grouped = a("conflits", "grouper")
    assert [each["garde"]["valeur"] for each in grouped["elements"]] == ["Stage d’été à Bourg"]
    done = a("conflits", "grouper", "--motif", "orthographe")
    assert done["decides"] == 1
    assert a("conflits", "degrouper", done["groupe"])["annules"] == 1
    assert a("conflits", "lister")["total"] == 1
    meet(4)
    [lost] = b("conflits", "ecartes")["elements"]
    assert (lost["ecartee"], lost["retenue"], lost["motif"], lost["par"]) == (
        "Vu par Camille",
        "Vu par Alix",
        "après appel",
        "alix",
    )
    b("conflits", "contester", one, lost["decision"], "--motif", "la lettre dit autre chose")
    assert b("conflits", "ecartes")["total"] == 0
    [again] = b("conflits", "montrer", one)["elements"]
    assert [each["motif"] for each in again["contestations"]] == ["la lettre dit autre chose"]

    tried = a("signalement", "copier", one, "--vers", REGION, "--essai")
    assert (tried["vers"], tried["conflits"]) == (REGION, ["Objet"]) or tried["vers"] == REGION
    copied = a("signalement", "copier", one, "--vers", REGION, "--motif", "réunion régionale")
    assert "objet" in a("signalement", "montrer", one)["champs"]
    assert a("signalement", "montrer", copied["id"])["champs"]["niveau"] == "a_risque"
    moved = a("signalement", "deplacer", two, "--vers", REGION, "--motif", "déménagement")
    assert a("signalement", "montrer", two)["champs"]["deplace_vers"].endswith(moved["id"])
    assert (
        a.refused(1, "signalement", "deplacer", two, "--vers", REGION, "--motif", "encore")["erreur"] == "deja_deplace"
    )
    meet(6)
    assert [each["copie"] for each in b("signalement", "deplaces")["elements"]] == [moved["id"]]
    assert b("signalement", "reporter", two)["copie"] == moved["id"]
    assert json.dumps(copied)


def _seen(revisions: list[str]) -> list[str]:
    first, *rest = revisions
    return [first, *(word for each in rest for word in ("--vu", each))]

"""The signalant of a signalement lives in a compartment: other members, other keys; erasing one erases both."""

from pathlib import Path

from tests.integration.cli.places import Place, central, enrol


def test_the_signalant_stays_in_the_compartment(tmp_path: Path) -> None:
    a, b = (Place(tmp_path / name).made() for name in ("alix", "camille"))
    main = a("espace", "fonder", "Délégation fictive")["id"]
    who = {"nom": "Dominique Modèle", "anonymat": "confidentiel"}
    assert a.refused(1, "signalant", "ajouter", "--de", "-", given=who)["erreur"] == "compartiment_requis"
    apart = a("espace", "fonder", "Signalants", "--compartiment-de", "Délégation fictive")["id"]
    refusal = a.refused(1, "signalant", "ajouter", "--espace", main, "--de", "-", given=who)
    assert refusal["erreur"] == "compartiment_requis"
    signalant = a("signalant", "ajouter", "--de", "-", given=who)["id"]
    given = {"objet": "Fictif", "signalant": f"ref:{apart}:{signalant}"}
    id_ = a("signalement", "ajouter", "--de", "-", given=given)["id"]
    enrol(a, b, tmp_path, "agent", "Délégation fictive")
    with central(tmp_path / "service") as url:
        a("synchroniser", "--central", url)
        b("synchroniser", "--central", url)
        assert b("signalement", "montrer", id_)["champs"]["signalant"] == given["signalant"]
        assert b.refused(1, "signalant", "montrer", signalant)["erreur"] == "fiche_inconnue"
        assert b("chercher", "Dominique")["total"] == 0
        assert [each["nom"] for each in b("espace", "lister")["elements"]] == ["Délégation fictive"]
        ordered = a("effacer", id_, "--motif", "opposition")
        assert {order["id"] for order in ordered["ordres"]} == {id_, signalant}
        a("synchroniser")
        for gone, kind in ((id_, "signalement"), (signalant, "signalant")):
            assert a.refused(1, kind, "montrer", gone)["erreur"] == "fiche_inconnue"

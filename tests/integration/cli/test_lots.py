"""An operator's script: lots of a délégation gone through, one record opened, a report, merged as they were shown."""

import json
from pathlib import Path

from tests.integration.cli.places import Place, enrol


def test_lots_are_examined_then_merged_as_a_script_saw_them(tmp_path: Path) -> None:
    operator, field, relay = (Place(tmp_path / name).made() for name in ("alix", "camille", "relais"))
    operator("espace", "fonder", "Fictif")
    enrol(operator, field, tmp_path)
    relay("espace", "fonder", "Ailleurs")
    kept = field("signalement", "ajouter", "--de", "-", given={"objet": "Gardé"})["id"]
    left = field("signalement", "ajouter", "--de", "-", given={"objet": "Laissé"})["id"]
    written = field("lot", "exporter", "--vers", str(tmp_path / "a.mvl"), "--taille-max", "5000000")
    assert written["fichiers"] == [written["fichier"]]

    refusal = relay.refused(4, "lot", "examiner", written["fichier"])
    assert refusal["erreur"] == "lot_pas_pour_ce_poste"
    assert "remettez-le tel quel" in refusal["message"]

    shown = operator("lot", "examiner", written["fichier"], "--rapport", str(tmp_path / "examen.pdf"), "--masque")
    assert {line["id"]: (line["sort"], line["titre"]) for line in shown["fiches"]} == {
        kept: ("nouveau", "Gardé"),
        left: ("nouveau", "Laissé"),
    }
    assert shown["etats"]["nouveau"] == shown["total"]["nouveaux"] == 2
    assert (tmp_path / "examen.pdf").read_bytes().startswith(b"%PDF")
    sides = operator("lot", "examiner", written["fichier"], "--fiche", kept)
    assert (sides["connu"], sides["champs"]["objet"]["lot"]) == (False, ["Gardé"])
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(shown), encoding="utf-8")

    done = operator(
        "lot",
        "fusionner",
        written["fichier"],
        "--plan",
        str(plan),
        "--sauf",
        left,
        "--recepisse",
        str(tmp_path / "r.mvl"),
    )
    assert {line["id"]: line["sort"] for line in done["fiches"]} == {kept: "nouveau", left: "ecarte"}
    assert [each["id"] for each in operator("signalement", "lister")["elements"]] == [kept]
    # What the script saw is no more: the same command, later, refuses and changes nothing.
    refusal = operator.refused(1, "lot", "fusionner", written["fichier"], "--plan", str(plan))
    assert refusal["erreur"] == "plan_depasse"
    assert [each["id"] for each in operator("signalement", "lister")["elements"]] == [kept]
    operator("lot", "fusionner", written["fichier"], "--sauf-sort", "connu")
    assert operator("signalement", "lister")["total"] == 2

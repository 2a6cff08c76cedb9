"""`mvl convention` and `mvl fiche-action`: from the template to the last day, without a window."""

from tests.integration.services.test_records_command import Commands, run

__all__ = ["run"]


def test_a_convention_is_begun_signed_amended_and_denounced(run: Commands) -> None:
    made = str(run("convention", "commencer", "--region", "11", "--numero", "C-1")["id"])
    assert run("convention", "etat", made)["etat"] == "projet"
    assert run("convention", "signer", made, "ars", "--le", "2025-11-20")["signee_le"] is None
    signed = run("convention", "signer", made, "miviludes", "--le", "2025-11-27", "--lieu", "Ville fictive")
    assert (signed["terme"], signed["dernier_preavis"]) == ("2028-11-27", "2028-10-27")
    assert signed["rappels"] == ["2028-05-27", "2028-08-27", "2028-09-27"]
    assert len(run("convention", "en-vigueur", "11", "--le", "2026-01-01")["conventions"]) == 1  # type: ignore[arg-type]
    assert run("convention", "etat", made, "--le", "2028-11-28")["etat"] == "expiree"
    added = run("convention", "avenant", made, "--objet", "Prolonger", "--jusquau", "2031-11-27")["avenant"]
    longer = run("convention", "avenant-signer", made, str(added), "--le", "2026-01-15")
    assert (longer["etat"], longer["terme"]) == ("renouvelee", "2031-11-27")
    assert run("convention", "denoncer", made, "ars", "--le", "2026-01-31")["fin"] == "2026-02-28"


def test_fiches_d_actions_are_made_and_their_steps_marked(run: Commands) -> None:
    made = str(run("convention", "commencer")["id"])
    fiches = run("fiche-action", "creer", made)["creees"]
    assert isinstance(fiches, list)
    assert len(fiches) == 7
    step = {"id": "ab" * 8, "intitule": "Réunir les pilotes", "prevue_le": "2020-01-01"}
    run("fiche-action", "modifier", str(fiches[0]), "--de", "-", given={"etapes": [step]})
    assert run("fiche-action", "avancement", str(fiches[0]))["en_retard"] == ["ab" * 8]
    run("fiche-action", "etape", str(fiches[0]), "ab" * 8, "faite", "--le", "2020-01-02")
    assert run("fiche-action", "avancement", str(fiches[0]))["faites"] == 1
    assert run("fiche-action", "montrer", str(fiches[0]))["champs"]["etat"] == "en_cours"  # type: ignore[index]

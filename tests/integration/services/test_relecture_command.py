"""`mvl grille` and `mvl fiche-conduite`: what both parties agree on, by command."""

import pytest

from mvl_desktop.services.presentation import Presentation, present
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office
from tests.integration.services.test_records_command import Commands, run

__all__ = ["run"]
WRITTEN = {
    "grille": {"code": "G", "titre": "Fictive", "version": 1, "statut": "brouillon"},
    "fiche-conduite": {"code": "F", "titre": "Fictive", "version": 1, "statut": "brouillon", "etapes": ["Appeler"]},
}


@pytest.mark.parametrize(("kind", "answering"), [("grille", "repondre-remarque"), ("fiche-conduite", "repondre")])
def test_it_goes_its_whole_way(run: Commands, office: Office, kind: str, answering: str) -> None:
    rec = str(run(kind, "ajouter", "--de", "-", given=WRITTEN[kind])["id"])
    assert run(kind, "proposer", rec)["statut"] == "en_relecture"
    run(kind, "remarquer", rec, "--sur", "titre", "--texte", "Plus court.")
    (remark,) = run(kind, "montrer", rec)["champs"]["remarques"]  # type: ignore[index]
    run(kind, answering, rec, remark["id"], "--etat", "ecartee", "--reponse", "Il dit ce qu’il faut.")
    for name, function, party in (("Alix", "referent", "ars"), ("Camille", "conseiller_miviludes", "miviludes")):
        present(office.ports, Presentation(name, function))
        run(kind, "valider", rec, "--partie", party)
    assert run(kind, "publier", rec)["statut"] == "publiee"
    assert run(kind, "retirer", rec, "--motif", "Remplacée")["statut"] == "retiree"
    with pytest.raises(RefusError, match="geste_impossible"):
        run(kind, "publier", rec)

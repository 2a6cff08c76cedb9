"""`mvl transmission` and `mvl signalement clore|rouvrir`: one document each, refusals with their codes."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from mvl_desktop.cli.main import run as call
from mvl_desktop.cli.records import kind_groups
from mvl_desktop.cli.session import Session
from mvl_desktop.cli.transmissions import transmission
from mvl_desktop.domain.errors import DomainError
from tests.fakes.offices import Office

TO_CRIP = {
    "destinataire": "crip",
    "destinataire_nom": "CRIP fictive",
    "fondements": ["Article L.226-2-1 du CASF"],
    "contenu": "Une élève absente.",
    "personne_informee": True,
}


class Commands:
    """Commands on an opened post."""

    def __init__(self, office: Office) -> None:
        self.session = Session(Path(), None, as_json=True, chained=True)
        self.session._post = office  # type: ignore[assignment]
        self.groups: dict[str, click.Group] = {str(group.name): group for group in kind_groups()}
        self.groups["transmission"] = transmission

    def __call__(self, group: str, *words: str, given: object = None) -> dict[str, object]:
        text = None if given is None else json.dumps(given)
        done = CliRunner().invoke(self.groups[group], list(words), obj=self.session, input=text, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        document: dict[str, object] = json.loads(done.stdout)
        return document

    def refused(self, group: str, *words: str, given: object = None) -> str:
        """Return the code of the refusal."""
        with pytest.raises(DomainError) as caught:
            self(group, *words, given=given)
        return str(caught.value.code)


@pytest.fixture
def run(office: Office) -> Commands:
    return Commands(office)


def begun(run: Commands, **more: object) -> tuple[str, str]:
    """Return a signalement and a transmission in preparation."""
    rec = str(run("signalement", "ajouter", "--de", "-", given={"objet": "Fictif"})["id"])
    return rec, str(run("transmission", "preparer", rec, "--de", "-", given={**TO_CRIP, **more})["id"])


def test_a_transmission_from_its_preparation_to_its_outcome(run: Commands) -> None:
    rec, id_ = begun(run)
    assert run("transmission", "decider", rec, id_, "--par", "Direction fictive")["etat"] == "decidee"
    words = ("--canal", "courrier_rar", "--le", "2026-11-10", "--reference", "1A 000 000")
    gone = run("transmission", "envoyer", rec, id_, *words)
    assert (gone["etat"], gone["reference_envoi"], gone["retour_attendu_le"]) == ("envoyee", "1A 000 000", "2027-02-10")
    assert gone["statut_propose"] == "suites_attendues", "proposed, and given by nobody but a person"
    assert run("signalement", "montrer", rec)["champs"]["statut"] == "enregistre"  # type: ignore[index]
    assert run("transmission", "recue", rec, id_, "--le", "2026-11-13")["recepisse_le"] == "2026-11-13"
    assert run("transmission", "relancer", rec, id_, "--le", "2027-02-12")["relancee_le"] == "2027-02-12"
    assert run("transmission", "retour", rec, id_, "--issue", "ip_confirmee")["etat"] == "retour_recu"
    done = run("transmission", "clore", rec, id_)
    assert (done["etat"], done["modifiee_apres_l_envoi"]) == ("close", False)
    then = run("transmission", "montrer", rec, id_, "--telle-qu-envoyee")["telle_qu_envoyee"]
    assert isinstance(then, dict)
    assert then["contenu"] == TO_CRIP["contenu"]


def test_a_post_lists_and_filters_its_transmissions(run: Commands) -> None:
    rec, id_ = begun(run)
    run("transmission", "envoyer", rec, id_, "--canal", "plateforme", "--retour-attendu", "2020-01-01")
    begun(run, destinataire="mairie")
    assert run("transmission", "lister")["total"] == 2
    late = run("transmission", "lister", "--filtre", "retard=oui")["elements"]
    assert isinstance(late, list)
    assert [(each["id"], each["jours_de_retard"] > 0) for each in late] == [(id_, True)]
    assert run("transmission", "lister", "--filtre", "etat=projet", "--filtre", "destinataire=crip")["total"] == 0


def test_refusals_have_their_codes(run: Commands) -> None:
    rec, id_ = begun(run, fondements=[])
    assert run.refused("transmission", "envoyer", rec, id_, "--canal", "plateforme") == "transmission_incomplete"
    assert run.refused("transmission", "retour", rec, id_, "--issue", "enquete") == "transmission_etat"
    assert run.refused("transmission", "decider", rec, "00" * 8) == "transmission_inconnue"
    assert run.refused("transmission", "decider", rec, id_, "--le", "demain") == "date_invalide"
    run("transmission", "modifier", rec, id_, "--de", "-", given={"fondements": ["Article fictif"]})
    run("transmission", "envoyer", rec, id_, "--canal", "plateforme")
    given = {"contenu": "Autre"}
    assert run.refused("transmission", "modifier", rec, id_, "--de", "-", given=given) == "transmission_envoyee"
    assert run.refused("transmission", "abandonner", rec, id_, "--motif", "Erreur") == "transmission_envoyee"
    gone = {"transmissions": list[object]()}
    assert run.refused("signalement", "modifier", rec, "--de", "-", given=gone) == "transmission_envoyee"


def test_one_is_given_up_with_a_reason_and_taken_up_again(run: Commands) -> None:
    rec, id_ = begun(run)
    assert run("transmission", "abandonner", rec, id_, "--motif", "Déjà faite")["etat"] == "abandonnee"
    assert run("transmission", "reprendre", rec, id_)["etat"] == "projet"


def test_a_bordereau_is_written(run: Commands, tmp_path: Path) -> None:
    rec, id_ = begun(run)
    for name in ("b.odt", "b.pdf"):
        written = run("transmission", "bordereau", rec, id_, "--vers", str(tmp_path / name), "--masque")
        assert (tmp_path / name).stat().st_size == written["octets"]


def test_a_signalement_is_closed_over_what_is_pending_and_opened_again(run: Commands) -> None:
    rec, id_ = begun(run)
    run("transmission", "envoyer", rec, id_, "--canal", "plateforme")
    assert run.refused("signalement", "clore", rec) == "cloture_en_attente"
    closed = run("signalement", "clore", rec, "--malgre", "Suivi ailleurs")
    waiting = closed["en_attente"]
    assert isinstance(waiting, dict)
    assert waiting["sans_retour"] == 1
    assert run.refused("signalement", "clore", rec, "--malgre", "Encore") == "deja_clos"
    run("signalement", "rouvrir", rec, "--motif", "nouvel_element")
    assert run.refused("signalement", "rouvrir", rec, "--motif", "nouvel_element") == "pas_clos"


def test_the_commands_are_reached_from_mvl(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["transmission", "--help"]) == 0
    assert "MVL n’envoie rien" in " ".join(capsys.readouterr().out.split())

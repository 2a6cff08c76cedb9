"""What a new signalement is given: the statut where its life begins; what waits is counted without being read."""

from dataclasses import replace

from mvl_desktop.services import drafts
from mvl_desktop.services.lists import waiting
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.offices import Office


def test_a_signalement_begins_recorded_by_command_and_by_form(office: Office) -> None:
    typed = replace(drafts.begin(office.ports, "signalement"), champs={"objet": "Fictif"})
    for rec in (
        add_record(office.ports, "signalement", {"objet": "Fictif"}),
        drafts.register(office.ports, typed, typed.champs),
    ):
        assert show_record(office.ports, rec).champs["statut"] == "enregistre"


def test_a_statut_that_is_given_or_taken_away_is_left_alone(office: Office) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "statut": "en_analyse"})
    assert show_record(office.ports, rec).champs["statut"] == "en_analyse"
    modify_record(office.ports, rec, {"statut": None})
    modify_record(office.ports, rec, {"objet": "Changé"})
    assert "statut" not in show_record(office.ports, rec).champs


def test_a_fiche_keeps_its_own_statuts(office: Office) -> None:
    rec = add_record(office.ports, "fiche-conduite", {"titre": "Fictive"})
    assert "statut" not in show_record(office.ports, rec).champs


def test_what_the_application_writes_for_itself_does_not_wait(office: Office) -> None:
    before = waiting(office.ports)
    add_record(office.ports, "signalement", {"objet": "Fictif"})
    add_record(office.ports, "poste", {"nom": "Fictif"})
    assert waiting(office.ports) == (before[0] + 1, before[1])

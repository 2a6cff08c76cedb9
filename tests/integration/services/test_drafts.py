"""A new form offers what is known already, and that alone is nothing to record."""

import pytest

from mvl_desktop.services import drafts
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.history import history_of
from mvl_desktop.services.presentation import Presentation, present
from mvl_desktop.services.records import show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office


def test_a_new_form_offers_today_me_and_my_usual_departement(office: Office) -> None:
    present(office.ports, Presentation("Alix", "", "", ("93", "95")))
    opened = drafts.begin(office.ports, "signalement")
    today = office.clock.now().date().isoformat()
    assert opened.champs == {"recu_le": today, "departement": "93", "titulaire": "Alix", "recu_par": "Alix"}
    assert drafts.begin(office.ports, "fiche-conduite").champs == {}


def test_the_departement_offered_is_the_last_one_recorded_when_nobody_said(office: Office) -> None:
    assert "departement" not in drafts.begin(office.ports, "signalement").champs
    opened = drafts.begin(office.ports, "signalement")
    drafts.register(office.ports, opened, {**opened.champs, "objet": "Fictif", "departement": "01"})
    assert drafts.begin(office.ports, "signalement").champs["departement"] == "01"


def test_what_was_only_offered_is_not_a_record(office: Office) -> None:
    opened = drafts.begin(office.ports, "signalement")
    with pytest.raises(RefusError) as refused:
        drafts.register(office.ports, opened, opened.champs)
    assert refused.value.code == "rien_a_enregistrer"


def test_one_word_typed_records_what_was_offered_with_it_even_from_a_resumed_draft(office: Office) -> None:
    opened = drafts.begin(office.ports, "signalement")
    drafts.keep(office.ports, opened, {**opened.champs, "objet": "Fictif"})
    resumed = drafts.resume(office.ports, opened.id)
    champs = show_record(office.ports, drafts.register(office.ports, resumed, resumed.champs)).champs
    assert (champs["objet"], champs["titulaire"]) == ("Fictif", "Alix")
    assert champs["recu_le"] == office.clock.now().date().isoformat()


def test_the_usual_espace_is_the_last_one_chosen(office: Office) -> None:
    other = office.found("Zone fictive")
    assert [each.name for each in list_homes(office.ports, "signalement")] == ["Délégation fictive", "Zone fictive"]
    opened = drafts.begin(office.ports, "signalement", espace=other.id.hex())
    drafts.register(office.ports, opened, {"objet": "Ailleurs"})
    assert list_homes(office.ports, "signalement")[0].name == "Zone fictive"
    assert drafts.begin(office.ports, "signalement").espace == other.id.hex()
    assert drafts.begin(office.ports, "fiche-conduite").espace != other.id.hex()


def test_what_is_kept_apart_never_begins_in_an_ordinary_espace(office: Office) -> None:
    with pytest.raises(RefusError) as refused:
        drafts.begin(office.ports, "signalant")
    assert refused.value.code == "compartiment_requis"
    office.found("Signalants – Délégation fictive", compartment_of="Délégation fictive")
    assert [each.name for each in list_homes(office.ports, "signalant")] == ["Signalants – Délégation fictive"]
    assert list_homes(office.ports, "pieces-medicales") == []
    assert [each.name for each in list_homes(office.ports, "signalement")] == ["Délégation fictive"]


def test_saving_twice_makes_two_revisions(office: Office) -> None:
    opened = drafts.begin(office.ports, "signalement")
    rec = drafts.register(office.ports, opened, {"objet": "Une fois"})
    again = drafts.edit(office.ports, rec)
    drafts.register(office.ports, again, {**again.champs, "objet": "Deux fois"})
    told = [step["champs"] for step in history_of(office.ports, rec)]
    assert len(told) == 2
    assert [champs["objet"]["apres"] for champs in told if isinstance(champs, dict)] == ["Une fois", "Deux fois"]

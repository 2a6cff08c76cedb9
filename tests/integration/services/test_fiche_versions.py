"""The versions of a fiche: each as it stood when the next one was begun, the one of today as it is."""

from datetime import date

from mvl_desktop.domain.relecture import REPRENDRE, moved
from mvl_desktop.services.fiche_versions import versions_of
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.offices import Office

TODAY = date(2026, 11, 22)


def test_a_version_keeps_what_it_said_last_before_the_next_was_begun(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {"titre": "Jeûne", "version": 1, "etapes": ["Appeler"]})
    modify_record(office.ports, fiche, {"etapes": ["Appeler", "Écrire"]})
    champs = show_record(office.ports, fiche).champs
    modify_record(office.ports, fiche, moved(champs, REPRENDRE, TODAY))
    modify_record(office.ports, fiche, {"etapes": ["Appeler", "Écrire", "Alerter"]})
    versions = versions_of(office.ports, fiche)
    assert [each.version for each in versions] == [2, 1]
    assert [each.champs["etapes"] for each in versions] == [["Appeler", "Écrire", "Alerter"], ["Appeler", "Écrire"]]


def test_a_fiche_that_nobody_numbered_has_one_version(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {"titre": "Sans numéro"})
    assert [each.version for each in versions_of(office.ports, fiche)] == [1]

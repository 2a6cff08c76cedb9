"""The annuaire through the services: shipped once, competent, verified, closed, and what is told of functions."""

import json
from datetime import date

import pytest

from mvl_desktop.domain.effectifs import Effectif
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.services.annuaire import (
    add_default_directory,
    addressee,
    close_organisme,
    competent_for,
    list_verifications,
    names_to_propose,
    verify_organisme,
)
from mvl_desktop.services.annuaire_fonctions import list_functions, list_vacancies, staffing, workload
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.standing_of import facts_of
from tests.fakes.offices import Office
from tests.fakes.world import ROOT

SHIPPED = [
    entry
    for path in sorted((ROOT / "resources" / "annuaire").glob("*.json"))
    for entry in json.loads(path.read_text(encoding="utf-8"))
]
CRIP = {"nom": "CRIP fictive de l’Ain", "role": "protection_enfance", "destinataire": "crip", "departements": ["01"]}


def reference(office: Office, rec: str) -> str:
    with office.ports.store.read() as uow:
        view = uow.records.get(bytes.fromhex(rec))
        assert view is not None
        return str(Reference(view.espace, view.rec))


def told(office: Office, rec: str) -> list[str]:
    return [fact.texte for fact in facts_of(office.ports, rec)]


def test_what_is_shipped_is_added_once_and_one_s_own_stays(office: Office) -> None:
    add_record(office.ports, "organisme", {"code": "miviludes", "nom": "La nôtre"})
    assert len(add_default_directory(office.ports, SHIPPED)) == len(SHIPPED) - 1
    assert add_default_directory(office.ports, SHIPPED) == []


def test_one_s_own_comes_before_what_is_to_complete(office: Office) -> None:
    add_default_directory(office.ports, SHIPPED)
    lists = office.nomenclatures
    (only,) = competent_for(office.ports, lists, "01", destinataire="crip")
    assert (only.nom, only.portee, only.motif) == ("CRIP du département", "modele", "a_completer")
    add_record(office.ports, "organisme", CRIP)
    assert [each.portee for each in competent_for(office.ports, lists, "01", destinataire="crip")] == [
        "departement",
        "modele",
    ]
    ars = competent_for(office.ports, lists, "01", role="ars", destinataire="autre_ars")
    assert [(each.nom, each.portee) for each in ars] == [("ARS Auvergne-Rhône-Alpes", "region")]


def test_names_are_proposed_the_closest_first_and_what_closed_never(office: Office) -> None:
    far = add_record(office.ports, "organisme", {"nom": "Ailleurs", "departements": ["75"]})
    add_record(office.ports, "organisme", {"nom": "Partout", "national": True})
    add_record(office.ports, "organisme", CRIP)
    lists = office.nomenclatures
    assert names_to_propose(office.ports, lists, "01") == ["CRIP fictive de l’Ain", "Partout", "Ailleurs"]
    close_organisme(office.ports, far, "2020-01-01")
    assert names_to_propose(office.ports, lists, "") == ["CRIP fictive de l’Ain", "Partout"]


def test_verified_today_leaves_the_list_and_says_who(office: Office) -> None:
    rec = add_record(office.ports, "organisme", {**CRIP, "a_revoir_le": "2020-01-01"})
    old = add_record(office.ports, "organisme", {"nom": "Ancien", "verifie_le": "2019-05-31"})
    assert [(each.id, each.motif, each.depuis) for each in list_verifications(office.ports)] == [
        (rec, "a_revoir_le", "2020-01-01"),
        (old, "ancien", "2020-05-31"),
    ]
    assert told(office, rec) == ["À revoir depuis le 01/01/2020."]
    verify_organisme(office.ports, rec)
    assert [each.id for each in list_verifications(office.ports)] == [old]
    champs = show_record(office.ports, rec).champs
    assert champs["verifie_par"]
    assert "a_revoir_le" not in champs
    assert told(office, rec)[0].startswith("Vérifié le ")


def test_what_closes_says_what_takes_its_place(office: Office) -> None:
    before = add_record(office.ports, "organisme", CRIP)
    after = add_record(office.ports, "organisme", {"nom": "Nouvelle CRIP fictive"})
    for day, by, code in (
        ("demain", after, "annuaire_date_requise"),
        ("2024-01-01", before, "annuaire_remplacant_ferme"),
        ("2024-01-01", "00" * 16, "fiche_inconnue"),
    ):
        with pytest.raises(RefusError) as refused:
            close_organisme(office.ports, before, day, by)
        assert refused.value.code == code
    close_organisme(office.ports, before, "2024-01-01", after)
    (found,) = competent_for(office.ports, office.nomenclatures, "01", destinataire="crip")
    assert (found.nom, found.remplace) == ("Nouvelle CRIP fictive", "CRIP fictive de l’Ain")
    facts = facts_of(office.ports, before)
    assert [(fact.texte, fact.rec) for fact in facts] == [
        ("Plus en service depuis le 01/01/2024.", ""),
        ("Remplacé par «\u00a0Nouvelle CRIP fictive\u00a0».", after),
    ]
    assert "A pris la place de «\u00a0CRIP fictive de l’Ain\u00a0»." in told(office, after)


def test_a_function_says_who_holds_it_and_its_organisme_too(office: Office) -> None:
    ars = add_record(office.ports, "organisme", {"nom": "ARS fictive", "verifie_le": "2026-11-01"})
    tenues = [
        {"nom": "Camille Exemple", "qualite": "titulaire", "du": "2020-01-01"},
        {"nom": "Dominique Modèle", "qualite": "suppleant", "du": "2021-01-01"},
    ]
    held = add_record(
        office.ports, "emploi", {"intitule": "Référent", "organisme": reference(office, ars), "tenues": tenues}
    )
    assert told(office, held) == ["Tenue par Camille Exemple.", "Suppléant\u00a0: Dominique Modèle."]
    free = add_record(office.ports, "emploi", {"intitule": "Conseiller", "vacante_depuis": "2013-01-01"})
    assert told(office, free) == ["Vacante depuis le 01/01/2013.", "Aucun remplacement n’est prévu."]
    assert "Référent\u00a0: tenue par Camille Exemple." in told(office, ars)
    assert [each.intitule for each in list_vacancies(office.ports)] == ["Conseiller"]
    assert [(each.intitule, each.organisme) for each in list_functions(office.ports)] == [
        ("Conseiller", ""),
        ("Référent", "ARS fictive"),
    ]


def test_figures_are_as_of_a_day(office: Office) -> None:
    tenues = [{"qualite": "titulaire", "du": "2010-01-01", "au": "2012-12-31"}, {"du": "2013-09-01"}]
    add_record(office.ports, "emploi", {"intitule": "Chef", "tenues": tenues, "departement": "93", "charge": 365})
    add_record(office.ports, "signalement", {"objet": "Fictif", "departement": "93", "recu_le": "2013-02-01"})
    add_record(office.ports, "signalement", {"objet": "Fictif", "departement": "93", "recu_le": "2014-02-01"})
    assert staffing(office.ports, date(2013, 1, 1)) == Effectif(1, 0, 0, 1, 100, 0)
    assert staffing(office.ports, date(2013, 9, 1)) == Effectif(1, 1, 0, 0, 100, 100)
    assert [each.remplacement_le for each in list_vacancies(office.ports, date(2013, 1, 1))] == ["2013-09-01"]
    (found,) = workload(office.ports, Periode(date(2013, 1, 1), date(2013, 1, 31)))
    assert (found.recus, found.capacite, found.en_poste) == (0, 31, 0)
    (found,) = workload(office.ports, Periode(date(2013, 1, 1), date(2013, 12, 31)))
    assert (found.recus, found.capacite, found.en_poste) == (1, 365, 365)


def test_a_letter_is_addressed_to_the_entry_of_the_departement(office: Office) -> None:
    add_record(office.ports, "organisme", {**CRIP, "adresse": "1 rue Fictive\n01000 Ville fictive"})
    add_record(office.ports, "organisme", {"nom": "Fermé", "adresse": "Ailleurs", "ferme_le": "2020-01-01"})
    day, lists = office.ports.clock.now().date(), office.nomenclatures
    with office.ports.store.read() as uow:
        near = addressee(uow, lists, "01", "crip", "", day)
        assert near == ("CRIP fictive de l’Ain", "1 rue Fictive\n01000 Ville fictive")
        assert addressee(uow, lists, "75", "", "CRIP fictive de l’Ain", day) == near, "by its name, wherever"
        assert addressee(uow, lists, "75", "crip", "", day) == ("", "")
        assert addressee(uow, lists, "01", "", "", day) == ("", ""), "nobody in particular"
        assert addressee(uow, lists, "01", "crip", "Fermé", day) == ("Fermé", "")

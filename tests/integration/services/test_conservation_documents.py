"""Meetings, conventions and the rest: how long they are kept is proposed, and what destroys or compares meets them."""

from datetime import date

import pytest

from mvl_desktop.ports.store import Query
from mvl_desktop.services.conservation import Due, list_due, load_rules
from mvl_desktop.services.conservation_orders import list_orders
from mvl_desktop.services.conservation_papers import slip_sheet
from mvl_desktop.services.duplicates import list_duplicates
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.purge import propose_purge
from mvl_desktop.services.records import add_record, list_records, modify_record
from tests.fakes.offices import SETTINGS, Office
from tests.integration.services.test_conservation import refused
from tests.integration.services.test_printing import words

RULES = load_rules(SETTINGS.resources)
NAME = "Malencontre"
ENDED: dict[str, dict[str, object]] = {
    "reunion": {"objet": "GTRDO fictif", "tenue_le": "2014-03-02"},
    "convention": {"intitule": "Convention fictive", "signee_le": "2013-11-27"},
    "fiche-action": {"titre": "Action fictive", "etat": "realisee", "fin_le": "2015-01-01"},
    "formation": {"intitule": "Formation fictive", "seances": [{"le": "2020-02-01"}, {"le": "2019-02-01"}]},
    "bilan": {"intitule": "Bilan fictif", "au": "2014-12-31"},
    "emploi": {"intitule": "Référent", "tenues": [{"nom": NAME, "au": "2024-01-31"}, {"nom": "Alix"}]},
    "organisme": {"nom": "Service fictif", "contacts": [{"nom": NAME, "jusqua": "2025-06-30"}]},
}
WHEN = {
    "reunion": date(2024, 3, 2),
    "convention": date(2026, 11, 27),
    "fiche-action": date(2025, 1, 1),
    "formation": date(2025, 2, 1),
    "bilan": date(2024, 12, 31),
    "emploi": date(2026, 1, 31),
    "organisme": date(2026, 6, 30),
}
WITHOUT_END = ("etude", "serie", "mise-en-garde", "texte-juridique")


def due(office: Office) -> dict[str, Due]:
    return {each.kind: each for each in list_due(office.ports, RULES, office.nomenclatures, until=date(2026, 12, 31))}


def test_each_kind_is_proposed_when_its_time_is_over_and_nothing_is_done(office: Office) -> None:
    ids = {kind: add_record(office.ports, kind, champs) for kind, champs in ENDED.items()}
    for kind in WITHOUT_END:
        add_record(office.ports, kind, {"intitule" if kind != "mise-en-garde" else "titre": "Fictif"})
    found = due(office)
    assert {kind: (each.id, each.le) for kind, each in found.items()} == {k: (ids[k], WHEN[k]) for k in ENDED}
    assert {each.sort for each in found.values()} == {"revoir"}
    assert all(each.source and each.a_valider for each in found.values())


@pytest.mark.parametrize(
    ("kind", "champs"),
    [
        ("reunion", {"tenue_le": "2026-10-01"}),
        ("convention", {"signee_le": "2025-01-01"}),
        ("fiche-action", {"etat": "en_cours"}),
        ("emploi", {"tenues": [{"nom": "Alix"}]}),
        ("emploi", {"tenues": [{"nom": "", "au": "2020-01-01"}]}),
        ("organisme", {"contacts": []}),
    ],
)
def test_what_has_not_ended_or_names_nobody_any_more_is_not_proposed(
    office: Office, kind: str, champs: dict[str, object]
) -> None:
    rec = add_record(office.ports, kind, ENDED[kind])
    assert kind in due(office)
    modify_record(office.ports, rec, champs)
    assert kind not in due(office)


def test_they_are_destroyed_with_a_slip_never_anonymised_and_are_nobodys_duplicates(office: Office) -> None:
    ports, lists = office.ports, office.nomenclatures
    ids = {kind: add_record(ports, kind, champs) for kind, champs in ENDED.items()}
    add_record(ports, "reunion", ENDED["reunion"])
    assert list_duplicates(ports) == []
    refused("sort_a_decider", lambda: propose_purge(ports, [ids["reunion"]], RULES, lists))
    refused(
        "anonymisation_impossible", lambda: propose_purge(ports, list(ids.values()), RULES, lists, sort="anonymiser")
    )
    (proposed,) = propose_purge(ports, [ids["reunion"], ids["emploi"]], RULES, lists, sort="detruire")
    (order,) = (each for each in list_orders(ports) if each.id == proposed.ordre)
    slip = words(slip_sheet(order, RULES, lists))
    assert "Réunion" in slip
    assert NAME not in slip
    erase_record(ports, ids["convention"], motif="erreur_de_saisie")
    left = {kind: list_records(ports, Query(kind))[0] for kind in ENDED}
    assert left == {kind: int(kind not in ("emploi", "convention")) for kind in ENDED}

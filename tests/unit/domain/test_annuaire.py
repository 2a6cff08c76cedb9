"""Who is competent where, and which entries are to verify."""

from collections.abc import Mapping
from datetime import date

import pytest

from mvl_desktop.domain.annuaire import Endroit, after_months, competent, is_closed, reach, why_verify

TODAY = date(2026, 11, 22)
HERE = Endroit("93", "11")
ENTRIES: tuple[Mapping[str, object], ...] = (
    {"nom": "Mission fictive", "national": True, "destinataire": "crip"},
    {"nom": "Service régional fictif", "regions": ["11"], "destinataire": "crip"},
    {"nom": "CRIP fictive du 93", "departements": ["93"], "destinataire": "crip"},
    {"nom": "CRIP fictive du 75", "departements": ["75"], "destinataire": "crip"},
    {"nom": "CRIP du département", "a_completer": True, "destinataire": "crip"},
    {"nom": "Ancienne CRIP", "departements": ["93"], "destinataire": "crip", "ferme_le": "2020-01-01"},
    {"nom": "Autre destinataire", "departements": ["93"], "destinataire": "procureur", "role": "justice"},
)
KEYS = tuple(f"ref:{place}" for place in range(len(ENTRIES)))


def names(entries: tuple[Mapping[str, object], ...], lieu: Endroit, **wish: str) -> list[tuple[str, str]]:
    keys = [f"ref:{place}" for place in range(len(entries))]
    found = competent(entries, keys, lieu, TODAY, **wish)
    return [(str(entries[each.place]["nom"]), each.portee) for each in found]


def test_the_closest_comes_first_and_what_closed_never() -> None:
    assert names(ENTRIES, HERE, destinataire="crip") == [
        ("CRIP fictive du 93", "departement"),
        ("Service régional fictif", "region"),
        ("Mission fictive", "national"),
        ("CRIP du département", "modele"),
    ]
    assert names(ENTRIES, Endroit("971", "01"), destinataire="crip") == [
        ("Mission fictive", "national"),
        ("CRIP du département", "modele"),
    ]
    assert names(ENTRIES, HERE, role="justice") == [("Autre destinataire", "departement")]


def test_a_place_that_nobody_said_leaves_nobody_out() -> None:
    assert ("CRIP fictive du 75", "departement") in names(ENTRIES, Endroit(), destinataire="crip")


def test_what_closed_leads_to_what_replaced_it_with_its_competence() -> None:
    entries = (
        {"nom": "A", "departements": ["93"], "destinataire": "ddpp", "ferme_le": "2024-01-01", "remplace_par": "ref:1"},
        {"nom": "B", "ferme_le": "2025-01-01", "remplace_par": "ref:2"},
        {"nom": "C"},
    )
    found = competent(entries, ["ref:0", "ref:1", "ref:2"], HERE, TODAY, destinataire="ddpp")
    assert [(each.place, each.portee, each.remplace) for each in found] == [(2, "departement", 0)]
    elsewhere = ({**entries[0], "remplace_par": "ref:1"}, {"nom": "D", "departements": ["75"]})
    assert not competent(elsewhere, ["ref:0", "ref:1"], HERE, TODAY, destinataire="ddpp"), "it says its own"


def test_two_that_replace_each_other_lead_nowhere() -> None:
    entries = tuple(
        {"nom": name, "national": True, "ferme_le": "2020-01-01", "remplace_par": after}
        for name, after in (("A", "ref:1"), ("B", "ref:0"), ("C", "ref:9"))
    )
    assert names(entries, HERE) == []


def test_an_entry_closes_on_its_day() -> None:
    assert is_closed({"ferme_le": "2026-11-22"}, TODAY)
    assert not is_closed({"ferme_le": "2026-11-23"}, TODAY)
    assert not is_closed({"ferme_le": "bientôt"}, TODAY)
    assert reach({"nom": "Sans compétence dite"}, HERE) is None


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({}, "jamais"),
        ({"verifie_le": "2025-11-22"}, "ancien"),
        ({"verifie_le": "2025-11-23"}, ""),
        ({"verifie_le": "2026-11-01", "a_revoir_le": "2026-11-22"}, "a_revoir_le"),
        ({"a_completer": True, "verifie_le": "2026-11-01"}, "a_completer"),
        ({"ferme_le": "2026-01-01"}, ""),
    ],
)
def test_why_an_entry_is_to_verify(entry: Mapping[str, object], why: str) -> None:
    assert why_verify(entry, TODAY) == why


def test_how_long_an_entry_stands_may_be_asked() -> None:
    assert why_verify({"verifie_le": "2026-08-22"}, TODAY, 3) == "ancien"
    assert why_verify({"verifie_le": "2026-08-23"}, TODAY, 3) == ""
    assert after_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after_months(date(2026, 11, 30), 3) == date(2027, 2, 28)

"""What sessions add up to, where an action stands, who was reached: by hand, on actions of a few lines."""

from datetime import date

import pytest

from mvl_desktop.domain.formation_couverture import couverture, par_public
from mvl_desktop.domain.formation_totaux import annee, nombre_filieres, seances_de, tenues, totaux, totaux_par
from mvl_desktop.domain.formation_vie import etat_de, situation
from mvl_desktop.domain.periode import Periode

TODAY = date(2026, 11, 22)
HELD = {"le": "2026-03-10", "etat": "tenue", "departement": "93", "public": "agents_siege", "duree_minutes": 180}
MARCH = {**HELD, "effectif_siege": 12, "effectif_delegations": 8, "reponses": 10, "satisfaction": "4,5"}
JUNE = {
    "le": "2026-06-02",
    "etat": "tenue",
    "departement": "75",
    "public": "etablissements",
    "duree_minutes": 90,
    "effectif_exterieur": 30,
    "reponses": 30,
    "satisfaction": "3,5",
}
PLANNED = {"le": "2026-12-01", "etat": "prevue", "departement": "77"}
PUT_OFF = {"le": "2026-05-05", "etat": "reportee", "departement": "93", "effectif_siege": 50}
LAST_YEAR = {"le": "2025-11-03", "etat": "tenue", "departement": "93", "public": "agents_siege", "effectif_siege": 5}
ACTION = {"type_formation": "formation", "seances": [MARCH, JUNE, PLANNED, PUT_OFF, LAST_YEAR]}
YEAR = Periode.annee(2026)


def test_sessions_of_a_period_add_up_to_what_was_written_of_those_held() -> None:
    found = totaux(seances_de("a", ACTION), YEAR)
    assert (found.seances, found.prevues) == (2, 1)
    assert (found.siege, found.delegations, found.exterieur) == (12, 8, 30)
    assert (found.personnes, found.agents) == (50, 20)
    assert found.heures == 4.5
    assert found.heures_personnes == 3 * 20 + 1.5 * 30


def test_the_mean_is_weighted_by_the_answers_and_a_note_without_answers_is_told_of_not_counted() -> None:
    found = totaux(seances_de("a", ACTION), YEAR)
    assert found.satisfaction == pytest.approx((4.5 * 10 + 3.5 * 30) / 40)
    lonely = {**ACTION, "seances": [MARCH, {**JUNE, "reponses": None, "satisfaction": "1"}]}
    found = totaux(seances_de("a", lonely), YEAR)
    assert (found.satisfaction, found.notes_sans_reponses, found.reponses) == (4.5, 1, 10)
    assert totaux(seances_de("a", {"seances": [{**JUNE, "reponses": 0}]})).satisfaction is None


@pytest.mark.parametrize("note", ["12", "bien", "4 à 5", "-1", ""])
def test_a_note_that_is_no_note_out_of_five_is_not_counted(note: str) -> None:
    assert totaux(seances_de("a", {"seances": [{**MARCH, "satisfaction": note}]})).satisfaction is None


def test_what_nobody_wrote_is_not_nobody() -> None:
    found = totaux(
        seances_de("a", {"seances": [{"etat": "tenue", "le": "2026-01-05"}, {**MARCH, "effectif_siege": 0}]})
    )
    assert (found.seances, found.sans_effectif, found.sans_duree, found.personnes) == (2, 1, 1, 8)


def test_a_session_without_a_state_was_held_when_people_were_counted_there() -> None:
    counted, not_yet = seances_de("a", {"seances": [{"le": "2026-01-05", "effectif_siege": 4}, {"le": "2026-01-06"}]})
    assert (counted.est_tenue, not_yet.etat) == (True, "prevue")


def test_a_session_without_a_day_is_in_no_period_and_in_the_whole() -> None:
    sessions = seances_de("a", {"seances": [{**MARCH, "le": None}]})
    assert (len(tenues(sessions, YEAR)), len(tenues(sessions))) == (0, 1)


def test_the_last_day_of_a_period_is_within_it() -> None:
    sessions = seances_de("a", {"seances": [{**MARCH, "le": "2026-12-31"}, {**MARCH, "le": "2027-01-01"}]})
    assert len(tenues(sessions, YEAR)) == 1


def test_figures_divide_by_what_is_asked() -> None:
    by_year = totaux_par(seances_de("a", ACTION), annee)
    assert {year: each.seances for year, each in by_year.items()} == {"2025": 1, "2026": 2}


@pytest.mark.parametrize(
    ("champs", "expected"),
    [
        ({"nombre_filieres": 14}, 14),
        ({"filieres": ["Directeurs", "directeurs ", "Inspecteurs"]}, 2),
        ({"filieres": ["Directeurs"], "nombre_filieres": 14}, 14),
        ({"filieres": ["A", "B"], "nombre_filieres": 1}, 2),
        ({"filieres": ["A"], "seances": [{"filiere": "B"}, {"filiere": "a"}]}, 2),
        ({}, 0),
    ],
)
def test_tracks_are_those_named_or_the_number_given(champs: dict[str, object], expected: int) -> None:
    assert nombre_filieres(champs) == expected


ASKED = {"demandes": [{"departement": "93", "effectif": 20}, {"departement": "95", "effectif": 4}]}
KEPT = {**ASKED, "decision": "retenue", "decidee_le": "2026-02-01"}


@pytest.mark.parametrize(
    ("champs", "etat"),
    [
        ({}, "recueil"),
        (ASKED, "a_decider"),
        ({**ASKED, "decision": "reportee"}, "a_decider"),
        ({**ASKED, "decision": "ecartee"}, "ecartee"),
        (KEPT, "decidee"),
        ({**KEPT, "seances": [PUT_OFF]}, "decidee"),
        ({**KEPT, "seances": [PLANNED, MARCH]}, "programmee"),
        ({**KEPT, "seances": [MARCH]}, "tenue"),
        ({**KEPT, "seances": [MARCH], "evaluation": "Utile."}, "evaluee"),
        ({**KEPT, "seances": [MARCH, PLANNED], "evaluee_le": "2026-04-01"}, "programmee"),
        ({"seances": [MARCH]}, "tenue"),
    ],
)
def test_the_state_is_told_from_what_is_there(champs: dict[str, object], etat: str) -> None:
    assert etat_de(champs) == etat


@pytest.mark.parametrize(
    ("champs", "stades"),
    [
        ({}, ["en_cours", "a_venir", "a_venir", "a_venir"]),
        (ASKED, ["fait", "en_cours", "a_venir", "a_venir"]),
        (KEPT, ["fait", "fait", "en_cours", "a_venir"]),
        ({**KEPT, "seances": [MARCH, PLANNED]}, ["fait", "fait", "en_cours", "a_venir"]),
        ({**KEPT, "seances": [MARCH]}, ["fait", "fait", "fait", "en_cours"]),
        ({**KEPT, "seances": [MARCH], "evaluation": "Utile."}, ["fait", "fait", "fait", "fait"]),
        ({**ASKED, "decision": "ecartee"}, ["fait", "fait", "sans_objet", "sans_objet"]),
        ({"seances": [MARCH]}, ["sans_objet", "sans_objet", "fait", "en_cours"]),
    ],
)
def test_the_four_phases_follow_each_other(champs: dict[str, object], stades: list[str]) -> None:
    assert [each.stade for each in situation(champs, TODAY).phases] == stades


def test_a_session_whose_day_is_past_and_that_nobody_said_is_late() -> None:
    past = {"le": "2026-11-21", "etat": "prevue"}
    found = situation({**KEPT, "seances": [past, {**PLANNED, "le": "2026-11-22"}, PLANNED]}, TODAY)
    assert (found.retard, found.prochaine, found.prevues) == (1, TODAY, 3)
    assert (found.demandes, found.interesses) == (2, 24)


def test_coverage_says_who_asked_and_was_not_reached() -> None:
    lines = {each.departement: each for each in couverture([("a", ACTION), ("b", KEPT)], ["94"], YEAR)}
    assert sorted(lines) == ["75", "77", "93", "94", "95"]
    assert (lines["93"].totaux.seances, lines["93"].totaux.personnes) == (1, 20)
    assert lines["93"].derniere == date(2026, 3, 10)
    assert (lines["95"].attend, lines["93"].attend, lines["94"].attend) == (True, False, False)
    assert (lines["77"].totaux.prevues, lines["77"].totaux.seances) == (1, 0)


def test_who_asked_waits_no_more_once_a_session_is_planned() -> None:
    planned = {**ASKED, "seances": [{**PLANNED, "departement": "95"}]}
    assert {each.departement: each.attend for each in couverture([("a", planned)])} == {"93": True, "95": False}


def test_what_was_asked_for_and_refused_waits_no_more() -> None:
    assert couverture([("b", {**ASKED, "decision": "ecartee"})]) == []


def test_publics_are_told_by_year_the_latest_first() -> None:
    found = [(each.annee, each.public, each.totaux.seances) for each in par_public([("a", ACTION)])]
    assert found == [("2026", "agents_siege", 1), ("2026", "etablissements", 1), ("2025", "agents_siege", 1)]

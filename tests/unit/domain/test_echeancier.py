"""The deadlines of a record, against days counted by hand with a calendar on the table."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvl_desktop.documents.public_holidays import FrenchCalendars
from mvl_desktop.domain.echeancier import Echeance, decision, echeances
from mvl_desktop.domain.regles_echeance import COPIE, Regle, Regles, Unite

RULES = Regles.from_json(json.loads((Path(__file__).parents[3] / "resources" / "echeances.json").read_text("utf-8")))
CALENDARS = FrenchCalendars()
FAR = date(2026, 1, 2)
"""A day before everything: nothing is late yet."""
MAIL = {"canal": "courriel"}
SENT = {"id": "a" * 16, "destinataire": "crip", "etat": "envoyee"}


def _all(champs: Mapping[str, object], today: date = FAR, rules: Regles = RULES) -> dict[str, Echeance]:
    calendar = CALENDARS.of(str(champs.get("departement", "")))
    found = echeances(champs, rules.regles, calendar, today)
    return {each.regle.code if each.regle else each.libelle: each for each in found}


def _rule(number: int, unite: Unite, *, reporte: bool = True) -> Regle:
    return Regle(
        code="essai",
        libelle="Essai",
        evenement="reception",
        nombre=number,
        unite=unite,
        reporte=reporte,
        source="Essai",
        depuis=date.min,
    )


@pytest.mark.parametrize(
    ("received", "departement", "code", "due"),
    [
        # One working day after a message: the next day, unless offices are closed.
        ("2026-11-02", "93", "accuse_enregistrement", date(2026, 11, 3)),
        ("2026-11-06", "93", "accuse_enregistrement", date(2026, 11, 9)),
        ("2026-11-10", "93", "accuse_enregistrement", date(2026, 11, 12)),
        ("2026-12-24", "93", "accuse_enregistrement", date(2026, 12, 28)),
        ("2026-12-31", "93", "accuse_enregistrement", date(2027, 1, 4)),
        # Saint-Étienne is kept in Alsace and Moselle: the 26th of December 2025 is a Friday.
        ("2025-12-24", "93", "accuse_enregistrement", None),
        ("2026-04-02", "75", "accuse_enregistrement", date(2026, 4, 3)),
        ("2026-04-02", "67", "accuse_enregistrement", date(2026, 4, 7)),
        ("2026-04-02", "57", "accuse_enregistrement", date(2026, 4, 7)),
        # Abolition of slavery: Mayotte on Monday the 27th of April, Réunion on Monday the 20th of December 2027.
        ("2026-04-24", "976", "accuse_enregistrement", date(2026, 4, 28)),
        ("2026-04-24", "974", "accuse_enregistrement", date(2026, 4, 27)),
        ("2027-12-17", "974", "accuse_enregistrement", date(2027, 12, 21)),
        ("2027-12-17", "976", "accuse_enregistrement", date(2027, 12, 20)),
        # Ten working days: the 11th of November, then Christmas and New Year, then Easter, are skipped.
        ("2026-11-02", "93", "accuse_reception", date(2026, 11, 17)),
        ("2026-12-18", "93", "accuse_reception", date(2027, 1, 5)),
        ("2026-03-30", "93", "accuse_reception", date(2026, 4, 14)),
        # Fifteen working days around Ascension and Whit Monday of 2026 (14 and 25 May), after the 8th.
        ("2026-05-04", "93", "qualification", date(2026, 5, 28)),
        ("2026-05-04", "971", "qualification", date(2026, 5, 29)),
        ("2028-02-21", "93", "qualification", date(2028, 3, 13)),
    ],
)
def test_days_counted_by_hand(received: str, departement: str, code: str, due: date | None) -> None:
    found = _all({**MAIL, "recu_le": received, "departement": departement})
    if due is None:
        assert code not in found, "a rule does not hold for what came before it was in force"
    else:
        assert found[code].le == due


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ("2026-11-30", date(2027, 3, 1)),  # the 28th of February 2027 is a Sunday
        ("2026-08-31", date(2026, 11, 30)),
        ("2027-11-30", date(2028, 2, 29)),  # a leap year has its 29th
        ("2026-01-31", date(2026, 4, 30)),
        ("2026-02-01", date(2026, 5, 4)),  # the 1st of May is closed, and a week-end follows
        ("2026-10-15", date(2027, 1, 15)),
    ],
)
def test_three_months_end_on_their_day_or_on_the_last_of_the_month(sent: str, due: date) -> None:
    found = _all({"transmissions": [{**SENT, "envoyee_le": sent}]})
    assert found["retour_crip"].le == due


def test_a_month_from_the_thirty_first_of_january_is_the_last_of_february() -> None:
    here = CALENDARS.of("93")
    assert _rule(1, "mois", reporte=False).due(date(2026, 1, 31), here) == date(2026, 2, 28)
    assert _rule(1, "mois", reporte=False).due(date(2028, 1, 31), here) == date(2028, 2, 29)
    assert _rule(6, "mois", reporte=False).due(date(2026, 8, 31), here) == date(2027, 2, 28)
    assert _rule(60, "jours", reporte=False).due(date(2026, 12, 15), here) == date(2027, 2, 13)
    assert _rule(60, "jours").due(date(2026, 12, 15), here) == date(2027, 2, 15), "a Saturday goes to Monday"


def test_danger_knows_no_week_end() -> None:
    saturday = {"recu_le": "2026-11-21", "danger_vital": True, "mineur_concerne": True}
    found = _all(saturday)
    assert found["danger_vital"].le == found["information_preoccupante"].le == date(2026, 11, 21)
    assert "mineur_en_danger" not in found, "the same act, asked for once"


def test_how_a_deadline_stands_from_day_to_day() -> None:
    champs = {**MAIL, "recu_le": "2026-11-02", "niveau": "a_risque"}
    stood = [
        (each.etat, each.retard, each.rappel_le)
        for day in (date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18), date(2026, 11, 22))
        for each in (_all(champs, day)["accuse_reception"],)
    ]
    reminder = date(2026, 11, 13)
    assert stood == [
        ("a_venir", 0, reminder),
        ("aujourdhui", 0, reminder),
        ("en_retard", 1, reminder),
        ("en_retard", 3, reminder),
    ]


def test_acts_end_what_they_were_awaited_for() -> None:
    champs: dict[str, object] = {**MAIL, "recu_le": "2026-11-02", "mineur_concerne": True, "urgence": "immediate"}
    after = {
        **champs,
        "accuse_reception_le": "2026-11-04",
        "niveau": "infractionnelle",
        "qualifications": [{"id": "b" * 16, "niveau": "infractionnelle", "qualifie_le": "2026-11-03"}],
        "transmissions": [{"id": "c" * 16, "destinataire": "procureur", "etat": "envoyee", "envoyee_le": "2026-11-05"}],
    }
    found = _all(after, date(2026, 11, 22))
    kept = {code: each.tenue_le for code, each in found.items() if each.etat == "tenue"}
    assert kept == {
        "accuse_enregistrement": date(2026, 11, 4),
        "accuse_reception": date(2026, 11, 4),
        "qualification": date(2026, 11, 3),
        "mineur_en_danger": date(2026, 11, 3),
        "urgence_immediate": date(2026, 11, 3),
        "information_preoccupante": date(2026, 11, 5),
        "article_40": date(2026, 11, 5),
    }
    assert found["copie_departement"].etat == "en_retard", "nobody sent a copy to the département"
    copied = {**SENT, "id": "c" * 16, "destinataire": "procureur", "envoyee_le": "2026-11-05", "copie_a": ["crip"]}
    assert _all({**after, "transmissions": [copied]}, date(2026, 11, 22))["copie_departement"].etat == "tenue"


def test_art_40_is_counted_from_the_first_qualification_that_stands() -> None:
    turns = [("infractionnelle", "2026-09-01"), ("a_risque", "2026-09-08"), ("infractionnelle", "2026-10-05")]
    kept = [{"id": f"{n:016x}", "niveau": niveau, "qualifie_le": le} for n, (niveau, le) in enumerate(turns)]
    again = {"id": "f" * 16, "niveau": "infractionnelle", "qualifie_le": "2026-10-20"}
    found = _all({"niveau": "infractionnelle", "qualifications": [*kept, again]}, date(2026, 10, 21))
    assert found["article_40"].depart == date(2026, 10, 5)


def test_a_return_or_a_reminder_ends_the_wait() -> None:
    sent = {**SENT, "destinataire": "miviludes", "envoyee_le": "2026-09-01"}
    assert _all({"transmissions": [sent]})["retour_miviludes"].le == date(2026, 11, 2), "60 days end on a Saturday"
    for more in ({"relancee_le": "2026-10-01"}, {"etat": "retour_recu", "retour_recu_le": "2026-10-01"}):
        found = _all({"transmissions": [{**sent, **more}]})["retour_miviludes"]
        assert (found.etat, found.tenue_le) == ("tenue", date(2026, 10, 1))


def test_an_educational_measure_ends_within_six_months_of_its_return() -> None:
    each = {**SENT, "etat": "retour_recu", "envoyee_le": "2026-01-05", "retour_recu_le": "2026-03-31"}
    assert "mesure_educative" not in _all({"transmissions": [each]})
    found = _all({"transmissions": [{**each, "issue": "mesure_educative"}]})
    assert found["mesure_educative"].le == date(2026, 9, 30)


def test_a_request_for_a_document_is_answered_within_a_month_then_the_cada_within_two() -> None:
    asked = {"etat": "en_preparation", "demandee_le": "2026-10-31"}
    found = {each.libelle: each for each in echeances(asked, RULES.regles, CALENDARS.of("93"), FAR, kind=COPIE)}
    assert [each.le for each in found.values()] == [date(2026, 11, 30), date(2027, 2, 1)]
    given = {**asked, "etat": "remise", "remise_le": "2026-11-10"}
    assert echeances(given, RULES.regles, CALENDARS.of("93"), FAR, kind=COPIE) == ()


def test_what_tells_of_the_signalant_is_never_written_in_the_record() -> None:
    champs = {"recu_le": "2026-11-02", "lanceur_alerte": True}
    found = _all(champs)
    assert found["lanceur_accuse"].le == date(2026, 11, 12), "seven working days, the 11th of November apart"
    assert found["lanceur_retour"].le == date(2027, 2, 12), "three months after the day it was due"
    said = decision(found["lanceur_accuse"], "tenue", le=date(2026, 11, 3), par="Alix")
    assert _all({**champs, "echeances": [said]})["lanceur_accuse"].etat == "a_venir"
    assert _all({**champs, "accuse_reception_le": "2026-11-03"})["lanceur_retour"].le == date(2027, 2, 3)
    assert "lanceur_accuse" not in _all({"recu_le": "2026-11-02"})


def test_what_somebody_said_holds_as_long_as_the_day_it_is_counted_from() -> None:
    champs: dict[str, object] = {"recu_le": "2026-11-02"}
    rule = _all(champs)["qualification"]
    put_off = decision(
        rule, "reportee", le=date(2026, 11, 20), par="Alix", pour_le=date(2026, 12, 1), motif="Pièces attendues"
    )
    said = {**champs, "echeances": [put_off]}
    found = _all(said, date(2026, 11, 25))["qualification"]
    assert (found.etat, found.le, found.prevue_le) == ("reportee", date(2026, 12, 1), rule.le)
    assert _all(said, date(2026, 12, 2))["qualification"].etat == "en_retard"
    moved = _all({**said, "recu_le": "2026-11-03"}, date(2026, 11, 26))["qualification"]
    assert (moved.etat, moved.motif) == ("en_retard", "")
    aside = decision(found, "sans_objet", le=date(2026, 11, 21), par="Alix", motif="Doublon")
    assert aside["id"] == put_off["id"], "two who speak of it apart meet in the same element"
    assert _all({**champs, "echeances": [aside]})["qualification"].etat == "sans_objet"


def test_a_closed_record_awaits_nothing() -> None:
    found = _all({**MAIL, "recu_le": "2026-11-02", "statut": "clos"}, date(2026, 11, 22))
    assert {each.etat for each in found.values()} == {"sans_objet"}
    assert all(each.close for each in found.values())


def test_added_deadlines_stand_beside_the_computed_ones() -> None:
    said = {"id": "d" * 16, "libelle": "Rappeler la mairie", "pour_le": "2026-11-20", "etat": "a_tenir"}
    found = _all({"echeances": [said]}, date(2026, 11, 22))
    assert (found["Rappeler la mairie"].etat, found["Rappeler la mairie"].retard) == ("en_retard", 0)
    kept = {**said, "etat": "tenue", "dit_le": "2026-11-19"}
    assert _all({"echeances": [kept]})["Rappeler la mairie"].tenue_le == date(2026, 11, 19)


def test_an_espace_changes_a_rule_takes_one_out_or_adds_one() -> None:
    own = RULES.of_espace(
        [
            {"code": "qualification", "nombre": 5},
            {"code": "accuse_reception", "active": False},
            {"libelle": "Appeler sous deux jours", "evenement": "reception", "nombre": 2, "unite": "jours_ouvres"},
            {"libelle": "D’un poste plus récent", "evenement": "reception", "unite": "lunes"},
            {"code": "etrange", "libelle": "Étrange", "evenement": "inconnu", "unite": "jours", "nombre": 10**9},
        ]
    )
    found = _all({**MAIL, "recu_le": "2026-11-02"}, rules=own)
    assert found["qualification"].le == date(2026, 11, 9)
    assert found["qualification"].regle is not None
    assert found["qualification"].regle.source == "", "another delay has no longer the source of the first"
    assert "accuse_reception" not in found
    assert found["espace_2"].le == date(2026, 11, 4)
    assert len(found) == 3


@pytest.mark.parametrize(
    "champs",
    [
        {"recu_le": "0001-01-01"},
        {"recu_le": "9999-12-31", **MAIL},
        {"recu_le": "hier", "transmissions": "?", "echeances": [1, {"regle": 3}], "qualifications": None},
        {"transmissions": [{**SENT, "envoyee_le": "9999-12-31"}], "niveau": 3, "canal": ["x"]},
        {"demandee_le": "9999-12-31", "etat": "refusee"},
    ],
)
def test_senseless_values_make_no_deadline_and_no_failure(champs: dict[str, object]) -> None:
    for kind in ("signalement", COPIE):
        echeances(champs, RULES.regles, CALENDARS.of("93"), date(2026, 11, 22), kind=kind)


DAYS = st.dates(date(2026, 1, 1), date(2060, 12, 31))
PLACES = st.sampled_from(["93", "67", "971", "974", "976", "988"])
UNITES: st.SearchStrategy[Unite] = st.sampled_from(["jours_ouvres", "jours", "mois"])


@given(DAYS, PLACES, st.integers(0, 40), UNITES)
def test_a_deadline_that_is_moved_never_falls_on_a_closed_day(day: date, place: str, n: int, unite: Unite) -> None:
    here = CALENDARS.of(place)
    due = _rule(n, unite).due(day, here)
    assert due is not None
    assert here.is_working_day(due)
    assert due >= day
    bare = _rule(n, unite, reporte=False).due(day, here)
    assert bare is not None
    assert bare <= due
    assert due - bare <= timedelta(days=6)


@given(DAYS, PLACES, st.integers(0, 20), UNITES)
def test_what_begins_later_or_lasts_longer_never_ends_sooner(day: date, place: str, n: int, unite: Unite) -> None:
    here = CALENDARS.of(place)
    due, later, longer = (
        _rule(count, unite).due(start, here) for start, count in ((day, n), (day + timedelta(days=1), n), (day, n + 1))
    )
    assert due is not None
    assert later is not None
    assert longer is not None
    assert due <= later
    assert due <= longer


@given(DAYS, PLACES, st.integers(0, 40), UNITES)
def test_what_narrows_a_list_never_leaves_out_what_is_due(day: date, place: str, n: int, unite: Unite) -> None:
    here, rule = CALENDARS.of(place), _rule(n, unite)
    due = rule.due(day, here)
    assert due is not None
    assert day <= rule.counted_at_the_latest(due, CALENDARS.of(""))


@given(DAYS, st.integers(1, 60))
def test_putting_off_changes_one_deadline_and_no_rule(day: date, days: int) -> None:
    champs: dict[str, object] = {"recu_le": day.isoformat(), "transmissions": [{**SENT, "envoyee_le": day.isoformat()}]}
    before = _all(champs, date(2026, 1, 1))
    chosen = before["qualification"]
    assert chosen.le is not None
    said = decision(chosen, "reportee", le=day, par="A", pour_le=chosen.le + timedelta(days=days), motif="M")
    after = _all({**champs, "echeances": [said]}, date(2026, 1, 1))
    assert after["qualification"].prevue_le == chosen.prevue_le
    assert after["qualification"].regle is chosen.regle
    assert {code: each for code, each in after.items() if code != "qualification"} == {
        code: each for code, each in before.items() if code != "qualification"
    }

"""The yearly meeting of each département: which circular tells a year; not known is not « nothing »."""

import json
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.obligation import Obligations, Rencontre, annee_obligation, rencontre_of

RESOURCES = Path(__file__).parents[3] / "resources"
ASKED = Obligations.from_json(json.loads((RESOURCES / "obligations.json").read_text("utf-8"))["obligations"])
TODAY = date(2026, 11, 22)


def held(departement: str = "01", le: date = date(2026, 3, 10), **others: object) -> Rencontre:
    champs = {"type_reunion": "cdpd_groupe", "etat": "tenue", "tenue_le": le.isoformat(), "departement": departement}
    return rencontre_of("aa", champs | others)


def test_each_year_is_told_by_the_circular_of_its_end() -> None:
    found = {year: each.code if (each := ASKED.en_vigueur(year)) else "" for year in (2007, 2008, 2011, 2012, 2013)}
    assert found == {2007: "", 2008: "gtrdo-2008", 2011: "gtrdo-2011", 2012: "gtrdo-2012", 2013: "gtrdo-2012"}
    last = ASKED.en_vigueur(2026)
    assert last is not None
    assert (last.depuis, last.par_an, last.conseil) == (date(2024, 8, 5), 1, False)


def test_quarterly_was_advised_and_never_asked() -> None:
    first = ASKED.en_vigueur(2009)
    assert first is not None
    assert (first.par_an, first.conseil) == (4, True)


def test_held_planned_nothing_and_not_known_are_four_things() -> None:
    meetings = [held(), held("02", etat="convoquee", le=date(2026, 12, 1)), held("03", etat="annulee")]
    year = annee_obligation(2026, ASKED, ("01", "02", "03", "04", "974"), meetings, {"04"}, TODAY)
    assert [line.situation for line in year.lignes] == ["tenue", "prevue", "aucune", "aucune", "inconnu"]
    assert (year.compte("tenue"), year.compte("inconnu"), year.reunions, year.close) == (1, 1, 1, False)


def test_a_plenary_counts_when_it_is_said_to_be_dedicated_and_waits_for_that_word() -> None:
    plenary = held(type_reunion="cdpd_pleniere")
    (line,) = annee_obligation(2026, ASKED, ("01",), [plenary], (), TODAY).lignes
    assert (line.situation, len(line.a_preciser)) == ("aucune", 1)
    (line,) = annee_obligation(
        2026, ASKED, ("01",), [held(type_reunion="cdpd_pleniere", consacree=True)], (), TODAY
    ).lignes
    assert line.situation == "tenue"
    (line,) = annee_obligation(2026, ASKED, ("01",), [held(consacree=False)], (), TODAY).lignes
    assert (line.situation, line.a_preciser) == ("aucune", ())


@pytest.mark.parametrize("type_reunion", ["copil", "associations", "interne"])
def test_other_meetings_say_nothing_of_it(type_reunion: str) -> None:
    (line,) = annee_obligation(2026, ASKED, ("01",), [held(type_reunion=type_reunion)], ("01",), TODAY).lignes
    assert line.situation == "aucune"


def test_a_meeting_of_another_year_is_not_of_this_one() -> None:
    year = annee_obligation(2025, ASKED, ("01",), [held()], ("01",), TODAY)
    assert (year.lignes[0].situation, year.close) == ("aucune", True)


def test_a_year_before_every_circular_asks_nothing() -> None:
    year = annee_obligation(2000, ASKED, ("01",), [held(le=date(2000, 1, 1))], (), TODAY)
    assert (year.obligation, year.lignes[0].situation) == (None, "inconnu")


@pytest.mark.parametrize("rows", [{}, [{"code": "x"}], [{"code": 1}]])
def test_what_is_malformed_is_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="malformed"):
        Obligations.from_json(rows)

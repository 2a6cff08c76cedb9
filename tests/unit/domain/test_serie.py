"""Series of others: in the order of time, holes kept, no line across a break, nor between what cannot be compared."""

from datetime import date

import pytest

from mvl_desktop.domain.nombre_dit import Nombre
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.serie_lecture import lecture, periode_dite


def value(periode: str, valeur: str, **more: str) -> dict[str, str]:
    return {"periode": periode, "valeur": valeur, **more}


YEARS = [value("2016", "2 323"), value("2013", "2 391"), value("2015", "2 160"), value("2017", "2 580")]


def test_a_year_that_nobody_found_stays_a_hole_and_no_line_goes_over_it() -> None:
    read = lecture({"valeurs": YEARS})
    assert [(rang.libelle, rang.est_trou) for rang in read.rangs] == [
        ("2013", False),
        ("2014", True),
        ("2015", False),
        ("2016", False),
        ("2017", False),
    ]
    assert [[point.libelle for point in run] for run in read.segments("")] == [["2013"], ["2015", "2016", "2017"]]
    assert read.se_trace


def test_a_value_said_not_to_be_found_is_a_hole_too() -> None:
    read = lecture({"valeurs": [*YEARS, value("2014", "12", statut="inconnue")]})
    assert [run[0].libelle for run in read.segments("")] == ["2013", "2015"]


def test_a_line_is_never_drawn_across_a_break_of_definition() -> None:
    read = lecture({"valeurs": YEARS, "ruptures": [{"le": "2016-01-01", "motif": "Les questions sont comptées"}]})
    assert [[point.libelle for point in run] for run in read.segments("")] == [["2013"], ["2015"], ["2016", "2017"]]
    assert [rang.rupture for rang in read.rangs] == ["", "", "", "Les questions sont comptées", ""]


def test_a_break_within_a_hole_is_told_there() -> None:
    read = lecture({"valeurs": YEARS, "ruptures": [{"le": "2014-06-01", "motif": "M"}]})
    assert [rang.rupture for rang in read.rangs] == ["", "", "M", "", ""]


def test_a_day_before_the_first_value_breaks_nothing() -> None:
    read = lecture({"valeurs": YEARS, "ruptures": [{"le": "2013-01-01", "motif": "M"}]})
    assert not any(rang.rupture for rang in read.rangs)


@pytest.mark.parametrize(
    ("champs", "obstacle"),
    [
        ({"valeurs": YEARS, "tracable": False}, "declare"),
        ({"valeurs": [value("2012", "10 à 12"), value("janvier à juillet 2013", "25")]}, "inegales"),
        ({"valeurs": [*YEARS, value("un jour", "3")]}, "sans_date"),
        ({"valeurs": [value("2013", "1 816", ligne="particuliers"), value("2013", "541", ligne="x")]}, "une_seule"),
        ({"valeurs": [value("2013", "1"), value("2014", "")]}, "une_seule"),
        ({}, "une_seule"),
        ({"valeurs": YEARS, "tracable": True}, None),
        ({"valeurs": [value("janvier 2013", "1"), value("février 2013", "2")]}, None),
    ],
)
def test_what_cannot_be_joined_says_why(champs: dict[str, object], obstacle: str | None) -> None:
    assert lecture(champs).obstacle == obstacle


@pytest.mark.parametrize(
    ("row", "nombre", "environ"),
    [
        (value("2018", "2 790", statut="calculee"), Nombre(2790, 2790), True),
        (value("2019", "2 800", statut="arrondie"), Nombre(2800, 2800), True),
        (value("2020", "3 008", statut="publiee"), Nombre(3008, 3008), False),
        (value("2015", "2 160", statut="secondaire"), Nombre(2160, 2160), False),
        (value("2012", "10", valeur_max="12"), Nombre(10, 12), False),
        (value("2012", "10 à 12"), Nombre(10, 12), False),
        (value("2011", "moins de 20"), Nombre(0, 19), False),
        (value("2011", "", valeur_max="19"), Nombre(0, 19), False),
        (value("2011", "12", valeur_max="10"), None, False),
        (value("2011", "beaucoup"), None, False),
        (value("2011", "12", valeur_max="bien plus"), None, False),
    ],
)
def test_a_value_is_what_its_source_says(row: dict[str, str], nombre: Nombre | None, environ: bool) -> None:
    (rang,) = lecture({"valeurs": [row]}).rangs
    point = rang.points[""]
    assert (point.nombre, point.environ) == (nombre, environ)


def test_each_line_of_a_serie_has_its_own_points() -> None:
    read = lecture(
        {"valeurs": [value("2018", "407", ligne="avertissements"), value("2021", "55", ligne="injonctions")]}
    )
    assert read.lignes == ("avertissements", "injonctions")
    assert [point.dit for point in read.points("injonctions")] == ["55"]
    assert [run[0].libelle for run in read.segments("avertissements")] == ["2018"]


def test_days_given_are_believed_before_what_the_period_is_called() -> None:
    row = {"periode": "2013", "du": "2013-01-01", "au": "2013-07-31", "valeur": "25"}
    assert lecture({"valeurs": [row]}).rangs[0].periode == Periode(date(2013, 1, 1), date(2013, 7, 31))


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2016–2017", "2016-01-01", "2017-12-31"),
        ("2022 à 2024", "2022-01-01", "2024-12-31"),
        ("janvier à juillet 2013", "2013-01-01", "2013-07-31"),
        ("octobre 2020 à septembre 2021", "2020-10-01", "2021-09-30"),
        ("février 2024", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_is_read_as_people_call_it(said: str, start: str, end: str) -> None:
    assert periode_dite(said) == Periode(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("said", ["", "hier", "0000", "2017–2016", "juillet à janvier 2013", "13", "20133"])
def test_a_period_that_is_none_is_not_guessed(said: str) -> None:
    assert periode_dite(said) is None

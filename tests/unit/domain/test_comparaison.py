"""Two periods that are not as long are never compared as if they were."""

from datetime import date

import pytest

from mvl_desktop.domain.comparaison import Comparaison, Compte
from mvl_desktop.domain.figure import Figure, Ligne, Unite
from mvl_desktop.domain.nombre_dit import Nombre
from mvl_desktop.domain.periode import Periode
from mvl_desktop.services.comparaisons import compared, counted

SEVEN, YEAR = Periode(date(2013, 1, 1), date(2013, 7, 31)), Periode.annee(2012)


def between(un: Nombre, autre: Nombre, first: Periode = SEVEN, second: Periode = YEAR) -> Comparaison:
    return Comparaison(Compte(un, first), Compte(autre, second))


def test_twenty_five_in_seven_months_against_ten_to_twelve_in_twelve() -> None:
    said = list(compared(between(Nombre(25, 25), Nombre(10, 12))))
    both, uneven, already, no_total = said
    assert both == "janvier à juillet 2013 (7 mois)\u00a0: 25\u202f; 2012 (12 mois)\u00a0: 10 à 12."
    assert "ne se comparent pas tels quels" in uneven
    assert uneven.endswith("En moyenne par mois\u00a0: 3,6, contre 0,8 à 1.")
    assert already == "En moins de temps, il y en a déjà davantage."
    assert no_total == "Une partie d’année ne dit pas ce que sera l’année\u00a0: aucun total n’en est déduit."


def test_a_part_of_a_year_that_counts_less_says_nothing_of_more_or_fewer() -> None:
    said = " ".join(compared(between(Nombre(11, 11), Nombre(10, 12))))
    assert "déjà davantage" not in said
    assert "ne se comparent pas" in said


@pytest.mark.parametrize(
    ("first", "second", "uneven"),
    [
        (Periode.du_mois(2024, 2), Periode.du_mois(2023, 2), False),
        (Periode.trimestre(2026, 1), Periode.trimestre(2025, 4), False),
        (Periode(date(2026, 1, 1), date(2026, 3, 30)), Periode.trimestre(2025, 1), True),
        (SEVEN, YEAR, True),
    ],
)
def test_months_are_as_long_as_as_many_months(first: Periode, second: Periode, uneven: bool) -> None:
    assert between(Nombre(3, 3), Nombre(2, 2), first, second).inegales is uneven


def test_periods_as_long_are_said_without_a_caution() -> None:
    assert len(list(compared(between(Nombre(3, 3), Nombre(2, 2), Periode.annee(2026), Periode.annee(2025))))) == 1


def test_a_year_under_way_is_as_long_as_what_has_passed_of_it() -> None:
    def of(periode: Periode, valeur: int | None, unite: Unite = "n") -> Figure:
        return Figure(
            code="I1.1",
            libelle="Signalements reçus",
            definition="",
            unite=unite,
            periode=periode,
            lignes=(),
            total=Ligne("", "", valeur),
            extrait_le=date(2026, 11, 22),
        )

    here, before = counted(of(Periode.annee(2026), 12)), counted(of(Periode.annee(2025), 20))
    assert here is not None
    assert before is not None
    said = " ".join(compared(Comparaison(here, before)))
    assert "du 1er janvier 2026 au 22 novembre 2026 (326 jours)\u00a0: 12" in said
    assert "ne se comparent pas tels quels" in said
    assert counted(of(Periode.annee(2026), None)) is None
    assert counted(of(Periode.annee(2026), 12, "%")) is None
    assert counted(of(Periode.annee(2027), 0)) is None

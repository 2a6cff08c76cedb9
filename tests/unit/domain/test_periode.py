"""A period: how many months it covers, which one came before, the same one the year before, what people call it."""

from datetime import date

import pytest

from mvl_desktop.domain.periode import Periode, PeriodeInvalideError


def test_a_period_knows_its_months_and_its_neighbours() -> None:
    half = Periode(date(2013, 1, 1), date(2013, 7, 31))
    assert (half.mois, half.libelle) == (7.0, "janvier à juillet 2013")
    assert (half.precedente.libelle, half.an_passe.libelle) == ("juin à décembre 2012", "janvier à juillet 2012")
    assert Periode.trimestre(2026, 1).libelle == "1er trimestre 2026"
    assert Periode.trimestre(2026, 4).an_passe == Periode.trimestre(2025, 4)
    leap = Periode.du_mois(2024, 2)
    assert (leap.mois, leap.an_passe, leap.precedente) == (1.0, Periode.du_mois(2023, 2), Periode.du_mois(2024, 1))


def test_a_free_period_counts_the_share_of_months_that_it_begins() -> None:
    free = Periode(date(2026, 1, 16), date(2026, 2, 14))
    assert free.mois == pytest.approx(16 / 31 + 14 / 28)
    assert free.precedente == Periode(date(2025, 12, 17), date(2026, 1, 15))
    assert next(free.months()).libelle == "du 16 janvier 2026 au 31 janvier 2026"
    assert Periode(free.du, free.du).libelle == "le 16 janvier 2026"


def test_it_is_over_the_day_after_its_last_and_never_ends_before_it_begins() -> None:
    year = Periode.annee(2026)
    assert not year.is_over(date(2026, 12, 31))
    assert year.is_over(date(2027, 1, 1))
    with pytest.raises(PeriodeInvalideError):
        Periode(date(2026, 2, 1), date(2026, 1, 31))

"""Figures as French papers say them: exact, rounded, between bounds; anything doubtful is no figure."""

import pytest

from mvl_desktop.domain.nombre_dit import Nombre, nombre_dit, nombre_exact


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2391", Nombre(2391, 2391)),
        ("2 391", Nombre(2391, 2391)),
        ("2\u202f391", Nombre(2391, 2391)),
        ("1 234 567,5", Nombre(1234567.5, 1234567.5)),
        ("4,2", Nombre(4.2, 4.2)),
        ("4.2", Nombre(4.2, 4.2)),
        ("37\u00a0%", Nombre(37, 37)),
        ("4,2 / 5", Nombre(4.2, 4.2)),
        ("≈ 2 790", Nombre(2790, 2790, environ=True)),
        ("environ 1 500", Nombre(1500, 1500, environ=True)),
        ("Près de 80 %", Nombre(80, 80, environ=True)),
        ("10 à 12", Nombre(10, 12)),
        ("de 10 à 12", Nombre(10, 12)),
        ("entre 10 et 12", Nombre(10, 12)),
        ("moins de 20", Nombre(0, 19)),
        ("< 4,5", Nombre(0, 4.5)),
        ("plus de 100", Nombre(100, 100, environ=True)),
    ],
)
def test_a_figure_is_read_as_it_is_said(said: str, read: Nombre) -> None:
    assert nombre_dit(said) == read


@pytest.mark.parametrize("said", ["", "beaucoup", "2.391", "12 à 10", "1 23", "23 91", "12 et demi", "²", "-3", "1e5"])
def test_what_is_doubtful_is_no_figure(said: str) -> None:
    assert nombre_dit(said) is None


@pytest.mark.parametrize(("said", "exact"), [("4,2", 4.2), ("environ 4", None), ("4 à 5", None), ("", None)])
def test_only_one_number_is_exact(said: str, exact: float | None) -> None:
    assert nombre_exact(said) == exact

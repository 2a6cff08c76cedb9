"""What leaves of shares and medians: too few on either side is hidden, and nothing beside gives it back."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from mvl_desktop.domain.figure import Figure, Ligne, Unite
from mvl_desktop.domain.indicateurs import Indicateurs
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.petits_nombres import Case, Nombres, Somme, _grid, deduced, for_leaving, hide

RESOURCES = Path(__file__).parents[3] / "resources"
ALL = Indicateurs.from_json(json.loads((RESOURCES / "indicateurs.json").read_text("utf-8")))
YEAR = Periode.annee(2026)
RING = [Case((name,), frozenset(), YEAR, "valeur") for name in "abc"]
PAIRS = [Case((name,), frozenset(), YEAR, "valeur") for name in ("ab", "bc", "ca")]


def figure(code: str, unite: Unite, total: tuple[float, int | None], coupe: str = "", **lines: object) -> Figure:
    made = tuple(Ligne(key.strip("_"), key, *value) for key, value in lines.items())  # type: ignore[misc]
    exclusives = unite in ("n", "%")
    whole = Ligne("", "Ensemble", *total)
    day = date(2027, 1, 2)
    return Figure(
        code, "", "", unite, YEAR, made, whole, day, coupe, exclusives=exclusives, internes=("3 copies",), sensible=True
    )


def left(*document: Figure) -> list[list[tuple[object, object, str]]]:
    found = for_leaving(list(document), ALL)
    assert all(each.sortie and not each.internes for each in found)
    return [[(line.valeur, line.sur, line.masque) for line in (*each.lignes, each.total)] for each in found]


def test_too_few_beside_a_share_are_as_few_as_within() -> None:
    assert left(figure("I1.9-mineurs", "%", (98, 100))) == [[(None, None, "secret")]]
    assert left(figure("I1.9-mineurs", "%", (3, 100))) == [[(None, None, "petit")]]
    assert left(figure("I1.9-mineurs", "%", (40, 100))) == [[(40, 100, "")]]
    assert left(figure("I1.9-mineurs", "%", (0, 100))) == [[(0, 100, "")]]


def test_a_hidden_share_is_not_given_back_by_the_others() -> None:
    shares = figure("I1.9-mineurs", "%", (42, 150), "departement", _75=(2, 50), _92=(20, 50), _93=(20, 50))
    ((paris, *others),) = left(shares)
    assert paris == (None, None, "petit")
    assert sum(line[2] != "" for line in others) >= 1


def test_a_median_on_too_few_is_not_told_and_never_said_to_be_small() -> None:
    ((few, enough, whole),) = left(figure("I1.8", "jours", (9, 40), "departement", _75=(30, 3), _93=(9, 37)))
    assert few == (None, None, "secret")
    assert enough[0] in (9, None)
    assert whole[0] in (9, None)


def test_what_one_figure_hides_another_of_the_same_document_does_not_say() -> None:
    by_place = figure("I1.1", "n", (30, None), "departement", _75=(2, None), _92=(8, None), _93=(20, None))
    by_level = figure("I1.1", "n", (30, None), "niveau", a_risque=(3, None), sans_element=(27, None))
    at_risk = figure("I1.3", "n", (3, None))
    places, levels, risk = left(by_place, by_level, at_risk)
    assert [line[2] for line in places][:2] == ["petit", "secret"]
    assert risk == [(None, None, "petit")]
    assert [line[2] for line in levels][:2] == ["petit", "secret"]
    # The total alone would give both back.
    assert places[-1][0] == levels[-1][0] == 30


def test_months_and_quarters_of_a_document_are_tied() -> None:
    months = figure(
        "I1.1", "n", (27, None), "mois", **{"2026-01": (2, None), "2026-02": (5, None), "2026-03": (20, None)}
    )
    quarters = figure("I1.1", "n", (27, None), "trimestre", **{"2026-T1": (27, None), "2026-T2": (0, None)})
    found = left(months, quarters)
    assert found[0][0] == (None, None, "petit")
    assert sum(line[2] == "secret" for line in (*found[0], *found[1])) >= 1


def test_numbers_in_a_ring_are_not_given_by_their_sums_taken_together() -> None:
    grid = Nombres(dict.fromkeys(RING, 3) | dict.fromkeys(PAIRS, 6), [])
    for place, pair in enumerate(PAIRS):
        grid.sommes.append(Somme(pair, (RING[place], RING[(place + 1) % 3])))
    # Three unknown, three sums of two: no line gives any of them, the three lines together give all.
    assert deduced(grid, dict.fromkeys(RING, "petit")) == frozenset(RING)
    assert not deduced(grid, hide(grid))


def test_a_month_is_not_what_is_left_of_its_quarter() -> None:
    whole = figure(
        "I1.1", "n", (20, None), "mois", **{"2026-01": (9, None), "2026-02": (9, None), "2026-03": (2, None)}
    )
    quarter = replace(whole, periode=Periode.trimestre(2026, 1), exclusives=False)
    first = replace(quarter, periode=Periode(date(2026, 1, 1), date(2026, 2, 28)), lignes=(), coupe="")
    alone = [replace(first, periode=Periode.du_mois(2026, month)) for month in (1, 2, 3)]
    counted = [replace(each, total=Ligne("", "", value)) for each, value in zip(alone, (9, 9, 2), strict=True)]
    ((told,), *months) = left(replace(quarter, lignes=(), coupe=""), *counted)
    assert months[2] == [(None, None, "petit")]
    assert [each for each in (told, months[0][0], months[1][0]) if each[2] == "secret"], "20 less 9 and 9"


def test_a_place_that_one_figure_has_and_another_has_not_is_a_zero() -> None:
    every = figure("I1.0", "n", (20, None), "departement", _75=(2, None), _92=(18, None))
    signalements = figure("I1.1", "n", (20, None), "departement", _75=(2, None), _92=(18, None))
    questions = figure("I1.2", "n", (0, None), "departement")
    grid = _grid([every, signalements, questions], ALL)
    # Saisines of a place are its signalements and its questions, of which there are none.
    nothing = [case for case, value in grid.valeurs.items() if ("departement", "75") in case.ou and value == 0]
    assert nothing
    assert any(nothing[0] in somme.parts for somme in grid.sommes)

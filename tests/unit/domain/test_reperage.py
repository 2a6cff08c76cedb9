"""A grid answered on a signalement: pinned, counted without a sum, read again, and never a word of conclusion."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date

import pytest

from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.reperage import (
    ANSWERS,
    Comptes,
    answers_of,
    calls,
    carried,
    closed,
    counts,
    grids_of,
    held_open,
    may_be_opened,
    read_again,
    side_by_side,
    to_ask,
    with_answer,
    with_grid,
    without_grid,
)
from tests.unit.domain.trial import ids

HERE = Reference(bytes(16), bytes(range(16)))
TODAY, LATER = date(2026, 11, 22), date(2026, 11, 25)
GRILLE = {
    "code": "G",
    "titre": "Grille fictive",
    "version": 1,
    "forme": "criteres",
    "criteres": [
        {"id": "c" * 16, "code": "G-1", "libelle": "Un", "famille": "A", "aide": "Regarder.", "toujours": True},
        {"id": "d" * 16, "code": "G-2", "libelle": "Deux", "famille": "A", "fiches": ["CAT-01"]},
        {"id": "e" * 16, "code": "G-3", "libelle": "Trois", "famille": "B", "fiches": ["CAT-02", "CAT-01"]},
    ],
}


def opened(champs: Mapping[str, object] | None = None, grille: Mapping[str, object] = GRILLE) -> dict[str, object]:
    return with_grid(champs or {"objet": "Fictif"}, grille, HERE, ids(), TODAY, "Alix")[0]


def said(champs: Mapping[str, object], critere: str, reponse: str, **more: str) -> dict[str, object]:
    (id_,) = [one["id"] for one in answers_of(champs) if one["critere"] == critere]
    return with_answer(champs, str(id_), {"reponse": reponse, **more}, LATER, "Camille")


def test_a_grid_is_opened_with_the_words_and_the_version_of_that_day() -> None:
    champs = opened()
    (grid,) = grids_of(champs)
    assert (grid["version"], grid["forme"], grid["ouverte_le"], grid["ouverte_par"]) == (
        1,
        "criteres",
        "2026-11-22",
        "Alix",
    )
    assert [(one["critere"], one["libelle"], one["famille"]) for one in answers_of(champs)] == [
        ("G-1", "Un", "A"),
        ("G-2", "Deux", "A"),
        ("G-3", "Trois", "B"),
    ]
    assert {one["remplie"] for one in answers_of(champs)} == {grid["id"]}
    assert champs["objet"] == "Fictif"
    kept = nest("signalement", flatten("signalement", champs, {}, ids(99)))
    assert [sorted(one) for one in answers_of(kept)] == [sorted(one) for one in answers_of(champs)]


def test_an_answer_says_what_when_and_by_whom_and_what_it_does_not_mention_stays() -> None:
    champs = said(opened(), "G-2", "rapporte", source="Une proche", commentaire="Depuis mars.")
    champs = said(champs, "G-2", "documente")
    one = answers_of(champs)[1]
    assert (one["reponse"], one["source"], one["commentaire"]) == ("documente", "Une proche", "Depuis mars.")
    assert (one["repondu_le"], one["repondu_par"]) == ("2026-11-25", "Camille")


def test_what_changes_nothing_dates_nothing_and_an_answer_taken_back_is_nobodys() -> None:
    champs = said(opened(), "G-2", "absent")
    again = with_answer(champs, str(answers_of(champs)[1]["id"]), {"reponse": "absent"}, TODAY, "Quelqu’un d’autre")
    assert again == champs
    flat = flatten("signalement", champs, {}, ids(99))
    back = said(champs, "G-2", "")
    changes = flatten("signalement", {"reponses": back["reponses"]}, flat, ids(199))
    assert set(changes.values()) == {None}
    assert {key.rpartition("/")[2] for key in changes} == {"reponse", "repondu_le", "repondu_par"}


def test_counts_stay_by_family_and_by_answer_and_nothing_adds_them_up() -> None:
    champs = said(said(opened(), "G-1", "observe"), "G-3", "inconnu")
    first, second = counts(answers_of(champs))
    assert (first.famille, second.famille) == ("A", "B")
    assert [answer for answer, _ in first.nombres] == list(ANSWERS)
    assert (first.of("observe"), first.of("")) == (1, 1)
    assert second.of("inconnu") == 1
    assert [each.name for each in fields(Comptes)] == ["famille", "nombres"], "no total, no share, no score"


@pytest.mark.parametrize(
    ("first", "other", "asks"),
    [
        ("", "rapporte", True),
        ("inconnu", "documente", True),
        ("absent", "observe", False),
        ("observe", "observe", False),
        ("", "absent", False),
        ("", "", False),
    ],
)
def test_what_is_always_found_is_asked_about_once_something_else_is_there(first: str, other: str, asks: bool) -> None:
    champs = said(said(opened(), "G-1", first), "G-2", other)
    assert [one["critere"] for one in to_ask(answers_of(champs))] == (["G-1"] if asks else [])


def test_fiches_are_called_for_by_what_is_there_alone_and_each_says_by_which_answers() -> None:
    champs = said(said(opened(), "G-2", "absent"), "G-3", "rapporte")
    found = [(each.fiche, [one["critere"] for one in each.reponses]) for each in calls(answers_of(champs))]
    assert found == [("CAT-02", ["G-3"]), ("CAT-01", ["G-3"])]
    both = calls(answers_of(said(champs, "G-2", "observe")))
    assert {each.fiche: [one["critere"] for one in each.reponses] for each in both}["CAT-01"] == ["G-2", "G-3"]


def test_one_is_gone_on_with_while_it_is_open_and_opened_anew_once_it_is_finished() -> None:
    champs = opened()
    (grid,) = grids_of(champs)
    assert held_open(champs, HERE, 1) == grid["id"]
    assert held_open(champs, HERE, 2) == ""
    finished = closed(champs, str(grid["id"]), LATER)
    assert held_open(finished, HERE, 1) == ""
    assert closed(finished, str(grid["id"]), None)["grilles"] != finished["grilles"]
    assert without_grid(champs, str(grid["id"])) == {"objet": "Fictif", "grilles": [], "reponses": []}


NEWER = {
    **GRILLE,
    "version": 2,
    "criteres": [
        {"code": "G-2", "libelle": "Deux, précisé", "famille": "A"},
        {"code": "G-3", "libelle": "Trois", "famille": "B"},
        {"code": "G-4", "libelle": "Quatre", "famille": "B"},
    ],
}


def test_a_newer_version_stands_beside_what_was_answered() -> None:
    couples = side_by_side(answers_of(opened()), NEWER["criteres"])  # type: ignore[arg-type]
    assert [(each.critere, each.is_new, each.is_gone, each.is_reworded) for each in couples] == [
        ("G-2", False, False, True),
        ("G-3", False, False, False),
        ("G-4", True, False, False),
        ("G-1", False, True, False),
    ]


def test_answers_are_carried_only_where_somebody_said_so_and_never_over_another() -> None:
    champs = said(said(opened(), "G-2", "observe"), "G-3", "rapporte", source="Une proche")
    former = str(grids_of(champs)[0]["id"])
    both, newer = with_grid(champs, NEWER, HERE, ids(50), LATER, "Alix", relit=former)
    assert read_again(both, former) == newer == read_again(both, former, 2)
    assert read_again(both, newer) == read_again(both, former, 3) == ""
    assert not any(one.get("reponse") for one in answers_of(both, newer))
    after = answers_of(carried(both, former, newer, ("G-3", "G-4", "G-1")), newer)
    assert [one.get("reponse") for one in after] == [None, "rapporte", None]
    assert (after[1]["source"], after[1]["repondu_par"], after[1]["repondu_le"]) == (
        "Une proche",
        "Camille",
        "2026-11-25",
    )
    given = with_answer(both, str(answers_of(both, newer)[1]["id"]), {"reponse": "absent"}, LATER, "Alix")
    assert answers_of(carried(given, former, newer, ("G-3",)), newer)[1]["reponse"] == "absent"
    assert answers_of(carried(both, former, newer, ("G-3",)), former) == answers_of(champs, former)


def test_criteria_that_nobody_coded_or_coded_twice_are_not_taken_for_one() -> None:
    criteres = [
        {"libelle": "Un"},
        {"libelle": "Deux"},
        {"code": "G-9", "libelle": "A"},
        {"code": "G-9", "libelle": "B"},
    ]
    champs = opened(grille={**GRILLE, "criteres": criteres})
    couples = side_by_side(answers_of(champs), [*criteres[1:], {"libelle": "Trois"}])
    assert [(each.critere, each.avant.get("libelle"), each.apres.get("libelle")) for each in couples] == [
        ("Deux", "Deux", "Deux"),
        ("G-9", "A", "A"),
        ("G-9", "B", "B"),
        ("Trois", None, "Trois"),
        ("Un", "Un", None),
    ]
    (last,) = [one for one in answers_of(champs) if one["libelle"] == "B"]
    said_b = with_answer(champs, str(last["id"]), {"reponse": "observe"}, LATER, "Camille")
    former = str(grids_of(said_b)[0]["id"])
    newer = {**GRILLE, "version": 2, "criteres": criteres}
    both, reading = with_grid(said_b, newer, HERE, ids(50), LATER, "Alix", relit=former)
    after = answers_of(carried(both, former, reading, ("G-9",)), reading)
    assert [one.get("reponse") for one in after] == [None, None, None, "observe"]


def test_a_grid_that_is_withdrawn_or_empty_is_not_opened() -> None:
    assert may_be_opened(GRILLE)
    assert not may_be_opened({**GRILLE, "statut": "retiree"})
    assert not may_be_opened({**GRILLE, "criteres": []})

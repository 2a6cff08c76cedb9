"""A fiche applied to a signalement is a checklist that the fiche's later life does not touch."""

from datetime import date

from mvl_desktop.domain.application import (
    changed_steps,
    done,
    is_unexplained,
    progress,
    skipped,
    to_do_again,
    with_steps,
)
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from tests.unit.domain.trial import applied, ids

HERE = Reference(bytes(16), bytes(range(16)))
FICHE = {"titre": "Mineur en danger", "version": 1, "etapes": ["Appeler", "Écrire"]}


def test_steps_become_a_checklist_pinned_to_their_version() -> None:
    checklist = with_steps([], FICHE, HERE)
    flat = flatten("signalement", {"etapes_appliquees": checklist}, {}, ids())
    assert nest("signalement", flat)["etapes_appliquees"] == [
        {"id": f"{n:016x}", "fiche": str(HERE), "fiche_titre": "Mineur en danger", "version": 1, "etat": "a_faire"}
        | {"libelle": libelle}
        for n, libelle in enumerate(("Appeler", "Écrire"), 1)
    ]


def test_applying_the_same_version_twice_changes_nothing() -> None:
    once = with_steps([], FICHE, HERE)
    assert with_steps(once, FICHE, HERE) == once


def test_a_newer_version_comes_beside_what_was_done() -> None:
    flat = flatten("signalement", {"etapes_appliquees": with_steps([], FICHE, HERE)}, {}, ids())
    done = flatten("signalement", {"etapes_appliquees": [{"id": f"{1:016x}", "etat": "fait"}]}, flat, ids())
    held = nest("signalement", applied(flat, done))["etapes_appliquees"]
    assert isinstance(held, list)
    newer = FICHE | {"version": 2, "etapes": ["Appeler", "Transmettre"]}
    assert changed_steps(held, newer, HERE) == (("Transmettre",), ())
    both = with_steps(held, newer, HERE)
    assert both[: len(held)] == held
    assert [(step["version"], step["libelle"], step["etat"]) for step in both] == [
        (1, "Appeler", "fait"),
        (2, "Appeler", "a_faire"),
        (2, "Transmettre", "a_faire"),
    ]


def test_what_a_newer_version_dropped_is_said() -> None:
    held = with_steps([], FICHE, HERE)
    assert changed_steps(held, FICHE | {"etapes": ["Appeler"]}, HERE) == ((), ("Écrire",))
    assert changed_steps([], FICHE, HERE) == (("Appeler", "Écrire"), ())


def test_a_fiche_without_steps_adds_nothing() -> None:
    assert with_steps([], {"titre": "Vide"}, HERE) == []


def test_a_step_is_done_set_aside_or_taken_up_again_and_nothing_lingers() -> None:
    day = date(2026, 11, 22)
    first, second = with_steps([], FICHE, HERE, day)
    assert first["appliquee_le"] == "2026-11-22"
    first, second = done(first, day, "Référente Exemple", "14:30"), skipped(second, day, "Agent Exemple", "Sans objet")
    assert (first["etat"], first["fait_le"], first["fait_par"], first["fait_a"]) == (
        "fait",
        "2026-11-22",
        "Référente Exemple",
        "14:30",
    )
    assert (second["etat"], second["motif"]) == ("ecarte", "Sans objet")
    assert progress([first, second]) == (2, 2)
    flat = flatten("signalement", {"etapes_appliquees": [first, second]}, {}, ids())
    held = nest("signalement", flat)["etapes_appliquees"]
    assert isinstance(held, list)
    again = flatten("signalement", {"etapes_appliquees": [held[0], to_do_again(held[1])]}, flat, ids(9))
    after = nest("signalement", applied(flat, again))["etapes_appliquees"]
    assert isinstance(after, list)
    assert after[1]["etat"] == "a_faire"
    assert not {"fait_le", "fait_par", "motif"} & set(after[1])


def test_a_step_set_aside_without_a_reason_is_not_settled() -> None:
    (step, _other) = with_steps([], FICHE, HERE)
    aside = skipped(step, date(2026, 11, 22), "Agent Exemple", "")
    assert is_unexplained(aside)
    assert progress([aside]) == (0, 1)

"""A fiche applied to a signalement is a checklist that the fiche's later life does not touch."""

from mvl_desktop.domain.application import changed_steps, with_steps
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

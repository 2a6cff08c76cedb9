"""Two agents tick the same step offline: it is one step after the merge, and what they differ on is asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.application import done, progress, skipped
from mvl_desktop.services.conflicts import decide
from mvl_desktop.services.fiches import apply_fiche
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.offices import Office, two_offices

FICHE = {"code": "F", "titre": "Fictive", "version": 1, "etapes": ["Appeler", "Écrire"]}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office, str]]:
    """Return two posts that hold a case with a fiche applied."""
    alix, camille = two_offices(tmp_path)
    fiche = add_record(alix.ports, "fiche-conduite", FICHE)
    rec = add_record(alix.ports, "signalement", {"objet": "Fictif"})
    apply_fiche(alix.ports, rec, fiche)
    alix.give(camille)
    yield alix, camille, rec
    alix.close()
    camille.close()


def steps(office: Office, rec: str) -> list[dict[str, Any]]:
    held: Any = show_record(office.ports, rec).champs["etapes_appliquees"]
    return list(held)


def tick(office: Office, rec: str, *, motif: str = "") -> None:
    """Tick the first step, or set it aside for a reason."""
    first, *others = steps(office, rec)
    today = office.clock.now().date()
    settled = skipped(first, today, office.name, motif) if motif else done(first, today, office.name)
    modify_record(office.ports, rec, {"etapes_appliquees": [settled, *others]})


def meet(alix: Office, camille: Office) -> None:
    alix.give(camille)
    camille.give(alix)


def conflicts(office: Office, rec: str) -> set[str]:
    return {key.rpartition("/")[2] for key in show_record(office.ports, rec).conflits}


def test_a_step_that_both_did_is_done_once_and_only_who_is_asked(pair: tuple[Office, Office, str]) -> None:
    alix, camille, rec = pair
    tick(alix, rec)
    tick(camille, rec)
    meet(alix, camille)
    for office in (alix, camille):
        held = steps(office, rec)
        assert [step["libelle"] for step in held] == ["Appeler", "Écrire"]
        assert (held[0]["etat"], progress(held)) == ("fait", (1, 2))
        assert conflicts(office, rec) == {"fait_par"}
    (versions,) = show_record(alix.ports, rec).conflits.values()
    assert {each.valeur for each in versions} == {"Alix", "Camille"}


def test_a_step_that_one_did_and_the_other_set_aside_keeps_both_until_somebody_decides(
    pair: tuple[Office, Office, str],
) -> None:
    alix, camille, rec = pair
    tick(alix, rec)
    tick(camille, rec, motif="Déjà fait par l’école.")
    meet(alix, camille)
    for office in (alix, camille):
        assert conflicts(office, rec) == {"etat", "fait_par"}
        assert steps(office, rec)[0]["motif"] == "Déjà fait par l’école."
    key = next(key for key in show_record(alix.ports, rec).conflits if key.endswith("/etat"))
    decide(alix.ports, rec, key, value="fait", motif="Vérifié par téléphone")
    meet(alix, camille)
    assert {steps(office, rec)[0]["etat"] for office in (alix, camille)} == {"fait"}


def test_different_steps_ticked_apart_merge_by_themselves(pair: tuple[Office, Office, str]) -> None:
    alix, camille, rec = pair
    tick(alix, rec)
    first, second = steps(camille, rec)
    modify_record(
        camille.ports, rec, {"etapes_appliquees": [first, done(second, camille.clock.now().date(), "Camille")]}
    )
    meet(alix, camille)
    assert [(step["etat"], step["fait_par"]) for step in steps(alix, rec)] == [("fait", "Alix"), ("fait", "Camille")]
    assert conflicts(alix, rec) == set()

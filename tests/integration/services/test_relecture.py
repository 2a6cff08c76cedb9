"""A fiche is written together: remarks, agreements of two persons on one text, publication, withdrawal; offline too."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.relecture import ValidationDoubleError, ValidationManquanteError, agreed, moves
from mvl_desktop.services.drafts import edit, register
from mvl_desktop.services.presentation import Presentation, present
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.relecture import advance, answer_remark, remark
from tests.fakes.offices import Office, two_offices

FICHE = {"code": "F", "titre": "Fictive", "version": 1, "statut": "brouillon", "etapes": ["Appeler", "Écrire"]}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Office, Office, str]]:
    """Return an ARS, a mission, and the fiche that both hold."""
    ars, mission = two_offices(tmp_path)
    present(ars.ports, Presentation("Alix", "referent"))
    present(mission.ports, Presentation("Camille", "conseiller_miviludes"))
    rec = add_record(ars.ports, "fiche-conduite", FICHE)
    ars.give(mission)
    yield ars, mission, rec
    ars.close()
    mission.close()


def champs(office: Office, rec: str) -> dict[str, object]:
    return dict(show_record(office.ports, rec).champs)


def agree(ars: Office, mission: Office, rec: str) -> None:
    """Let both agree, each on their post."""
    advance(ars.ports, rec, "proposer")
    advance(ars.ports, rec, "accorder", partie="ars")
    ars.give(mission)
    advance(mission.ports, rec, "accorder", partie="miviludes")
    mission.give(ars)


def test_two_persons_agree_each_for_their_party_and_only_then_it_is_published(both: tuple[Office, Office, str]) -> None:
    ars, mission, rec = both
    with pytest.raises(RefusError, match="geste_impossible"):
        advance(ars.ports, rec, "publier")
    agree(ars, mission, rec)
    assert champs(ars, rec)["statut"] == "validee"
    advance(ars.ports, rec, "publier")
    assert champs(ars, rec)["statut"] == "publiee"


def test_nobody_agrees_for_the_other_party(both: tuple[Office, Office, str]) -> None:
    ars, _mission, rec = both
    advance(ars.ports, rec, "proposer")
    with pytest.raises(RefusError, match="validation_partie"):
        advance(ars.ports, rec, "accorder", partie="miviludes")


def test_somebody_without_a_function_cannot_agree_for_both(both: tuple[Office, Office, str]) -> None:
    ars, _mission, rec = both
    present(ars.ports, Presentation("Alix"))
    advance(ars.ports, rec, "proposer")
    advance(ars.ports, rec, "accorder", partie="ars")
    with pytest.raises(ValidationDoubleError):
        advance(ars.ports, rec, "accorder", partie="miviludes")


def test_an_agreement_given_offline_on_a_text_that_changed_meanwhile_does_not_hold(
    both: tuple[Office, Office, str],
) -> None:
    ars, mission, rec = both
    advance(ars.ports, rec, "proposer")
    advance(ars.ports, rec, "accorder", partie="ars")
    ars.give(mission)
    modify_record(ars.ports, rec, {"etapes": ["Appeler", "Écrire", "Relancer"]})
    advance(mission.ports, rec, "accorder", partie="miviludes")
    mission.give(ars)
    merged = champs(ars, rec)
    assert agreed(merged) == frozenset()
    assert "publier" not in moves(merged)
    # Whatever its status says, nobody publishes it.
    modify_record(ars.ports, rec, {"statut": "validee"})
    with pytest.raises((RefusError, ValidationManquanteError)):
        advance(ars.ports, rec, "publier")


def test_what_changes_after_publication_is_the_next_version(both: tuple[Office, Office, str]) -> None:
    ars, mission, rec = both
    agree(ars, mission, rec)
    advance(ars.ports, rec, "publier")
    opened = edit(ars.ports, rec)
    register(ars.ports, opened, {**opened.champs, "etapes": ["Appeler", "Écrire", "Relancer"]})
    after = champs(ars, rec)
    assert (after["version"], after["statut"]) == (2, "brouillon")
    assert agreed(after) == frozenset()
    modify_record(ars.ports, rec, {"contacts_verifies_le": "2026-11-22"})
    assert champs(ars, rec)["version"] == 2


def test_a_remark_is_followed_or_set_aside_with_its_reason(both: tuple[Office, Office, str]) -> None:
    ars, mission, rec = both
    remark(mission.ports, rec, "Étapes", "Dire qui rappelle.")
    remark(mission.ports, rec, "Qui alerter", "Ajouter le 119.")
    mission.give(ars)
    held: Any = champs(ars, rec)["remarques"]
    first, second = held
    assert (first["partie"], first["par"], first["version"], first["etat"]) == ("miviludes", "Camille", 1, "a_traiter")
    answer_remark(ars.ports, rec, first["id"], "suivie")
    with pytest.raises(RefusError, match="remarque_sans_raison"):
        answer_remark(ars.ports, rec, second["id"], "ecartee", " ")
    answer_remark(ars.ports, rec, second["id"], "ecartee", "Il y est déjà.")
    ars.give(mission)
    told: Any = champs(mission, rec)["remarques"]
    assert [(each["etat"], each.get("reponse"), each["repondue_par"]) for each in told] == [
        ("suivie", None, "Alix"),
        ("ecartee", "Il y est déjà.", "Alix"),
    ]
    with pytest.raises(RefusError, match="remarque_inconnue"):
        answer_remark(ars.ports, rec, "0" * 16, "suivie")


def test_a_fiche_is_withdrawn_with_a_reason(both: tuple[Office, Office, str]) -> None:
    ars, mission, rec = both
    agree(ars, mission, rec)
    with pytest.raises(RefusError, match="retrait_sans_motif"):
        advance(ars.ports, rec, "retirer")
    advance(ars.ports, rec, "retirer", motif="Loi changée", remplacee_par="CAT-09")
    after = champs(ars, rec)
    assert (after["statut"], after["motif_retrait"], after["remplacee_par"]) == ("retiree", "Loi changée", "CAT-09")

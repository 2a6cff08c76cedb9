"""The desk over real posts: grids of the application, answers in a draft and in history, read again, refused."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mvl_desktop.domain.relecture import (
    ACCORDER,
    PROPOSER,
    PUBLIER,
    RETIRER,
    ValidationDoubleError,
    ValidationManquanteError,
    agreed,
)
from mvl_desktop.domain.reperage import answers_of, counts, with_answer
from mvl_desktop.services.records import modify_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.relecture import remarks_of
from tests.fakes.offices import Office, open_office, two_offices
from tests.ui.memory_state import NOON
from ui.post_desk import PostDesk
from ui.values import Typed


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix")
    yield made
    made.close()


@pytest.fixture
def desk(office: Office) -> PostDesk:
    made = PostDesk(office)
    made.found("Délégation fictive")
    made.add_default_grilles()
    return made


def by_code(desk: PostDesk, code: str) -> str:
    """Return the id of a grid."""
    return next(line.id for line in desk.grilles(None) if line.code == code)


def answered(typed: Typed, place: int, **said: object) -> Typed:
    """Answer one criterion, as the screen of an interview does."""
    id_ = str(answers_of(typed.champs)[place]["id"])
    return replace(typed, champs=with_answer(typed.champs, id_, said, NOON.date(), "Alix"))


def given(champs: Mapping[str, object]) -> list[object]:
    """Return the answers, in the order of the criteria."""
    return [one.get("reponse") for one in answers_of(champs)]


def test_the_grids_of_the_application_come_once(desk: PostDesk) -> None:
    assert {line.code for line in desk.grilles(None)} == {"F10", "SAN", "PAT", "MIN", "EMP", "PHA", "ETA"}
    assert desk.add_default_grilles() == 0


def test_answers_are_in_the_draft_then_in_history_and_come_back_in_their_order(desk: PostDesk) -> None:
    typed, remplie = desk.with_grille(desk.begin("signalement"), by_code(desk, "F10"))
    typed = answered(answered(typed, 0, reponse="observe"), 2, reponse="absent", commentaire="Selon elle")
    desk.keep(typed)
    again = desk.resume(typed.id)
    assert given(again.champs)[:3] == ["observe", None, "absent"]
    rec = desk.save(replace(again, champs={**again.champs, "objet": "Appel"}))
    saved = desk.edit(rec).champs
    assert given(saved)[:3] == ["observe", None, "absent"]
    assert [one["critere"] for one in answers_of(saved, remplie)] == [f"F10-{n:02d}" for n in range(1, 11)]
    assert counts(answers_of(saved))[0].of("observe") == 1
    said = [change.champ for past in desk.history(rec) for change in past.changes]
    assert f"Réponses – Réponse ({answers_of(saved)[0]['libelle']})" in said, "history names the criterion"
    assert desk.with_grille(desk.edit(rec), by_code(desk, "F10"))[1] == remplie, "opened twice is gone on with"


def test_two_people_who_answer_the_same_grid_apart_meet_in_it(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    mine, theirs = PostDesk(first), PostDesk(second)
    mine.add_default_grilles()
    typed, _remplie = mine.with_grille(mine.begin("signalement"), by_code(mine, "F10"))
    rec = mine.save(replace(typed, champs={**typed.champs, "objet": "Appel"}))
    first.give(second)
    for desk, place, code in ((mine, 0, "observe"), (theirs, 1, "rapporte")):
        desk.save(answered(desk.edit(rec), place, reponse=code))
    first.give(second)
    second.give(first)
    for desk in (mine, theirs):
        assert given(desk.edit(rec).champs)[:3] == ["observe", "rapporte", None]
        assert desk.read(rec).conflits == ()


def test_a_newer_version_is_offered_once_and_takes_only_what_is_chosen(desk: PostDesk, office: Office) -> None:
    grille = by_code(desk, "MIN")
    typed, remplie = desk.with_grille(desk.begin("signalement"), grille)
    typed = answered(answered(typed, 0, reponse="observe"), 1, reponse="rapporte")
    modify_record(office.ports, grille, {"statut": "validee"})
    held = desk.edit(grille)
    criteres = [dict(each) for each in held.champs["criteres"]]  # type: ignore[attr-defined]
    criteres[0]["libelle"] = "Autrement dit"
    typed_by_hand = {"statut": "publiee", "version": 9, "validee_par": "Alix"}
    desk.save(replace(held, champs={**held.champs, "criteres": criteres, **typed_by_hand}))
    saved = desk.edit(grille).champs
    standing = (saved.get("statut"), saved.get("version"), saved.get("validee_par"))
    assert standing == ("brouillon", 2, None), "where a grid stands is moved by its review, typed by nobody"
    assert [each.plus_recente for each in desk.grilles_ouvertes(typed)] == [2]
    relue = desk.reread_grille(typed, remplie)
    assert (relue.ancienne, relue.nouvelle) == (1, 2)
    assert [couple.is_reworded for couple in relue.lignes[:2]] == [True, False]
    after, new = desk.with_relecture(typed, remplie, [relue.lignes[1].critere])
    assert [one.get("reponse") for one in answers_of(after.champs, new)][:2] == [None, "rapporte"]
    assert [(each.plus_recente, each.relue) for each in desk.grilles_ouvertes(after) if each.remplie == remplie] == [
        (0, True)
    ]
    again = desk.reread_grille(after, remplie)
    assert (again.ancienne, again.nouvelle) == (1, 2)
    assert [each.version for each in desk.grille_versions(grille)] == [2, 1]


def test_what_is_clinical_is_refused_to_who_is_no_physician(desk: PostDesk) -> None:
    (line,) = [line for line in desk.grilles(None) if line.code == "EMP"]
    assert line.refus == "grille_reservee_clinicien"
    with pytest.raises(RefusError) as caught:
        desk.with_grille(desk.begin("signalement"), line.id)
    assert caught.value.code == line.refus


def test_answers_call_for_a_fiche_and_say_why(desk: PostDesk) -> None:
    typed, _remplie = desk.with_grille(desk.begin("signalement"), by_code(desk, "MIN"))
    assert desk.called_fiches(typed) == []
    place = next(place for place, one in enumerate(answers_of(typed.champs)) if one.get("fiches") == ["CAT-01"])
    typed = answered(typed, place, reponse="rapporte")
    (fiche,) = desk.called_fiches(typed)
    assert (fiche.code, fiche.appliquee) == ("CAT-01", False)
    assert str(answers_of(typed.champs)[place]["libelle"]) in fiche.pourquoi
    assert desk.called_fiches(desk.with_fiche(typed, fiche.id))[0].appliquee


def test_a_blank_grid_is_printed(desk: PostDesk, tmp_path: Path) -> None:
    desk.print(by_code(desk, "F10"), tmp_path / "grille.odt", masked=False)
    assert (tmp_path / "grille.odt").stat().st_size > 1000


def test_a_reading_of_what_is_not_open_is_refused(desk: PostDesk) -> None:
    with pytest.raises(RefusError) as caught:
        desk.reread_grille(desk.begin("signalement"), "00" * 8)
    assert caught.value.code == "grille_non_ouverte"


def test_a_grid_goes_the_way_of_a_fiche_in_the_name_of_who_sits_here(desk: PostDesk, office: Office) -> None:
    grille = by_code(desk, "MIN")
    desk.advance_fiche(grille, PROPOSER)
    desk.remark_fiche(grille, "À garder en tête", "Dire qu’un indice seul ne dit rien")
    (remark,) = remarks_of(desk.edit(grille).champs)
    desk.answer_remark(grille, str(remark["id"]), "suivie", "")
    desk.advance_fiche(grille, ACCORDER, partie="ars")
    champs = desk.edit(grille).champs
    assert agreed(champs) == {"ars"}
    assert [each["validee_par"] for each in champs["validations"]] == ["Alix"]  # type: ignore[attr-defined]
    assert champs["statut"] == "en_relecture"
    with pytest.raises(ValidationDoubleError):
        desk.advance_fiche(grille, ACCORDER, partie="miviludes")
    assert [each["etat"] for each in remarks_of(desk.edit(grille).champs)] == ["suivie"]
    modify_record(office.ports, grille, {"statut": "validee"})
    with pytest.raises(ValidationManquanteError):
        desk.advance_fiche(grille, PUBLIER)
    desk.advance_fiche(grille, RETIRER, motif="Refondue", remplacee_par="F10")
    champs = desk.edit(grille).champs
    assert (champs["statut"], champs["motif_retrait"], champs["remplacee_par"]) == ("retiree", "Refondue", "F10")

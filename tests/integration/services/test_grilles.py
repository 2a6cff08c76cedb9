"""Grids on a signalement: proposed with a reason, pinned, answered by two people apart, read again side by side."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from mvl_desktop.domain.reperage import answers_of, grids_of
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query
from mvl_desktop.services import conflicts, fiche_versions, merging, moving
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.fiches import add_default_fiches
from mvl_desktop.services.grilles import Opened, list_grilles, with_carried, with_grille, with_reading, with_said
from mvl_desktop.services.grilles_lues import called_fiches, compare_reading, read_grilles
from mvl_desktop.services.grilles_saved import answer, close_grille, open_grille, reread_grille, usage
from mvl_desktop.services.pieces import join_piece
from mvl_desktop.services.printing import lay_out
from mvl_desktop.services.records import add_record, list_records, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import FICHES, Office, open_office, two_offices
from tests.integration.services.test_habilitations import chief, enter

__all__ = ["chief"]

GRILLES = [
    json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[3] / "resources" / "grilles").glob("*.json"))
]
PETITE = {
    "code": "G",
    "titre": "Grille fictive",
    "version": 1,
    "criteres": [{"code": "G-1", "libelle": "Un"}, {"code": "G-2", "libelle": "Deux", "fiches": ["CAT-01", "CAT-99"]}],
}


def champs_of(office: Office, rec: str) -> Mapping[str, object]:
    return show_record(office.ports, rec).champs


def answers(office: Office, rec: str) -> list[tuple[object, object]]:
    return [(one["critere"], one.get("reponse")) for one in answers_of(champs_of(office, rec))]


def refused(code: str, act: object) -> None:
    with pytest.raises(RefusError) as caught:
        act()  # type: ignore[operator]
    assert caught.value.code == code


def test_the_seven_grids_are_added_once_and_ours_is_left_as_it_is(office: Office) -> None:
    rec = add_record(office.ports, "grille", {"code": "MIN", "titre": "La nôtre"})
    assert len(add_defaults(office.ports, "grille", GRILLES)) == 6
    assert add_defaults(office.ports, "grille", GRILLES) == []
    lines = list_grilles(office.ports)
    assert [line.code for line in lines] == ["EMP", "ETA", "F10", "MIN", "PAT", "PHA", "SAN"]
    assert {line.code: line.id for line in lines}["MIN"] == rec


def test_grids_are_proposed_for_what_is_typed_and_say_why(office: Office) -> None:
    add_defaults(office.ports, "grille", GRILLES)
    first, *others = list_grilles(office.ports, {"mineur_concerne": True}, office.nomenclatures)
    assert (first.code, first.reason) == ("MIN", "Un mineur est concerné.")
    assert not any(other.reason for other in others)
    typed = {"natures": ["infiltration_etablissement"], "cadre": "etablissement_sante"}
    assert next(line.code for line in list_grilles(office.ports, typed, office.nomenclatures)) == "ETA"
    assert not any(line.reason for line in list_grilles(office.ports, {"objet": "Rien"}, office.nomenclatures))


def test_a_grid_is_opened_in_a_form_once_and_the_form_keeps_what_it_held(office: Office) -> None:
    grille = add_record(office.ports, "grille", PETITE)
    opened = with_grille(office.ports, {"objet": "Fictif"}, grille)
    assert opened.champs["objet"] == "Fictif"
    again = with_grille(office.ports, opened.champs, "g")
    assert (again.champs, again.remplie) == (opened.champs, opened.remplie)
    assert [line.ouverte for line in list_grilles(office.ports, opened.champs)] == [True]
    once_more = with_grille(office.ports, opened.champs, grille, encore=True)
    assert once_more.remplie != opened.remplie
    rec = add_record(office.ports, "signalement", once_more.champs)
    assert len(grids_of(champs_of(office, rec))) == 2
    assert len(answers_of(champs_of(office, rec), opened.remplie)) == 2


def test_lists_are_filtered_by_a_grid_and_by_an_answer(office: Office) -> None:
    add_record(office.ports, "grille", PETITE)
    with_it, without = (add_record(office.ports, "signalement", {"objet": objet}) for objet in ("Avec", "Sans"))
    open_grille(office.ports, with_it, "G")
    answer(office.ports, with_it, "G-2", {"reponse": "rapporte"}, lists=office.nomenclatures)
    for filters in ((("grilles/code", "G"),), (("reponses/reponse", "rapporte"),)):
        assert [line["id"] for line in list_records(office.ports, Query("signalement", filters))[1]] == [with_it]
    assert list_records(office.ports, Query("signalement", (("reponses/reponse", "observe"),)))[0] == 0
    assert without


def test_what_is_answered_calls_for_fiches_and_each_says_why(office: Office) -> None:
    add_default_fiches(office.ports, FICHES)
    add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    open_grille(office.ports, rec, "G")
    assert called_fiches(office.ports, champs_of(office, rec), office.nomenclatures) == []
    answer(office.ports, rec, "G-2", {"reponse": "observe"})
    first, unknown = called_fiches(office.ports, champs_of(office, rec), office.nomenclatures)
    assert (first.code, first.reason, first.applied) == ("CAT-01", "G-2 Deux\u00a0: observé.", False)
    assert first.id
    assert (unknown.code, unknown.id) == ("CAT-99", "")


def test_a_grid_keeps_its_version_and_is_read_again_beside(office: Office) -> None:
    grille = add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    former = open_grille(office.ports, rec, "G")
    answer(office.ports, rec, "G-1", {"reponse": "documente", "source": "Un courrier"})
    refused("grille_sans_nouvelle_version", lambda: with_reading(office.ports, champs_of(office, rec), former))
    newer = [{"code": "G-1", "libelle": "Un"}, {"code": "G-3", "libelle": "Trois"}]
    modify_record(office.ports, grille, {"version": 2, "criteres": newer})

    (read,) = read_grilles(office.ports, champs_of(office, rec))
    assert (read.version, read.plus_recente, read.relue) == (1, 2, False)
    assert [one["critere"] for one in read.reponses] == ["G-1", "G-2"]
    couples = compare_reading(office.ports, champs_of(office, rec), former)
    assert [(each.critere, each.is_new, each.is_gone) for each in couples] == [
        ("G-1", False, False),
        ("G-3", True, False),
        ("G-2", False, True),
    ]
    reading = reread_grille(office.ports, rec, former, ["G-1"])
    assert reread_grille(office.ports, rec, former) == reading
    last, first = read_grilles(office.ports, champs_of(office, rec))
    assert (last.remplie, last.relit, last.version, first.relue) == (reading, former, 2, True)
    assert [(one["critere"], one.get("reponse"), one.get("source")) for one in last.reponses] == [
        ("G-1", "documente", "Un courrier"),
        ("G-3", None, None),
    ]
    assert [one.get("reponse") for one in first.reponses] == ["documente", None]
    assert [each.version for each in fiche_versions.versions_of(office.ports, grille, "grille")] == [2, 1]
    assert [(each.version, each.ouverte, each.remplie) for each in usage(office.ports, "G")] == [(2, 1, 1), (1, 1, 1)]


def test_nothing_is_carried_over_unless_somebody_said_so(office: Office) -> None:
    grille = add_record(office.ports, "grille", PETITE)
    opened = with_grille(office.ports, {}, grille)
    asked = str(answers_of(opened.champs)[0]["id"])
    typed = with_said(office.ports, opened.champs, asked, {"reponse": "observe"})
    modify_record(office.ports, grille, {"version": 2})
    reading = with_reading(office.ports, typed, opened.remplie)
    assert not any(one.get("reponse") for one in answers_of(reading.champs, reading.remplie))
    carried = with_carried(office.ports, reading.champs, reading.remplie, ["G-1"])
    assert [one.get("reponse") for one in answers_of(carried, reading.remplie)] == ["observe", None]


def test_a_grid_that_is_erased_leaves_what_was_answered(office: Office) -> None:
    grille = add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    opened = open_grille(office.ports, rec, "G")
    erase_record(office.ports, grille, motif="erreur_de_saisie")
    answer(office.ports, rec, "G-2", {"reponse": "rapporte"})
    (read,) = read_grilles(office.ports, champs_of(office, rec))
    assert (read.titre, read.plus_recente) == ("Grille fictive", 0)
    assert [each.code for each in called_fiches(office.ports, champs_of(office, rec), office.nomenclatures)] == [
        "CAT-01",
        "CAT-99",
    ]
    refused("fiche_inconnue", lambda: reread_grille(office.ports, rec, opened))


def test_two_signalements_merged_keep_each_their_answers_under_their_own_grid(office: Office) -> None:
    add_record(office.ports, "grille", PETITE)
    one, other = (add_record(office.ports, "signalement", {"objet": "Fictif"}) for _ in range(2))
    for rec, reponse in ((one, "observe"), (other, "absent")):
        open_grille(office.ports, rec, "G")
        answer(office.ports, rec, "G-1", {"reponse": reponse})
    merging.merge(office.ports, one, other)
    read = read_grilles(office.ports, champs_of(office, one))
    assert [[each.get("reponse") for each in grid.reponses] for grid in read] == [["absent", None], ["observe", None]]


def test_a_signalement_that_moves_takes_its_grids(office: Office) -> None:
    add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    open_grille(office.ports, rec, "G")
    answer(office.ports, rec, "G-1", {"reponse": "observe"})
    office.found("Région fictive")
    wish = moving.Wish(espace="Région fictive", moved=True, masked=False, motif="Changement de territoire")
    sent = moving.send(office.ports, rec, wish)
    (read,) = read_grilles(office.ports, champs_of(office, sent.id))
    assert (read.code, [each.get("reponse") for each in read.reponses]) == ("G", ["observe", None])


def test_what_makes_no_sense_is_refused(office: Office) -> None:
    add_record(office.ports, "grille", PETITE | {"code": "VIDE", "criteres": []})
    add_record(office.ports, "grille", PETITE | {"code": "VIEILLE", "statut": "retiree"})
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    refused("grille_sans_critere", lambda: open_grille(office.ports, rec, "VIDE"))
    refused("grille_retiree", lambda: open_grille(office.ports, rec, "VIEILLE"))
    refused("fiche_inconnue", lambda: open_grille(office.ports, rec, "NON"))
    refused("critere_inconnu", lambda: answer(office.ports, rec, "G-1", {"reponse": "observe"}))
    refused("grille_non_ouverte", lambda: close_grille(office.ports, rec, "0" * 16))


def test_the_piece_that_shows_it_is_one_of_the_signalement(office: Office) -> None:
    add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    open_grille(office.ports, rec, "G")
    refused("piece_introuvable", lambda: answer(office.ports, rec, "G-1", {"reponse": "documente", "piece": "a" * 16}))
    piece = join_piece(office.ports, rec, "carnet.txt", 1, [b"a"])
    answer(office.ports, rec, "G-1", {"reponse": "documente", "piece": piece})
    sheet = lay_out(office.ports, rec, office.nomenclatures)
    cells = [cell for section in sheet.sections for line in section.lines for cell in line.cells]
    assert "Pièce\u00a0: carnet.txt" in cells


def test_what_arrives_between_reading_and_writing_is_not_taken_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_record(office.ports, "grille", PETITE)
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})

    def meanwhile(ports: Ports, champs: Mapping[str, object], grille: str, *, encore: bool = False) -> Opened:
        modify_record(ports, rec, with_grille(ports, champs, grille).champs)
        return with_grille(ports, champs, grille, encore=encore)

    monkeypatch.setattr("mvl_desktop.services.grilles_saved.with_grille", meanwhile)
    open_grille(office.ports, rec, "G")
    assert len(read_grilles(office.ports, champs_of(office, rec))) == 2
    assert len(answers_of(champs_of(office, rec))) == 4


def test_two_people_answer_apart_one_answer_is_to_be_decided_and_the_rest_merges(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    add_record(first.ports, "grille", PETITE)
    rec = add_record(first.ports, "signalement", {"objet": "Fictif"})
    open_grille(first.ports, rec, "G")
    first.give(second)
    answer(first.ports, rec, "G-1", {"reponse": "observe"})
    answer(second.ports, rec, "G-1", {"reponse": "absent"})
    answer(second.ports, rec, "G-2", {"reponse": "rapporte", "commentaire": "Depuis mars."})
    second.clock.at += 1000
    first.give(second)
    second.give(first)
    for office in (first, second):
        assert len(answers(office, rec)) == 2
        assert ("G-2", "rapporte") in answers(office, rec)
        (conflict,) = [each for each in conflicts.show_conflicts(office.ports, rec) if each.champ.endswith("/reponse")]
        assert {version.valeur for version in conflict.valeurs} == {"observe", "absent"}
    first.close()
    second.close()


def test_two_people_who_answer_alike_are_asked_only_who_did(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    add_record(first.ports, "grille", PETITE)
    rec = add_record(first.ports, "signalement", {"objet": "Fictif"})
    open_grille(first.ports, rec, "G")
    first.give(second)
    for office in (first, second):
        answer(office.ports, rec, "G-1", {"reponse": "observe"})
    first.give(second)
    assert answers(second, rec) == [("G-1", "observe"), ("G-2", None)]
    keys = {each.champ.rpartition("/")[2] for each in conflicts.show_conflicts(second.ports, rec)}
    assert keys == {"repondu_par"}
    first.close()
    second.close()


def test_what_is_clinical_is_read_by_all_and_answered_by_the_medecin_inspecteur_alone(
    chief: Office, tmp_path: Path
) -> None:
    add_defaults(chief.ports, "grille", GRILLES, espace="Délégation fictive")
    rec = add_record(chief.ports, "signalement", {"objet": "Fictif"}, espace="Délégation fictive")
    agent = enter(chief, open_office(tmp_path, "Camille"), "agent")
    medecin = enter(chief, open_office(tmp_path, "Dominique"), "medecin_inspecteur")
    for office in (agent, medecin):
        chief.give(office)
    for office in (chief, agent):
        refused("grille_reservee_clinicien", lambda office=office: open_grille(office.ports, rec, "EMP"))
        refus = {line.code: line.refus for line in list_grilles(office.ports)}
        assert {code for code, said in refus.items() if said} == {"EMP"}
    opened = open_grille(medecin.ports, rec, "EMP")
    answer(medecin.ports, rec, "EMP-01", {"reponse": "observe"})
    medecin.give(agent)
    (read,) = read_grilles(agent.ports, champs_of(agent, rec))
    assert (read.remplie, read.refus) == (opened, "grille_reservee_clinicien")
    refused("grille_reservee_clinicien", lambda: answer(agent.ports, rec, "EMP-01", {"reponse": "absent"}))
    for office in (chief, agent, medecin):
        office.close()

"""The desk over real posts: what is kept apart, fiches, people, what is remembered, the first page."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.records import modify_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices
from ui.post_desk import PostDesk
from ui.values import Aside, SavedSearch, Wanted


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix")
    yield made
    made.close()


@pytest.fixture
def desk(office: Office) -> PostDesk:
    made = PostDesk(office)
    made.found("Délégation fictive")
    made.found_compartments(made.espaces()[0].id)
    return made


def _add(desk: PostDesk, kind: str = "signalement", **champs: object) -> str:
    typed = desk.begin(kind)
    return desk.save(replace(typed, champs={**typed.champs, **champs}))


def test_a_signalant_is_typed_from_the_form_of_a_signalement_not_saved_yet(desk: PostDesk) -> None:
    form = desk.begin("signalement")
    (home,) = desk.homes("signalant")
    assert (home.compartiment, home.compartiment_de) == (True, form.espace)
    rec = _add(desk, "signalant", nom="Dominique Modèle")
    typed = replace(form, champs={**form.champs, "objet": "Fictif", "signalant": desk.reference_of(rec)})
    desk.keep(typed)
    saved = desk.save(desk.resume(typed.id))
    reference = desk.edit(saved).champs["signalant"]
    assert desk.aside(str(reference)) == Aside("lisible", rec, "Dominique Modèle")
    assert [change.apres for past in desk.history(saved) for change in past.changes if change.champ == "Signalant"]


def test_medical_pieces_have_their_own_compartment(desk: PostDesk) -> None:
    assert [home.nom.partition(" – ")[0] for home in desk.homes("pieces-medicales")] == ["Pièces médicales"]
    rec = _add(desk, "pieces-medicales", intitule="Bilan fictif")
    record = desk.attach_bytes(rec, "radio.png", b"une image")
    assert desk.content(rec, record.pieces[0].id, 100) == b"une image"
    assert record.espace.startswith("Pièces médicales")


def test_another_post_sees_that_something_is_reserved(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    mine, theirs = PostDesk(first), PostDesk(second)
    mine.found_compartments(mine.espaces()[0].id)
    rec = _add(mine, "signalant", nom="Dominique Modèle")
    id_ = _add(mine, objet="Fictif", signalant=mine.reference_of(rec))
    first.give(second)
    assert theirs.aside(str(theirs.edit(id_).champs["signalant"])) == Aside("reserve")
    assert theirs.search("Dominique", 10) == []
    assert [found.id for found in mine.search("domin", 10)] == [rec]
    assert theirs.homes("signalant") == []


def test_what_was_pasted_is_attached_shown_small_taken_off_and_told_when_it_comes_twice(desk: PostDesk) -> None:
    rec = _add(desk, objet="Avec image")
    record = desk.attach_bytes(rec, "Image collée.png", b"abc")
    (piece,) = record.pieces
    assert (piece.nom, piece.octets, piece.type_mime) == ("Image collée.png", 3, "image/png")
    assert desk.content(rec, piece.id, 3) == b"abc"
    assert desk.content(rec, piece.id, 2) is None
    with pytest.raises(RefusError) as refused:
        desk.attach_bytes(rec, "autre.png", b"abc")
    assert refused.value.code == "piece_deja_jointe"
    assert desk.detach(rec, piece.id).pieces == ()


def test_a_new_user_finds_the_four_fiches_and_applies_the_one_that_is_proposed(desk: PostDesk, office: Office) -> None:
    assert [line.code for line in desk.fiches(None)] == ["CAT-01", "CAT-02", "CAT-03", "CAT-04"]
    form = desk.begin("signalement")
    typed = replace(form, champs={**form.champs, "objet": "Fictif", "natures": ["mineur_en_danger"]})
    first = desk.fiches(typed)[0]
    assert (first.code, bool(first.raison), first.appliquee) == ("CAT-01", True, False)
    applied = desk.with_fiche(typed, first.id)
    assert desk.fiches(applied)[0].appliquee
    rec = desk.save(applied)
    modify_record(office.ports, first.id, {"statut": "validee"})
    _change_fiche(desk, first.id)
    (newer,) = desk.newer(desk.edit(rec))
    assert (newer.appliquee, newer.actuelle, newer.ajoutees) == (1, 2, ("Une étape de plus",))
    (todo,) = [todo for todo in desk.home().a_faire if todo.rec == rec]
    assert todo.a_moi
    assert "(puis " in todo.quoi


def _change_fiche(desk: PostDesk, rec: str) -> None:
    typed = desk.edit(rec)
    steps = typed.champs["etapes"]
    assert isinstance(steps, list)
    desk.save(replace(typed, champs={**typed.champs, "etapes": [*steps, "Une étape de plus"]}))


def test_the_person_here_is_in_charge_of_what_they_record_and_hands_it_over(desk: PostDesk) -> None:
    rec = _add(desk, objet="Fictif")
    assert desk.me().nom == "Alix"
    assert [person.ici for person in desk.people()] == [True]
    assert desk.edit(rec).champs["titulaire"] == "Alix"
    assert desk.hand_over("Alix", "Camille", "mutation") == 1
    assert desk.edit(rec).champs["titulaire"] == "Camille"
    change = next(change for change in desk.history(rec)[0].changes if change.nom == "titulaire")
    assert (change.valeur_avant, change.avant, change.apres) == ("Alix", "Alix", "Camille")


def test_a_search_given_a_name_and_a_choice_are_remembered_on_this_post(desk: PostDesk) -> None:
    search = SavedSearch("Urgents", Wanted("signalement", "", (("urgence", "immediate"),), "-recu_le"))
    desk.keep_search(search)
    assert desk.saved_searches("signalement") == [search]
    desk.remember("colonnes", {"signalement": ["objet"]})
    assert desk.recall("colonnes") == {"signalement": ["objet"]}
    rec = _add(desk, objet="Fictif")
    desk.follow(rec, followed=True)
    assert desk.read(rec).suivi
    desk.follow(rec, followed=False)
    assert not desk.read(rec).suivi


def test_a_masked_print_names_nobody(desk: PostDesk, tmp_path: Path) -> None:
    secret = "Dominique Modèle"
    rec = _add(desk, objet=secret, resume=secret, canal="telephone", personnes=[{"nom": secret, "role": "victime"}])
    for masked in (False, True):
        path = tmp_path / f"{masked}.odt"
        desk.print(rec, path, masked=masked)
        with zipfile.ZipFile(path) as odt:
            text = odt.read("content.xml").decode()
        assert (secret in text) is not masked


def test_what_was_typed_in_a_record_erased_elsewhere_is_read_on_the_first_page(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    mine, theirs = PostDesk(first), PostDesk(second)
    rec = _add(mine, objet="Fictif")
    first.give(second)
    typed = theirs.edit(rec)
    theirs.save(replace(typed, champs={**typed.champs, "suites": "Une après-midi de travail"}))
    erase_record(first.ports, rec, motif="opposition")
    first.give(second)
    (lost,) = theirs.home().perdus
    assert (lost.kind, lost.espace) == ("signalement", "Délégation fictive")
    assert [(change.champ, change.apres) for change in lost.changes] == [("Suites", "Une après-midi de travail")]

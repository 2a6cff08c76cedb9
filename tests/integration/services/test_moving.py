"""X10, X12: a signalement goes to another espace with its work, or masked; the source and the register say where."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from mvl_desktop.domain.kinds import required
from mvl_desktop.services import (
    arbitration_queue,
    drafts,
    erasure,
    export_register,
    home,
    moving,
    pieces,
    records,
    sharing_profiles,
)
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

AIN, REGION = "Délégation fictive", "Région fictive"
STEPS = [{"libelle": "Rappeler", "etat": "a_faire"}, {"libelle": "Écrire", "etat": "fait"}]
WHOLE: Mapping[str, object] = {
    "objet": "Stage fictif",
    "recu_le": "2026-11-01",
    "departement": "01",
    "niveau": "a_risque",
    "natures": ["mineur_en_danger"],
    "resume": "Alix Modèle appelle.",
    "personnes": [{"nom": "Alix Modèle"}],
    "etapes_appliquees": STEPS,
    "titulaire": "Alix",
}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    first, second = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    for name in (AIN, REGION):
        first.found(name)
    first.admit(second, AIN, REGION)
    yield first, second
    first.close()
    second.close()


def begin(office: Office, **champs: object) -> str:
    return records.add_record(office.ports, "signalement", {**WHOLE, **champs}, espace=AIN)


def wish(*, moved: bool, masked: bool, **kept: object) -> moving.Wish:
    return moving.Wish(espace=REGION, moved=moved, masked=masked, motif="change de territoire", **kept)  # type: ignore[arg-type]


def champs_of(office: Office, rec: str) -> Mapping[str, object]:
    return records.show_record(office.ports, rec).champs


def elements(champs: Mapping[str, object], name: str) -> list[dict[str, object]]:
    held = champs[name]
    assert isinstance(held, list)
    return held


def test_a_moved_record_takes_its_work_along_and_says_where_it_went(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    pieces.join_piece(first.ports, rec, "courrier.txt", 5, [b"texte"], origine="signalant")
    first.give(second)
    records.modify_record(first.ports, rec, {"objet": "Vu ici"})
    records.modify_record(second.ports, rec, {"objet": "Vu là"})
    second.give(first)
    draft = drafts.edit(first.ports, rec)
    drafts.keep(first.ports, draft, {**draft.champs, "commune": "01053"})

    seen = moving.foresee(first.ports, rec, wish(moved=True, masked=False))
    assert (seen.vers, seen.brouillon, seen.conflits, seen.etapes, seen.pieces) == (REGION, True, ("Objet",), 1, 1)
    assert seen.reste == ()
    gone = moving.send(first.ports, rec, wish(moved=True, masked=False))

    copy, source = champs_of(first, gone.id), champs_of(first, rec)
    assert copy["resume"] == WHOLE["resume"]
    assert [step["etat"] for step in elements(copy, "etapes_appliquees")] == ["a_faire", "fait"]
    assert records.show_record(first.ports, gone.id).espace_nom == REGION
    assert {line.id for line in arbitration_queue.queue(first.ports).lines} == {rec, gone.id}
    values = {each.valeur for each in records.show_record(first.ports, gone.id).conflits["objet"]}
    assert values == {"Vu ici", "Vu là"}
    (piece,) = pieces.list_pieces(first.ports, gone.id)
    assert piece.nom == "courrier.txt"
    assert b"".join(pieces.extract_piece(first.ports, gone.id, piece.id)) == b"texte"
    (kept,) = drafts.list_drafts(first.ports)
    assert (kept.rec, kept.espace, kept.champs["commune"]) == (gone.id, _espace(first, REGION), "01053")
    assert drafts.register(first.ports, kept, kept.champs) == gone.id
    assert champs_of(first, gone.id)["commune"] == "01053"
    assert source["deplace_vers"] == f"ref:{_espace(first, REGION)}:{gone.id}"
    assert copy["reference"] != source["reference"]
    (provenance,) = elements(copy, "provenances")
    assert (provenance["reference"], provenance["espace"]) == (source["reference"], AIN)
    with pytest.raises(RefusError, match="deja_deplace"):
        moving.send(first.ports, rec, wish(moved=True, masked=False))


def test_a_masked_copy_names_nobody_and_the_register_says_that_it_left(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    pieces.join_piece(first.ports, rec, "Alix Modèle.txt", 5, [b"texte"])
    seen = moving.foresee(first.ports, rec, wish(moved=False, masked=True))
    assert "Résumé des faits" in seen.reste
    assert seen.pieces == 0
    gone = moving.send(first.ports, rec, wish(moved=False, masked=True))
    copy = champs_of(first, gone.id)
    assert (copy["niveau"], copy["natures"], copy["departement"]) == ("a_risque", ["mineur_en_danger"], "01")
    assert "Modèle" not in str({name: value for name, value in copy.items() if name != "provenances"})
    assert "resume" not in copy
    assert "pieces" not in copy
    source = champs_of(first, rec)
    assert "deplace_vers" not in source, "a shared record lives on"
    (told,) = elements(source, "copies")
    assert (told["espace"], told["masque"], told["motif"]) == (REGION, True, "change de territoire")
    (line,) = export_register.list_exports(first.ports, rec)
    assert (line.pour, line.masked, line.lignes) == (REGION, True, 1)
    first.give(second)
    assert champs_of(second, gone.id)["niveau"] == "a_risque"


def test_a_profile_is_narrowed_or_widened_field_by_field(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = begin(first)
    gone = moving.send(
        first.ports, rec, wish(moved=False, masked=True, avec=frozenset({"resume"}), sans=frozenset({"niveau"}))
    )
    copy = champs_of(first, gone.id)
    assert copy["resume"] == WHOLE["resume"]
    assert "niveau" not in copy


def test_what_a_newer_post_wrote_does_not_slip_through_the_mask(pair: tuple[Office, Office]) -> None:
    declared = required("signalement")
    masked = moving.Wish(espace=REGION, moved=False, masked=True)
    assert moving.left_behind(declared, "champ_nouveau", masked)
    assert moving.left_behind(declared, "groupe_nouveau/00000000000000aa/nom", masked)
    assert moving.left_behind(declared, "signalant", masked)
    assert moving.left_behind(declared, "pieces_medicales", masked)
    assert not moving.left_behind(declared, "niveau", masked)


def test_whoever_was_working_on_it_is_told_and_carries_their_work_over(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    first.give(second)
    records.modify_record(second.ports, rec, {"commune": "01053"})
    second.give(first)
    # Camille goes on without knowing.
    records.modify_record(second.ports, rec, {"objet": "Précisé par Camille"})
    opened = drafts.edit(second.ports, rec)
    drafts.keep(second.ports, opened, {**opened.champs, "suites": "En cours de frappe."})
    gone = moving.send(first.ports, rec, wish(moved=True, masked=False))
    first.give(second)

    (told,) = moving.list_moved(second.ports)
    assert (told.par, told.espace, told.copie) == ("Alix", REGION, gone.id)
    assert (told.brouillon, told.pending, told.reachable) == (True, 1, True)
    assert moving.carry_over(second.ports, rec) == gone.id
    assert champs_of(second, gone.id)["objet"] == "Précisé par Camille"
    (draft,) = drafts.list_drafts(second.ports)
    assert (draft.rec, draft.champs["suites"]) == (gone.id, "En cours de frappe.")
    assert drafts.register(second.ports, draft, draft.champs) == gone.id
    assert champs_of(second, gone.id)["suites"] == "En cours de frappe."
    assert moving.list_moved(second.ports) == []
    assert moving.list_moved(first.ports) == [], "whoever moved it knows"
    second.give(first)
    assert champs_of(first, gone.id)["objet"] == "Précisé par Camille"
    assert moving.carry_over(second.ports, rec) == gone.id, "twice is once"


def test_that_a_record_moved_is_put_away_when_nothing_waits(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    first.give(second)
    records.modify_record(second.ports, rec, {"commune": "01053"})
    second.give(first)
    moving.send(first.ports, rec, wish(moved=True, masked=False))
    first.give(second)
    (told,) = moving.list_moved(second.ports)
    assert (told.pending, told.brouillon) == (0, False)
    moving.put_moved_away(second.ports, rec)
    assert moving.list_moved(second.ports) == []


def test_erasing_the_source_is_told_where_the_copy_lives(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(first)
    gone = moving.send(first.ports, rec, wish(moved=False, masked=True))
    first.give(second)
    assert not [
        todo for todo in home.home(second.ports, second.timetable).todo if todo.rec == gone.id and "source" in todo.quoi
    ]
    erasure.erase_record(first.ports, rec, motif="erreur_de_saisie")
    first.give(second)
    (told,) = [
        todo for todo in home.home(second.ports, second.timetable).todo if todo.rec == gone.id and "source" in todo.quoi
    ]
    assert told.gravite == home.STRONG
    (line,) = export_register.list_exports(first.ports)
    assert line.pour == REGION, "whom to tell is still known"


@pytest.mark.parametrize(
    ("there", "code"), [(AIN, "meme_espace"), ("Ailleurs", "espace_inconnu"), ("Compartiment", "compartiment_refuse")]
)
def test_what_makes_no_sense_is_refused(pair: tuple[Office, Office], there: str, code: str) -> None:
    first, _ = pair
    first.found("Compartiment", compartment_of=AIN)
    rec = begin(first)
    with pytest.raises(RefusError, match=code):
        moving.foresee(first.ports, rec, moving.Wish(espace=there, moved=True, masked=False))
    with pytest.raises(RefusError, match="motif_requis"):
        moving.send(first.ports, rec, moving.Wish(espace=REGION, moved=True, masked=False))
    with pytest.raises(RefusError, match="pas_deplace"):
        moving.carry_over(first.ports, rec)


def _espace(office: Office, name: str) -> str:
    with office.ports.store.read() as uow:
        return next(espace.id.hex() for espace in uow.espaces.all() if espace.name == name)


def test_what_would_go_is_said_field_by_field_and_a_choice_is_remembered_on_this_post(
    pair: tuple[Office, Office],
) -> None:
    first, second = pair
    rec = begin(first)
    seen = moving.foresee(first.ports, rec, wish(moved=False, masked=True, avec=frozenset({"resume"})))
    going = {each.name: each.part for each in seen.champs}
    assert (going["niveau"], going["resume"], going["personnes"]) == (True, True, False)
    assert not {"copies", "provenances", "reference"} & set(going)
    sharing_profiles.keep_profile(first.ports, " Vers la région ", ["resume"], ["niveau"])
    sharing_profiles.keep_profile(first.ports, "Vers la région", ["resume"], [])
    assert sharing_profiles.list_profiles(first.ports) == [sharing_profiles.Profile("Vers la région", ("resume",))]
    first.give(second)
    assert sharing_profiles.list_profiles(second.ports) == []
    with pytest.raises(RefusError, match="nom_invalide"):
        sharing_profiles.keep_profile(first.ports, " ", [], [])
    sharing_profiles.forget_profile(first.ports, "Vers la région")
    assert sharing_profiles.list_profiles(first.ports) == []

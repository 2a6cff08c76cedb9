"""A case and the fiche that it applies: a newer version is followed in one gesture, one that is gone is told of."""

from collections.abc import Mapping
from typing import Any

from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.fiche_following import follow_fiche, gone_fiches, with_followed
from mvl_desktop.services.fiche_use import fiche_figures, seems_to_name, use_of
from mvl_desktop.services.fiches import apply_fiche, list_fiches, newer_fiches, with_fiche
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.relecture import advance
from tests.fakes.offices import Office

FICHE = {"code": "F", "titre": "Fictive", "version": 1, "statut": "publiee", "etapes": ["Appeler", "Écrire", "Classer"]}


def agreement(version: int) -> dict[str, object]:
    return {"partie": "ars", "version": version, "validee_par": "Alix", "validee_le": "2026-01-05"}


def steps(champs: Mapping[str, object]) -> list[tuple[object, object, object]]:
    held: Any = champs["etapes_appliquees"]
    return [(step["libelle"], step["version"], step["etat"]) for step in held]


def case(office: Office, fiche: str) -> str:
    """Return a signalement that applied a fiche, its first step done."""
    rec = add_record(office.ports, "signalement", {"objet": "Fictif"})
    apply_fiche(office.ports, rec, fiche)
    held: Any = show_record(office.ports, rec).champs["etapes_appliquees"]
    first = {**held[0], "etat": "fait", "fait_le": "2026-11-20", "fait_par": "Alix"}
    modify_record(office.ports, rec, {"etapes_appliquees": [first, *held[1:]]})
    return rec


def test_a_newer_version_is_followed_in_one_gesture_and_what_was_done_stays(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {**FICHE, "validations": [agreement(1)]})
    rec = case(office, fiche)
    modify_record(office.ports, fiche, {"version": 2, "etapes": ["Prévenir", "Appeler", "Écrire"]})
    (newer,) = newer_fiches(office.ports, show_record(office.ports, rec).champs)
    assert (newer.added, newer.removed) == (("Prévenir",), ("Classer",))
    follow_fiche(office.ports, rec, fiche)
    after = show_record(office.ports, rec).champs
    assert steps(after) == [
        ("Classer", 1, "ecarte"),
        ("Prévenir", 2, "a_faire"),
        ("Appeler", 2, "fait"),
        ("Écrire", 2, "a_faire"),
    ]
    held: Any = after["etapes_appliquees"]
    assert "version 2" in held[0]["motif"]
    assert (held[2]["fait_par"], held[2]["fait_le"]) == ("Alix", "2026-11-20")
    assert newer_fiches(office.ports, after) == []
    assert steps(with_followed(office.ports, after, fiche)) == steps(after)


def test_what_was_done_and_is_no_longer_asked_stays_done(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", FICHE)
    rec = case(office, fiche)
    modify_record(office.ports, fiche, {"version": 2, "etapes": ["Écrire"]})
    after = with_followed(office.ports, show_record(office.ports, rec).champs, fiche)
    assert steps(after) == [("Appeler", 1, "fait"), ("Classer", 1, "ecarte"), ("Écrire", 2, "a_faire")]


def test_a_version_that_is_being_written_is_neither_offered_nor_applied(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {**FICHE, "validations": [agreement(1)]})
    rec = case(office, fiche)
    modify_record(office.ports, fiche, {"etapes": ["Tout autre chose"]})
    assert show_record(office.ports, fiche).champs["version"] == 2
    assert newer_fiches(office.ports, show_record(office.ports, rec).champs) == []
    (line,) = list_fiches(office.ports)
    assert (line.version, line.statut) == (1, "publiee")
    assert steps(with_fiche(office.ports, {}, fiche)) == [
        (step, 1, "a_faire") for step in ("Appeler", "Écrire", "Classer")
    ]
    modify_record(office.ports, fiche, {"statut": "publiee"})
    (newer,) = newer_fiches(office.ports, show_record(office.ports, rec).champs)
    assert (newer.applied, newer.current) == (1, 2)


def test_a_withdrawn_fiche_is_told_with_its_reason_and_what_takes_its_place(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", FICHE)
    other = add_record(office.ports, "fiche-conduite", {"code": "G", "titre": "Nouvelle", "etapes": ["Agir"]})
    rec = case(office, fiche)
    champs = show_record(office.ports, rec).champs
    assert gone_fiches(office.ports, champs) == []
    advance(office.ports, fiche, "retirer", motif="Loi changée", remplacee_par="G")
    (gone,) = gone_fiches(office.ports, champs)
    assert (gone.titre, gone.etat, gone.motif) == ("Fictive", "retiree", "Loi changée")
    assert (gone.remplacante, gone.remplacante_titre) == (other, "Nouvelle")
    assert steps(show_record(office.ports, rec).champs)[0] == ("Appeler", 1, "fait")


def test_a_fiche_erased_under_an_open_case_leaves_the_checklist_readable_and_says_so(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", FICHE)
    rec = case(office, fiche)
    erase_record(office.ports, fiche, motif="erreur_de_saisie")
    champs = show_record(office.ports, rec).champs
    assert steps(champs) == [("Appeler", 1, "fait"), ("Écrire", 1, "a_faire"), ("Classer", 1, "a_faire")]
    (gone,) = gone_fiches(office.ports, champs)
    assert (gone.titre, gone.etat) == ("Fictive", "absente")
    assert newer_fiches(office.ports, champs) == []
    # The checklist goes on: a step is ticked as before.
    held: Any = champs["etapes_appliquees"]
    modify_record(office.ports, rec, {"etapes_appliquees": [held[0], {**held[1], "etat": "fait"}, held[2]]})
    assert steps(show_record(office.ports, rec).champs)[1] == ("Écrire", 1, "fait")


def test_use_is_counted_by_version_and_step_and_names_nobody(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", FICHE)
    motifs = ("La CRIP est déjà saisie.", "La CRIP est déjà saisie.", "Vu avec madame Inventée", "dominique l’a fait")
    for number, motif in enumerate(motifs):
        rec = case(office, fiche)
        held: Any = show_record(office.ports, rec).champs["etapes_appliquees"]
        skipped = {**held[1], "etat": "ecarte", "motif": motif, "fait_par": "Alix"}
        people = [{"nom": "Dominique Modèle"}] if number == 3 else []
        modify_record(office.ports, rec, {"etapes_appliquees": [held[0], skipped, held[2]], "personnes": people})
    add_record(office.ports, "signalement", {"objet": "Sans fiche"})
    use = use_of(office.ports, fiche)
    assert (use.signalements, use.versions) == (4, ((1, 4),))
    first, second, third = use.etapes
    assert (first.libelle, first.faites, first.a_faire) == ("Appeler", 4, 0)
    assert (second.ecartees, second.motifs, second.motifs_tus) == (4, (("La CRIP est déjà saisie.", 2),), 2)
    assert (third.a_faire, third.motifs) == (4, ())
    assert "Alix" not in str(use)
    assert "Modèle" not in str(use)


def test_the_indicator_counts_what_was_produced_renewed_and_used(office: Office) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {**FICHE, "validee_le": "2026-03-01"})
    modify_record(office.ports, fiche, {"version": 2, "statut": "brouillon", "validee_le": None})
    modify_record(office.ports, fiche, {"statut": "publiee", "validee_le": "2026-09-01"})
    add_record(office.ports, "fiche-conduite", {**FICHE, "code": "H", "statut": "brouillon"})
    for _each in range(2):
        case(office, fiche)
    figures = fiche_figures(office.ports)
    assert (figures.produites, figures.actualisees, figures.utilisees, figures.applications) == (1, 1, 1, 2)
    before = fiche_figures(office.ports, au="2026-06-30")
    assert (before.produites, before.actualisees, before.utilisees) == (1, 0, 0)


def test_a_reason_that_seems_to_name_somebody_is_kept_quiet() -> None:
    assert not seems_to_name("Déjà fait par la CRIP. Rien de plus.")
    assert not seems_to_name("Sans objet : pas de mineur.")
    for text in ("Vu avec Jeanne", "Appeler le 01 99 00 00 00", "écrire à a@exemple.fr", "M. Fictif refuse"):
        assert seems_to_name(text), text

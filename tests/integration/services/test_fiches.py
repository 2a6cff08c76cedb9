"""Fiches de conduite: there for a new user, proposed with a reason, pinned when applied, compared when they change."""

from mvl_desktop.ports.store import Query
from mvl_desktop.services.fiches import add_default_fiches, list_fiches, newer_fiches, with_fiche
from mvl_desktop.services.records import add_record, list_records, modify_record
from tests.fakes.offices import FICHES, Office


def test_the_default_fiches_are_added_once(office: Office) -> None:
    assert len(add_default_fiches(office.ports, FICHES)) == 4
    assert add_default_fiches(office.ports, FICHES) == []
    lines = list_fiches(office.ports)
    assert [line.code for line in lines] == ["CAT-01", "CAT-02", "CAT-03", "CAT-04"]
    assert all(line.titre and line.declencheur and line.version == 1 for line in lines)


def test_a_fiche_that_was_changed_here_is_not_replaced_by_the_default_one(office: Office) -> None:
    rec = add_record(office.ports, "fiche-conduite", {"code": "CAT-01", "titre": "La nôtre"})
    add_default_fiches(office.ports, FICHES)
    total, found = list_records(office.ports, Query("fiche-conduite", order="code"))
    assert total == 4
    assert (found[0]["id"], found[0]["titre"]) == (rec, "La nôtre")


def test_what_is_typed_calls_for_a_fiche_and_says_why(office: Office) -> None:
    add_default_fiches(office.ports, FICHES)
    typed = {"natures": ["mineur_en_danger"], "danger_vital": True}
    first, *others = list_fiches(office.ports, typed, office.nomenclatures)
    assert first.code == "CAT-01"
    assert "danger vital" in first.reason.lower()
    assert not [other.code for other in others if other.code != "CAT-02" and other.reason]
    assert not any(line.reason for line in list_fiches(office.ports, {"objet": "Rien"}, office.nomenclatures))


def test_agreed_fiches_come_before_drafts_and_withdrawn_ones_are_not_shown(office: Office) -> None:
    for code, statut in (("A", "brouillon"), ("B", "validee"), ("C", "retiree"), ("D", "publiee"), ("E", "")):
        add_record(office.ports, "fiche-conduite", {"code": code, "titre": code, "statut": statut or None})
    assert [line.code for line in list_fiches(office.ports)] == ["B", "D", "A", "E"]


def test_a_fiche_is_applied_to_what_is_typed_and_pinned_to_its_version(office: Office) -> None:
    fiche = {"code": "F", "titre": "Fictive", "version": 1, "etapes": ["Appeler", "Écrire"]}
    rec = add_record(office.ports, "fiche-conduite", fiche)
    typed = with_fiche(office.ports, {"objet": "Fictif"}, rec)
    assert typed["objet"] == "Fictif"
    assert with_fiche(office.ports, typed, rec) == typed
    assert [line.applied for line in list_fiches(office.ports, typed)] == [True]
    assert newer_fiches(office.ports, typed) == []

    modify_record(office.ports, rec, {"version": 2, "etapes": ["Appeler", "Se déplacer"]})
    steps = typed["etapes_appliquees"]
    assert isinstance(steps, list)
    assert [(step["libelle"], step["version"], step["etat"]) for step in steps] == [
        ("Appeler", 1, "a_faire"),
        ("Écrire", 1, "a_faire"),
    ]
    (newer,) = newer_fiches(office.ports, typed)
    assert (newer.applied, newer.current) == (1, 2)
    assert (newer.added, newer.removed) == (("Se déplacer",), ("Écrire",))
    assert newer_fiches(office.ports, with_fiche(office.ports, typed, rec)) == []

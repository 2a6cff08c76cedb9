"""Who works here, and what becomes of somebody's work when they leave."""

from pathlib import Path

import pytest

from mvl_desktop.services.drafts import begin
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.handover import hand_over
from mvl_desktop.services.history import history_of
from mvl_desktop.services.members import list_members, revoke_post
from mvl_desktop.services.people import list_people, me
from mvl_desktop.services.presentation import Presentation, present
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices


def test_people_are_said_once_with_oneself_first_and_those_who_left_last(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path, ("Délégation fictive", "Zone fictive"))
    second.give(first)
    present(first.ports, Presentation("Alix", "referent", "Délégation fictive"))
    assert [(each.nom, each.here, each.gone) for each in list_people(first.ports)] == [
        ("Alix", True, False),
        ("Camille", False, False),
    ]
    assert (me(first.ports).fonction, me(first.ports).delegation) == ("referent", "Délégation fictive")
    device = next(each.device for each in list_members(first.ports) if each.name == "Camille")
    revoke_post(first.ports, device)
    assert [(each.nom, each.gone) for each in list_people(first.ports)] == [("Alix", False), ("Camille", True)]


def test_a_post_that_entered_nothing_still_knows_its_name(office: Office) -> None:
    assert me(office.ports).nom == "Alix"


def test_what_somebody_held_is_handed_over_with_a_dated_note(office: Office) -> None:
    held = [add_record(office.ports, "signalement", {"objet": f"N{n}", "titulaire": "Claude"}) for n in range(3)]
    modify_record(office.ports, held[0], {"statut": "en_analyse", "notes": [{"texte": "Avant"}]})
    done = add_record(office.ports, "signalement", {"objet": "Clos", "titulaire": "Claude", "statut": "clos"})
    other = add_record(office.ports, "signalement", {"objet": "Autre", "titulaire": "Sacha"})

    assert hand_over(office.ports, "Claude", "Camille", "  départ\nen retraite ") == 3

    for rec in held:
        champs = show_record(office.ports, rec).champs
        assert champs["titulaire"] == "Camille"
        notes = champs["notes"]
        assert isinstance(notes, list)
        assert notes[-1]["texte"] == "Repris de Claude\u00a0: départ en retraite"
        assert notes[-1]["auteur"] == "Alix"
        assert notes[-1]["notee_le"] == office.clock.now().date().isoformat()
        last = history_of(office.ports, rec)[-1]
        assert last["poste"] == "Alix"
        told = last["champs"]
        assert isinstance(told, dict)
        assert told["titulaire"]["avant"] == "Claude"
    first = show_record(office.ports, held[0]).champs["notes"]
    assert isinstance(first, list)
    assert first[0]["texte"] == "Avant"
    assert show_record(office.ports, done).champs["titulaire"] == "Claude"
    assert show_record(office.ports, other).champs["titulaire"] == "Sacha"
    assert hand_over(office.ports, "Claude", "Camille", "encore") == 0


@pytest.mark.parametrize(
    ("leaving", "taking", "motif", "code"),
    [
        ("Claude", " ", "départ", "personne_requise"),
        ("Claude", "Claude", "départ", "reprise_meme_personne"),
        ("Claude", "Camille", " \n", "motif_requis"),
    ],
)
def test_a_hand_over_says_who_and_why_or_changes_nothing(
    office: Office, leaving: str, taking: str, motif: str, code: str
) -> None:
    rec = add_record(office.ports, "signalement", {"objet": "Fictif", "titulaire": "Claude"})
    with pytest.raises(RefusError) as refused:
        hand_over(office.ports, leaving, taking, motif)
    assert refused.value.code == code
    assert show_record(office.ports, rec).champs["titulaire"] == "Claude"


def test_what_this_post_may_not_write_is_left_to_those_who_may(tmp_path: Path) -> None:
    first, reader = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    first.found()
    first.admit(reader, "Délégation fictive", role="reader")
    rec = add_record(first.ports, "signalement", {"objet": "Fictif", "titulaire": "Claude"})
    first.give(reader)
    assert list_homes(reader.ports, "signalement") == []
    with pytest.raises(RefusError) as refused:
        begin(reader.ports, "signalement")
    assert refused.value.code == "role_insuffisant"
    assert hand_over(reader.ports, "Claude", "Camille", "départ") == 0
    assert show_record(reader.ports, rec).champs["titulaire"] == "Claude"

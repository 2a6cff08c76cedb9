"""Two signalements become one, and may part again: nothing of either is lost."""

import pytest

from mvl_desktop.services.duplicates import Incoming, probable
from mvl_desktop.services.history import history_of
from mvl_desktop.services.links import links_to
from mvl_desktop.services.merging import carried_by, distinguish, list_merges, merge, plan_merge, tie, undo
from mvl_desktop.services.pieces import extract_piece, join_piece, list_pieces
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office
from tests.integration.services.test_duplicates import AGAIN, TOLD, flat


def pair(office: Office) -> tuple[str, str]:
    return add_record(office.ports, "signalement", TOLD), add_record(office.ports, "signalement", AGAIN)


def champs(office: Office, id_: str) -> dict[str, object]:
    """What a record says, without what is empty, or only where things stand."""
    said = dict(show_record(office.ports, id_).champs)
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def test_one_carries_on_with_the_values_of_both(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"adresse_lieu": "12 rue des Lilas", "natures": ["sante"], "niveau": "a_risque"})
    modify_record(office.ports, a, {"natures": ["emprise"]})

    merge(office.ports, a, b, {"objet": "prendre"}, motif="Même appelante")

    survivor, absorbed = champs(office, a), champs(office, b)
    assert survivor["adresse_lieu"] == "12 rue des Lilas"
    assert survivor["natures"] == ["emprise", "sante"]
    assert survivor["objet"] == AGAIN["objet"]
    assert survivor["resume"] == TOLD["resume"]
    assert [each["nom"] for each in survivor["personnes"]] == ["Mme Solène Vautrin"]  # type: ignore[attr-defined]
    assert survivor["mis_en_cause"][0]["coordonnees"] == "+33 (0)6.39.98.12.34"  # type: ignore[index]
    assert (absorbed["statut"], absorbed["motif_cloture"]) == ("clos", "doublon")
    assert absorbed["objet"] == AGAIN["objet"]
    assert [(each.id, each.nature, each.motif) for each in links_to(office.ports, a)] == [
        (b, "doublon_de", "Même appelante")
    ]
    assert len(history_of(office.ports, b)) == 3
    assert [(each.survivant, each.absorbe, each.croisee) for each in list_merges(office.ports)] == [(a, b, False)]


def test_what_differs_is_a_choice_and_ones_own_value_stays_by_default(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"resume": "Récit de la seconde appelante."})

    lignes = {each.cle: each for each in plan_merge(office.ports, a, b).lignes}
    merge(office.ports, a, b, {"resume": "les_deux", "survenu_le": "les_deux"})

    assert {"objet", "resume", "survenu_le", "recu_le"} <= lignes.keys()
    assert lignes["resume"].deux
    assert not lignes["survenu_le"].deux
    assert champs(office, a)["resume"] == f"{TOLD['resume']}\n\nRécit de la seconde appelante."
    assert champs(office, a)["survenu_le"] == TOLD["survenu_le"]


def test_a_merge_undone_leaves_both_as_they_were(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"natures": ["sante"], "notes": [{"texte": "Rappelée le soir."}]})
    before = champs(office, a), champs(office, b)

    merge(office.ports, a, b, {"recu_le": "prendre", "objet": "prendre"})
    done = undo(office.ports, b)

    assert (champs(office, a), champs(office, b)) == before
    assert (done.survivant, done.absorbe, done.gardes) == (a, b, ())
    assert list_merges(office.ports) == []


def test_what_somebody_wrote_since_stays_and_is_said(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"adresse_lieu": "12 rue des Lilas", "cadre": "domicile"})
    modify_record(office.ports, b, {"personnes": [{"nom": "Paul Ferrandis"}]})
    merge(office.ports, a, b)
    people = champs(office, a)["personnes"]
    assert isinstance(people, list)
    modify_record(
        office.ports,
        a,
        {"adresse_lieu": "14 rue des Lilas", "personnes": [people[0], {**people[1], "lien": "son frère"}]},
    )

    done = undo(office.ports, a)

    assert champs(office, a)["adresse_lieu"] == "14 rue des Lilas"
    assert "cadre" not in champs(office, a)
    assert len(champs(office, a)["personnes"]) == 2  # type: ignore[arg-type]
    assert set(done.gardes) == {"Adresse ou nom du lieu", "Personnes concernées"}
    assert champs(office, b)["statut"] == "enregistre"


def test_it_may_be_merged_again_after_it_was_undone(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"notes": [{"texte": "Rappelée le soir."}]})
    merge(office.ports, a, b)
    merged = champs(office, a), champs(office, b)
    undo(office.ports, b)

    merge(office.ports, a, b)

    assert (champs(office, a), champs(office, b)) == merged
    assert not show_record(office.ports, a).conflits
    undo(office.ports, b)
    assert "notes" not in champs(office, a)


def test_an_attachment_of_the_one_is_given_by_the_other(office: Office) -> None:
    a, b = pair(office)
    join_piece(office.ports, b, "tract.txt", 5, [b"tract"])

    merge(office.ports, a, b)

    (piece,) = list_pieces(office.ports, a)
    assert b"".join(extract_piece(office.ports, a, piece.id)) == b"tract"


def test_who_told_stays_with_what_they_told(office: Office) -> None:
    a, b = pair(office)
    modify_record(office.ports, b, {"signalant": f"ref:{'0c' * 16}:{'0d' * 16}"})

    merge(office.ports, a, b)

    assert "signalant" not in champs(office, a)
    assert champs(office, b)["signalant"] == f"ref:{'0c' * 16}:{'0d' * 16}"


def test_two_said_distinct_are_proposed_no_more_until_they_are_tied(office: Office) -> None:
    a, b = pair(office)
    distinguish(office.ports, a, b, motif="Deux praticiens homonymes")
    with office.ports.store.read() as uow:
        espace = uow.espaces.all()[0].id
        held = Incoming(espace, flat(AGAIN), bytes.fromhex(b))
        assert probable(uow, [held]) == ((),)
    assert champs(office, a)["liens"][0]["nature_lien"] == "distinct_de"  # type: ignore[index]

    tie(office.ports, b, a)
    tie(office.ports, b, a)

    assert "liens" not in champs(office, a)
    assert [each["nature_lien"] for each in champs(office, b)["liens"]] == ["rattache_a"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [("a", "a", "meme_fiche"), ("a", "00" * 16, "fiche_inconnue"), ("c", "b", "deja_fusionne")],
)
def test_what_cannot_be_merged_is_refused(office: Office, a: str, b: str, code: str) -> None:
    first, second = pair(office)
    third = add_record(office.ports, "signalement", {"objet": "Troisième"})
    merge(office.ports, first, second)
    named = {"a": first, "b": second, "c": third}

    with pytest.raises(RefusError) as refused:
        merge(office.ports, named[a], named.get(b, b))
    assert refused.value.code == code


def test_undoing_what_was_never_merged_is_refused(office: Office) -> None:
    a, b = pair(office)
    tie(office.ports, b, a, nature="doublon_de")

    with pytest.raises(RefusError) as refused:
        undo(office.ports, b)
    assert refused.value.code == "fusion_inconnue"


def test_erasing_what_another_took_in_says_who_holds_its_values(office: Office) -> None:
    a, b = pair(office)
    assert carried_by(office.ports, [a, b]) == []
    merge(office.ports, a, b)
    (found,) = carried_by(office.ports, [a, b])
    assert (found.survivant, found.absorbe) == (a, b)

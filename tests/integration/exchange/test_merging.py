"""Two operators who merge, undo and tell apart without seeing each other end with the same signalements."""

import pytest

from mvl_desktop.services.duplicates import list_duplicates
from mvl_desktop.services.merging import distinguish, list_merges, merge, undo
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.world import Post, World

ONE: dict[str, object] = {
    "objet": "Jeûnes prolongés conseillés",
    "departement": "93",
    "commune": "93066",
    "survenu_le": "2026-03-14",
    "mis_en_cause": [{"nom": "Étienne Fontaine-Morel", "telephone": "06 39 98 12 34"}],
}
OTHER: dict[str, object] = {
    **ONE,
    "objet": "Chimiothérapie interrompue",
    "adresse_lieu": "12 rue des Lilas",
    "personnes": [{"nom": "Solène Vautrin"}],
}


def told(post: Post, id_: str) -> tuple[object, object]:
    sheet = show_record(post.ports, id_)
    return sheet.champs, {key: {each.valeur for each in versions} for key, versions in sheet.conflits.items()}


def meet(*posts: Post) -> None:
    for post in (*posts, *posts):
        post.sync()


@pytest.fixture
def desks(world: World) -> tuple[Post, Post, str, str]:
    here, there = world.community(2)
    a, b = add_record(here.ports, "signalement", ONE), add_record(here.ports, "signalement", OTHER)
    meet(here, there)
    return here, there, a, b


def test_the_same_merge_made_twice_apart_is_one(desks: tuple[Post, Post, str, str]) -> None:
    here, there, a, b = desks
    merge(here.ports, a, b, {"objet": "prendre"})
    merge(there.ports, a, b)
    modify_record(there.ports, b, {"cadre": "domicile"})
    meet(here, there)

    for id_ in (a, b):
        assert told(here, id_) == told(there, id_)
    champs, conflicts = told(here, a)
    assert conflicts == {}
    assert isinstance(champs, dict)
    assert champs["objet"] == OTHER["objet"]
    assert len(champs["personnes"]) == len(champs["mis_en_cause"]) == 1
    assert len(list_merges(there.ports)) == 1

    before = undo(there.ports, b)
    meet(here, there)
    champs, _ = told(here, a)
    assert told(there, a) == told(here, a)
    assert (champs["objet"], champs.get("personnes")) == (ONE["objet"], [])  # type: ignore[attr-defined, index]
    assert told(here, b)[0]["cadre"] == "domicile"  # type: ignore[index]
    assert before.gardes == ()


def test_two_who_choose_differently_leave_a_field_to_decide(desks: tuple[Post, Post, str, str]) -> None:
    here, there, a, b = desks
    modify_record(here.ports, a, {"survenu_le": "2026-03-01"})
    meet(here, there)
    merge(here.ports, a, b, {"survenu_le": "prendre"})
    modify_record(there.ports, a, {"survenu_le": "2026-03-02"})
    merge(there.ports, a, b)
    meet(here, there)

    assert told(here, a) == told(there, a)
    assert told(here, a)[1] == {"survenu_le": {"2026-03-14", "2026-03-02"}}


def test_a_merge_the_other_way_round_is_said_and_one_is_undone(desks: tuple[Post, Post, str, str]) -> None:
    here, there, a, b = desks
    merge(here.ports, a, b)
    merge(there.ports, b, a)
    meet(here, there)

    assert {(each.survivant, each.croisee) for each in list_merges(here.ports)} == {(a, True), (b, True)}
    assert told(here, a) == told(there, a)


def test_what_one_said_distinct_is_proposed_to_nobody(desks: tuple[Post, Post, str, str]) -> None:
    here, there, a, b = desks
    assert [{each.a.id, each.b.id} for each in list_duplicates(there.ports)] == [{a, b}]

    distinguish(here.ports, a, b)
    meet(here, there)

    assert list_duplicates(there.ports) == []

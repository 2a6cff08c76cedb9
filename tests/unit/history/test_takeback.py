"""What some revisions changed is taken back, and that alone."""

from mvl_desktop.history.model import Name, Revision, Value
from mvl_desktop.history.takeback import take_back

A, B = b"a" * 16, b"b" * 16


def revision(name: Name, changes: dict[str, Value], *parents: Name) -> Revision:
    return Revision(name, tuple(sorted(parents)), (name[1], 0), changes)


def no(_key: str) -> bool:
    return False


def back(revisions: list[Revision], *names: Name) -> tuple[dict[str, Value], tuple[str, ...]]:
    found = take_back(revisions, frozenset(names), no, frozenset({"rang"}))
    return dict(found.changes), found.kept


def test_values_and_elements_become_what_they_were() -> None:
    first = revision((A, 1), {"objet": "Avant", "notes/1/texte": "Une note"})
    merge = revision((A, 2), {"objet": "Après", "cadre": "ecole", "notes/2/texte": "Deux", "natures/x": True}, (A, 1))

    assert back([first, merge], (A, 2)) == (
        {"objet": "Avant", "cadre": None, "notes/2": None, "natures/x": None},
        (),
    )


def test_what_came_since_stays_and_is_told_but_for_its_place() -> None:
    first = revision((A, 1), {"objet": "Avant"})
    merge = revision((A, 2), {"objet": "Après", "notes/2/texte": "Deux", "notes/3/texte": "Trois"}, (A, 1))
    since = revision((A, 3), {"objet": "Depuis", "notes/2/auteur": "Alix", "notes/3/rang": 5}, (A, 2))

    assert back([first, merge, since], (A, 2)) == ({"notes/3": None}, ("notes/2", "objet"))


def test_what_was_written_beside_it_stands_alone_again() -> None:
    first = revision((A, 1), {"objet": "Avant"})
    merge = revision((A, 2), {"objet": "Après"}, (A, 1))
    beside = revision((B, 1), {"objet": "À côté"}, (A, 1))

    assert back([first, merge, beside], (A, 2)) == ({"objet": "À côté"}, ())


def test_two_who_did_the_same_are_taken_back_together() -> None:
    first = revision((A, 1), {"objet": "Avant"})
    one = revision((A, 2), {"cadre": "ecole"}, (A, 1))
    other = revision((B, 1), {"cadre": "ecole"}, (A, 1))

    assert back([first, one, other], (A, 2), (B, 1)) == ({"cadre": None}, ())


def test_what_somebody_removed_since_stays_removed() -> None:
    first = revision((A, 1), {"objet": "Avant"})
    merge = revision((A, 2), {"notes/2/texte": "Deux"}, (A, 1))
    since = revision((A, 3), {"notes/2": None}, (A, 2))

    assert back([first, merge, since], (A, 2)) == ({}, ())

"""Columns of printed tables: what is short holds on its line, what is long takes the room, nothing is crushed."""

from mvl_desktop.documents.columns import shares
from mvl_desktop.ports.printing import Line


def test_what_holds_as_it_is_asks_for_nothing() -> None:
    assert shares(("N°", "Décision"), [Line("", cells=("1", "Diffuser le poste vacant."))]) == ()


def test_a_narrative_takes_the_room_and_days_keep_theirs() -> None:
    row = Line("", cells=("12", "x" * 200, "Conseillère, pôle Santé", "04/03/2013", "Reportée"))
    number, told, who, day, state = shares(("N°", "Décision", "Responsable", "Pour le", "État"), [row])
    assert number >= len("12")
    assert day >= len("04/03/2013")
    assert state >= len("Reportée")
    assert told > who


def test_many_long_columns_share_and_none_disappears() -> None:
    wide = shares(tuple("abcdefghij"), [Line("", cells=("x" * 5, *("y" * 2000 for _each in range(9))))])
    assert min(wide) >= 5

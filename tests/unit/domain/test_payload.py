"""From nested French JSON to the few flat keys that changed, and back."""

import pytest

from mvl_desktop.domain.elements import Flat
from mvl_desktop.domain.errors import ChampInvalideError, FicheTropLongueError, KindInconnuError
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import BYTES_MAX, check, flat_value, flatten, missing, nest
from mvl_desktop.domain.text import TEXT_MAX
from mvl_desktop.domain.values import INT_MAX, LIST_MAX
from tests.unit.domain.trial import applied, ids

REF = f"ref:{'ab' * 16}:{'cd' * 16}"
A, B, C = (f"{n:016x}" for n in (1, 2, 3))
FULL = {
    "ligne": "Bonjour",
    "recit": "Un récit.\nSur deux lignes.",
    "le": "2026-11-21",
    "sur": False,
    "nombre": 0,
    "code": "a",
    "codes": ["a", "b"],
    "lignes": ["un", "deux"],
    "pieces": [{"id": A, "nom": "Première", "sur": True}, {"id": B, "recit": "Vu."}],
    "vers": REF,
}
LISTS = Nomenclatures.from_json(
    [
        {
            "liste": "essais",
            "libelle": "Essais",
            "fermee": True,
            "entrees": [{"code": code, "libelle": code, "depuis": "2026-01-01"} for code in "ab"],
        }
    ]
)


def refused(champs: dict[str, object], *, lists: Nomenclatures | None = None) -> tuple[str, str]:
    with pytest.raises(ChampInvalideError) as caught:
        check("essai", champs, lists=lists)
    return caught.value.champ, caught.value.code


def shown_pieces(flat: Flat) -> list[dict[str, object]]:
    pieces = nest("essai", flat)["pieces"]
    assert isinstance(pieces, list)
    return pieces


def test_every_sort_goes_flat_and_comes_back() -> None:
    flat = flatten("essai", FULL, {}, ids())
    assert flat["sur"] is False
    assert flat["nombre"] == 0
    assert flat["codes/a"] is True
    assert flat["lignes"] == ("un", "deux")
    assert flat[f"pieces/{A}/sur"] is True
    assert nest("essai", flat) == FULL


def test_saying_the_same_thing_again_changes_nothing() -> None:
    flat = flatten("essai", FULL, {}, ids())
    assert flatten("essai", nest("essai", flat), flat, ids(9)) == {}


def test_only_what_differs_is_written() -> None:
    flat = flatten("essai", FULL, {}, ids())
    changes = flatten("essai", {"ligne": "Bonsoir", "nombre": 0, "codes": ["b", "c"]}, flat, ids(9))
    assert changes == {"ligne": "Bonsoir", "codes/a": None, "codes/c": True}


def test_yes_is_not_one() -> None:
    assert flatten("essai", {"nombre": 1}, {"nombre": True}, ids()) == {"nombre": 1}


@pytest.mark.parametrize("empty", [None, ""])
def test_an_emptied_field_is_nothing(empty: object) -> None:
    flat = flatten("essai", FULL, {}, ids())
    champs = dict.fromkeys(("ligne", "recit", "le", "code", "vers"), empty)
    changes = flatten("essai", champs, flat, ids())
    assert changes == dict.fromkeys(champs)
    assert not set(champs) & set(nest("essai", applied(flat, changes)))
    assert flatten("essai", champs, {}, ids()) == {}


def test_an_emptied_list_takes_every_member_out() -> None:
    flat = flatten("essai", FULL, {}, ids())
    changes = flatten("essai", {"codes": [], "pieces": None, "lignes": []}, flat, ids())
    assert changes == {"codes/a": None, "codes/b": None, "lignes": None, f"pieces/{A}": None, f"pieces/{B}": None}


def test_an_element_without_id_is_new_and_one_with_its_id_is_updated() -> None:
    flat = flatten("essai", {"pieces": [{"nom": "Un", "recit": "R"}]}, {}, ids())
    changes = flatten("essai", {"pieces": [{"id": A, "nom": "Une"}, {"nom": "Deux"}]}, flat, ids(2))
    assert changes == {f"pieces/{A}/nom": "Une", f"pieces/{B}/nom": "Deux", f"pieces/{B}/rang": 2048}
    assert nest("essai", applied(flat, changes))["pieces"] == [
        {"id": A, "nom": "Une", "recit": "R"},
        {"id": B, "nom": "Deux"},
    ]


def test_an_element_left_out_of_the_list_is_removed_and_nothing_of_it_is_written() -> None:
    flat = flatten("essai", {"pieces": [{"nom": "Un"}, {"nom": "Deux"}]}, {}, ids())
    assert flatten("essai", {"pieces": [{"id": B}]}, flat, ids(9)) == {f"pieces/{A}": None}


def test_one_element_given_twice_is_refused() -> None:
    assert refused({"pieces": [{"id": A, "nom": "Un"}, {"id": A, "nom": "Deux"}]}) == (
        "pieces",
        "element_contradictoire",
    )


def test_a_cleared_field_of_an_element_leaves_the_element() -> None:
    flat = flatten("essai", {"pieces": [{"nom": "Un"}]}, {}, ids())
    changes = flatten("essai", {"pieces": [{"id": A, "nom": None}]}, flat, ids())
    assert changes == {f"pieces/{A}/nom": None}
    assert nest("essai", applied(flat, changes))["pieces"] == [{"id": A}]


def test_the_order_of_a_list_is_kept_and_moved() -> None:
    flat = flatten("essai", {"pieces": [{"nom": "a"}, {"nom": "b"}]}, {}, ids())
    inserted = applied(flat, flatten("essai", {"pieces": [{"id": A}, {"nom": "entre"}, {"id": B}]}, flat, ids(3)))
    moved = applied(inserted, flatten("essai", {"pieces": [{"id": B}, {"id": A}, {"id": C}]}, inserted, ids(9)))
    assert [piece["nom"] for piece in shown_pieces(moved)] == ["b", "a", "entre"]
    assert [key for key in inserted if inserted[key] != flat.get(key)] == [f"pieces/{C}/nom", f"pieces/{C}/rang"]


def test_elements_that_two_posts_put_at_the_same_place_stay_in_one_order_everywhere() -> None:
    """Each added a second element without seeing the other's: nobody has to move them for a later change."""
    flat = flatten("essai", {"pieces": [{"nom": "a"}]}, {}, ids())
    both = dict(flat)
    for id_ in (C, B):
        both |= flatten("essai", {"pieces": [{"id": A}, {"id": id_, "nom": id_}]}, flat, ids())
    shown = nest("essai", both)
    assert shown["pieces"] == [{"id": A, "nom": "a"}, {"id": B, "nom": B}, {"id": C, "nom": C}]
    assert flatten("essai", shown, both, ids()) == {}


def test_room_between_two_places_runs_out_and_is_made_again() -> None:
    flat = flatten("essai", {"pieces": [{"nom": "a"}, {"nom": "z"}]}, {}, ids())
    new_id = ids(3)
    for _ in range(12):
        pieces = shown_pieces(flat)
        flat = applied(flat, flatten("essai", {"pieces": [pieces[0], {"nom": "b"}, *pieces[1:]]}, flat, new_id))
    assert [piece["nom"] for piece in shown_pieces(flat)] == ["a", *"b" * 12, "z"]


def test_what_a_newer_post_wrote_is_shown_and_goes_back_untouched() -> None:
    newer: dict[str, str | int | bool | tuple[str, ...] | None] = {
        "futur": ("x", "y"),
        "codes/inconnu": True,
        f"pieces/{A}/futur": 4,
        f"pieces/{A}/nom": "Un",
        f"groupe/{B}/champ": "z",
        "le": "2026-13",
        "codes": "plus un ensemble",
    }
    nested = nest("essai", newer)
    assert nested == {
        "le": "2026-13",
        "codes": ["inconnu"],
        "pieces": [{"id": A, "futur": 4, "nom": "Un"}],
        "codes/": "plus un ensemble",
        "futur": ["x", "y"],
        f"groupe/{B}/champ": "z",
    }
    assert flatten("essai", nested, newer, ids(), lists=LISTS) == {}
    assert flatten("essai", {"pieces": [{"id": A, "nom": "Une"}]}, newer, ids()) == {f"pieces/{A}/nom": "Une"}


@pytest.mark.parametrize(
    "champs",
    [{"futur": ["x", "z"]}, {"autre": "x"}, {"pieces": [{"id": A, "futur": 5}]}, {"pieces": [{"rang": 3}]}],
)
def test_an_unknown_field_is_never_written_from_here(champs: dict[str, object]) -> None:
    with pytest.raises(ChampInvalideError, match="champ_inconnu"):
        flatten("essai", champs, {"futur": ("x", "y"), f"pieces/{A}/futur": 4}, ids())


def test_an_element_that_somebody_chose_to_keep_is_shown_once() -> None:
    # After a conflict between removing it and writing in it, its own key says that it stays.
    kept: Flat = {f"pieces/{A}": True, f"pieces/{A}/nom": "Un"}

    assert nest("essai", kept) == {"pieces": [{"id": A, "nom": "Un"}]}


def test_what_holds_nothing_is_absent_but_a_list_that_was_emptied_is_an_empty_list() -> None:
    assert nest("essai", {"ligne": None, "codes/a": None, f"pieces/{A}": None}) == {"codes": [], "pieces": []}
    assert nest("essai", {}) == {}


@pytest.mark.parametrize(
    ("champs", "where", "code"),
    [
        ({"le": "2026-02-30"}, "le", "date_invalide"),
        ({"le": "20261121"}, "le", "date_invalide"),
        ({"le": "21/11/2026"}, "le", "date_invalide"),
        ({"le": "\uff12\uff10\uff12\uff16-11-21"}, "le", "date_invalide"),
        ({"le": 5}, "le", "type_invalide"),
        ({"ligne": 5}, "ligne", "type_invalide"),
        ({"sur": "oui"}, "sur", "type_invalide"),
        ({"sur": 1}, "sur", "type_invalide"),
        ({"nombre": True}, "nombre", "type_invalide"),
        ({"nombre": 1.5}, "nombre", "type_invalide"),
        ({"nombre": -1}, "nombre", "entier_invalide"),
        ({"nombre": INT_MAX}, "nombre", "entier_invalide"),
        ({"code": "z"}, "code", "code_inconnu"),
        ({"codes": ["a", "z"]}, "codes", "code_inconnu"),
        ({"codes": ["a/b"]}, "codes", "code_inconnu"),
        ({"codes": "a"}, "codes", "type_invalide"),
        ({"codes": [1]}, "codes", "type_invalide"),
        ({"lignes": ["a", 1]}, "lignes", "type_invalide"),
        ({"lignes": ["a"] * (LIST_MAX + 1)}, "lignes", "liste_trop_longue"),
        ({"lignes": ["é" * 1000] * 500}, "lignes", "texte_trop_long"),
        ({"pieces": {"nom": "a"}}, "pieces", "type_invalide"),
        ({"pieces": ["a"]}, "pieces", "type_invalide"),
        ({"pieces": [{"id": "zz"}]}, "pieces", "identifiant_invalide"),
        ({"pieces": [{"id": A.replace("1", "A")}]}, "pieces", "identifiant_invalide"),
        ({"pieces": [{"le": "hier"}]}, "pieces/le", "date_invalide"),
        ({"vers": "ref:1:2"}, "vers", "reference_invalide"),
        ({"recit": "a" * (TEXT_MAX + 1)}, "recit", "texte_trop_long"),
        ({"recit": "é" * TEXT_MAX}, "recit", "texte_trop_long"),
        ({"recit": "\ud800"}, "recit", "texte_invalide"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field_and_a_stable_code(
    champs: dict[str, object], where: str, code: str
) -> None:
    assert refused(champs, lists=LISTS) == (where, code)


def test_a_refusal_never_carries_the_value() -> None:
    with pytest.raises(ChampInvalideError) as caught:
        check("essai", {"code": "Dupont"}, lists=LISTS)
    assert "Dupont" not in repr(caught.value) + str(caught.value)


def test_without_lists_only_the_shape_of_a_code_is_checked() -> None:
    check("essai", {"code": "nouveau", "codes": ["2A004"]})
    assert refused({"code": "deux mots"}) == ("code", "code_inconnu")


def test_a_revision_that_could_not_be_sealed_is_refused() -> None:
    with pytest.raises(FicheTropLongueError):
        check("essai", {"recit": "a" * TEXT_MAX, "ligne": "b" * (BYTES_MAX - TEXT_MAX)})
    with pytest.raises(FicheTropLongueError):
        check("essai", {"pieces": [{"nom": "a"}] * 2049})


def test_a_kind_that_nobody_declared_is_refused() -> None:
    with pytest.raises(KindInconnuError):
        flatten("futur", {}, {}, ids())
    with pytest.raises(KindInconnuError):
        nest("futur", {})


def test_the_form_asks_for_what_is_missing_but_nothing_is_refused_for_want_of_it() -> None:
    assert missing("essai", {"recit": "x"}) == ("ligne",)
    assert missing("essai", {"ligne": "x"}) == ()
    check("essai", {"recit": "x"})


@pytest.mark.parametrize(
    ("key", "raw", "kept"),
    [
        ("ligne", " Bonjour\n", "Bonjour"),
        ("lignes", ["a", "b"], ("a", "b")),
        ("ligne", None, None),
        (f"pieces/{A}/sur", False, False),
        ("codes/a", True, True),
        ("codes/a", None, None),
        (f"pieces/{A}", None, None),
        ("futur", 5, 5),
        (f"pieces/{A}/futur", ["x"], ("x",)),
    ],
)
def test_a_value_given_for_one_flat_key_is_kept_as_the_form_would(key: str, raw: object, kept: object) -> None:
    value = flat_value("essai", key, raw)
    assert type(value) is type(kept)
    assert value == kept


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("le", "hier", "date_invalide"),
        ("code", "z", "code_inconnu"),
        ("codes/a", "oui", "type_invalide"),
        (f"pieces/{A}", "oui", "type_invalide"),
        (f"pieces/{A}/sur", "oui", "type_invalide"),
    ],
)
def test_a_value_that_a_form_would_refuse_is_refused_for_a_flat_key(key: str, raw: object, code: str) -> None:
    with pytest.raises(ChampInvalideError, match=code):
        flat_value("essai", key, raw, lists=LISTS)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14:30", "14:30"),
        ("14h30", "14:30"),
        ("14 h 30", "14:30"),
        ("14\u00a0h\u00a030", "14:30"),
        ("9h05", "09:05"),
        ("9 h", "09:00"),
        ("14.30", "14:30"),
        ("8 heures", "08:00"),
        ("vers midi", "vers midi"),
        ("25:00", "25:00"),
        ("14:75", "14:75"),
        ("12", "12"),
    ],
)
def test_an_hour_is_read_when_it_can_be_and_kept_as_typed_otherwise(typed: str, kept: str) -> None:
    assert flatten("signalement", {"recu_a": typed}, {}, ids()) == {"recu_a": kept}

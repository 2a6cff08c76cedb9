"""Each qualification stays readable when another supersedes it."""

from mvl_desktop.domain.elements import Flat
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.qualification import kept_qualification
from mvl_desktop.domain.values import Value
from tests.unit.domain.trial import applied, ids

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


def qualified(seen: Flat, le: str, par: str, first: int, **champs: object) -> dict[str, Value]:
    changes = flatten("signalement", champs, seen, ids(first))
    return applied(seen, {**changes, **kept_qualification(seen, changes, ids(first + 100), le, par)})


def history(flat: Flat) -> list[dict[str, object]]:
    held = nest("signalement", flat).get("qualifications", [])
    assert isinstance(held, list)
    return [{name: value for name, value in one.items() if name != "id"} for one in held]


def test_a_qualification_keeps_its_day_its_author_and_its_reason() -> None:
    flat = qualified({}, MONDAY, "Référente Exemple", 1, niveau="a_risque", natures=["financier", "emprise_sectaire"])
    assert history(flat) == [
        {
            "niveau": "a_risque",
            "natures": ["emprise_sectaire", "financier"],
            "qualifie_le": MONDAY,
            "qualifie_par": "Référente Exemple",
        }
    ]


def test_the_former_ones_stay_in_their_order_and_the_fields_hold_the_current_one() -> None:
    flat = qualified({}, MONDAY, "A", 1, niveau="a_risque", motif_qualification="Deux indices.")
    flat = qualified(flat, TUESDAY, "B", 50, niveau="infractionnelle", articles_presumes=["cp_223_15_3"])
    assert [(one["niveau"], one["qualifie_le"], one["qualifie_par"]) for one in history(flat)] == [
        ("a_risque", MONDAY, "A"),
        ("infractionnelle", TUESDAY, "B"),
    ]
    assert history(flat)[1]["articles"] == ["cp_223_15_3"]
    assert nest("signalement", flat)["niveau"] == "infractionnelle"


def test_taking_a_nature_out_is_a_new_qualification_without_it() -> None:
    flat = qualified({}, MONDAY, "A", 1, niveau="a_risque", natures=["financier", "numerique"])
    flat = qualified(flat, TUESDAY, "A", 50, natures=["numerique"])
    assert [one["natures"] for one in history(flat)] == [["financier", "numerique"], ["numerique"]]


def test_a_reason_put_right_the_same_day_corrects_and_another_day_adds() -> None:
    flat = qualified({}, MONDAY, "A", 1, niveau="a_risque", motif_qualification="Deux indises.")
    flat = qualified(flat, MONDAY, "A", 50, motif_qualification="Deux indices.")
    assert [one["motif"] for one in history(flat)] == ["Deux indices."]
    flat = qualified(flat, TUESDAY, "A", 80, motif_qualification="Trois indices.")
    assert [one["motif"] for one in history(flat)] == ["Deux indices.", "Trois indices."]


def test_a_script_may_give_the_day_and_the_author() -> None:
    flat = qualified({}, TUESDAY, "A", 1, niveau="a_risque", qualifie_le=MONDAY, qualifie_par="Autre")
    assert (history(flat)[0]["qualifie_le"], history(flat)[0]["qualifie_par"]) == (MONDAY, "Autre")


def test_what_qualifies_nothing_leaves_no_trace() -> None:
    assert history(qualified({}, MONDAY, "A", 1, objet="Rien à qualifier")) == []
    assert history(qualified({}, MONDAY, "A", 1, niveau="non_qualifie")) == []


def test_two_posts_that_qualified_apart_both_stay_readable() -> None:
    one = flatten("signalement", {"niveau": "a_risque"}, {}, ids(1))
    one |= kept_qualification({}, one, ids(10), MONDAY, "A")
    other = flatten("signalement", {"niveau": "sans_element"}, {}, ids(20))
    other |= kept_qualification({}, other, ids(30), MONDAY, "B")
    assert {one["niveau"] for one in history({**one, **other})} == {"a_risque", "sans_element"}


def test_a_history_given_whole_by_a_script_is_not_doubled() -> None:
    given = [{"niveau": "a_risque", "qualifie_le": MONDAY}]
    assert len(history(qualified({}, TUESDAY, "A", 1, niveau="a_risque", qualifications=given))) == 1

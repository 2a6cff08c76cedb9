"""What an erasure would do, told before it is done."""

from mvl_desktop.history.erasure import ErasurePreview, preview
from mvl_desktop.history.model import Revision
from tests.unit.history.builders import is_narrative, name, names, put, rev


def said(story: list[Revision], *erased: str) -> ErasurePreview:
    return preview(story, names(*erased), is_narrative)


def returning(found: ErasurePreview) -> dict[str, set[object]]:
    return {key: {one.value for one in shown} for key, shown in found.returning.items()}


def test_nothing_comes_back_when_the_value_was_replaced_since() -> None:
    found = said([rev("a1", x=1), rev("a2", "a1", x=2), rev("a3", "a2", x=3)], "a2")

    assert returning(found) == {}
    assert found.holders == ()


def test_a_removed_element_comes_back_with_its_fields() -> None:
    person = "personnes/00000000000000aa"
    found = said([put("a1", "", {f"{person}/nom": "Durand"}), put("a2", "a1", {person: None})], "a2")

    assert returning(found) == {f"{person}/nom": {"Durand"}}


def test_a_decision_erased_opens_its_conflict() -> None:
    story = [rev("a1", x=1), rev("a2", "a1", x=2), rev("b1", "a1", x=3), rev("c1", "a2 b1", x=4)]

    assert returning(said(story, "c1")) == {"x": {2, 3}}


def test_versions_come_back_when_the_base_of_their_merge_goes() -> None:
    story = [
        rev("a1", resume="Un. Deux."),
        rev("a2", "a1", resume="UN. Deux."),
        rev("b1", "a1", resume="Un. DEUX."),
    ]

    assert returning(said(story, "a1")) == {"resume": {"UN. Deux.", "Un. DEUX."}}


def test_words_that_were_there_before_are_not_looked_for() -> None:
    story = [
        rev("a1", resume="Visite chez Mme Martin."),
        rev("a2", "a1", resume="Visite chez Mme Martin et Durand."),
        rev("a3", "a2", resume="Visite chez Mme Martin."),
    ]

    assert said(story, "a2").holders == ()


def test_words_of_two_erased_revisions_are_both_looked_for() -> None:
    story = [
        rev("a1", resume="Durand."),
        rev("a2", "a1", resume="Durand, Dupont."),
        rev("b1", "a2", resume="Dupont."),
        rev("c1", "a2", resume="DURAND."),
    ]

    assert [(holder.name, holder.words) for holder in said(story, "a1", "a2").holders] == [
        (name("b1"), ("dupont",)),
        (name("c1"), ("durand",)),
    ]


def test_a_number_or_a_short_code_is_looked_for_under_its_own_key() -> None:
    story = [rev("a1", age=12), rev("b1", age=12, autre=12), rev("c1", x="à"), rev("d1", x="à", y="à")]

    assert [(holder.name, holder.key) for holder in said(story, "a1", "c1").holders] == [
        (name("b1"), "age"),
        (name("d1"), "x"),
    ]


def test_a_list_of_texts_is_searched() -> None:
    story = [rev("a1", lieux=("Évry", "Lyon")), rev("b1", "a1", lieux=("Lyon",))]

    assert said(story, "a1").holders[0].words == ("lyon",)


def test_a_name_that_is_not_there_is_ignored() -> None:
    assert said([rev("a1", x=1)], "b7") == ErasurePreview({}, ())

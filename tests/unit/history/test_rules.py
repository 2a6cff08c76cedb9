"""The rules of the formats that concern history, by number: a literal reading of the formats breaks each of them."""

import pytest

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.history.edit import check_changes, joining_parents, resolve
from mvl_desktop.history.erasure import preview
from mvl_desktop.history.model import Revision
from mvl_desktop.history.state import is_present
from tests.unit.history.builders import erased, is_narrative, name, names, put, rev, shown, state

P = "personnes/00000000000000aa"
TEXT = "Il est venu. Elle n’a pas porté plainte. Rien d’autre."


# Rule 3: erased never blocks.


def test_rule_3_what_follows_an_erased_revision_is_never_held() -> None:
    found = state(erased("a1"), rev("b1", "a1", objet="suite"), erased("b2", "b1"), rev("a2", "b2", niveau="haut"))

    assert found.held == frozenset()
    assert shown(found) == {"objet": ("suite",), "niveau": ("haut",)}
    assert found.heads == names("a2")


def test_rule_3_an_erased_revision_wins_over_its_former_content_in_any_order() -> None:
    # The order says where it stood; whatever its body said of its parents is gone with it.
    first, whole, place = rev("b1", x=1), rev("a1", objet="Durand"), erased("a1", "b1")

    assert shown(state(first, whole, place)) == shown(state(place, whole, first)) == {"x": (1,)}
    assert state(place, whole, first).heads == names("a1")


# Rule 5: the state is a function of the set, so a revision put in quarantine is un-applied, with what rests on it.


def test_rule_5_a_revision_taken_out_holds_what_follows_it() -> None:
    first, second, third = rev("a1", x=1), rev("b1", "a1", x=2), rev("c1", "b1", y=3)

    assert shown(state(first, second, third)) == {"x": (2,), "y": (3,)}
    without = state(first, third)
    assert shown(without) == {"x": (1,)}
    assert without.held == frozenset(names("c1"))


# Rule 8: elements.


def test_rule_8_removing_an_element_hides_only_what_its_author_had_seen() -> None:
    found = state(
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("a2", "a1", {P: None}),
        put("b1", "a1", {f"{P}/telephone": "0102030405"}),
    )

    assert shown(found) == {P: (True, None), f"{P}/telephone": ("0102030405",)}
    assert found.conflicts == (P,)
    assert is_present(found, P)


def test_rule_8_a_removal_over_all_that_was_written_hides_the_element() -> None:
    found = state(
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("b1", "a1", {f"{P}/telephone": "0102030405"}),
        put("c1", "a1", {"objet": "x"}),
        put("a2", "b1 c1", {P: None}),
    )

    assert shown(found) == {P: (None,), "objet": ("x",)}
    assert not is_present(found, P)


def test_rule_8_in_a_straight_history_a_removal_hides_what_came_before_and_nothing_after() -> None:
    found = state(
        put("a1", "", {f"{P}/nom": "Durand"}), put("a2", "a1", {P: None}), put("a3", "a2", {f"{P}/role": "témoin"})
    )

    assert shown(found) == {P: (True, None), f"{P}/role": ("témoin",)}


def test_rule_8_of_a_field_with_two_versions_only_the_seen_one_is_hidden() -> None:
    found = state(
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("b1", "a1", {f"{P}/nom": "Durant"}),
        put("c1", "a1", {f"{P}/nom": "Dupont"}),
        put("a2", "b1", {P: None}),
    )

    assert shown(found)[f"{P}/nom"] == ("Dupont",)
    assert P in found.conflicts


def test_rule_8_deciding_to_keep_brings_the_whole_element_back() -> None:
    story = [
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("a2", "a1", {P: None}),
        put("b1", "a1", {f"{P}/telephone": "0102030405"}),
    ]
    edit = resolve(state(*story), P, value=True)

    assert edit is not None
    decided = state(*story, Revision(name("c1"), edit.parents, (0, 0), edit.changes))
    assert shown(decided) == {P: (True,), f"{P}/nom": ("Durand",), f"{P}/telephone": ("0102030405",)}
    assert decided.conflicts == ()


def test_rule_8_deciding_to_remove_hides_the_whole_element() -> None:
    story = [put("a1", "", {f"{P}/nom": "Durand"}), put("a2", "a1", {P: None}), put("b1", "a1", {f"{P}/nom": "D."})]
    edit = resolve(state(*story), P, None)

    assert edit is not None
    assert shown(state(*story, Revision(name("c1"), edit.parents, (0, 0), edit.changes))) == {P: (None,)}


def test_rule_8_keeping_against_removing_hides_nothing() -> None:
    found = state(
        put("a1", "", {f"{P}/nom": "Durand"}),
        put("a2", "a1", {P: None}),
        put("b1", "a2", {P: True}),
        put("c1", "a2", {P: None}),
    )

    assert shown(found) == {P: (True, None), f"{P}/nom": ("Durand",)}


def test_rule_8_an_erased_removal_hides_nothing() -> None:
    found = state(put("a1", "", {f"{P}/nom": "Durand"}), erased("a2", "a1"), put("b1", "a1", {"objet": "x"}))

    assert shown(found) == {f"{P}/nom": ("Durand",), "objet": ("x",)}


def test_rule_8_a_set_element_added_and_taken_out_is_shown_present_in_conflict() -> None:
    found = state(
        put("a1", "", {"natures/sante": True}),
        put("a2", "a1", {"natures/sante": None}),
        put("a3", "a2", {"natures/sante": True}),
        put("b1", "a1", {"natures/sante": None}),
    )

    assert shown(found) == {"natures/sante": (True, None)}
    assert is_present(found, "natures/sante")


def test_rule_8_a_set_merges_by_element() -> None:
    found = state(
        put("a1", "", {"natures/sante": True}),
        put("a2", "a1", {"natures/argent": True}),
        put("b1", "a1", {"natures/sante": None}),
    )

    assert shown(found) == {"natures/argent": (True,), "natures/sante": (None,)}
    assert [code for code in ("argent", "sante") if is_present(found, f"natures/{code}")] == ["argent"]


def test_rule_8_no_single_revision_both_removes_an_element_and_writes_in_it() -> None:
    with pytest.raises(ChampInvalideError) as refusal:
        check_changes({P: None, f"{P}/nom": "Durand"})
    assert refusal.value.code == "element_contradictoire"
    check_changes({P: None, "personnes/00000000000000bb/nom": "Durand", "natures/sante": None})
    check_changes({P: True, f"{P}/nom": "Durand"})


# Rule 12: narratives.


def test_rule_12_the_fields_own_assignments_are_united_not_the_records_heads() -> None:
    # The heads (a3, b2) have no common ancestor that assigns the narrative other than a1; other fields do not matter.
    found = state(
        rev("a1", resume=TEXT),
        rev("a2", "a1", resume=TEXT.replace("Il est venu", "Il est revenu")),
        rev("a3", "a2", x=1),
        rev("b1", "a1", resume=TEXT.replace("Rien d’autre", "Rien de plus")),
        rev("b2", "b1", y=2),
    )

    assert shown(found)["resume"] == ("Il est revenu. Elle n’a pas porté plainte. Rien de plus.",)
    assert found.fields["resume"][0].by == names("a2", "b1")
    assert found.conflicts == ()


def test_rule_12_the_base_is_an_assignment_of_the_field_even_when_the_heads_have_two_nearest_ancestors() -> None:
    found = state(
        rev("a1", resume=TEXT),
        rev("a2", "a1", x=1),
        rev("b1", "a1", y=1),
        rev("a3", "a2 b1", resume=TEXT.replace("venu", "revenu")),
        rev("b2", "a2 b1", resume=TEXT.replace("autre", "utile")),
    )

    assert shown(found)["resume"] == ("Il est revenu. Elle n’a pas porté plainte. Rien d’utile.",)


def test_rule_12_several_nearest_bases_show_every_version() -> None:
    found = state(
        rev("a1", resume=TEXT),
        rev("a2", "a1", resume=TEXT.replace("venu", "revenu")),
        rev("b1", "a1", resume=TEXT.replace("autre", "utile")),
        rev("a3", "a2 b1", z=1),
        rev("a4", "a3", resume="Il est revenu hier. Elle n’a pas porté plainte. Rien d’utile."),
        rev("b2", "a3", resume="Il est revenu. Elle n’a rien dit. Rien d’utile."),
    )

    assert len(shown(found)["resume"]) == 2


def test_rule_12_no_common_base_shows_every_version() -> None:
    found = state(rev("a1", x=1), rev("a2", "a1", resume="Un."), rev("b1", "a1", resume="Deux."))

    assert shown(found)["resume"] == ("Un.", "Deux.")


def test_rule_12_an_erased_base_shows_every_version() -> None:
    before = "Il est venu. Puis rien. Elle a porté plainte. Puis rien. Fin."
    text = before.replace("a porté", "n’a pas porté")
    versions = (
        rev("a3", "a2", resume=text.replace("venu", "revenu")),
        rev("b1", "a2", resume=text.replace("Fin", "Suite")),
    )
    whole = state(rev("a1", resume=before), rev("a2", "a1", resume=text), *versions)
    cut = state(rev("a1", resume=before), erased("a2", "a1"), *versions)

    assert len(shown(whole)["resume"]) == 1
    # An older text is not the base: what the erased one brought would seem to come from both.
    assert len(shown(cut)["resume"]) == 2


def test_rule_12_one_failing_step_shows_every_version() -> None:
    found = state(
        rev("a1", resume=TEXT),
        rev("b1", "a1", resume=TEXT.replace("venu", "revenu")),
        rev("c1", "a1", resume=TEXT.replace("autre", "utile")),
        rev("d1", "a1", resume=TEXT.replace("venu", "reparti")),
    )

    assert len(shown(found)["resume"]) == 3


def test_rule_12_more_than_two_versions_fold_into_one() -> None:
    found = state(
        rev("a1", resume=TEXT),
        rev("b1", "a1", resume=TEXT.replace("venu", "revenu")),
        rev("c1", "a1", resume=TEXT.replace("plainte", "plainte hier")),
        rev("d1", "a1", resume=TEXT.replace("autre", "utile")),
    )

    assert shown(found)["resume"] == ("Il est revenu. Elle n’a pas porté plainte hier. Rien d’utile.",)
    assert found.fields["resume"][0].by == names("b1", "c1", "d1")


def test_rule_12_the_next_base_is_shared_with_any_of_those_already_united() -> None:
    closer = TEXT.replace("autre", "utile")
    found = state(
        rev("a1", resume=TEXT),
        rev("b1", "a1", resume=TEXT.replace("venu", "revenu")),
        rev("a2", "a1", resume=closer),
        rev("c1", "a2", resume=closer.replace("plainte", "plainte hier")),
        rev("d1", "a2", resume=closer.replace("utile", "utile du tout")),
    )

    # d1 shares a2 with c1, and only a1 with b1.
    assert shown(found)["resume"] == ("Il est revenu. Elle n’a pas porté plainte hier. Rien d’utile du tout.",)


def test_rule_12_changes_inside_one_sentence_touch() -> None:
    found = state(
        rev("a1", resume="Elle n’a pas porté plainte contre lui."),
        rev("a2", "a1", resume="Elle a porté plainte contre lui."),
        rev("b1", "a1", resume="Elle n’a pas retiré plainte contre lui."),
    )

    assert shown(found)["resume"] == ("Elle a porté plainte contre lui.", "Elle n’a pas retiré plainte contre lui.")


def test_rule_12_equal_values_are_no_conflict() -> None:
    found = state(rev("a1", x=1), rev("a2", "a1", x=2, resume="Un."), rev("b1", "a1", x=2, resume="Un."))

    assert found.conflicts == ()
    assert found.fields["x"][0].by == names("a2", "b1")


def test_rule_12_two_who_wrote_the_same_need_no_base_to_agree() -> None:
    left, right = TEXT.replace("venu", "revenu"), TEXT.replace("porté", "retiré")
    found = state(
        rev("a1", resume=TEXT),
        rev("a2", "a1", resume=left),
        rev("a3", "a1", resume=right),
        rev("b1", "a2 a3", resume=left.replace("plainte", "plainte hier")),
        rev("c1", "a2 a3", resume=left.replace("plainte", "plainte hier")),
        rev("d1", "a2", resume=left.replace("autre", "utile")),
    )

    assert shown(found)["resume"] == ("Il est revenu. Elle n’a pas porté plainte hier. Rien d’utile.",)


def test_rule_12_a_narrative_emptied_here_and_written_there_shows_both() -> None:
    found = state(rev("a1", resume="Un."), rev("a2", "a1", resume=None), rev("b1", "a1", resume="Un. Deux."))

    assert shown(found)["resume"] == ("Un. Deux.", None)


def test_rule_12_a_field_that_is_no_narrative_never_merges() -> None:
    found = state(rev("a1", objet=TEXT), rev("a2", "a1", objet="Un."), rev("b1", "a1", objet=TEXT + " Fin."))

    assert len(shown(found)["objet"]) == 2


# Rule 13: erasing single revisions.


def test_rule_13_the_dry_run_shows_the_value_that_comes_back() -> None:
    story = [rev("a1", nom="Durand"), rev("a2", "a1", nom="Dupont")]
    said = preview(story, names("a2"), is_narrative)

    assert {key: tuple(one.value for one in back) for key, back in said.returning.items()} == {"nom": ("Durand",)}


def test_rule_13_the_dry_run_lists_every_revision_that_holds_the_erased_words() -> None:
    story = [
        rev("a1", resume="Visite. Rien à dire."),
        rev("a2", "a1", resume="Visite. Mme Durand présente."),
        rev("b1", "a2", resume="Visite. Mme Durand présente hier.", objet="Appel de DURAND"),
        rev("c1", "a1", objet="Autre chose"),
    ]
    said = preview(story, names("a2"), is_narrative)

    assert [(holder.name, holder.key) for holder in said.holders] == [
        (name("b1"), "objet"),
        (name("b1"), "resume"),
    ]
    assert said.holders[0].words == ("durand",)


# Rule 14: more than sixteen heads.


@pytest.mark.parametrize("count", [1, 16, 17, 31, 32, 33, 100])
def test_rule_14_an_edit_over_many_heads_joins_them_first(count: int) -> None:
    story = [rev("a1", x=0), *(rev(f"b{i}", "a1", x=i) for i in range(1, count + 1))]
    heads, n = list(state(*story).heads), 1
    while (joined := joining_parents(heads)) is not None:
        n += 1
        story.append(Revision(name(f"a{n}"), joined, (0, 0), {}))
        heads = [head for head in heads if head not in joined] + [name(f"a{n}")]
    story.append(Revision(name("c1"), tuple(heads), (0, 0), {"x": 99}))

    assert all(len(revision.parents) <= 16 for revision in story)
    assert shown(state(*story)) == {"x": (99,)}
    assert n - 1 == max(0, -(-(count - 16) // 15))

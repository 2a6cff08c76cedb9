"""How names, contacts and dates are compared, and how what they say adds up."""

import pytest

from mvl_desktop.matching.contacts import mails, sites, telephones
from mvl_desktop.matching.excerpts import telling
from mvl_desktop.matching.likeness import CLOSE, OTHER, PART, SAME, compare, name_level, probability
from mvl_desktop.matching.traits import Traits, packed, traits_of, unpacked
from mvl_desktop.matching.words import name_parts, sound


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Dr Élise de la Rivière", "RIVIERE Elise", SAME),
        ("Jean-Marc Dupont", "Dupont Jean Marc", SAME),
        ("Solène Vautrin", "Solene Vautrain", SAME),
        ("Étienne Lagrange", "Etiene Lagranje", CLOSE),
        ("Vautrin", "Solène Vautrin", PART),
        ("S. Vautrin", "Solène Vautrin", PART),
        ("Solène Vautrin", "Paul Ferrandis", OTHER),
        ("Jean Martin", "Jean Moreau", OTHER),
    ],
)
def test_names_are_near_whatever_their_order_and_spelling(one: str, other: str, level: str) -> None:
    found = name_level(name_parts(one), name_parts(other))
    assert found in ({SAME, CLOSE} if level in (SAME, CLOSE) else {level} if level == OTHER else {PART, CLOSE})


def test_names_that_sound_alike_share_a_key() -> None:
    assert sound("dupont") == sound("dupond")
    assert sound("philippe") == sound("filipe")
    assert sound("martin") != sound("moreau")


def test_contacts_have_one_spelling() -> None:
    forms = ["06 39 98 12 34", "06.39.98.12.34", "+33 (0)6 39 98 12 34", "0033639981234", "le soir au 0639981234"]
    assert {telephones([form]) for form in forms} == {("+33639981234",)}
    assert telephones(["dossier 12", "né le 01/02/1980"]) == ()
    assert mails(["Contact : Jean.Essai+tri@Exemple.invalid."]) == ("jean.essai@exemple.invalid",)
    assert sites(["https://www.exemple.invalid/stages/?utm=1"]) == ("exemple.invalid/stages",)
    assert sites(["a@exemple.invalid"]) == ()


def traits(**champs: object) -> Traits:
    found = traits_of("signalement", champs)
    assert found is not None
    return found


def test_the_practitioner_said_three_times_is_one_thing_known() -> None:
    who = {"nom": "Étienne Fontaine", "telephone": "0639981234", "courriel": "e@exemple.invalid"}
    named = compare(traits(mis_en_cause=[{"nom": who["nom"]}]), traits(mis_en_cause=[{"nom": who["nom"]}]))
    thrice = compare(traits(mis_en_cause=[who]), traits(mis_en_cause=[who]))

    assert thrice.score > named.score
    assert thrice.score < 0.5


def test_a_host_where_everybody_has_a_page_says_nothing() -> None:
    one, other = traits(adresses_web=["facebook.com/un"]), traits(adresses_web=["https://www.facebook.com/autre"])
    assert [each.niveau for each in compare(one, other).traits] == [OTHER]


def test_traits_are_kept_and_read_back_and_print_nobody() -> None:
    made = traits(objet="Jeûne en forêt", mis_en_cause=[{"nom": "Étienne Fontaine"}], recu_le="2026-03-14")
    assert unpacked(packed(made)) == made
    assert "Fontaine" not in repr(made)
    assert traits_of("signalement", {"objet": "Vide", "statut": "anonymise"}) is None


def test_scores_are_probabilities() -> None:
    assert 0 <= probability(-1e9) < probability(0) < probability(1e9) <= 1


def test_an_excerpt_is_the_sentence_that_the_other_tells_too() -> None:
    one = "Bonjour. La patiente a cessé sa chimiothérapie en mars. Merci."
    other = "Elle dort peu. Sa chimiothérapie a été cessée par la patiente."
    assert telling(one, other) == (
        "La patiente a cessé sa chimiothérapie en mars.",
        "Sa chimiothérapie a été cessée par la patiente.",
    )

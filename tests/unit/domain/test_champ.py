"""A noun is declared once: sorts, groups, keys, wording and titles follow."""

from typing import Annotated

import pytest

from mvl_desktop.domain import kinds
from mvl_desktop.domain.champ import Champ, Declaration, DeclaredField, Element, Fiche
from mvl_desktop.domain.errors import KindInconnuError
from tests.unit.domain.trial import Essai

ID = "00000000000000aa"


def essai() -> Declaration:
    return Essai.declaration


def test_each_type_gives_its_sort() -> None:
    assert {field.name: field.sort for field in essai().champs} == {
        "ligne": "texte_court",
        "recit": "texte",
        "le": "date",
        "sur": "oui_non",
        "nombre": "entier",
        "code": "code",
        "codes": "codes",
        "lignes": "liste",
        "pieces": "elements",
        "vers": "reference",
        "arbitrages": "elements",
    }


def test_the_form_keeps_the_order_of_the_declaration_and_groups_by_part() -> None:
    assert essai().groupes == ("Un", "Deux", "Trois", "Décisions")
    assert [field.name for field in essai().champs][:3] == ["ligne", "recit", "le"]


def test_an_element_declares_its_own_fields() -> None:
    pieces = essai().champ("pieces")
    assert pieces is not None
    assert pieces.libelle_element == "Pièce d’essai"
    assert [(field.name, field.sort) for field in pieces.champs] == [
        ("nom", "texte_court"),
        ("recit", "texte"),
        ("le", "date"),
        ("sur", "oui_non"),
    ]


@pytest.mark.parametrize(
    ("key", "narrative"),
    [
        ("recit", True),
        (f"pieces/{ID}/recit", True),
        ("ligne", False),
        (f"pieces/{ID}/nom", False),
        (f"pieces/{ID}", False),
        ("pieces/recit", False),
        ("recit/recit", False),
        ("codes/recit", False),
        ("futur", False),
    ],
)
def test_only_narratives_merge_word_by_word(key: str, narrative: bool) -> None:
    assert essai().is_narrative(key) is narrative


@pytest.mark.parametrize(
    ("key", "wording"),
    [
        ("ligne", "Ligne"),
        ("codes/a", "Codes"),
        (f"pieces/{ID}", "Pièces"),
        (f"pieces/{ID}/recit", "Pièces – Récit"),
        (f"pieces/{ID}/rang", "Pièces – Place dans la liste"),
        (f"pieces/{ID}/futur", f"Champ inconnu (pieces/{ID}/futur)"),
        ("futur", "Champ inconnu (futur)"),
        ("codes", "Champ inconnu (codes)"),
    ],
)
def test_every_key_has_words_for_the_history(key: str, wording: str) -> None:
    assert essai().wording(key) == wording


def test_the_first_filled_title_names_the_record() -> None:
    assert essai().titre({"ligne": "Bonjour", "code": "a"}) == "Bonjour"
    assert essai().titre({"code": "a"}) == "a"
    assert essai().titre({"ligne": 3}) == "Essai sans titre"


def test_a_trial_noun_is_there_for_the_test_only() -> None:
    class Passager(Fiche, kind="passager", libelle="Passager", pluriel="Passagers"):
        """Here for one test."""

        nouveau: Annotated[str, Champ("Nouveau", fusion="texte")] = ""

    with kinds.trial(Passager) as declared:
        assert kinds.declaration("passager") is declared
        assert "passager" in kinds.kinds()
        assert declared.is_narrative("nouveau")
    assert kinds.declaration("passager") is None
    with pytest.raises(KindInconnuError):
        kinds.required("passager")


def test_a_trial_noun_may_stand_in_for_a_real_one() -> None:
    before = kinds.declaration("signalement")

    class Signalement(Fiche, kind="signalement", libelle="Signalement", pluriel="Signalements"):
        """One field more than the real one has, or fewer."""

        ajoute: Annotated[str, Champ("Ajouté")] = ""

    with kinds.trial(Signalement):
        assert [field.name for field in kinds.required("signalement").champs] == ["ajoute", "arbitrages"]
    assert kinds.declaration("signalement") is before


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("reel", Annotated[float, Champ("Réel")]),
        ("ensemble", Annotated[frozenset[str], Champ("Sans règle de fusion", nomenclature="essais")]),
        ("nombre", Annotated[int, Champ("Un nombre n’est pas un récit", fusion="texte")]),
        ("id", Annotated[str, Champ("Nom pris par la machine")]),
        ("Objet", Annotated[str, Champ("Majuscule")]),
        ("a/b", Annotated[str, Champ("Barre")]),
    ],
)
def test_a_declaration_that_cannot_work_is_refused_when_it_is_written(name: str, hint: object) -> None:
    with pytest.raises(TypeError):
        type("Mauvais", (Element,), {"__annotations__": {name: hint}, name: None}, libelle="Mauvais")


@pytest.mark.parametrize(
    ("condition", "values", "shown"),
    [
        ((), {}, True),
        (("sur", "oui"), {"sur": True}, True),
        (("sur", "oui"), {"sur": False}, False),
        (("sur", "oui"), {}, False),
        (("sur", "non"), {"sur": False}, True),
        (("code", "a", "b"), {"code": "b"}, True),
        (("code", "a", "b"), {"code": "c"}, False),
        (("codes", "a"), {"codes": ["c", "a"]}, True),
        (("ligne",), {"ligne": "dit"}, True),
        (("ligne",), {"ligne": ""}, False),
        (("sur", "oui"), {"sur": False, "suite": "gardé"}, True),
    ],
)
def test_a_field_is_shown_when_another_says_so_and_never_hidden_when_filled(
    condition: tuple[str, ...], values: dict[str, object], shown: bool
) -> None:
    assert DeclaredField("suite", Champ("Suite", visible_si=condition), "texte_court").is_shown(values) is shown


def test_every_condition_of_a_form_names_a_field_beside_it() -> None:
    for kind in kinds.kinds():
        declared = kinds.required(kind)
        for champs in (declared.champs, *(field.champs for field in declared.champs)):
            named = {field.champ.visible_si[0] for field in champs if field.champ.visible_si}
            assert named <= {field.name for field in champs}, kind


def test_a_part_of_the_form_may_be_closed_at_first() -> None:
    declared = kinds.required("signalement")
    assert declared.is_closed("Liens")
    assert not declared.is_closed("Faits")


def test_printing_a_value_quotes_nobody() -> None:
    assert "Dupont" not in repr(Essai(ligne="Dupont"))

"""Codes and what they say: dated, never withdrawn, the unknown ones kept."""

from datetime import date

import pytest

from mvl_desktop.domain.commune import Communes, folded
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.roles import ROLES, role_code, role_label

TSV = """\
93066\tSaint-Denis\t93\t93200 93210\t150000\t
97411\tSaint-Denis\t974\t97400\t155000\t
45274\tSaint-Denis-en-Val\t45\t45560\t7500\t
77296\tVert-Saint-Denis\t77\t77240\t8000\t
42218\tSaint-Étienne\t42\t42000 42100\t172000\t
51410\tŒuilly\t51\t51480\t600\t
13201\tMarseille 1er Arrondissement\t13\t13001\t37000\t13055
93059\tPierrefitte-sur-Seine\t93\t\t0\t93066
"""


def lists() -> Nomenclatures:
    entrees = [
        {"code": "ancien", "libelle": "Ancien", "depuis": "2020-01-01", "jusqua": "2025-12-31"},
        {"code": "courant", "libelle": "Courant", "depuis": "2020-01-01", "aide": "Aide."},
        {"code": "futur", "libelle": "Futur", "depuis": "2030-01-01", "parent": "courant"},
    ]
    documents = [
        {"liste": "fermee", "libelle": "Fermée", "fermee": True, "entrees": entrees},
        {"liste": "ouverte", "libelle": "Ouverte", "fermee": False, "entrees": entrees},
    ]
    return Nomenclatures.from_json(documents, lambda: TSV)


def test_a_form_offers_what_is_current() -> None:
    assert [entree.code for entree in lists().entries("fermee", date(2026, 11, 21))] == ["courant"]
    assert [entree.code for entree in lists().entries("fermee", date(2025, 12, 31))] == ["ancien", "courant"]
    assert lists().entries("absente", date(2026, 11, 21)) == ()


def test_an_old_code_keeps_its_label_and_an_unknown_one_is_said_to_be_unknown() -> None:
    assert lists().libelle("fermee", "ancien") == "Ancien"
    assert lists().libelle("fermee", "nouveau") == "valeur inconnue (nouveau)"
    assert lists().libelle("absente", "x") == "valeur inconnue (x)"
    assert lists().libelle("communes", "93066") == "Saint-Denis (93)"
    assert lists().libelle("communes", "99999") == "valeur inconnue (99999)"


@pytest.mark.parametrize(
    ("liste", "code", "known"),
    [
        ("fermee", "ancien", True),
        ("fermee", "nouveau", False),
        ("ouverte", "nouveau", True),
        ("absente", "x", True),
        ("communes", "93059", True),
        ("communes", "99999", False),
    ],
)
def test_a_closed_list_refuses_what_it_does_not_hold(liste: str, code: str, known: bool) -> None:
    assert lists().knows(liste, code) is known


def test_without_the_file_of_communes_any_code_passes() -> None:
    assert Nomenclatures.from_json([]).knows("communes", "93066")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"liste": "a", "libelle": "A", "fermee": True},
        {"liste": "a", "libelle": "A", "fermee": "oui", "entrees": []},
        {
            "liste": "a",
            "libelle": "A",
            "fermee": True,
            "entrees": [{"code": "x", "libelle": "X", "depuis": "2020-01-01"}] * 2,
        },
    ],
)
def test_a_malformed_list_is_a_bug_of_the_package(document: object) -> None:
    with pytest.raises(ValueError, match=r"list|twice"):
        Nomenclatures.from_json([document])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("saint-denis", ["97411", "93066", "45274", "77296"]),
        ("st den", ["97411", "93066", "45274", "77296"]),
        ("ETIENNE", ["42218"]),
        ("93210", ["93066"]),
        ("oeuil", ["51410"]),
        ("marseille", ["13201"]),
        ("pierrefitte", []),
        ("  ", []),
        ("zz", []),
    ],
)
def test_a_commune_is_found_while_typing(typed: str, found: list[str]) -> None:
    communes = Communes.from_tsv(lambda: TSV)
    assert [commune.code for commune in communes.search(typed)] == found


def test_a_search_of_communes_is_bounded_and_kept_to_a_departement() -> None:
    communes = Communes.from_tsv(lambda: TSV)
    assert [commune.code for commune in communes.search("s", limit=1)] == ["42218"]
    assert [commune.code for commune in communes.search("saint", departement="45")] == ["45274"]


def test_names_are_compared_without_accent_nor_apostrophe() -> None:
    assert folded("L’Haÿ-les-Roses") == folded("l'hay les roses") == "l hay les roses"


def test_roles_have_french_labels_and_are_understood_in_french() -> None:
    assert [role_code(label) for label in ("lecteur", "agent", "Référent", "operateur", "administrateur")] == [
        "reader",
        "agent",
        "referent",
        "operator",
        "admin",
    ]
    assert all(role_code(code) == code for code in ROLES)
    assert role_code("chef") is None
    assert role_label("futur") == "rôle inconnu (futur)"

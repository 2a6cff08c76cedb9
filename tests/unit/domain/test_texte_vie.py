"""How a cited text stands: in force, to come, replaced since, or worded anew since it was read over."""

from datetime import date

import pytest

from mvl_desktop.domain.texte_vie import Bibliotheque, citing_lines, why_review

TODAY = date(2026, 11, 22)
OLD = {
    "code": "circ-2008",
    "intitule": "Circulaire du 25 février 2008",
    "en_vigueur_au": "2024-08-05",
    "remplace_par": "circ-2024",
}
NEW = {"code": "circ-2024", "intitule": "Circulaire du 5 août 2024", "en_vigueur_du": "2024-08-05"}
ENDED = {"code": "d-1", "intitule": "Décret n° 2001-1", "en_vigueur_au": "2020-01-01"}
TO_COME = {"code": "d-2", "intitule": "Décret n° 2027-2", "en_vigueur_du": "2027-01-01"}
FORMER = {
    "code": "cp-1",
    "intitule": "Code pénal, article 1-1",
    "en_vigueur_au": "2025-01-01",
    "remplace_par": "cp-1-2025",
}
LATER = {"code": "cp-1-2025", "intitule": "Code pénal, article 1-1", "en_vigueur_du": "2025-01-01"}


@pytest.mark.parametrize(
    ("line", "since", "expected"),
    [
        ("la circulaire du 25 février 2008", None, [("circ-2008", "remplace", "2024-08-05", "circ-2024")]),
        ("circulaire du 5 août 2024", None, [("circ-2024", "en_vigueur", "2024-08-05", "")]),
        ("décret n° 2001-1", None, [("d-1", "abroge", "2020-01-01", "")]),
        ("décret n° 2027-2", None, [("d-2", "a_venir", "2027-01-01", "")]),
        ("article 1-1 du code pénal", None, [("cp-1-2025", "en_vigueur", "2025-01-01", "")]),
        ("article 1-1 du code pénal", date(2024, 6, 1), [("cp-1-2025", "modifie", "2025-01-01", "")]),
        ("article 1-1 du code pénal", date(2025, 6, 1), [("cp-1-2025", "en_vigueur", "2025-01-01", "")]),
        ("voir cp-1", None, [("cp-1", "remplace", "2025-01-01", "cp-1-2025")]),
    ],
)
def test_a_citation_says_how_its_text_stands(
    line: str, since: date | None, expected: list[tuple[str, str, str, str]]
) -> None:
    shelf = Bibliotheque([OLD, NEW, ENDED, TO_COME, FORMER, LATER])
    found = [
        (
            str(shelf.textes[each.texte]["code"]),
            each.etat,
            each.depuis,
            str(shelf.textes[each.remplacant]["code"]) if each.remplacant is not None else "",
        )
        for each in shelf.citations([line], TODAY, since)
    ]
    assert found == expected


def test_a_text_asks_to_be_looked_at_again() -> None:
    assert why_review({"a_revoir_le": "2026-11-22"}, TODAY) == "a_revoir_le"
    assert why_review({"a_revoir_le": "2026-11-23", "a_verifier": True}, TODAY) == "a_verifier"
    assert why_review({"a_revoir_le": "2026-11-23"}, TODAY) == ""
    assert why_review({**OLD, "a_revoir_le": "2020-01-01"}, TODAY) == ""


def test_the_lines_of_a_signalement_are_those_of_what_leaves_it() -> None:
    champs = {
        "transmissions": [{"fondements": ["Article 40 CPP", "autre"]}],
        "courriers": [{"texte": "Une ligne.\nEt une autre."}],
        "resume": "Article 40",
    }
    assert citing_lines("signalement", champs) == ["Article 40 CPP", "autre", "Une ligne.", "Et une autre."]

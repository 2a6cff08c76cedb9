"""What free text cites, however French writes a reference, and what it does not."""

import pytest

from mvl_desktop.domain.citation import citables, cited

TEXTES = [
    {"code": "cp-223-15-2", "intitule": "Code pénal, article 223-15-2 (abus)", "citations": ["223-15-2 CP"]},
    {"code": "cp-223-15-3", "intitule": "Code pénal, article 223-15-3", "citations": ["223-15-3 C. pén."]},
    {"code": "cpp-40", "intitule": "Code de procédure pénale, article 40", "citations": ["40 CPP", "article 40"]},
    {
        "code": "casf-l226-4",
        "intitule": "Code de l’action sociale et des familles, article L. 226-4",
        "citations": ["L226-4 CASF"],
    },
    {"code": "crpa-l311-5", "intitule": "CRPA, article L. 311-5", "citations": []},
    {
        "code": "loi-2001-504",
        "intitule": "Loi n° 2001-504 du 12 juin 2001",
        "citations": ["loi n° 2001-504", "loi du 12 juin 2001", "loi About-Picard"],
    },
    {"code": "rgpd-33", "intitule": "RGPD, article 33", "citations": ["article 33 du règlement (UE) 2016/679"]},
    {"code": "ce-490743", "intitule": "Conseil d’État, 26 mars 2025, n° 490743", "citations": ["décision n° 490743"]},
]
KNOWN = citables(TEXTES)


def codes(text: str) -> list[str]:
    return [str(TEXTES[place]["code"]) for place in cited(text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Code pénal, articles 223-15-2 et 223-15-3 (faiblesse, sujétion)", ["cp-223-15-2", "cp-223-15-3"]),
        ("aux articles 223-15-2 (abus) et 223\u201115\u20113 du code pénal", ["cp-223-15-2", "cp-223-15-3"]),
        ("CODE PENAL ARTICLE 223-15-2", ["cp-223-15-2"]),
        ("art. 223-15-3 du C. pén. Le reste suit.", ["cp-223-15-3"]),
        ("Code de procédure pénale, article 40, alinéa 2", ["cpp-40"]),
        ("Avis au titre de l’article 40", ["cpp-40"]),
        ("au titre de l'art.40 du CPP", ["cpp-40"]),
        ("art. L.226-4 du CASF", ["casf-l226-4"]),
        ("L\u00a0226-4 CASF", ["casf-l226-4"]),
        ("Code de l’action sociale et des familles, articles L. 226-2-1 et L. 226-4 – à relire", ["casf-l226-4"]),
        ("CRPA L311-5 2°", ["crpa-l311-5"]),
        ("article L.\u00a0311-5 du CRPA", ["crpa-l311-5"]),
        ("la loi n°\u00a02001-504", ["loi-2001-504"]),
        ("loi About-Picard ; loi du 12 juin 2001", ["loi-2001-504"]),
        ("article 33 du RGPD", ["rgpd-33"]),
        ("article 33 du règlement (UE) 2016/679", ["rgpd-33"]),
        ("Conseil d’État, 26 mars 2025, n° 490743", ["ce-490743"]),
        ("voir cp-223-15-3", ["cp-223-15-3"]),
        ("l’article 223-15-3 du code pénal et l’article 40 du code de procédure pénale", ["cp-223-15-3", "cpp-40"]),
    ],
)
def test_what_is_cited_is_recognised(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "40 euros, reçus le 12 juin 2001",
        "223-15-25 du code pénal",
        "article 40 du code civil",
        "Code civil, article 40",
        "il y a 33 personnes ; RGPD",
        "Le code pénal. Il y a 40 résidents.",
        "Code pénal (ce qu’il dit), puis la chambre 223-15",
    ],
)
def test_a_number_alone_cites_nothing(text: str) -> None:
    assert codes(text) == []

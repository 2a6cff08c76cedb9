"""The legal library: shipped, cited, replaced, reviewed, and seen from whoever cites it."""

import json

import pytest

from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.textes import (
    add_default_texts,
    cited_by,
    holders_of,
    list_outdated,
    list_reviews,
    mark_verified,
    replace_text,
    texts_to_cite,
)
from tests.fakes.offices import FICHES, Office
from tests.fakes.world import ROOT

TEXTES = [
    texte
    for path in sorted((ROOT / "resources" / "textes").glob("*.json"))
    for texte in json.loads(path.read_text(encoding="utf-8"))
]
FICHE = {"code": "F", "titre": "Fictive", "version": 1, "etapes": ["A"], "textes_verifies_le": "2026-04-02"}


@pytest.fixture
def texts(office: Office) -> dict[str, str]:
    """Return the ids of the texts that are shipped, by code."""
    made = add_default_texts(office.ports, TEXTES)
    return dict(zip([str(texte["code"]) for texte in TEXTES], made, strict=True))


def test_the_texts_are_added_once_and_one_s_own_stay(office: Office) -> None:
    add_record(office.ports, "texte-juridique", {"code": "cpp-40", "intitule": "Le nôtre"})
    assert len(add_default_texts(office.ports, TEXTES)) == len(TEXTES) - 1
    assert add_default_texts(office.ports, TEXTES) == []


def test_what_is_proposed_to_cite_is_in_force_and_recognises_itself(office: Office, texts: dict[str, str]) -> None:
    proposed = texts_to_cite(office.ports)
    assert (
        "Code pénal, article 223-15-3 (placement ou maintien en état de sujétion psychologique ou physique)" in proposed
    )
    assert not any("25 février 2008" in each for each in proposed)
    assert [next(one.intitule for one in cited_by(office.ports, [each])) for each in proposed] == proposed


def test_the_legal_basis_of_every_shipped_fiche_is_in_the_library(office: Office, texts: dict[str, str]) -> None:
    for fiche in FICHES:
        for line in fiche["base_legale"]:
            assert cited_by(office.ports, [line]), line


def test_a_fiche_that_cites_a_replaced_text_is_told_of(office: Office, texts: dict[str, str]) -> None:
    rec = add_record(office.ports, "fiche-conduite", {**FICHE, "base_legale": ["Circulaire du 25 février 2008"]})
    (cited,) = cited_by(office.ports, ["Circulaire du 25 février 2008"])
    assert (cited.etat, cited.depuis, cited.remplacant_id) == ("remplace", "2024-08-05", texts["circ-2024-08-05"])
    assert "5 août 2024" in cited.remplacant
    assert [(each.id, each.textes) for each in list_outdated(office.ports)] == [(rec, (cited,))]
    (holder,) = holders_of(office.ports, texts["circ-2008-02-25"])
    assert (holder.id, holder.kind, holder.etat) == (rec, "fiche-conduite", "remplace")


def test_a_text_is_replaced_in_one_gesture_and_both_stay_readable(office: Office, texts: dict[str, str]) -> None:
    fiche = add_record(office.ports, "fiche-conduite", {**FICHE, "base_legale": ["article 223-15-3 du code pénal"]})
    assert list_outdated(office.ports) == []
    new = replace_text(office.ports, texts["cp-223-15-3"], {"resume": "Ce qu’il dit désormais."}, "2026-09-01")
    former, later = (show_record(office.ports, rec).champs for rec in (texts["cp-223-15-3"], new))
    assert (former["en_vigueur_au"], former["remplace_par"]) == ("2026-09-01", "cp-223-15-3-2026")
    assert former["resume"] != later["resume"]
    assert (later["code"], later["en_vigueur_du"]) == ("cp-223-15-3-2026", "2026-09-01")
    # The article goes on under its number: who cites it reads it again, once.
    (outdated,) = list_outdated(office.ports)
    assert (outdated.id, [each.etat for each in outdated.textes]) == (fiche, ["modifie"])
    modify_record(office.ports, fiche, {"textes_verifies_le": "2026-10-01"})
    assert list_outdated(office.ports) == []
    with pytest.raises(RefusError, match="texte_deja_remplace"):
        replace_text(office.ports, texts["cp-223-15-3"], {}, "2026-10-01")


@pytest.mark.parametrize(
    ("champs", "le", "code"),
    [({}, "hier", "texte_date_requise"), ({"code": "cpp-40"}, "2026-01-01", "texte_code_pris")],
)
def test_a_replacement_that_says_too_little_changes_nothing(
    office: Office, texts: dict[str, str], champs: dict[str, str], le: str, code: str
) -> None:
    with pytest.raises(RefusError, match=code):
        replace_text(office.ports, texts["cp-226-13"], champs, le)
    assert "en_vigueur_au" not in show_record(office.ports, texts["cp-226-13"]).champs


def test_what_was_transmitted_and_written_says_what_it_cites(office: Office, texts: dict[str, str]) -> None:
    rec = add_record(
        office.ports,
        "signalement",
        {
            "objet": "Fictif",
            "transmissions": [{"destinataire": "procureur", "etat": "projet", "fondements": ["art. 40 CPP"]}],
            "courriers": [{"etat": "brouillon", "texte": "Vu l’article L. 311-6 du CRPA,\nnous refusons."}],
        },
    )
    add_record(office.ports, "signalement", {"objet": "Cite sans rien transmettre", "resume": "article 40"})
    assert [each.id for each in holders_of(office.ports, texts["cpp-40"])] == [rec]
    assert [each.id for each in holders_of(office.ports, texts["crpa-l311-6"])] == [rec]


def test_what_is_to_be_reviewed_comes_first_when_its_day_is_past(office: Office, texts: dict[str, str]) -> None:
    modify_record(office.ports, texts["cp-226-13"], {"a_revoir_le": "2020-01-01"})
    first, *others = list_reviews(office.ports)
    assert (first.code, first.motif) == ("cp-226-13", "a_revoir_le")
    assert {each.motif for each in others} <= {"a_verifier", "a_revoir_le"}
    assert "cpp-40" in {each.code for each in others}
    mark_verified(office.ports, texts["cpp-40"])
    assert "cpp-40" not in {each.code for each in list_reviews(office.ports)}
    assert (
        show_record(office.ports, texts["cpp-40"]).champs["verifie_le"] == office.ports.clock.now().date().isoformat()
    )

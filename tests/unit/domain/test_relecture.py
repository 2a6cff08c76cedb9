"""The way of a fiche: both parties agree on the same text, or it is not validated."""

from datetime import date

import pytest

from mvl_desktop.domain.relecture import (
    ACCORDER,
    PROPOSER,
    PUBLIER,
    REPRENDRE,
    RETIRER,
    ValidationDoubleError,
    ValidationManquanteError,
    after_change,
    agreed,
    fingerprint,
    moved,
    moves,
)

TODAY = date(2026, 11, 21)


def validated(**champs: object) -> dict[str, object]:
    """Return a fiche that both parties agreed on."""
    fiche: dict[str, object] = {"version": 2, "statut": "en_relecture", "etapes": ["Appeler"], **champs}
    fiche |= moved(fiche, ACCORDER, TODAY, partie="ars", par="Alix Exemple")
    return fiche | moved(fiche, ACCORDER, TODAY, partie="miviludes", par="Sacha Fictif")


def test_a_fiche_is_validated_by_the_second_agreement_on_the_same_version() -> None:
    fiche: dict[str, object] = {"version": 2, "statut": "brouillon"}
    fiche |= moved(fiche, PROPOSER, TODAY)
    fiche |= moved(fiche, ACCORDER, TODAY, partie="ars", par="Directrice")
    assert fiche["statut"] == "en_relecture"
    fiche |= moved(fiche, ACCORDER, TODAY, partie="miviludes", par="Conseiller")
    assert (fiche["statut"], fiche["validee_le"]) == ("validee", "2026-11-21")
    assert agreed(fiche) == {"ars", "miviludes"}


def test_one_party_twice_or_an_older_version_is_not_two_agreements() -> None:
    fiche: dict[str, object] = {"version": 1, "statut": "en_relecture"}
    fiche |= moved(fiche, ACCORDER, TODAY, partie="ars")
    fiche |= moved(fiche, ACCORDER, TODAY, partie="ars")
    assert agreed(fiche) == {"ars"}
    fiche |= moved({**fiche, "statut": "validee"}, REPRENDRE, TODAY)
    assert (fiche["version"], fiche["statut"]) == (2, "brouillon")
    fiche |= moved(fiche, ACCORDER, TODAY, partie="miviludes")
    assert fiche["statut"] == "brouillon"


def test_the_same_person_cannot_agree_for_both() -> None:
    fiche: dict[str, object] = {"version": 1, "statut": "en_relecture"}
    fiche |= moved(fiche, ACCORDER, TODAY, partie="ars", par="Alix  Exemple")
    with pytest.raises(ValidationDoubleError):
        moved(fiche, ACCORDER, TODAY, partie="miviludes", par="alix exemple")


@pytest.mark.parametrize(
    "change",
    [{"etapes": ["Écrire"]}, {"alertes": [{"id": "a1", "destinataire": "CRIP"}]}, {"declencheur": "Un autre"}],
)
def test_an_agreement_does_not_hold_for_a_text_that_changed_since(change: dict[str, object]) -> None:
    fiche = validated()
    assert agreed(fiche) == {"ars", "miviludes"}
    changed = fiche | change
    assert agreed(changed) == frozenset()
    assert PUBLIER not in moves(changed)
    assert PROPOSER in moves(changed)
    with pytest.raises(ValidationManquanteError):
        moved(changed, PUBLIER, TODAY)


@pytest.mark.parametrize(
    "change",
    [
        {"contacts_verifies_le": "2026-11-22"},
        {"statut": "publiee", "diffusion": "nationale"},
        {"pratiques": []},
        {"natures": ["b", "a"]},
    ],
)
def test_where_a_fiche_stands_is_not_what_it_says(change: dict[str, object]) -> None:
    fiche = validated(natures=["a", "b"])
    assert agreed(fiche | change) == {"ars", "miviludes"}
    assert fingerprint(fiche | change) == fingerprint(fiche)


def test_what_changes_after_both_agreed_is_the_next_version() -> None:
    fiche = validated()
    changes = after_change(fiche, fiche | {"etapes": ["Écrire"]})
    assert (changes["statut"], changes["version"]) == ("brouillon", 3)
    assert after_change(fiche, fiche | {"contacts_verifies_le": "2026-11-22"}) == {}
    assert after_change(fiche, fiche | {"etapes": ["Écrire"], "version": 3}) == {}
    assert after_change({"statut": "en_relecture"}, {"statut": "en_relecture", "etapes": ["Écrire"]}) == {}


def test_what_comes_next_depends_on_where_the_fiche_stands() -> None:
    assert moves({}) == (PROPOSER,)
    assert PUBLIER in moves(validated())
    assert PUBLIER not in moves({"statut": "en_relecture"})
    assert moves({"statut": "retiree"}) == (REPRENDRE,)
    assert moves({"statut": "statut d’une autre version"}) == ()


def test_a_fiche_is_withdrawn_with_its_reason_and_taken_up_again_without_it() -> None:
    fiche: dict[str, object] = {"version": 1, "statut": "publiee"}
    fiche |= moved(fiche, RETIRER, TODAY, motif="loi abrogée", remplacee_par="CAT-09")
    assert (fiche["statut"], fiche["motif_retrait"], fiche["remplacee_par"]) == ("retiree", "loi abrogée", "CAT-09")
    fiche |= moved(fiche, REPRENDRE, TODAY)
    assert (fiche["statut"], fiche["version"], fiche["motif_retrait"]) == ("brouillon", 2, None)

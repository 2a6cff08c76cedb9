"""The way of a fiche: both parties agree on the same version, or it is not validated."""

from datetime import date

from mvl_desktop.domain.relecture import ACCORDER, PROPOSER, PUBLIER, REPRENDRE, RETIRER, agreed, moved, moves

TODAY = date(2026, 11, 21)


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


def test_what_comes_next_depends_on_where_the_fiche_stands() -> None:
    assert moves({}) == (PROPOSER,)
    assert PUBLIER in moves({"statut": "validee"})
    assert PUBLIER not in moves({"statut": "en_relecture"})
    assert moves({"statut": "retiree"}) == (REPRENDRE,)
    assert moves({"statut": "statut d’une autre version"}) == ()


def test_a_fiche_is_withdrawn_with_its_reason_and_taken_up_again_without_it() -> None:
    fiche: dict[str, object] = {"version": 1, "statut": "publiee"}
    fiche |= moved(fiche, RETIRER, TODAY, motif="loi abrogée")
    assert (fiche["statut"], fiche["motif_retrait"]) == ("retiree", "loi abrogée")
    fiche |= moved(fiche, REPRENDRE, TODAY)
    assert (fiche["statut"], fiche["version"], fiche["motif_retrait"]) == ("brouillon", 2, None)

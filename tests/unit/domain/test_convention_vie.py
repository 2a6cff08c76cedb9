"""The life of a convention, against days counted by hand, and what must hold whatever the days are."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvl_desktop.domain.convention_vie import (
    ALERTES_MOIS,
    alerts,
    article,
    article_key,
    articles,
    avenants,
    differends_ouverts,
    engagements_sans_action,
    in_force,
    is_of,
    last_notice,
    months_later,
    next_number,
    signature,
    term,
    vie,
)

SIGNED = "2013-11-27"
DAY = timedelta(days=1)
DAYS = st.dates(date(2002, 1, 1), date(2080, 12, 31))


def _signed(**champs: object) -> dict[str, object]:
    return {"signee_le": SIGNED, **champs}


@pytest.mark.parametrize(
    ("signed", "last", "notice"),
    [
        (date(2013, 11, 27), date(2016, 11, 27), date(2016, 10, 27)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2027, 1, 31)),
        (date(2025, 2, 28), date(2028, 2, 28), date(2028, 1, 28)),
        (date(2025, 1, 31), date(2028, 1, 31), date(2027, 12, 31)),
        (date(2023, 3, 31), date(2026, 3, 31), date(2026, 2, 28)),
        (date(2023, 4, 30), date(2026, 4, 30), date(2026, 3, 31)),
        (date(2026, 1, 1), date(2029, 1, 1), date(2028, 12, 1)),
    ],
)
def test_the_term_is_the_same_day_three_years_later(signed: date, last: date, notice: date) -> None:
    found = vie({"signee_le": signed.isoformat()}, signed)
    assert (found.terme, found.fin, found.dernier_preavis) == (last, last, notice)
    assert found.en_vigueur
    assert vie({"signee_le": signed.isoformat()}, last).en_vigueur
    assert not vie({"signee_le": signed.isoformat()}, last + DAY).en_vigueur


@pytest.mark.parametrize(
    ("on", "etat"),
    [
        ("2013-11-26", "projet"),
        ("2013-11-27", "en_vigueur"),
        ("2016-05-26", "en_vigueur"),
        ("2016-05-27", "a_renouveler"),
        ("2016-11-27", "a_renouveler"),
        ("2016-11-28", "expiree"),
    ],
)
def test_it_goes_from_projet_to_its_term(on: str, etat: str) -> None:
    assert vie(_signed(), date.fromisoformat(on)).etat == etat


def test_it_runs_from_the_last_signature_and_from_none_before() -> None:
    ars, miviludes = {"partie": "ars", "signee_le": "2013-11-20"}, {"partie": "miviludes"}
    half = {"parties": [ars, miviludes]}
    assert signature(half) is None
    found = vie(half, date(2013, 11, 25))
    assert (found.etat, found.signatures, found.parties) == ("en_signature", 1, 2)
    whole = {"parties": [ars, {**miviludes, "signee_le": SIGNED}]}
    assert signature(whole) == date(2013, 11, 27)
    assert vie(whole, date(2013, 11, 26)).etat == "en_signature"
    assert vie(whole, date(2013, 11, 27)).etat == "en_vigueur"
    assert signature({}) is None


def test_recalls_come_six_three_and_two_months_before() -> None:
    assert alerts(date(2013, 11, 27), date(2016, 11, 27)) == (
        date(2016, 5, 27),
        date(2016, 8, 27),
        date(2016, 9, 27),
    )
    assert vie(_signed(), date(2016, 8, 27)).alerte == 2
    assert ALERTES_MOIS == (6, 3, 2)


def test_denounced_it_ends_a_month_later_and_never_after_its_term() -> None:
    champs = _signed(denoncee_le="2015-01-31", denoncee_par="ars")
    assert vie(champs, date(2015, 1, 30)).etat == "en_vigueur"
    found = vie(champs, date(2015, 2, 1))
    assert (found.etat, found.fin, found.en_vigueur) == ("denoncee", date(2015, 2, 28), True)
    assert vie(champs, date(2015, 3, 1)).etat == "terminee"
    late = vie(_signed(denoncee_le="2016-11-20"), date(2016, 11, 21))
    assert late.fin == date(2016, 11, 27)
    assert vie(_signed(denoncee_le="2016-11-20"), date(2016, 11, 28)).etat == "expiree"
    # Nothing to denounce: before the signature, or once it has ended.
    assert vie(_signed(denoncee_le="2013-01-01"), date(2014, 1, 1)).etat == "en_vigueur"
    assert vie(_signed(denoncee_le="2017-01-01"), date(2017, 1, 2)).etat == "expiree"


def test_an_avenant_that_extends_moves_the_term_and_its_recalls() -> None:
    champs = _signed(avenants=[{"id": "a", "numero": 1, "signe_le": "2016-10-01", "jusquau": "2019-11-27"}])
    assert vie(champs, date(2016, 9, 30)).etat == "a_renouveler"
    found = vie(champs, date(2016, 10, 1))
    assert (found.etat, found.terme, found.terme_initial) == ("renouvelee", date(2019, 11, 27), date(2016, 11, 27))
    assert found.dernier_preavis == date(2019, 10, 27)
    assert vie(champs, date(2019, 6, 1)).etat == "a_renouveler"
    assert vie(champs, date(2019, 11, 28)).etat == "expiree"


@pytest.mark.parametrize(
    "avenant",
    [
        {"signe_le": "2016-12-01", "jusquau": "2019-11-27"},
        {"signe_le": "2016-01-01", "jusquau": "2016-11-27"},
        {"signe_le": "2016-01-01", "jusquau": "2015-01-01"},
    ],
)
def test_what_has_ended_is_not_extended_and_a_day_less_extends_nothing(avenant: Mapping[str, object]) -> None:
    found = vie(_signed(avenants=[avenant]), date(2017, 1, 1))
    assert (found.etat, found.terme, found.prolongee_par) == ("expiree", date(2016, 11, 27), ())
    assert found.sans_effet == (avenant,)


def test_an_avenant_that_nobody_signed_changes_nothing() -> None:
    champs = _signed(
        articles=[{"numero": "5", "titre": "Durée", "texte": "Trois ans."}],
        avenants=[{"numero": 1, "article": "5", "apres": "Quatre ans.", "jusquau": "2020-01-01"}],
    )
    assert vie(champs, date(2014, 1, 1)).terme == date(2016, 11, 27)
    found = article(champs, "article 5", date(2014, 1, 1))
    assert found is not None
    assert found.texte == "Trois ans."
    assert not found.modifie


def test_an_article_reads_as_the_avenants_in_force_say() -> None:
    champs = _signed(
        articles=[{"numero": "5", "titre": "Durée", "texte": "Un."}, {"numero": "6", "texte": "Suivi."}],
        avenants=[
            {"id": "b", "numero": 2, "article": "art. 5", "apres": "Trois.", "signe_le": "2015-01-01"},
            {"id": "a", "numero": 1, "article": "Article 5", "apres": "Deux.", "signe_le": "2014-01-01"},
            {"id": "c", "numero": 3, "article": "9", "objet": "Données", "apres": "Neuf.", "signe_le": "2015-02-01"},
            {
                "id": "d",
                "numero": 4,
                "article": "6",
                "apres": "Tard.",
                "signe_le": "2015-02-01",
                "effet_le": "2016-01-01",
            },
        ],
    )
    said = {each.numero: each.texte for each in articles(champs, date(2015, 6, 1))}
    assert said == {"5": "Trois.", "6": "Suivi.", "9": "Neuf."}
    five = article(champs, "5", date(2014, 6, 1))
    assert five is not None
    assert (five.origine, five.texte, five.titre) == ("Un.", "Deux.", "Durée")
    assert [each["id"] for each in avenants(champs)] == ["a", "b", "c", "d"]
    assert next_number(champs) == 5
    assert article(champs, "12", date(2015, 1, 1)) is None
    assert article_key(" Article  5 ") == article_key("5") == "5"


def test_what_is_open_and_what_no_action_does() -> None:
    champs = {
        "differends": [{"etat": "ouvert", "id": "a"}, {"etat": "regle", "id": "b"}, {"clos_le": "2014-01-01"}, {}],
        "engagements": [{"id": "e1"}, {"id": "e2"}],
    }
    assert [each.get("id") for each in differends_ouverts(champs)] == ["a", None]
    assert [each["id"] for each in engagements_sans_action(champs, [{"engagement": "e1"}, {}])] == ["e2"]


def test_of_two_conventions_of_a_region_the_last_signed_comes_first() -> None:
    old, new = _signed(region="11", numero="1"), {"signee_le": "2015-01-01", "region": "11", "numero": "2"}
    other = {"signee_le": "2015-01-01", "region": "84"}
    assert in_force([old, new, other], "11", date(2015, 6, 1)) == [new, old]
    assert in_force([old, new, other], "11", date(2014, 6, 1)) == [old]
    assert in_force([old, new, other], "11", date(2020, 6, 1)) == []


def test_a_fiche_is_of_the_convention_that_it_names() -> None:
    rec = bytes.fromhex("a1" * 16)
    assert is_of({"convention": f"ref:{'0f' * 16}:{'a1' * 16}"}, rec)
    assert not is_of({"convention": f"ref:{'0f' * 16}:{'a2' * 16}"}, rec)
    assert not is_of({"convention": "n’importe quoi"}, rec)
    assert not is_of({}, rec)


@given(signed=DAYS, months=st.integers(1, 240), notice=st.integers(1, 24))
@settings(max_examples=200)
def test_the_notice_is_always_before_the_term_and_the_last_one_that_ends_by_it(
    signed: date, months: int, notice: int
) -> None:
    last = term(signed, months)
    found = last_notice(signed, last, notice)
    if found is None:
        assert months_later(signed, notice) > last
    else:
        assert signed <= found < last
        assert months_later(found, notice) <= last < months_later(found + DAY, notice)


@given(signed=DAYS, on=DAYS, denounced=st.none() | DAYS, until=st.none() | DAYS, agreed=st.none() | DAYS)
@settings(max_examples=300)
def test_no_end_comes_before_the_signature(
    signed: date, on: date, denounced: date | None, until: date | None, agreed: date | None
) -> None:
    avenant = {"signe_le": agreed and agreed.isoformat(), "jusquau": until and until.isoformat()}
    found = vie(
        {
            "signee_le": signed.isoformat(),
            "denoncee_le": denounced and denounced.isoformat(),
            "avenants": [avenant],
        },
        on,
    )
    if found.signee_le is None:
        assert on < signed
        return
    assert found.fin is not None
    assert found.terme is not None
    assert found.terme_initial is not None
    assert signed <= found.fin <= found.terme
    assert found.terme >= found.terme_initial
    assert all(signed < each < found.terme for each in found.alertes)
    assert found.dernier_preavis is None or signed <= found.dernier_preavis < found.terme
    assert found.en_vigueur == (signed <= on <= found.fin)


@pytest.mark.parametrize(
    "champs",
    [
        {"signee_le": "hier"},
        {"signee_le": SIGNED, "duree_mois": "trois", "preavis_mois": -1, "avenants": "rien", "parties": [1]},
        {"signee_le": SIGNED, "duree_mois": 0, "preavis_mois": True},
        {"signee_le": "9999-12-31"},
    ],
)
def test_what_a_newer_post_wrote_is_read_without_failing(champs: Mapping[str, object]) -> None:
    found = vie(champs, date(2014, 1, 1))
    assert found.etat in ("projet", "en_vigueur")

"""Who holds a function on a day; since when nobody does; how many, and for how much work."""

from datetime import date
from fractions import Fraction

from mvl_desktop.domain.effectifs import Effectif, charges, effectif
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.tenues import Ecart, ecarts, is_unfilled, situation

TODAY = date(2013, 10, 2)


def tenue(du: str = "", au: str = "", qualite: str = "titulaire", **more: object) -> dict[str, object]:
    return {"du": du or None, "au": au or None, "qualite": qualite, **more}


def test_who_holds_a_function_and_until_when() -> None:
    emploi = {"tenues": [tenue("2010-01-01", "2013-12-31"), tenue("2011-01-01", qualite="suppleant")]}
    now = situation(emploi, TODAY)
    assert (now.etat, now.depuis, now.jusqua) == ("pourvu", date(2010, 1, 1), date(2013, 12, 31))
    assert (now.tenants, now.suppleants) == ((0,), (1,))
    assert situation({"tenues": [tenue()]}, TODAY).jusqua is None


def test_a_vacancy_begins_the_day_after_and_says_when_somebody_comes() -> None:
    emploi = {"tenues": [tenue("2010-01-01", "2012-11-30"), tenue("2013-09-01")]}
    before = situation(emploi, date(2013, 1, 1))
    assert (before.etat, before.depuis, before.remplacement_le) == ("vacant", date(2012, 12, 1), date(2013, 9, 1))
    assert situation(emploi, date(2012, 11, 30)).etat == "pourvu"
    assert situation(emploi, date(2013, 9, 1)).etat == "pourvu"
    assert is_unfilled(emploi, date(2013, 1, 1))
    assert not is_unfilled(emploi, TODAY)


def test_what_is_said_counts_only_where_dates_say_nothing() -> None:
    said = {"vacante_depuis": "2013-02-01", "remplacement_le": "2014-01-01", "ouverte_le": "2010-01-01"}
    now = situation(said, TODAY)
    assert (now.depuis, now.remplacement_le) == (date(2013, 2, 1), date(2014, 1, 1))
    assert situation({"ouverte_le": "2010-01-01"}, TODAY).depuis == date(2010, 1, 1)
    assert situation({}, TODAY).depuis is None
    assert situation({"remplacement_le": "2013-10-02"}, TODAY).remplacement_le is None, "the day came, and nobody"


def test_an_interim_covers_and_the_function_stays_without_titulaire() -> None:
    emploi = {"tenues": [tenue("2010-01-01", "2013-05-31"), tenue("2013-06-01", "2013-12-31", "interim")]}
    now = situation(emploi, TODAY)
    assert (now.etat, now.depuis, now.jusqua, now.tenants) == ("interim", date(2013, 6, 1), date(2013, 12, 31), (1,))
    assert not is_unfilled(emploi, TODAY)


def test_a_function_begins_and_ends() -> None:
    assert situation({"ouverte_le": "2014-01-01"}, TODAY).etat == "a_venir"
    assert situation({"fermee_le": "2013-10-02", "tenues": [tenue()]}, TODAY).etat == "ferme"


def test_days_that_nobody_or_too_many_cover_are_told() -> None:
    gap = {"tenues": [tenue("2010-01-01", "2010-12-31"), tenue("2011-03-01")]}
    assert list(ecarts(gap)) == [Ecart("trou", date(2011, 1, 1), date(2011, 2, 28))]
    stood_in = {"tenues": [*gap["tenues"], tenue("2011-02-01", "2011-02-10", "interim")]}
    assert list(ecarts(stood_in)) == [
        Ecart("trou", date(2011, 1, 1), date(2011, 1, 31)),
        Ecart("trou", date(2011, 2, 11), date(2011, 2, 28)),
    ]
    both = {"tenues": [tenue("2010-01-01", "2011-03-31"), tenue("2011-03-01")]}
    assert list(ecarts(both)) == [Ecart("chevauchement", date(2011, 3, 1), date(2011, 3, 31))]
    shared = {"tenues": [tenue("2010-01-01", quotite=50), tenue("2011-03-01", quotite=50)]}
    assert list(ecarts(shared)) == []
    assert situation(shared, TODAY).quotite == 100
    next_day = {"tenues": [tenue("2010-01-01", "2011-02-28"), tenue("2011-03-01")]}
    assert list(ecarts(next_day)) == []


def test_a_quarter_of_a_mission_that_nobody_holds() -> None:
    emplois = [{"tenues": [tenue("2010-01-01")]} for _ in range(12)] + [{"vacante_depuis": "2012-12-01"}] * 4
    now = effectif([*emplois, {"fermee_le": "2012-01-01"}], date(2013, 1, 1))
    assert now == Effectif(fonctions=16, pourvues=12, interim=0, vacantes=4, prevu=1600, tenu=1200)
    assert now.part_vacante == Fraction(1, 4)
    assert Effectif().part_vacante is None


def test_what_is_held_never_exceeds_what_is_foreseen() -> None:
    half = {"quotite": 50, "tenues": [tenue("2010-01-01")]}
    assert effectif([half], TODAY) == Effectif(1, 1, 0, 0, 50, 50)


def test_workload_is_brought_to_the_period() -> None:
    emplois: list[dict[str, object]] = [
        {"departement": "93", "charge": 100, "tenues": [tenue("2010-01-01")]},
        {"departement": "93", "charge": 40},
        {"departement": "75", "tenues": [tenue("2010-01-01")]},
        {"departement": "92", "charge": 40, "fermee_le": "2012-01-01"},
    ]
    year = Periode(date(2013, 1, 1), date(2013, 12, 31))
    found = charges(emplois, {"93": 120}, year)
    assert [(each.departement, each.recus, each.capacite, each.en_poste, each.muettes) for each in found] == [
        ("75", 0, 0, 0, 1),
        ("93", 120, 140, 100, 0),
    ]
    (half,) = charges(emplois[:1], {}, Periode(date(2013, 1, 1), date(2013, 7, 1)))
    assert half.capacite == 50

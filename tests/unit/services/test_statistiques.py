"""Figures: what counts and what does not, how lines are cut, and that what reopens is exactly what was counted."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from mvl_desktop.domain.figure import RESERVE, VIDE, Figure
from mvl_desktop.domain.indicateurs import CoupeInconnueError, IndicateurInconnuError
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.ports.store import StoreError
from mvl_desktop.services import merging, records
from mvl_desktop.services.figure_words import title_of
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques import axe_un, figure, figures, open_figure, whole_period
from mvl_desktop.services.statistiques_calcul import Demande
from tests.fakes.offices import Office, open_office
from tests.fakes.world import SetClock

YEAR = Periode.annee(2026)
NOON = 1_795_348_800_000
"""22 November 2026."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix", clock=SetClock(NOON), in_memory=True)
    made.found()
    yield made
    made.close()


def enter(office: Office, kind: str = "signalement", /, **champs: object) -> str:
    if kind == "signalement":
        champs = {"objet": "Une situation", "recu_le": "2026-03-10"} | champs
    return records.add_record(office.ports, kind, champs)


def arrive(office: Office, **champs: object) -> None:
    """Keep a signalement as another post wrote it: nothing is checked of what it sent."""
    ports = office.ports
    changes = flatten("signalement", champs, {}, lambda: ports.crypto.random(8).hex())
    with ports.store.work() as uow:
        write_revision(uow, ports, uow.espaces.all()[0].id, ports.crypto.random(16), "signalement", changes, ())
        uow.commit()


def asked(office: Office, code: str, coupe: str = "", *filtres: tuple[str, str], periode: Periode = YEAR) -> Figure:
    """Return a figure; each line and the total must reopen what they count."""
    found = figure(office.ports, office.chiffres, code, periode, coupe, filtres)
    for line in (*found.lignes, found.total):
        assert line.requete is not None or line.masque == "reserve"
        if line.requete is not None and found.unite in ("n", "%"):
            assert open_figure(office.ports, office.chiffres, line.requete).total == (line.valeur or 0)
        if line.requete is not None and found.unite == "jours":
            assert open_figure(office.ports, office.chiffres, line.requete).total == (line.sur or 0)
    if found.exclusives and found.lignes:
        assert sum(line.valeur or 0 for line in found.lignes) == found.total.valeur
    return found


def lines(found: Figure) -> Mapping[str, object]:
    return {line.cle: line.valeur if line.sur is None else (line.valeur, line.sur) for line in found.lignes}


def test_a_question_is_no_signalement_and_both_are_saisines(office: Office) -> None:
    enter(office)
    enter(office, type_demande="informer", niveau="demande_info")
    enter(office, type_demande="interroger")
    enter(office, niveau="demande_info")
    enter(office, niveau="hors_champ", type_demande="transmission_recue")
    assert asked(office, "I1.0").total.valeur == 5
    assert asked(office, "I1.1").total.valeur == 3
    assert asked(office, "I1.2").total.valeur == 2
    assert "hors champ compris" in asked(office, "I1.1").definition


def test_levels_are_those_of_today_and_questions_are_in_none(office: Office) -> None:
    for niveau in ("a_risque", "a_risque", "infractionnelle", "sans_element"):
        enter(office, niveau=niveau, domaines=["sante_bien_etre"], departement="93")
    enter(office, niveau="a_risque", type_demande="interroger")
    assert lines(asked(office, "I1.3", "domaines")) == {"sante_bien_etre": 2}
    assert lines(asked(office, "I1.4", "departement")) == {"93": 1}
    assert lines(asked(office, "I1.1", "niveau")) == {"sans_element": 1, "a_risque": 2, "infractionnelle": 1}
    codes = [each.code for each in axe_un(office.ports, office.chiffres, YEAR)]
    assert codes == ["I1.1", "I1.3", "I1.4", "I1.5"]


def test_what_is_not_counted(office: Office) -> None:
    kept = enter(office)
    enter(office, statut="brouillon")
    enter(office, statut="anonymise", recu_le="2026-03-01")
    other = enter(office)
    merging.merge(office.ports, kept, other)
    assert asked(office, "I1.1").total.valeur == 2  # the one that took the other in, and the anonymised one
    merging.undo(office.ports, other)
    assert asked(office, "I1.1").total.valeur == 3


def test_without_a_date_it_is_in_no_period_and_that_is_said(office: Office) -> None:
    enter(office, recu_le=None)
    enter(office, recu_le="2025-12-31")
    found = asked(office, "I1.0")
    assert found.total.valeur == 0
    assert any("1 enregistrement sans date" in each for each in found.internes)
    assert whole_period(office.ports, office.chiffres) == Periode(date(2025, 12, 31), date(2026, 11, 22))


def test_a_copy_of_what_is_here_is_counted_once(office: Office) -> None:
    original = enter(office)
    espace = next(iter(office.ports.store.read().__enter__().espaces.all())).id
    enter(office, provenances=[{"depuis": str(Reference(espace, bytes.fromhex(original)))}])
    enter(office, provenances=[{"depuis": str(Reference(b"A" * 16, b"?" * 16))}])
    found = asked(office, "I1.1")
    assert found.total.valeur == 2
    assert any("1 copie" in each for each in found.internes)
    moved = str(Reference(b"A" * 16, b"M" * 16))
    records.modify_record(office.ports, original, {"deplace_vers": moved})
    assert asked(office, "I1.1").total.valeur == 2  # the source left, so the copy counts


def test_every_month_of_a_period_has_its_line(office: Office) -> None:
    for day in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-04-10"):
        enter(office, recu_le=day)
    first = Periode(date(2026, 1, 1), date(2026, 4, 15))
    found = asked(office, "I1.1", "mois", periode=first)
    assert lines(found) == {"2026-01": 1, "2026-02": 2, "2026-03": 0, "2026-04": 1}
    assert [line.libelle for line in found.lignes][::3] == ["janvier 2026", "du 1er avril 2026 au 15 avril 2026"]
    assert lines(asked(office, "I1.1", "trimestre")) == {"2026-T1": 3, "2026-T2": 1, "2026-T3": 0, "2026-T4": 0}


def test_lines_that_do_not_add_up_say_so(office: Office) -> None:
    enter(office, domaines=["sante_bien_etre", "numerique"])
    enter(office)
    found = asked(office, "I1.5", "domaines")
    assert lines(found) == {"sante_bien_etre": (1, 2), "numerique": (1, 2), VIDE: (1, 2)}
    assert not found.exclusives
    assert any("ne s’additionnent pas" in each for each in found.precautions)


def test_transmissions_are_counted_when_they_left_and_returns_among_them(office: Office) -> None:
    sent = {"etat": "envoyee", "envoyee_le": "2026-03-01", "destinataire": "crip"}
    arrive(
        office,
        recu_le="2025-06-01",
        departement="93",
        transmissions=[
            sent,
            {**sent, "destinataire": "miviludes", "etat": "retour_recu", "retour_recu_le": "2026-03-31"},
            {**sent, "etat": "decidee"},
            {**sent, "etat": "abandonnee"},
            {"destinataire": "crip", "etat": "projet"},
        ],
    )
    arrive(office, recu_le="2026-03-01", transmissions=[{**sent, "retour_recu_le": "2026-03-11", "etat": "close"}])
    cut = "transmissions/destinataire"
    assert lines(asked(office, "I1.6", cut)) == {"crip": 2, "miviludes": 1}
    assert lines(asked(office, "I1.7", cut)) == {"crip": (1, 2), "miviludes": (1, 1)}
    assert lines(asked(office, "I1.7-delai", cut)) == {"crip": (10, 1), "miviludes": (30, 1)}
    assert lines(asked(office, "I1.6", "departement")) == {"93": 2, VIDE: 1}
    assert asked(office, "I1.10").total.valeur == asked(office, "I1.10-retours").total.valeur == 1
    assert asked(office, "I1.6", cut, (cut, "crip")).total.valeur == 2


def test_delays_are_medians_in_working_days_and_shares_in_time(office: Office) -> None:
    # Friday 1 May and Friday 8 May 2026 are holidays: five working days from 30 April to 11 May.
    enter(office, recu_le="2026-04-30", accuse_reception_le="2026-05-11", canal="courriel", departement="93")
    enter(office, recu_le="2026-06-01", accuse_reception_le="2026-07-01", canal="courriel", departement="93")
    enter(office, recu_le="2026-06-01", canal="courriel")
    enter(office, recu_le="2026-11-20", canal="courriel")
    enter(office, recu_le="2026-06-01", accuse_reception_le="2026-06-02", statut="anonymise", canal="courriel")
    found = asked(office, "I1.8")
    assert (found.total.valeur, found.total.sur) == (13.5, 2)
    assert asked(office, "I1.8", "departement").lignes[0].valeur == 13.5
    # In time: one of three; the last may still be.
    found = asked(office, "I1.8-accuse")
    assert (found.total.valeur, found.total.sur) == (1, 3)
    assert any("dix jours ouvrés" in each for each in found.precautions)
    enter(office, recu_le="2026-06-01", qualifications=[{"qualifie_le": "2026-07-09"}, {"qualifie_le": "2026-06-03"}])
    assert (asked(office, "I1.8-qualification").total.valeur, asked(office, "I1.8-temps").total.valeur) == (2, 1)


def test_minors_and_vulnerable_people_among_all(office: Office) -> None:
    enter(office, mineur_concerne=True, personne_vulnerable=True)
    enter(office, mineur_concerne=False, personne_vulnerable=True)
    enter(office, mineur_concerne=False)
    enter(office)
    for code, wanted in (("I1.9", 2), ("I1.9-mineurs", 1), ("I1.9-vulnerables", 2)):
        found = asked(office, code)
        assert (found.total.valeur, found.total.sur, found.total.part) == (wanted, 4, wanted * 25.0)


def test_who_reports_is_said_reserved_to_who_may_not_read_it(office: Office) -> None:
    office.found("Signalants", compartment_of="Délégation fictive")
    known = records.add_record(office.ports, "signalant", {"qualite": "famille"}, espace="Signalants")
    with office.ports.store.read() as uow:
        espaces = {each.name: each.id for each in uow.espaces.all()}
    apart = espaces["Signalants"]
    for rec in (bytes.fromhex(known), b"?" * 16):
        champs = {"objet": "Une", "recu_le": "2026-03-10", "signalant": str(Reference(apart, rec))}
        records.add_record(office.ports, "signalement", champs, espace="Délégation fictive")
    records.add_record(
        office.ports, "signalement", {"objet": "X", "recu_le": "2026-03-10"}, espace="Délégation fictive"
    )
    found = asked(office, "I1.1", "signalant")
    assert lines(found) == {"famille": 1, VIDE: 1, RESERVE: 1}
    assert any("Réservé" in each for each in found.precautions)
    assert lines(asked(office, "I1.1", "espace")) == {espaces["Délégation fictive"].hex(): 3}


def test_sessions_and_people_trained_are_counted_never_named(office: Office) -> None:
    held = {"le": "2026-05-01", "etat": "tenue", "site": "siege", "effectif_siege": 12, "duree_minutes": 180}
    enter(
        office,
        "formation",
        intitule="Une",
        type_formation="formation",
        seances=[
            {**held, "satisfaction": "4,5", "reponses": 10},
            {**held, "effectif_delegations": 3, "duree_minutes": 90, "satisfaction": "3", "reponses": 5},
            {**held, "etat": "prevue"},
        ],
    )
    enter(office, "formation", intitule="Deux", type_formation="sensibilisation", seances=[held])
    values = {code: asked_plain(office, code) for code in ("I2.1", "I2.2", "I2.3", "I2.3-heures", "I2.3-personnes")}
    assert values == {"I2.1": 1, "I2.2": 12, "I2.3": 2, "I2.3-heures": 4.5, "I2.3-personnes": 27}
    assert asked_plain(office, "I2.3-satisfaction") == 4.0


def asked_plain(office: Office, code: str, periode: Periode = YEAR) -> object:
    return figure(office.ports, office.chiffres, code, periode).total.valeur


def test_meetings_copil_and_actions(office: Office) -> None:
    gtrdo = {"type_reunion": "gtrdo", "etat": "tenue", "ars_presente": True, "tenue_le": "2026-02-03"}
    for place in ("93", "93", "75"):
        enter(office, "reunion", objet="GTRDO", departement=place, **gtrdo)
    enter(office, "reunion", objet="GTRDO", departement="92", **{**gtrdo, "ars_presente": False})
    enter(office, "reunion", objet="GTRDO", departement="94", **{**gtrdo, "etat": "annulee"})
    for etat in ("tenue", "reportee"):
        enter(office, "reunion", objet="COPIL", type_reunion="copil", etat=etat, tenue_le="2026-02-03")
    for etat in ("realisee", "en_cours", "abandonnee"):
        enter(office, "fiche-action", titre="Une", etat=etat, fin_le="2026-06-30")
    assert asked_plain(office, "I3.1") == 2
    assert asked(office, "I3.1-reunions").total.valeur == 4
    assert asked(office, "I3.3").total.part == 50.0
    assert (asked(office, "I3.3-actions").total.valeur, asked(office, "I3.3-actions").total.sur) == (1, 3)


def test_departements_with_a_correspondent_on_the_last_day(office: Office) -> None:
    held = {"intitule": "Référent", "fonction": "referent", "departement": "93"}
    enter(office, "emploi", **held, tenues=[{"qualite": "titulaire", "du": "2026-01-01", "au": "2026-06-30"}])
    enter(office, "emploi", **{**held, "departement": "75"}, tenues=[{"qualite": "titulaire", "du": "2026-07-01"}])
    half = Periode(date(2026, 1, 1), date(2026, 6, 30))
    found = figure(office.ports, office.chiffres, "I3.2", half, "departement")
    assert (found.total.valeur, found.total.sur) == (1, 8)  # the eight of the région
    assert {line.cle: line.valeur for line in found.lignes}["93"] == 1
    found = figure(office.ports, office.chiffres, "I3.2", YEAR, "departement")
    assert {line.cle for line in found.lignes if line.valeur} == {"75"}


def test_a_period_that_is_not_over_says_so(office: Office) -> None:
    assert any("n’est pas finie" in each for each in asked(office, "I1.1").precautions)
    past = Periode.annee(2025)
    assert not any("n’est pas finie" in each for each in asked(office, "I1.1", periode=past).precautions)


def test_what_cannot_be_asked_is_refused_and_never_counted_as_nothing(office: Office) -> None:
    with pytest.raises(IndicateurInconnuError):
        asked(office, "I9.9")
    for cut in ("titulaire", "resume", "rien", "personnes/nom", "transmissions/motif", "recu_par"):
        with pytest.raises(CoupeInconnueError):
            asked(office, "I1.1", cut)
    with pytest.raises(StoreError):
        asked(office, "I1.1", "", ("resume", "x"))


def test_figures_asked_together_are_those_asked_alone(office: Office) -> None:
    for number in range(12):
        enter(office, departement=("93", "75")[number % 2], niveau=("a_risque", "")[number % 3 == 0])
    wanted = [("I1.1", "departement"), ("I1.3", "mois"), ("I1.5", "domaines"), ("I1.1", "niveau"), ("I1.8", "")]
    together = figures(office.ports, office.chiffres, [Demande(code, YEAR, cut) for code, cut in wanted])
    assert together == [figure(office.ports, office.chiffres, code, YEAR, cut) for code, cut in wanted]


def test_each_indicator_can_be_asked_with_each_cut_it_offers(office: Office) -> None:
    for each in office.chiffres.indicateurs.tous:
        for cut in ("", *each.coupes):
            assert figure(office.ports, office.chiffres, each.code, YEAR, cut).code == each.code
    assert len({each.code.partition("-")[0] for each in office.chiffres.indicateurs.tous} - {"I1.0"}) == 20


def test_a_disagreement_that_nobody_decided_is_said_by_the_figures_that_read_it(office: Office) -> None:
    rec = enter(office, niveau="a_risque", domaines=["numerique"])
    assert not asked(office, "I1.3").internes
    with office.ports.store.work() as uow:
        other = {"niveau": "infractionnelle", "resume": "Autre"}
        write_revision(uow, office.ports, uow.espaces.all()[0].id, bytes.fromhex(rec), "signalement", other, ())
        uow.commit()
    for code, coupe, said in (("I1.3", "", True), ("I1.1", "niveau", True), ("I1.0", "", False), ("I2.6", "", False)):
        found = figure(office.ports, office.chiffres, code, YEAR, coupe)
        assert any("personne n’a tranché" in each for each in found.precautions) is said, code
        assert any("1 enregistrement porte un désaccord" in each for each in found.internes) is said, code
    before = figure(office.ports, office.chiffres, "I1.3", Periode.annee(2025))
    assert not any("personne n’a tranché" in each for each in before.precautions)


def test_the_title_of_a_figure_keeps_the_capitals_of_an_acronym(office: Office) -> None:
    assert title_of(asked(office, "I2.6", "miviludes_presente")).endswith("2026, par MIVILUDES présente")
    assert title_of(asked(office, "I1.1", "departement")).endswith("2026, par département")

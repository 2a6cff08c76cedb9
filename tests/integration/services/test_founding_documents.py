"""The two founding documents entered as data: everything that they say has its place, and is found again."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pypdf import PdfReader

from mvl_desktop.cli.record_lines import record_lines
from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.store import Query
from mvl_desktop.services.annuaire_fonctions import list_vacancies, staffing
from mvl_desktop.services.bilans import prepare_bilan, read_bilan
from mvl_desktop.services.bilans_feuille import bilan_sheet
from mvl_desktop.services.communicable_suggestions import suggestions
from mvl_desktop.services.communicables import prepare_record, record_passages, show_copy
from mvl_desktop.services.printing import lay_out, print_record
from mvl_desktop.services.records import add_record, list_records, search_records, show_record
from mvl_desktop.services.standing_of import facts_of
from mvl_desktop.services.statistiques import figure, open_figure
from tests.fakes.offices import Office, open_office
from tests.fakes.world import SetClock
from tests.integration.services.founding_data import DIRECTOR, GTRDO_2013, INVENTED, POLES, PRESIDENT, entries
from tests.integration.services.test_printing import words

ESPACE = "Partenariat fictif"
TODAY = date(2013, 7, 26)
SEVEN_MONTHS = Periode(date(2013, 1, 1), date(2013, 7, 31))


class Founded:
    """A post that holds what the documents say, and the id of each record by its key."""

    def __init__(self, office: Office) -> None:
        espace = office.found(ESPACE).id.hex()
        self.office, self.ids = office, dict[str, str]()
        for key, kind, champs in entries():
            said = {name: self._named(espace, value) for name, value in champs.items()}
            self.ids[key] = add_record(office.ports, kind, said, lists=office.nomenclatures)

    def _named(self, espace: str, value: object) -> object:
        return f"ref:{espace}:{self.ids[value[1:]]}" if isinstance(value, str) and value[:1] == "@" else value

    def champs(self, key: str) -> Mapping[str, object]:
        """Return the fields of a record, by its key."""
        return show_record(self.office.ports, self.ids[key]).champs

    def told(self, key: str, day: date | None = None) -> str:
        """Return what the application says of a record, on a day."""
        with patch.object(self.office.clock, "at", at_noon(day or TODAY)):
            return "\n".join(fact.texte for fact in facts_of(self.office.ports, self.ids[key]))


def at_noon(day: date) -> int:
    """Return noon of a day, as clocks count."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Founded]:
    office = open_office(tmp_path_factory.mktemp("documents"), "Alix", clock=SetClock(at_noon(TODAY)))
    yield Founded(office)
    office.close()


LINES = (
    ("enquêteurs patrimoniaux brigades recherche", "formation-police"),
    ("TRACFIN OCLAESP", "formation-police"),
    ("enquêtes jusqu’à leur terme", "minutes"),
    ("protection de l’enfance ministère famille", "formation-enfance"),
    ("écoutants SNATED Mairie Paris", "formation-ecoutants"),
    ("SNATED enfants en danger", "etude-snated"),
    ("établissements scolaires Corse documentalistes", "formation-corse"),
    ("diplôme universitaire emprise Paris V", "diplome"),
    ("PJJ statutaire continue ENM", "formation-pjj"),
    ("fiche technique MJIE", "action-mjie"),
    ("le terrain désigne des groupes", "minutes"),
    ("tour des ARS infiltration centre de santé", "tour-ars"),
    ("rapport Sénat santé", "rapport-senat"),
    ("EHESP filières professionnels santé", "ehesp"),
    ("écoles service public interdisciplinaire", "resp"),
    ("mutualité directeurs mutuelles", "fnmf"),
    ("mutuelles méthodes non éprouvées", "minutes"),
    ("ordre sages-femmes", "ordre-sages-femmes"),
    ("GEMPPI", "gemppi"),
    ("voyageurs chamaniques", "action-voyageurs"),
    ("voyageurs initiation MILDT", "mise-en-garde"),
    ("circulaire 26 décembre 2012", "circulaire"),
    ("circulaire interprétation préfectures", "circulaire-interpretation"),
    ("GTRDO département 2A", "gtrdo-2A"),
    ("conseiller diplomatique", "vacant-3"),
    ("convention MIVILUDES ARS Île-de-France", "convention"),
    ("repérer tôt comprendre emprise", "convention"),
    ("décret 2010-336", "convention"),
    ("avenant signé des parties", "convention"),
)
"""Words that somebody who has the documents in mind would look for, and the record that must come."""


@pytest.mark.parametrize(("words", "key"), LINES)
def test_each_line_of_the_documents_is_found_by_its_words(founded: Founded, words: str, key: str) -> None:
    _, hits = search_records(founded.office.ports, words)
    assert founded.ids[key] in [hit.rec.hex() for hit in hits]


def test_every_record_is_read_without_a_field_that_nobody_named(founded: Founded) -> None:
    """As `mvl … montrer` prints it: labels, days and what is repeated, never what a program would write."""
    lists = founded.office.nomenclatures
    for rec in founded.ids.values():
        sheet = show_record(founded.office.ports, rec)
        lines = "\n".join(record_lines(sheet, (), facts_of(founded.office.ports, rec), lists))
        assert not re.search(r"Champ inconnu|valeur inconnue|[{\[]'| \d{4}-\d{2}-\d{2}", lines), lines


def test_what_a_record_refers_to_is_printed_by_its_name(founded: Founded) -> None:
    post = founded.office
    said = words(lay_out(post.ports, founded.ids["vacant-1"], post.nomenclatures))
    assert "Mission interministérielle de vigilance et de lutte" in said
    assert founded.ids["miviludes"][:8] not in said


def test_the_partners_are_told_apart_from_others_and_by_their_role(founded: Founded) -> None:
    def named(**filters: str) -> set[object]:
        query = Query("organisme", tuple(filters.items()))
        return {line["nom"] for line in list_records(founded.office.ports, query)[1]}

    assert len(named(partenariat="engage", role="ordre")) == 5
    assert named(partenariat="engage", role="association") == {"UNADFI", "CCMM", "AFSI", "GEMPPI"}
    assert named(partenariat="convention") == {"Ministère chargé de la famille"}
    assert named(role="miviludes") >= set(POLES.values())


def test_the_convention_keeps_its_two_axes_its_engagements_and_its_articles(founded: Founded) -> None:
    champs: Any = founded.champs("convention")
    assert [axe["intitule"] for axe in champs["axes"]] == [
        "Recueillir et échanger des informations",
        "Réfléchir ensemble",
    ]
    assert [article["numero"] for article in champs["articles"]] == list("12345678")
    assert len(champs["engagements"]) == 5
    assert len(champs["visas"]) == 5
    query = Query("fiche-action", (("axe", "axe_2"),))
    assert list_records(founded.office.ports, query)[0] == 2


def test_twenty_five_meetings_in_seven_months_are_counted_and_each_opens(founded: Founded) -> None:
    post = founded.office
    counted = figure(post.ports, post.chiffres, "I3.1-reunions", SEVEN_MONTHS)
    assert counted.total.valeur == 25
    assert counted.total.requete is not None
    behind = open_figure(post.ports, post.chiffres, counted.total.requete)
    assert {one.rec for one in behind.enregistrements} == {founded.ids[f"gtrdo-{each}"] for each in GTRDO_2013}
    assert figure(post.ports, post.chiffres, "I3.1-reunions", Periode.annee(2012)).total.valeur == 0


def test_twenty_five_against_ten_to_twelve_is_said_with_the_caution_on_uneven_periods(founded: Founded) -> None:
    told = founded.told("serie-gtrdo")
    assert "Janvier à juillet 2013 (7 mois)\u00a0: 25\u202f; 2012 (12 mois)\u00a0: 10 à 12." in told
    assert "ne se comparent pas tels quels" in told
    assert "aucun total n’en est déduit" in told


def test_the_fourteen_tracks_are_said(founded: Founded) -> None:
    assert "14 filières concernées." in founded.told("ehesp")


def test_four_functions_of_seventeen_are_vacant_and_one_is_replaced_on_the_first_of_september(
    founded: Founded,
) -> None:
    ports, new_year = founded.office.ports, date(2013, 1, 1)
    vacant = {one.id: one for one in list_vacancies(ports, new_year)}
    assert set(vacant) == {founded.ids[f"vacant-{count}"] for count in range(1, 5)}
    assert {one.recrutement for one in vacant.values()} == {"choisi", "diffusion", "a_pourvoir"}
    share = staffing(ports, new_year).part_vacante
    assert share is not None
    assert Fraction(1, 5) < share < Fraction(1, 4)
    assert "Remplacement le 01/09/2013, dans 37 jours." in founded.told("vacant-1")
    assert "Un remplacement était prévu le 01/09/2013" in founded.told("vacant-1", date(2013, 9, 2))
    assert "Le recrutement est en cours de diffusion." in founded.told("vacant-2")
    assert "Elle reste à pourvoir" in founded.told("vacant-3")
    assert founded.champs("vacant-2")["aussi"] == ["secretaire_general_adjoint"]


def test_the_term_and_the_notice_of_the_convention_come_from_the_day_it_was_signed(founded: Founded) -> None:
    assert "Projet" in founded.told("convention", date(2013, 11, 26))
    told = founded.told("convention", date(2016, 6, 1))
    assert "27/11/2016" in told
    assert "avant son terme\u00a0: 27/10/2016" in told
    assert "bilan final" in told


def test_the_bilan_of_these_months_says_the_meetings_the_vacancies_and_both_axes(founded: Founded) -> None:
    post = founded.office
    bilan = prepare_bilan(post.ports, founded.ids["convention"], periode=SEVEN_MONTHS)
    sheet = bilan_sheet(read_bilan(post.ports, post.chiffres, bilan), post.nomenclatures, post.chiffres.indicateurs)
    rows = {line.cells[:2] for section in sheet.sections for line in section.lines}
    assert ("GTRDO", "25") in rows
    assert ("Vacantes", "4") in rows
    assert any(cells and cells[0] == "Conseiller, pôle Sécurité" for cells in rows)
    axes = [section.title for section in sheet.sections if section.title.startswith("Axe")]
    assert [title[:5] for title in axes] == ["Axe 1", "Axe 2"]


@pytest.mark.parametrize("suffix", [".pdf", ".odt"])
def test_the_minutes_are_printed_without_a_name_and_with_all_that_was_said(
    founded: Founded, tmp_path: Path, suffix: str
) -> None:
    post = founded.office

    def read(name: str, *, masked: bool) -> str:
        target = tmp_path / f"{name}{suffix}"
        print_record(post.ports, post.printer, founded.ids["minutes"], target, post.nomenclatures, masked=masked)
        return written(target)

    whole, masked = read("entier", masked=False), read("masque", masked=True)
    assert all(family(name) in whole for name in INVENTED if name != DIRECTOR)
    assert not [name for name in INVENTED if family(name) in masked or name.split()[0] in masked]
    for kept in ("25 réunions de janvier à juillet 2013", "Effectifs et recrutement", "sera remplacé", "MJIE"):
        assert kept in masked


@pytest.mark.parametrize(
    ("key", "names"), [("minutes", set(INVENTED) - {DIRECTOR}), ("convention", {PRESIDENT, DIRECTOR})]
)
def test_a_communicable_copy_is_proposed_without_a_single_name(founded: Founded, key: str, names: set[str]) -> None:
    post = founded.office
    copy = prepare_record(post.ports, founded.ids[key], post.nomenclatures)
    before = " ".join(show_copy(post.ports, copy, post.nomenclatures).blocs)
    assert all(name in before for name in names)
    proposed = [each.passage for each in suggestions(post.ports, copy)]
    record_passages(post.ports, copy, [], proposed, post.nomenclatures)
    left = " ".join(show_copy(post.ports, copy, post.nomenclatures).result)
    assert not [name for name in names if family(name) in left]


def family(name: str) -> str:
    return name.split()[-1]


def written(target: Path) -> str:
    """Return the text that a file lets anybody extract, on one line, what it says of itself included."""
    if target.suffix == ".pdf":
        reader = PdfReader(target)
        said = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    else:
        with zipfile.ZipFile(target) as archive:
            parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]
        said = re.sub(r"<[^>]+>", "", "\n".join(parts).replace("<text:s/>", " "))
    return " ".join(said.split())

"""Series of others and public warnings: shipped once, read with their holes and cautions, in force or not."""

import json
from pathlib import Path

import pytest

from mvl_desktop.services.mises_en_garde import circulars_in_force, lift_warning, list_warnings
from mvl_desktop.services.records import add_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.series import add_default_series, read_serie
from mvl_desktop.services.standing_of import facts_of
from mvl_desktop.services.textes import add_default_texts
from tests.fakes.offices import SETTINGS, Office, open_office


def shipped(folder: str) -> list[dict[str, object]]:
    return [
        each for path in sorted((SETTINGS.resources / folder).glob("*.json")) for each in json.loads(path.read_bytes())
    ]


SERIES, ETUDES = shipped("series"), shipped("etudes")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    return made


@pytest.fixture
def series(office: Office) -> dict[str, str]:
    made = add_default_series(office.ports, SERIES, ETUDES)
    return dict(zip([str(each["code"]) for each in (*SERIES, *ETUDES)], made, strict=True))


def told(office: Office, rec: str) -> list[str]:
    return [fact.texte for fact in facts_of(office.ports, rec)]


def test_series_and_studies_are_added_once_and_one_s_own_stay(office: Office) -> None:
    add_record(office.ports, "serie", {"code": "gtrdo-reunions", "intitule": "La nôtre", "unite": "réunions"})
    assert len(add_default_series(office.ports, SERIES, ETUDES)) == len(SERIES) + len(ETUDES) - 1
    assert add_default_series(office.ports, SERIES, ETUDES) == []


def test_the_national_intakes_are_a_line_with_a_hole_and_a_derived_value(
    office: Office, series: dict[str, str]
) -> None:
    sheet = read_serie(office.ports, series["miviludes-saisines"])
    rows = {row.label: row.amounts[0] for row in sheet.chart.table.rows}
    assert (sheet.chart.manner, sheet.obstacle) == ("courbes", "")
    assert list(rows) == [str(year) for year in range(2013, 2025)]
    assert (rows["2014"].low, rows["2013"].low, rows["2024"].low) == (None, 2391, 4571)
    assert [year for year, amount in rows.items() if amount.about] == ["2018", "2019"]
    assert any("calculé depuis" in note and note.startswith("2018") for note in sheet.chart.table.notes)
    assert any("n’est pas un signalement" in note for note in sheet.chart.table.notes)
    assert sheet.chart.table.day.isoformat() == "2026-04-02"
    assert "Non trouvé\u00a0: 2014." in told(office, sheet.id)
    assert "Valeur calculée par nous\u00a0: 2018." in told(office, sheet.id)


def test_shares_whose_definition_changes_are_never_a_line(office: Office, series: dict[str, str]) -> None:
    sheet = read_serie(office.ports, series["miviludes-part-sante"])
    assert (sheet.chart.manner, sheet.obstacle) == ("barres", "declare")
    assert [row.label for row in sheet.chart.table.rows if row.broken] == ["2016", "2019", "2021", "2022–2024"]


def test_meetings_of_seven_months_are_not_joined_to_those_of_a_year(office: Office, series: dict[str, str]) -> None:
    sheet = read_serie(office.ports, series["gtrdo-reunions"])
    amounts = [(row.label, row.amounts[0].low, row.amounts[0].top) for row in sheet.chart.table.rows]
    assert amounts == [("2011", 0, 19), ("2012", 10, 12), ("janvier à juillet 2013", 25, 25)]
    assert sheet.chart.manner == "barres"
    assert any("périodes ne sont pas égales" in note for note in sheet.chart.table.notes)
    own = {
        "intitule": "A",
        "unite": "n",
        "valeurs": [{"periode": "2012", "valeur": "11"}, {"periode": "mai 2013", "valeur": "2"}],
    }
    rec = add_record(office.ports, "serie", own)
    assert read_serie(office.ports, rec).obstacle == "inegales"
    assert any("même longueur" in said for said in told(office, rec))


def test_what_is_divided_is_a_table_by_what_is_counted(office: Office, series: dict[str, str]) -> None:
    table = read_serie(office.ports, series["miviludes-auteurs-2013"]).chart.table
    assert table.columns == ("2013",)
    assert [row.label for row in table.rows][:2] == ["Particuliers", "Organismes publics"]
    assert sum(row.amounts[0].low or 0 for row in table.rows) == 2602
    table = read_serie(office.ports, series["dgccrf-controles"]).chart.table
    assert table.columns == ("2018", "octobre 2020 à septembre 2021")
    amounts = {row.label: [amount.low for amount in row.amounts] for row in table.rows}
    assert amounts["Injonctions"] == [43, 55]
    assert amounts["Praticiens contrôlés"] == [675, None]


def test_a_value_that_cannot_be_read_is_said_not_guessed(office: Office) -> None:
    row = {"periode": "2012", "valeur": "une dizaine"}
    rec = add_record(office.ports, "serie", {"intitule": "A", "unite": "n", "valeurs": [row]})
    assert any("«\u00a0une dizaine\u00a0»" in said for said in told(office, rec))
    assert read_serie(office.ports, rec).chart.table.rows[0].amounts[0].low is None


def test_a_study_leads_to_its_series(office: Office, series: dict[str, str]) -> None:
    study = series["snated-2011-2012"]
    espace = show_record(office.ports, study).espace
    rec = add_record(
        office.ports, "serie", {"intitule": "Appels retenus", "unite": "appels", "etude": f"ref:{espace}:{study}"}
    )
    (fact,) = facts_of(office.ports, study)
    assert (fact.kind, fact.rec, fact.texte) == ("serie", rec, "Ses chiffres\u00a0: Appels retenus")


WARNING = {"titre": "Séjours à l’étranger", "publiee_le": "2026-01-10", "etat": "publiee"}


def test_warnings_in_force_come_first_and_one_that_is_lifted_stays_readable(office: Office) -> None:
    draft = add_record(office.ports, "mise-en-garde", {"titre": "Projet"})
    old = add_record(office.ports, "mise-en-garde", {**WARNING, "titre": "Passée", "jusquau": "2026-02-01"})
    one = add_record(office.ports, "mise-en-garde", WARNING)
    new = add_record(office.ports, "mise-en-garde", {**WARNING, "publiee_le": "2026-02-10"})
    assert [each.id for each in list_warnings(office.ports)] == [new, one, draft, old]
    with pytest.raises(RefusError) as refused:
        lift_warning(office.ports, new, " ")
    assert refused.value.code == "motif_requis"
    lift_warning(office.ports, new, "Le risque a cessé.")
    assert [each.portee.tenue for each in list_warnings(office.ports)] == ["en_vigueur", "projet", "expiree", "levee"]
    assert show_record(office.ports, new).champs["motif_levee"] == "Le risque a cessé."


def test_a_warning_says_that_a_text_it_cites_is_no_longer_in_force(office: Office) -> None:
    add_default_texts(office.ports, shipped("textes"))
    rec = add_record(office.ports, "mise-en-garde", {**WARNING, "textes": ["Circulaire du 25 février 2008"]})
    stands, cited = facts_of(office.ports, rec)
    assert (stands.texte, stands.ton) == ("En vigueur depuis le 10\u00a0janvier 2026, sans date de fin.", "succes")
    assert (cited.kind, cited.ton) == ("texte-juridique", "attention")


def test_only_circulars_in_force_are_listed_the_latest_first(office: Office) -> None:
    add_default_texts(office.ports, shipped("textes"))
    found = circulars_in_force(office.ports)
    assert "circ-2024-08-05" in [each.code for each in found]
    assert "circ-2008-02-25" not in [each.code for each in found]
    assert [each.depuis for each in found] == sorted((each.depuis for each in found), reverse=True)

"""X9: the spreadsheet of a délégation becomes records, once; what was corrected by hand since is never lost."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from mvl_desktop.documents.table_reader import FileTableReader
from mvl_desktop.ports.store import Query
from mvl_desktop.ports.tables import Manner
from mvl_desktop.services import importing
from mvl_desktop.services.arbitration_case import open_case
from mvl_desktop.services.conflicts import list_conflicts
from mvl_desktop.services.duplicates import list_duplicates
from mvl_desktop.services.duplicates_words import said
from mvl_desktop.services.exports import Wish as ExportWish
from mvl_desktop.services.exports import export_list
from mvl_desktop.services.importing import Examined, Imported, Wish, apply, examine, proposal, senders
from mvl_desktop.services.importing_lines import ColonneAbsenteError
from mvl_desktop.services.importing_mapping import (
    Cible,
    Correspondance,
    document_of,
    headers_of,
    read_correspondance,
)
from mvl_desktop.services.importing_report import free_name, write_report
from mvl_desktop.services.importing_write import Importer
from mvl_desktop.services.records import add_record, list_records, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices
from tests.fakes.tables import csv_file
from ui.post_desk import PostDesk

HEADERS = ["N°", "Date", "Objet", "Département", "Niveau", "Domaines", "Mis en cause", "Résumé"]
FIRST = ["A-1", "31/12/2025", "Stage fictif", "1", "Situation à risque", "Santé et bien-être", "Praticien fictif", "Un"]
SECOND = ["A-2", "3 mars 2024", "=1+1", "2a", "", "", "", "Deux"]
COLUMNS = {
    "N°": "reference_origine",
    "Date": "recu_le",
    "Objet": "objet",
    "Département": "departement",
    "Niveau": "niveau",
    "Domaines": "domaines",
    "Mis en cause": "mis_en_cause/nom",
    "Résumé": "resume",
}
SAID = Correspondance("Délégation fictive du Nord", {name: Cible(path) for name, path in COLUMNS.items()})


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office(tmp_path, "Alix", in_memory=True)
    office.found()
    return office


def look(office: Office, rows: Sequence[Sequence[str]], said: Correspondance = SAID, name: str = "r.csv") -> Examined:
    path = csv_file(office.folder, rows, name)
    grid = FileTableReader().read(path, Manner())
    return examine(office.ports, office.nomenclatures, Wish("signalement", grid, path.name, said))


def bring(office: Office, rows: Sequence[Sequence[str]], said: Correspondance = SAID, name: str = "r.csv") -> Imported:
    return apply(office.ports, office.nomenclatures, look(office, rows, said, name))


def held(office: Office) -> dict[str, dict[str, object]]:
    """Return what the post holds, by the sender's reference."""
    _, lines = list_records(office.ports, Query("signalement"))
    return {str(line.get("reference_origine", line.get("objet"))): line for line in lines}


def test_lines_become_records_and_keep_where_they_come_from(office: Office) -> None:
    assert bring(office, [HEADERS, FIRST, SECOND]) == Imported(crees=2)
    first, second = held(office)["A-1"], held(office)["A-2"]
    assert first["recu_le"] == "2025-12-31"
    assert first["departement"] == "01"
    assert first["niveau"] == "a_risque"
    assert first["domaines"] == ["sante_bien_etre"]
    assert [each["nom"] for each in first["mis_en_cause"]] == ["Praticien fictif"]  # type: ignore[attr-defined]
    assert (first["import_emetteur"], first["import_fichier"], first["import_ligne"]) == (SAID.emetteur, "r.csv", 2)
    assert second["objet"] == "=1+1"
    assert str(first["reference"]).startswith("01-")


def test_the_same_file_twice_changes_nothing_and_a_changed_cell_one_field(office: Office) -> None:
    bring(office, [HEADERS, FIRST, SECOND])
    before = held(office)
    assert bring(office, [HEADERS, FIRST, SECOND]) == Imported(inchanges=2)
    assert held(office) == before
    moved = [HEADERS, SECOND, [*FIRST[:2], "Stage fictif, suite", *FIRST[3:]]]
    assert bring(office, moved, name="autre.csv") == Imported(modifies=1, inchanges=1)
    after = held(office)
    assert after["A-1"]["objet"] == "Stage fictif, suite"
    assert after["A-1"]["id"] == before["A-1"]["id"]
    changed = {name for name in after["A-1"] if after["A-1"][name] != before["A-1"].get(name)}
    assert changed == {"objet", "import_empreinte", "import_fichier", "import_ligne"}
    assert bring(office, moved) == Imported(inchanges=2)


def test_a_dry_run_says_the_same_and_writes_nothing(office: Office) -> None:
    examined = look(office, [HEADERS, FIRST, SECOND])
    assert (examined.lus, examined.count("cree"), examined.rejetes) == (2, 2, 0)
    assert held(office) == {}
    assert senders(office.ports, "signalement") == []
    bring(office, [HEADERS, FIRST])
    examined = look(office, [HEADERS, [*FIRST[:7], "Autre"], SECOND])
    assert (examined.count("cree"), examined.count("modifie")) == (1, 1)
    assert held(office)["A-1"]["resume"] == "Un"


def test_what_was_typed_since_is_kept_where_the_file_did_not_change(office: Office) -> None:
    bring(office, [HEADERS, FIRST])
    rec = str(held(office)["A-1"]["id"])
    modify_record(office.ports, rec, {"objet": "Corrigé à la main", "niveau": "infractionnelle"})
    assert bring(office, [HEADERS, FIRST]) == Imported(inchanges=1)
    assert bring(office, [HEADERS, [*FIRST[:7], "Un, complété"]]) == Imported(modifies=1)
    record = held(office)["A-1"]
    assert (record["objet"], record["niveau"], record["resume"]) == (
        "Corrigé à la main",
        "infractionnelle",
        "Un, complété",
    )
    assert list_conflicts(office.ports) == []


def test_a_cell_that_both_changed_is_a_conflict_to_decide_never_an_overwriting(office: Office) -> None:
    bring(office, [HEADERS, FIRST])
    rec = str(held(office)["A-1"]["id"])
    modify_record(office.ports, rec, {"objet": "Corrigé à la main"})
    assert bring(office, [HEADERS, [*FIRST[:2], "Corrigé par l’émetteur", *FIRST[3:]]]) == Imported(modifies=1)
    versions = show_record(office.ports, rec).conflits["objet"]
    assert {each.valeur for each in versions} == {"Corrigé à la main", "Corrigé par l’émetteur"}
    # What the sender corrects as we did is no conflict.
    modify_record(office.ports, rec, {"resume": "Deux"})
    bring(office, [HEADERS, [*FIRST[:2], "Corrigé par l’émetteur", *FIRST[3:7], "Deux"]])
    assert set(show_record(office.ports, rec).conflits) == {"objet"}


def test_an_emptied_cell_empties_its_field_and_a_hand_made_element_stays(office: Office) -> None:
    bring(office, [HEADERS, FIRST])
    rec = str(held(office)["A-1"]["id"])
    others = show_record(office.ports, rec).champs["mis_en_cause"]
    modify_record(office.ports, rec, {"mis_en_cause": [*others, {"nom": "Ajouté à la main"}]})  # type: ignore[misc]
    bring(office, [HEADERS, [*FIRST[:4], "", "", "", "Un"]])
    record = held(office)["A-1"]
    assert "niveau" not in record
    assert record.get("domaines", []) == []
    assert [each["nom"] for each in record["mis_en_cause"]] == ["Ajouté à la main"]  # type: ignore[attr-defined]


def test_two_posts_that_shared_a_first_import_recognise_its_lines(tmp_path: Path) -> None:
    one, other = two_offices(tmp_path)
    bring(one, [HEADERS, FIRST, SECOND])
    one.give(other)
    assert bring(other, [HEADERS, FIRST, [*SECOND[:7], "Trois"]], name="b.csv") == Imported(modifies=1, inchanges=1)
    other.give(one)
    assert bring(one, [HEADERS, FIRST, [*SECOND[:7], "Trois"]]) == Imported(inchanges=2)
    assert len(held(one)) == 2
    one.close()
    other.close()


def test_a_refused_cell_refuses_its_whole_line_and_the_report_comes_back_corrected(office: Office) -> None:
    rows = [HEADERS, FIRST, ["A-3", "31/02/2024", "Appel", "99", "", "", "", "=2+2"], SECOND]
    examined = look(office, rows)
    assert apply(office.ports, office.nomenclatures, examined) == Imported(crees=2)
    assert [(each.ligne, each.colonne) for each in examined.refused] == [(3, "B – Date"), (3, "D – Département")]
    for ending in (".csv", ".xlsx", ".ods"):
        target = office.folder / f"rejets{ending}"
        write_report(office.printer, examined.reader, examined.refused, ending, target)
        grid = FileTableReader().read(target, Manner())
        assert headers_of([str(cell) for cell in grid.rows[0]])[-2:] == ["Ligne d’origine", "Motif du rejet"]
        said = [str(cell) for cell in grid.rows[1]]
        assert said[:2] == ["A-3", "31/02/2024"]
        assert said[7] == "=2+2"
        assert "B – Date" in said[-1]
        lines = [list(row) for row in grid.rows]
        lines[1][1], lines[1][3] = "29/02/2024", "93"
        grid = type(grid)(grid.ending, grid.sheets, grid.sheet, lines)
        again = examine(office.ports, office.nomenclatures, Wish("signalement", grid, target.name, SAID))
        assert again.rejetes == 0
    assert apply(office.ports, office.nomenclatures, again).crees == 1


def test_lines_that_nothing_tells_apart_are_refused_not_doubled(office: Office) -> None:
    said = Correspondance("Nord", {"Date": Cible("recu_le"), "Objet": Cible("objet")})
    rows = [["Date", "Objet"], ["31/12/2025", "Appel"], ["", ""], ["31/12/2025", "Appel"], ["31/12/2025", "Autre"]]
    examined = look(office, rows, said)
    assert (examined.lus, examined.rejetes) == (3, 1)
    assert "2" in examined.refused[0].motif
    keyed = Correspondance("Nord", said.colonnes, cle=("N°",))
    rows = [["N°", "Date", "Objet"], ["1", "31/12/2025", "Appel"], ["", "31/12/2025", "Appel"], ["1", "", "Autre"]]
    assert [each.ligne for each in look(office, rows, keyed).refused] == [3, 4]


def test_a_key_chosen_by_the_operator_survives_a_change_of_everything_else(office: Office) -> None:
    said = Correspondance("Nord", {"Date": Cible("recu_le"), "Objet": Cible("objet")}, cle=("N°",))
    bring(office, [["N°", "Date", "Objet"], ["7", "31/12/2025", "Appel"]], said)
    done = bring(office, [["N°", "Date", "Objet"], ["7", "30/12/2025", "Courrier"]], said)
    assert done == Imported(modifies=1)
    other = Correspondance("Sud", said.colonnes, cle=("N°",))
    assert bring(office, [["N°", "Date", "Objet"], ["7", "31/12/2025", "Appel"]], other) == Imported(crees=1)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".ods"])
def test_an_export_of_ours_comes_back_unchanged(office: Office, ending: str) -> None:
    bring(office, [HEADERS, FIRST, SECOND])
    path = office.folder / ("liste" + ending)
    names = ("reference", *COLUMNS.values())
    wanted = tuple(name for name in names if "/" not in name)
    export_list(
        office.ports,
        office.printer,
        office.medium,
        office.nomenclatures,
        ExportWish(query=Query("signalement"), columns=wanted, whole=True, destinataire="Service fictif"),
        path,
    )
    grid = FileTableReader().read(path, Manner())
    headers = headers_of([str(cell) for cell in grid.rows[0]])
    said = proposal(office.ports, "signalement", headers)
    assert {cible.champ for cible in said.colonnes.values()} == set(wanted)
    examined = examine(office.ports, office.nomenclatures, Wish("signalement", grid, path.name, said))
    assert (examined.count("inchange"), examined.rejetes) == (2, 0)
    # A cell corrected in the list is a correction; what the record said before is not.
    rec = str(held(office)["A-1"]["id"])
    modify_record(office.ports, rec, {"objet": "Plus récent que l’export"})
    rows = [list(row) for row in grid.rows]
    line = next(row for row in rows if "A-1" in row)
    line[headers.index("Résumé des faits")] = "Corrigé dans le tableur"
    grid = type(grid)(grid.ending, grid.sheets, grid.sheet, rows)
    wish = Wish("signalement", grid, path.name, said)
    assert apply(office.ports, office.nomenclatures, examine(office.ports, office.nomenclatures, wish)).modifies == 1
    record = held(office)["A-1"]
    assert (record["objet"], record["resume"]) == ("Plus récent que l’export", "Corrigé dans le tableur")
    assert list_conflicts(office.ports) == []


def test_what_tells_the_signalant_goes_to_its_compartment_or_nowhere(office: Office) -> None:
    said = Correspondance(
        "Nord", {**SAID.colonnes, "Plaignant": Cible("signalant/nom"), "Tél": Cible("signalant/telephone")}
    )
    rows = [[*HEADERS, "Plaignant", "Tél"], [*FIRST, "Personne Fictive", "612345678"]]
    with pytest.raises(RefusError) as refused:
        look(office, rows, said)
    assert refused.value.code == "import_signalant_reserve"
    assert held(office) == {}
    office.found("Signalants – Délégation fictive", compartment_of="Délégation fictive")
    assert bring(office, rows, said) == Imported(crees=1)
    record = held(office)["A-1"]
    assert "Personne Fictive" not in json.dumps(record, ensure_ascii=False)
    _, asides = list_records(office.ports, Query("signalant"))
    assert [(each["nom"], each["telephone"]) for each in asides] == [("Personne Fictive", "06 12 34 56 78")]
    assert str(record["signalant"]).endswith(str(asides[0]["id"]))
    assert bring(office, rows, said) == Imported(inchanges=1)
    rows[1][-1] = "07 00 00 00 00"
    assert bring(office, rows, said) == Imported(modifies=1)
    _, asides = list_records(office.ports, Query("signalant"))
    assert [each["telephone"] for each in asides] == ["07 00 00 00 00"]
    assert bring(office, rows, said) == Imported(inchanges=1)


def test_a_stopped_import_leaves_whole_lines_and_ends_the_same_when_begun_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "PAGE", 2)
    rows = [HEADERS, *([f"A-{n}", *FIRST[1:]] for n in range(5))]
    examined = look(office, rows)
    asked = iter([False, True])
    done = apply(office.ports, office.nomenclatures, examined, cancel=lambda: next(asked))
    assert done == Imported(crees=2, restants=3)
    assert set(held(office)) == {"A-0", "A-1"}
    assert bring(office, rows) == Imported(crees=3, inchanges=2)
    assert len(held(office)) == 5


def test_a_failure_in_a_page_leaves_nothing_of_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [HEADERS, FIRST, SECOND]
    examined = look(office, rows)
    wrote = Importer.write

    def failing(self: Importer, uow: object, line: object, known: object) -> object:
        if getattr(line, "ligne", 0) == 3:
            raise RefusError("disque_plein")
        return wrote(self, uow, line, known)  # type: ignore[arg-type]

    monkeypatch.setattr(Importer, "write", failing)
    with pytest.raises(RefusError):
        apply(office.ports, office.nomenclatures, examined)
    assert held(office) == {}


def test_what_a_sender_taught_is_proposed_again_and_travels_as_a_document(office: Office) -> None:
    said = Correspondance("Nord", {"Truc": Cible("objet"), "Date": Cible("recu_le", "jour_mois")}, cle=("Truc",))
    bring(office, [["Truc", "Date"], ["Appel", "31/12/2025"]], said)
    assert senders(office.ports, "signalement") == ["Nord"]
    again = proposal(office.ports, "signalement", ["Truc", "Date", "Objet"], "Nord")
    assert again == said
    document = json.loads(json.dumps(document_of("signalement", said)))
    assert read_correspondance(document, "signalement") == said
    assert read_correspondance({"Truc": "objet"}, "signalement").colonnes == {"Truc": Cible("objet")}
    assert read_correspondance({"objet": "Truc"}, "signalement").colonnes == {"Truc": Cible("objet")}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ([], "correspondance_invalide"),
        ({}, "correspondance_invalide"),
        ({"colonnes": {"A": "import_cle"}}, "champ_inconnu"),
        ({"colonnes": {"A": "signalant"}}, "champ_inconnu"),
        ({"colonnes": {"A": {"champ": "objet", "autre": 1}}}, "correspondance_invalide"),
        ({"colonnes": {"A": "objet"}, "inconnu": 1}, "correspondance_invalide"),
        ({"colonnes": {"A": "objet"}, "separateur": ";;"}, "correspondance_invalide"),
        ({"colonnes": {"A": "objet"}, "ligne_titres": -1}, "correspondance_invalide"),
        ({"colonnes": {"A": "objet"}, "fixes": {"inconnu": 1}}, "champ_inconnu"),
        ({"A": "inconnu"}, "champ_inconnu"),
        ({"A": 3}, "correspondance_invalide"),
    ],
)
def test_a_correspondance_that_makes_no_sense_is_refused(document: object, code: str) -> None:
    with pytest.raises(RefusError) as refused:
        read_correspondance(document, "signalement")
    assert refused.value.code == code


def test_what_cannot_be_imported_is_said(office: Office) -> None:
    with pytest.raises(ColonneAbsenteError):
        look(office, [["Autre"], ["a"]])
    with pytest.raises(RefusError):
        read_correspondance({"Nom": "nom"}, "signalant")


def test_headers_are_recognised_by_their_words(office: Office) -> None:
    headers = [
        "N° dossier",
        "Date de réception",
        "Objet :",
        "DEPARTEMENT",
        "Vile",
        "Plaignant",
        "Machin",
        "Mail",
    ]
    found = proposal(office.ports, "signalement", headers).colonnes
    assert {header: cible.champ for header, cible in found.items()} == {
        "N° dossier": "reference_origine",
        "Date de réception": "recu_le",
        "Objet :": "objet",
        "DEPARTEMENT": "departement",
        "Vile": "commune",
        "Plaignant": "signalant/nom",
        "Mail": "signalant/courriel",
    }


def test_a_probable_duplicate_is_told_before_anything_is_written(office: Office) -> None:
    record = {
        "objet": "Stage de respiration en forêt",
        "recu_le": "2025-12-31",
        "commune": "01053",
        "departement": "01",
        "resume": "Une personne fictive décrit un stage de respiration très cher, en forêt, avec arrêt des repas.",
        "mis_en_cause": [{"nom": "Praticien Fictif", "telephone": "06 00 00 00 01"}],
    }
    from mvl_desktop.services.records import add_record

    rec = add_record(office.ports, "signalement", record, lists=office.nomenclatures)
    said = Correspondance(
        "Nord",
        {
            "Date": Cible("recu_le"),
            "Objet": Cible("objet"),
            "Commune": Cible("commune"),
            "Résumé": Cible("resume"),
            "Mis en cause": Cible("mis_en_cause/nom"),
            "Tél": Cible("mis_en_cause/telephone"),
        },
    )
    line = ["31/12/2025", record["objet"], "01053", record["resume"], "Praticien fictif", "0600000001"]
    rows = [list(said.colonnes), [str(cell) for cell in line], ["01/02/2024", "Tout autre chose", "", "", "", ""]]
    examined = look(office, rows, said)
    assert {ligne: [twin.id for twin in twins] for ligne, twins in examined.twins.items()} == {2: [rec]}
    done = apply(office.ports, office.nomenclatures, examined, without=frozenset(examined.twins))
    assert done == Imported(crees=1, ecartes=1)


def test_a_report_never_takes_the_name_of_a_file(tmp_path: Path) -> None:
    source = tmp_path / "r.csv"
    assert free_name(source, ".csv").name == "r-rejets.csv"
    (tmp_path / "r-rejets.csv").touch()
    assert free_name(source, ".csv").name == "r-rejets-2.csv"


def test_one_line_that_two_posts_imported_before_they_met_is_the_first_of_duplicates(tmp_path: Path) -> None:
    """Whatever was typed in it since: it is the same line of the same spreadsheet, which is known, not guessed."""
    first, second = two_offices(tmp_path)
    for office in (first, second):
        bring(office, [HEADERS, FIRST])
    mine, theirs = (str(held(office)["A-1"]["id"]) for office in (second, first))
    other: dict[str, object] = {"departement": "69", "objet": "Tout autre chose", "recu_le": "2021-01-01", "resume": ""}
    modify_record(second.ports, mine, other | {"mis_en_cause": [], "reference_origine": "B-9"})
    told: dict[str, object] = {"objet": "Jumeau", "survenu_le": "2026-03-14", "commune": "93066", "departement": "93"}
    for _ in range(2):
        add_record(second.ports, "signalement", told | {"mis_en_cause": [{"nom": "Praticien tout à fait fictif"}]})
    first.give(second)
    known, *guessed = list_duplicates(second.ports)
    assert {known.a.id, known.b.id} == {mine, theirs}
    assert said(known.raisons[0]) == "Même ligne du même tableur"
    assert [each.score < known.score == 1.0 for each in guessed] == [True]
    for office in (first, second):
        office.close()


def test_what_a_spreadsheet_says_is_told_apart_from_what_somebody_typed(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    bring(first, [HEADERS, FIRST])
    first.give(second)
    rec = str(held(first)["A-1"]["id"])
    modify_record(second.ports, rec, {"resume": "Tapé", "objet": "Tapé"})
    bring(first, [HEADERS, [*FIRST[:2], "Stage corrigé", *FIRST[3:7], "Deux"]], name="corrige.csv")
    second.give(first)
    faces = {face.poste: face for face in open_case(first.ports, rec, "objet").versions}
    assert {poste: (face.valeur, face.voie, face.tableur) for poste, face in faces.items()} == {
        "Alix": ("Stage corrigé", "ici", "corrige.csv"),
        "Camille": ("Tapé", "lot", ""),
    }
    shown = {version.poste: version.voie for version in PostDesk(first).conflict(rec, "objet").versions}
    assert shown["Alix"].startswith("importée du tableur corrige.csv · ")
    assert "tableur" not in shown["Camille"]
    for office in (first, second):
        office.close()

"""A figure that leaves, and a serie of others: what is in the file, what is hidden, and the register that says so."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pypdf import PdfReader

from mvl_desktop.domain.figure import RESERVE, Figure, Ligne
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.petits_nombres import SEUIL, for_leaving
from mvl_desktop.ports.charts import UNKNOWN, Amount, Chart, Row, Table
from mvl_desktop.ports.printing import SPREADSHEETS
from mvl_desktop.services import statistiques
from mvl_desktop.services.export_register import list_exports
from mvl_desktop.services.figure_charts import chart_of, paired, table_of
from mvl_desktop.services.figure_export import ENDINGS, FigureLeft, FigureWish, export_figure
from mvl_desktop.services.figure_leaves import Leaf, leaf_of, leaf_of_chart
from mvl_desktop.services.figure_records import list_counted, narrowed, unnarrowed_said
from mvl_desktop.services.records import add_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office
from ui.chiffre_values import Asked, ChiffreLeaving, ChiffreWish
from ui.post_desk import PostDesk

YEAR = Periode.annee(2026)
FORMULA = '=HYPERLINK("http://piege.invalid";"cliquez")'


def counted(office: Office) -> Figure:
    """Return a figure with one small line: 6 and 7 signalements here, 2 there."""
    places = ["93"] * 7 + ["75"] * 6 + ["974"] * 2
    for number, place in enumerate(places):
        add_record(
            office.ports,
            "signalement",
            {"objet": f"Fiche {number}", "recu_le": f"2026-0{number % 3 + 1}-03", "departement": place},
        )
    return statistiques.figure(office.ports, office.chiffres, "I1.0", YEAR, "departement")


def leave(office: Office, leaf: Leaf, target: Path, *, interne: bool = False, motif: str = "reunion") -> FigureLeft:
    wish = FigureWish(motif=motif, destinataire="Comité fictif", interne=interne)
    return export_figure(office.ports, office.printer, office.medium, office.nomenclatures, leaf, wish, target)


def lines(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_format_is_written_and_entered_in_the_register(office: Office, tmp_path: Path) -> None:
    figure = counted(office)
    leaf = leaf_of(figure, SEUIL, chart_of(figure, SEUIL))
    for ending in ENDINGS:
        target = tmp_path / f"chiffre{ending}"
        leave(office, leaf, target)
        assert target.stat().st_size > 200
        assert target.stat().st_mode & 0o777 == 0o600
    register = list_exports(office.ports)
    assert {each.format for each in register} == {ending.removeprefix(".") for ending in ENDINGS}
    assert {(each.pour, each.motif, each.lignes) for each in register} == {("Comité fictif", "reunion", 0)}
    assert (tmp_path / "chiffre.png").read_bytes().startswith(b"\x89PNG")
    svg = (tmp_path / "chiffre.svg").read_text(encoding="utf-8")
    assert "sans-serif" in svg
    assert "Saisines reçues, 2026, par département" in svg


def test_small_numbers_stay_here_unless_it_is_for_the_service_and_says_so(office: Office, tmp_path: Path) -> None:
    figure = counted(office)
    (outside,) = for_leaving([figure], office.chiffres.indicateurs)
    leave(office, leaf_of(outside, SEUIL, chart_of(outside, SEUIL)), tmp_path / "dehors.csv")
    told = {line["Département"]: line["2026"] for line in lines(tmp_path / "dehors.csv")}
    assert told["La Réunion"] == "moins de 5"
    assert "non communiqué" in told.values(), "what the total leaves would be the small number"
    assert told["Ensemble"] == "15"
    leave(office, leaf_of(outside, SEUIL, chart_of(outside, SEUIL)), tmp_path / "dehors.svg")
    drawn = (tmp_path / "dehors.svg").read_text(encoding="utf-8")
    assert not re.search(r"Réunion\u00a0: \d", drawn), "neither its number nor a zero, for the eye or the ear"
    assert "La Réunion\u00a0: moins de 5" in drawn
    leave(office, leaf_of(figure, SEUIL, chart_of(figure, SEUIL)), tmp_path / "dedans.svg", interne=True)
    inside = (tmp_path / "dedans.svg").read_text(encoding="utf-8")
    assert "La Réunion\u00a0: 2." in inside
    assert "Usage interne" in inside
    assert [each.masked for each in list_exports(office.ports)] == [False, True, True]


@pytest.mark.parametrize("ending", SPREADSHEETS)
def test_a_formula_in_a_label_stays_text(office: Office, tmp_path: Path, ending: str) -> None:
    figure = _figure(Ligne("x", FORMULA, 12), Ligne("y", "Autre", 9))
    target = tmp_path / f"piege{ending}"
    leave(office, leaf_of(figure, SEUIL, chart_of(figure, SEUIL)), target)
    if ending == ".csv":
        assert lines(target)[0]["Ligne"] == "'" + FORMULA
        return
    with zipfile.ZipFile(target) as archive:
        inside = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "piege.invalid" in inside
    assert not re.search(r"<f>|table:formula|<hyperlink|xlink:href", inside)


def test_a_figure_that_counts_nothing_says_so_in_a_sentence_and_draws_nothing(office: Office, tmp_path: Path) -> None:
    desk = PostDesk(office)
    cases: tuple[tuple[Literal["", "an_passe"], str], ...] = (
        ("", "Rien n’a été compté pendant toute la période."),
        ("an_passe", "Rien n’a été compté pendant ces deux périodes."),
    )
    for beside, sentence in cases:
        wish = ChiffreWish(span="libre", du=date(2026, 1, 1), au=date(2026, 3, 31), beside=beside)
        for ending in (".svg", ".png", ".odt", ".pdf", ".csv"):
            target = tmp_path / f"rien{beside}{ending}"
            asked = Asked("I1.0", "mois")
            desk.export_figure(ChiffreLeaving(motif="reunion", destinataire="C", wish=wish, asked=asked), target)
            assert target.stat().st_size > 100
        drawn = (tmp_path / f"rien{beside}.svg").read_text(encoding="utf-8")
        assert drawn.count(sentence) == 2, "to be read, and to be heard"
        assert len(re.findall(r"<rect|<line|<path", drawn)) == 1, "its ground alone"
        with zipfile.ZipFile(tmp_path / f"rien{beside}.odt") as archive:
            assert sentence in archive.read("content.xml").decode().replace("<text:s/>", " ")
            assert not [name for name in archive.namelist() if name.startswith("Pictures/")]
        pages = PdfReader(tmp_path / f"rien{beside}.pdf").pages
        assert sentence in " ".join(" ".join(page.extract_text() for page in pages).split())
        assert not [image for page in pages for image in page.images]
        assert "0" in (tmp_path / f"rien{beside}.csv").read_text(encoding="utf-8-sig"), "a table keeps its zeros"


def test_what_is_hidden_or_reserved_or_none_of_some_is_not_nothing() -> None:
    assert _figure(Ligne("x", "Un", 0)).rien
    assert _figure().rien
    for line in (Ligne("x", "Un", None, masque="petit"), Ligne(RESERVE, "Réservé", None), Ligne("x", "Un", 0, 12)):
        assert not _figure(line).rien


def test_what_is_asked_wrongly_is_refused_and_nothing_is_written(office: Office, tmp_path: Path) -> None:
    figure = _figure(Ligne("x", "Un", 12))
    leaf = leaf_of(figure, SEUIL, chart_of(figure, SEUIL))
    for target, motif in ((tmp_path / "a.docx", "reunion"), (tmp_path / "a.csv", "inconnu")):
        with pytest.raises(RefusError):
            leave(office, leaf, target, motif=motif)
    assert list(tmp_path.glob("a.*")) == []
    assert list_exports(office.ports) == []


def test_the_records_behind_a_line_are_those_that_it_counts(office: Office) -> None:
    figure = counted(office)
    for line in figure.lignes:
        assert line.requete is not None
        found = list_counted(office.ports, office.chiffres, line.requete)
        assert len(found) == line.valeur
        assert all(each.titre and each.reference and each.date.startswith("2026") for each in found)


def test_an_indicator_that_cannot_be_narrowed_says_so(office: Office) -> None:
    known = office.chiffres.indicateurs
    pairs, left = narrowed(known.of("I1.1"), departement="75", domaine="sante")
    assert dict(pairs) == {"departement": "75", "domaines": "sante"}
    assert left == ()
    pairs, left = narrowed(known.of("I2.6"), domaine="sante")
    assert pairs == ()
    assert "domaine" in unnarrowed_said(left)


def test_a_serie_of_others_leaves_with_its_bounds_and_its_doubts(office: Office, tmp_path: Path) -> None:
    rows = (Row("1", "2012", (Amount(10, 12),)), Row("2", "2013", (Amount(25, about=True),)))
    table = Table("Réunions", "réunions", "Rapport fictif", date(2026, 1, 5), "Année", ("Réunions",), rows)
    leave(office, leaf_of_chart(Chart("courbes", table)), tmp_path / "serie.csv")
    first, second = lines(tmp_path / "serie.csv")
    assert (first["Réunions"], first["Jusqu’à"]) == ("10", "12")
    assert (second["Réunions"], second["Remarque"]) == ("25", "environ")
    assert "Rapport fictif – réunions – 05/01/2026" in first["Export"], "a CSV has no page to say it on"
    told = leaf_of_chart(Chart("courbes", replace(table, rows=(*rows, Row("3", "2014", (UNKNOWN,))))))
    assert [line[1] for line in told.words] == ["10 à 12", "environ 25", "–"]
    leave(office, told, tmp_path / "serie.odt", interne=True)
    with zipfile.ZipFile(tmp_path / "serie.odt") as archive:
        said = archive.read("content.xml").decode()
    assert "etits nombres" not in said, "nothing of what others published is hidden"


def test_months_stand_beside_the_same_months_and_what_is_not_there_is_zero() -> None:
    mine = _figure(Ligne("2026-01", "janvier 2026", 4), Ligne("2026-02", "février 2026", 6), coupe="mois")
    other = _figure(Ligne("2025-01", "janvier 2025", 9), Ligne("2025-02", "février 2025", 1), coupe="mois")
    assert [[line.valeur for line in held if line] for _cle, _said, held in paired(mine, other)] == [[4, 9], [6, 1]]
    assert [row.label for row in table_of(mine, SEUIL, other).rows] == ["janv.", "févr."]
    here = _figure(Ligne("75", "Paris", 4))
    there = _figure(Ligne("93", "Seine-Saint-Denis", 7))
    found = {cle: [line.valeur for line in held if line] for cle, _said, held in paired(here, there)}
    assert found == {"75": [4, 0], "93": [0, 7]}


def _figure(*held: Ligne, coupe: str = "ligne") -> Figure:
    return Figure(
        code="I1.0",
        libelle="Saisines reçues",
        definition="Toutes.",
        unite="n",
        periode=YEAR,
        lignes=held,
        total=Ligne("", "Ensemble", sum(int(line.valeur or 0) for line in held)),
        extrait_le=date(2026, 11, 22),
        coupe=coupe,
        coupe_libelle="Ligne",
    )


def test_what_leaves_a_window_hides_what_both_periods_give_back(office: Office, tmp_path: Path) -> None:
    """Two périodes in one document are hidden together: what one hides the other does not say."""
    counted(office)
    for month in range(1, 7):
        add_record(office.ports, "signalement", {"objet": "F", "recu_le": f"2025-0{month}-03", "departement": "974"})
    desk = PostDesk(office)
    wish = ChiffreWish(span="libre", du=date(2026, 1, 1), au=date(2026, 3, 31), beside="an_passe")
    for interne in (False, True):
        target = tmp_path / f"{interne}.csv"
        asked = Asked("I1.0", "departement")
        desk.export_figure(
            ChiffreLeaving(motif="reunion", destinataire="Comité fictif", wish=wish, asked=asked, interne=interne),
            target,
        )
        said = {line["Département"]: list(line.values())[1:3] for line in lines(target)}
        assert said["La Réunion"] == (["2", "3"] if interne else ["moins de 5", "moins de 5"])
        assert interne or said["Ensemble"][1] == "moins de 5"
        assert interne or "non communiqué" in [values[0] for values in said.values()]

"""Two maps of activities: nothing is invented where nothing is recorded, categories are words, nobody is ranked."""

from datetime import date

from mvl_desktop.documents.chart_words import described, value_said
from mvl_desktop.domain.formation_couverture import couverture
from mvl_desktop.domain.formation_totaux import totaux
from mvl_desktop.ports.charts import Chart
from mvl_desktop.services.activity_maps import Mesure, coverage_chart, obligation_chart
from mvl_desktop.services.figure_leaves import leaf_of_map

DAY = date(2026, 11, 22)
HELD = {"etat": "tenue", "le": "2026-03-10", "departement": "01", "public": "etablissements"}
ACTIONS: list[tuple[str, dict[str, object]]] = [
    ("a", {"seances": [{**HELD, "effectif_siege": 3}, {**HELD, "departement": "03"}]}),
    ("b", {"seances": [{**HELD, "public": "associations", "effectif_exterieur": 20}, {**HELD, "departement": ""}]}),
    ("c", {"demandes": [{"departement": "02"}], "seances": [{**HELD, "departement": "975", "effectif_siege": 4}]}),
]


def drawn(mesure: Mesure, public: str = "") -> Chart:
    lines = couverture(ACTIONS, ["04"], None, public)
    return coverage_chart(lines, mesure, totaux([]), DAY, "dép. {}".format, ["2026"], {"01", "02", "03", "04"})


def said(chart: Chart) -> list[str]:
    return [value_said(chart.table, place, 0) for place in range(len(chart.table.rows))]


def test_nothing_recorded_is_no_line_and_asked_for_and_not_held_is_zero() -> None:
    chart = drawn("seances")
    assert said(chart)[:3] == ["dép. 01\u00a0: 2", "dép. 02\u00a0: 0", "dép. 03\u00a0: 1"]
    assert "04" not in [row.key for row in chart.table.rows]
    assert chart.table.lack == "aucune action enregistrée"
    assert "pas que rien n’a eu lieu" in described(chart)
    assert "Extrait le 22/11/2026" in described(chart)


def test_people_that_nobody_counted_are_not_zero() -> None:
    assert said(drawn("personnes"))[:3] == ["dép. 01\u00a0: 23", "dép. 02\u00a0: 0", "dép. 03\u00a0: non dit"]


def test_a_public_keeps_its_own_sessions() -> None:
    assert said(drawn("personnes", "associations"))[0] == "dép. 01\u00a0: 20"
    lines = couverture(ACTIONS, (), None, "associations")
    assert next(each.formations for each in lines if each.departement == "01") == ("b",)


def test_what_the_map_does_not_hold_is_named_under_it() -> None:
    (note,) = [each for each in drawn("seances").table.notes if "Hors de la carte" in each]
    assert "dép. 975" in note


def test_the_yearly_meeting_is_said_in_words_and_leaves_so() -> None:
    lines = [("01", "Ain", "tenue"), ("02", "Aisne", "aucune"), ("974", "La Réunion", "inconnu")]
    chart = obligation_chart(2026, lines, DAY, ["Circulaire fictive."])
    assert said(chart) == ["Ain\u00a0: Tenue", "Aisne\u00a0: Aucune enregistrée", "La Réunion\u00a0: Pas connu ici"]
    told = described(chart)
    for words in ("Ain\u00a0: Tenue", "Pas connu ici", "Circulaire fictive.", "pas que rien n’a eu lieu", "22/11/2026"):
        assert words in told
    leaf = leaf_of_map(chart)
    assert leaf.cells == (("Ain", "Tenue"), ("Aisne", "Aucune enregistrée"), ("La Réunion", "Pas connu ici"))
    assert not leaf.sensible
    assert leaf_of_map(drawn("personnes")).cells[:3] == (("dép. 01", 23), ("dép. 02", 0), ("dép. 03", "non dit"))

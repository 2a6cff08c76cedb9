"""What a chart draws: every amount in its place, none invented, words that never collide, plain SVG."""

import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from mvl_desktop.documents.chart import Drawing, draw
from mvl_desktop.documents.chart_geography import INNER, MAINLAND, Geography
from mvl_desktop.documents.chart_palette import PALETTES
from mvl_desktop.documents.chart_scale import classes_of, ticks
from mvl_desktop.documents.chart_svg import hatching
from mvl_desktop.documents.chart_text import width_of, wrapped
from mvl_desktop.documents.chart_words import amount_said
from mvl_desktop.ports.charts import UNKNOWN, Amount, Chart, Manner, Row, Table

DAY = date(2026, 11, 22)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
FAR = ("971", "972", "973", "974", "976")
LAND = Geography(
    "Invention",
    {"01": "Ain", "2A": "Corse-du-Sud", "75": "Paris", **{code: f"Île {code}" for code in FAR}},
    dict.fromkeys((MAINLAND, INNER, *FAR), (30.0, 10.0)),
    {
        MAINLAND: {
            "01": (SQUARE,),
            "2A": (tuple((x + 10, y) for x, y in SQUARE),),
            "75": (tuple((x + 20, y) for x, y in SQUARE),),
        },
        INNER: {"75": (SQUARE,)},
        **{code: {code: (SQUARE,)} for code in FAR},
    },
)
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def table(*amounts: Amount, labels: tuple[str, ...] = MONTHS, columns: tuple[str, ...] = ("2026",)) -> Table:
    rows = tuple(
        Row(label, label, amounts[place * len(columns) : (place + 1) * len(columns)])
        for place, label in enumerate(labels[: len(amounts) // len(columns)])
    )
    return Table("Signalements reçus", "nombre", "Enregistrements", DAY, "Mois", columns, rows)


def drawn(manner: Manner, said: Table, *, width: float = 720, size: float = 13) -> Drawing:
    return draw(Chart(manner, said), LAND, "clair", width, size)


def texts(drawing: Drawing) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawing.svg)


def test_it_is_svg_that_every_program_reads() -> None:
    """No style sheet, no clip, no filter, no script, nothing to fetch; names and words as text, never as markup."""
    said = replace(table(Amount(3), Amount(8)), title="<script>alert(1)</script> & co", source="</text><image/>")
    for manner in ("barres", "courbes"):
        drawing = drawn(manner, said)
        names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing.svg).iter()}  # noqa: S314 - ours
        assert names <= {"svg", "title", "desc", "rect", "line", "path", "text"}
        assert not re.search(r"style=|class=|href|url\(", drawing.svg)
        assert "alert(1)</script>" not in drawing.svg


@pytest.mark.parametrize("palette", PALETTES)
def test_each_palette_draws_everything(palette: str) -> None:
    drawing = draw(Chart("barres", table(Amount(3), Amount(silent="petit"))), LAND, palette)
    assert PALETTES[palette].ground in drawing.svg
    assert drawing.height > 100


def test_a_small_number_is_said_as_such_and_never_as_zero() -> None:
    for manner in ("barres", "courbes"):
        drawing = drawn(manner, table(Amount(12), Amount(silent="petit"), Amount(0)))
        assert "moins de 5" in drawing.told
        assert any(text.startswith("&lt;") for text in texts(drawing))
        assert "févr.\u00a0: 0" not in drawing.told
        assert "mars\u00a0: 0" in drawing.told


def test_what_is_not_known_is_a_gap() -> None:
    whole = drawn("courbes", table(*map(Amount, (5.0, 6.0, 7.0, 8.0))))
    holed = drawn("courbes", table(Amount(5), Amount(6), UNKNOWN, Amount(8)))
    assert whole.svg.count('stroke-width="2.2"') == 1
    assert "M" in holed.svg
    assert "pas de donnée" in holed.told
    line = next(part for part in whole.svg.split("\n") if 'stroke-width="2.2"' in part)
    cut = next(part for part in holed.svg.split("\n") if 'stroke-width="2.2"' in part)
    assert line.count("L") == 3
    assert cut.count("L") == 1


def test_a_line_is_not_drawn_across_a_change_of_definition() -> None:
    said = table(*map(Amount, (5.0, 6.0, 7.0, 8.0)))
    rows = (*said.rows[:2], replace(said.rows[2], broken="le comptage change"), *said.rows[3:])
    drawing = drawn("courbes", replace(said, rows=rows))
    assert sum('stroke-width="2.2"' in part for part in drawing.svg.split("\n")) == 2
    assert "rupture" in texts(drawing)
    assert any("le comptage change" in text for text in texts(drawing))
    assert "le comptage change" in drawing.told


def test_a_range_says_both_bounds() -> None:
    for manner in ("barres", "courbes"):
        drawing = drawn(manner, table(Amount(10, 12), Amount(25), labels=("2012", "2013")))
        assert "10 à 12" in texts(drawing)
        assert "2012\u00a0: 10 à 12" in drawing.told


def test_what_is_reserved_or_withheld_is_neither_a_number_nor_a_lack() -> None:
    assert amount_said(Amount(silent="reserve"), 5) == "réservé"
    assert amount_said(Amount(silent="secret"), 5) == "non communiqué"
    assert amount_said(UNKNOWN, 5) == "pas de donnée"
    assert amount_said(Amount(1234567.5), 5) == "1\u202f234\u202f567,5"


def test_it_states_its_unit_its_source_and_its_day() -> None:
    said = replace(table(Amount(3)), notes=("Une saisine n’est pas un signalement.",))
    for manner in ("barres", "courbes", "carte"):
        under = " ".join(texts(drawn(manner, said)))
        for words in ("Unité", "nombre", "Source", "Enregistrements", "22/11/2026", "Une saisine"):
            assert words in under


def test_series_differ_by_more_than_colour() -> None:
    both = table(*[Amount(9)] * 8, columns=("2023", "2024", "2025", "2026"))
    lines = {re.sub(r'stroke="#\w+"', "", part) for part in _ways(drawn("courbes", both))}
    assert len(lines) == 4
    svg = drawn("barres", both).svg
    plain = re.sub(r"#\w{6}", "", svg)
    assert len(set(re.findall(r"<path d=[^>]*>", plain))) > 4


def _ways(drawing: Drawing) -> list[str]:
    parts = [part for part in drawing.svg.split("\n") if 'stroke-width="2.2"' in part]
    return [re.sub(r'd="[^"]*"', "", part) for part in parts]


@pytest.mark.parametrize("width", [300, 520, 720, 1200])
@pytest.mark.parametrize("size", [13.0, 26.0])
def test_words_never_lie_over_each_other(width: float, size: float) -> None:
    amounts = [Amount(float(value)) for value in (4571, 4375, 4148, 4020, 3008, 2800, 2790, 2580, 2323, 2160, 0, 2391)]
    for manner in ("barres", "courbes"):
        for said in (table(*amounts), table(*amounts, labels=MONTHS[:6], columns=("2025", "2026"))):
            boxes = list(_boxes(drawn(manner, said, width=width, size=size)))
            over = [(a[4], b[4]) for a, b in combinations(boxes, 2) if _over(a, b)]
            assert not over


def _boxes(drawing: Drawing) -> list[tuple[float, float, float, float, str]]:
    found = []
    for element in ElementTree.fromstring(drawing.svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - ours
        size, words = float(element.get("font-size", "0")), element.text or ""
        wide, x, y = width_of(words, size), float(element.get("x", "0")), float(element.get("y", "0"))
        start = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.get("text-anchor", "start")]
        found.append((start + 1, y - size * 0.7, start + wide - 1, y, words))
    return found


def _over(a: tuple[float, float, float, float, str], b: tuple[float, float, float, float, str]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_each_value_can_be_pointed_at() -> None:
    said = table(*map(Amount, range(8)), columns=("2025", "2026"))
    for manner in ("barres", "courbes"):
        spots = drawn(manner, said).spots
        assert {(spot.row, spot.column) for spot in spots} == {(row, column) for row in range(4) for column in range(2)}


def place(code: str, amount: Amount) -> Row:
    return Row(code, LAND.names[code], (amount,))


def test_a_map_tells_zero_small_unknown_and_each_class_apart() -> None:
    rows = (place("01", Amount(12)), place("2A", Amount(silent="petit")), place("974", Amount(0)))
    drawing = drawn("carte", replace(table(), rows=rows))
    legend = texts(drawing)
    for words in ("0", "moins de 5", "12", "pas de donnée", "Paris et petite", "couronne", "Île 974"):
        assert words in legend
    assert "non communiqué" not in legend
    assert {spot.row for spot in drawing.spots} == {0, 1, 2}


def test_categories_differ_by_their_patterns_and_are_named_in_the_legend() -> None:
    names = ("Tenue", "Prévue", "Aucune enregistrée", "Pas connu ici")
    rows = tuple(place(code, Amount(number)) for number, code in enumerate(("01", "2A", "974", "971")))
    drawing = drawn("carte", replace(table(), rows=rows, categories=names))
    legend = texts(drawing)
    assert [words for words in legend if words in names or words in ("0", "1")] == list(names)
    assert "Ain\u00a0: Tenue" in drawing.told
    alone = [replace(table(), rows=(place("01", Amount(number)),), categories=names) for number in range(4)]
    shapes = [re.sub(r"#\w{6}|<text.*?</text>|<desc>.*?</desc>", "", drawn("carte", each).svg) for each in alone]
    assert len({_hatches(svg) for svg in shapes}) >= 3, "without any colour, patterns still tell them apart"


def _hatches(svg: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r'stroke-width="[^"]*"', svg)))


def test_a_map_draws_paris_twice_and_the_far_ones_in_their_boxes() -> None:
    spots = drawn("carte", replace(table(), rows=tuple(place(code, Amount(9)) for code in LAND.names))).spots
    twice = [spot for spot in spots if LAND.names and spot.row == list(LAND.names).index("75")]
    assert len(twice) == 2
    assert len(spots) == len(LAND.names) + 1


def test_classes_hold_every_value_and_say_what_is_in_them() -> None:
    values = [0.0, 5.0, 5.0, 6.0, 9.0, 12.0, 12.0, 30.0, 41.0, 80.0]
    classes = classes_of(values)
    assert len(classes.bounds) <= 5
    for value in values[1:]:
        low, high = classes.bounds[classes.rank(value)]
        assert low <= value <= high
    assert classes_of([7.0, 7.0]).said() == ("7",)


def test_ticks_are_round_whole_and_hold_everything() -> None:
    for most in (1, 3, 7, 19, 42, 999, 4571, 100_000):
        steps = ticks(most)
        assert steps[0] == 0
        assert steps[-1] >= most
        assert all(float(step).is_integer() for step in steps)
        assert len(steps) <= 6


def test_hatching_stays_inside_its_shape() -> None:
    hole = ((3.0, 3.0), (7.0, 3.0), (7.0, 7.0), (3.0, 7.0))
    for (x1, y1), (x2, y2) in hatching([SQUARE, hole], 1.0, 45):
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        assert 0 <= middle[0] <= 10
        assert 0 <= middle[1] <= 10
        assert not (3.01 < middle[0] < 6.99 and 3.01 < middle[1] < 6.99)


def test_a_long_word_is_cut_with_its_mark() -> None:
    lines = wrapped("Pratique de soins anticonstitutionnellement", 60, 13, most=2)
    assert len(lines) == 2
    assert all(width_of(line, 13) <= 60 for line in lines)
    assert lines[-1].endswith("…")

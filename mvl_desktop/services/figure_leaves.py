"""A figure, or a serie of others, as it leaves: its lines in words for paper, in cells for tables, and its chart."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mvl_desktop.domain.figure import Figure, Ligne
from mvl_desktop.i18n import _
from mvl_desktop.ports.charts import Amount, Chart, Table
from mvl_desktop.ports.printing import Cell
from mvl_desktop.services.figure_charts import paired
from mvl_desktop.services.figure_words import hidden_said, line_said, nothing_said, title_of, written

_UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What leaves. `columns` and `words`: the table as it is read; `heads` and `cells`: the same, one number a cell."""

    title: str
    definition: str
    columns: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    chart: Chart
    sensible: bool = True
    """Whether it counts situations of people: only then has it small numbers to hide."""


def leaf_of(figure: Figure, seuil: int, chart: Chart, other: Figure | None = None) -> Leaf:
    """Return a figure as it leaves, beside the same one of another period where there is one."""
    both = (figure, *((other,) if other is not None else ()))
    if all(one.rien for one in both):
        chart = replace(chart, rien=nothing_said(len(both)))
    lines: list[tuple[str, tuple[Ligne | None, ...]]] = [(said, held) for _cle, said, held in paired(figure, other)]
    if figure.lignes:
        lines.append((_("Ensemble"), tuple(one.total for one in both)))
    among = figure.unite != "n"
    periods = [one.periode.libelle for one in both]
    head = _(figure.coupe_libelle) or _("Chiffre")
    heads = [column for said in periods for column in (said, *([_("sur, {periode}").format(periode=said)] * among))]
    return Leaf(
        title=title_of(figure),
        definition=_(figure.definition),
        columns=(head, *periods),
        words=tuple((said, *(_words(line, figure, seuil) for line in held)) for said, held in lines),
        heads=(head, *heads),
        cells=tuple((said, *_cells(held, seuil, among=among)) for said, held in lines),
        chart=chart,
        sensible=figure.sensible,
    )


def leaf_of_chart(chart: Chart) -> Leaf:
    """Return what a chart says as it leaves: a serie of others, with what its values are worth."""
    table = chart.table
    rows = tuple((row.label, *map(_exactly, row.amounts)) for row in table.rows)
    columns = (table.head, *table.columns, _("Jusqu’à"), _("Remarque"))
    told = tuple(
        (*cells, _upper(row.amounts[0]), _("environ") if row.amounts[0].about else "")
        for cells, row in zip(rows, table.rows, strict=True)
    )
    words = tuple((row.label, *map(_amount_said, row.amounts)) for row in table.rows)
    return Leaf(table.title, "", (table.head, *table.columns), words, columns, told, chart, sensible=False)


def leaf_of_map(chart: Chart) -> Leaf:
    """Return a map of activities as it leaves: each département with what is said of it. It counts no situation."""
    table = chart.table
    columns = (table.head, *table.columns)
    cells = tuple((row.label, *(_on_map(table, each) for each in row.amounts)) for row in table.rows)
    words = tuple(tuple(cell if isinstance(cell, str) else written(cell) for cell in line) for line in cells)
    return Leaf(table.title, "", columns, words, columns, cells, chart, sensible=False)


def _on_map(table: Table, amount: Amount) -> str | int:
    """Return what a map says of a département: a number, the name of its category, or that nobody wrote it."""
    if amount.low is None:
        return _("non dit")
    return table.categories[int(amount.low)] if table.categories else int(amount.low)


def _words(line: Ligne | None, figure: Figure, seuil: int) -> str:
    return _UNKNOWN if line is None else line_said(line, figure.unite, seuil)


def _cells(lines: Iterable[Ligne | None], seuil: int, *, among: bool) -> Iterable[Cell]:
    for line in lines:
        if line is None:
            yield from (None, None) if among else (None,)
            continue
        yield hidden_said(line, seuil) if line.valeur is None else _exact(line.valeur)
        if among:
            yield line.sur


def _amount_said(amount: Amount) -> str:
    """Say an amount that others published as people read it: « 2 281 », « 10 à 12 », « environ 1 500 »."""
    if amount.low is None:
        return _UNKNOWN
    if amount.ranged and amount.top is not None:
        return _("{bas} à {haut}").format(bas=written(amount.low), haut=written(amount.top))
    return _("environ {nombre}").format(nombre=written(amount.low)) if amount.about else written(amount.low)


def _exactly(amount: Amount) -> Cell:
    return None if amount.low is None else _exact(amount.low)


def _upper(amount: Amount) -> Cell:
    return _exact(amount.top) if amount.ranged and amount.top is not None else ""


def _exact(value: float) -> Cell:
    return int(value) if float(value).is_integer() else round(value, 2)

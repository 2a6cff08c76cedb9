"""What charts say in words: amounts, what stands under them, and the whole for who does not see the drawing."""

from collections.abc import Mapping

from mvl_desktop.i18n import N_, SOURCE, _, language
from mvl_desktop.ports.charts import Amount, Chart, Silence, Table

_SILENCES: Mapping[Silence, str] = {
    "petit": N_("moins de {seuil}"),
    "secret": N_("non communiqué"),
    "reserve": N_("réservé"),
    "non_dit": N_("non dit"),
}


def number(value: float) -> str:
    """Write a number: thousands apart, one decimal at most."""
    french = language() == SOURCE
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return whole.replace(",", "\u202f").replace(".", ",") if french else whole


def amount_said(amount: Amount, threshold: int) -> str:
    """Say an amount: « 12 », « 10 à 12 », « environ 2 790 », « moins de 5 », « pas de donnée »."""
    if amount.silent:
        return _(_SILENCES[amount.silent]).format(seuil=threshold)
    if amount.low is None:
        return _("pas de donnée")
    if amount.ranged and amount.high is not None:
        return _("{bas} à {haut}").format(bas=number(amount.low), haut=number(amount.high))
    said = number(amount.low)
    return _("environ {nombre}").format(nombre=said) if amount.about else said


def short_amount(amount: Amount, threshold: int) -> str:
    """Say an amount where there is little room, over a bar or a point."""
    if amount.hidden:
        return f"<\u00a0{threshold}"
    if amount.silent:
        return _(_SILENCES[amount.silent])
    if amount.low is None:
        return "–"
    if amount.ranged and amount.high is not None:
        return _("{bas} à {haut}").format(bas=number(amount.low), haut=number(amount.high))
    return f"≈\u00a0{number(amount.low)}" if amount.about else number(amount.low)


def said_in(table: Table, amount: Amount) -> str:
    """Say an amount as its table does: by the name of its category, where there are some."""
    if table.categories and amount.low is not None:
        return table.categories[int(amount.low)]
    return amount_said(amount, table.threshold)


def value_said(table: Table, row: int, column: int) -> str:
    """Say one value with what it counts: « Janvier 2026, reçus : 12 »."""
    line = table.rows[row]
    said = said_in(table, line.amounts[column])
    if len(table.columns) > 1:
        return _("{quoi}, {serie}\u00a0: {valeur}").format(quoi=line.label, serie=table.columns[column], valeur=said)
    return _("{quoi}\u00a0: {valeur}").format(quoi=line.label, valeur=said)


def origin(table: Table) -> tuple[str, ...]:
    """Return what stands under a chart: unit, source, day of extraction, then breaks of definition and cautions."""
    said = _("Unité\u00a0: {unite}. Source\u00a0: {source}. Extrait le {jour}.").format(
        unite=table.unit, source=table.source.rstrip("."), jour=f"{table.day:%d/%m/%Y}"
    )
    broken = (
        _("Rupture à «\u00a0{ou}\u00a0»\u00a0: {pourquoi}").format(ou=table.rows[place].label, pourquoi=why)
        for place, why in table.breaks
    )
    return (said, *broken, *table.notes)


def described(chart: Chart) -> str:
    """Say a whole chart in words, for who does not see it."""
    table = chart.table
    if chart.rien:
        return " ".join((f"{table.title}.", chart.rien, *origin(table)))
    values = (
        value_said(table, row, column)
        for row, line in enumerate(table.rows)
        for column in range(len(line.amounts))
        if chart.manner != "carte" or line.amounts[column].low is not None or line.amounts[column].silent
    )
    return " ".join((f"{table.title}.", " ".join(f"{said}." for said in values), *origin(table)))

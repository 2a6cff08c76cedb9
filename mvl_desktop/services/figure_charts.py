"""A figure as a chart: its lines as rows, one column a period; what is reserved is said, never drawn as nothing."""

from collections.abc import Sequence
from itertools import zip_longest

from mvl_desktop.domain.figure import RESERVE, VIDE, Figure, Ligne
from mvl_desktop.domain.indicateurs import MOIS, TEMPS
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.charts import UNKNOWN, Chart, Manner, Row, Table
from mvl_desktop.services.figure_words import UNITS, amount_of, line_said, title_of

_MONTHS = (
    *(N_("janv."), N_("févr."), N_("mars"), N_("avr."), N_("mai"), N_("juin")),
    *(N_("juil."), N_("août"), N_("sept."), N_("oct."), N_("nov."), N_("déc.")),
)
_MONTH_KEY = len("2026-01")
_LONGEST = 24
"""Lines of a chart that is no map: beyond, the table says the others."""


def chart_of(figure: Figure, seuil: int, other: Figure | None = None, manner: Manner = "barres") -> Chart:
    """Return a figure as a chart; `other`: the same one over another period, beside it."""
    return Chart(manner, table_of(figure, seuil, other, manner))


def table_of(figure: Figure, seuil: int, other: Figure | None = None, manner: Manner = "barres") -> Table:
    """Return the table of a figure, with what must be said of it."""
    lines = paired(figure, other)
    notes = list(dict.fromkeys([*map(_, figure.precautions), *(map(_, other.precautions) if other else ())]))
    kept = []
    for cle, label, found in lines:
        if cle == RESERVE or (manner == "carte" and cle == VIDE):
            said = line_said(found[0], figure.unite, seuil) if found[0] is not None else _("pas de donnée")
            notes.append(_("{quoi}\u00a0: {valeur}.").format(quoi=label, valeur=said))
        else:
            amounts = tuple(UNKNOWN if line is None else amount_of(line) for line in found)
            kept.append(Row(cle, _short(figure, cle, label), amounts))
    if manner != "carte" and len(kept) > _LONGEST:
        notes.append(_("Les {n} premières lignes sont dessinées, le tableau les dit toutes.").format(n=_LONGEST))
        kept = kept[:_LONGEST]
    periods = (figure.periode.libelle, *((other.periode.libelle,) if other is not None else ()))
    return Table(
        title=title_of(figure),
        unit=_(UNITS[figure.unite]),
        source=_(figure.source),
        day=figure.extrait_le,
        head=_(figure.coupe_libelle) or _("Ensemble"),
        columns=periods,
        rows=tuple(kept),
        notes=tuple(notes),
        threshold=seuil,
        lack=_("aucun enregistrement"),
    )


def paired(figure: Figure, other: Figure | None) -> Sequence[tuple[str, str, tuple[Ligne | None, ...]]]:
    """Give each line of a figure beside the same one of the other period; the whole where it does not divide.

    Months and quarters stand beside those of the same rank: January beside January, the first beside the first.
    """
    if not figure.lignes:
        held = (figure.total, *((other.total,) if other is not None else ()))
        return [(figure.total.cle, _(figure.total.libelle), held)]
    if other is None:
        return [(line.cle, _(line.libelle), (line,)) for line in figure.lignes]
    if figure.coupe in TEMPS:
        both = list(zip_longest(figure.lignes, other.lignes))
    else:
        theirs = {line.cle: line for line in other.lignes}
        mine = {line.cle for line in figure.lignes}
        both = [(line, theirs.get(line.cle) or _nothing(line, figure)) for line in figure.lignes]
        both += [(_nothing(line, figure), line) for line in other.lignes if line.cle not in mine]
    return [((line or beside).cle, _((line or beside).libelle), (line, beside)) for line, beside in both]


def _nothing(line: Ligne, figure: Figure) -> Ligne | None:
    """Return the line of a count in which nothing stands: what is counted and is not there is zero."""
    if figure.unite != "n" or line.masque or line.cle == RESERVE:
        return None
    return Ligne(line.cle, line.libelle, 0)


def _short(figure: Figure, cle: str, label: str) -> str:
    """Return what a row of a chart is called: « janv. » for a month, with its year where there are several."""
    if figure.coupe != MOIS or len(cle) != _MONTH_KEY:
        return label
    said = _(_MONTHS[int(cle[5:]) - 1])
    return said if figure.periode.du.year == figure.periode.au.year else f"{said} {cle[2:4]}"

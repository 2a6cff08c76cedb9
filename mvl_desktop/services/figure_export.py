"""Use case: figures leave as a table, a document or a picture, for somebody and for a reason; the register says so.

What is handed over has its small numbers hidden already, unless it stays within the service: then every page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.text import clean_line
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.ports.charts import Chart
from mvl_desktop.ports.printing import SPREADSHEETS, Line, Listing, Printer, Section, Sheet
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.exports import KIND, MOTIFS, RECIPIENT_MAX, USUAL_MOTIF, write_then
from mvl_desktop.services.figure_leaves import Leaf
from mvl_desktop.services.people import myself
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.records import create_in
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import hour

PRINTED = (".pdf", ".odt")
PICTURES = (".png", ".svg")
_SHORT = 60
"""Signs of what stands beside others; what is longer takes the width of the page."""
ENDINGS = (*PRINTED, *SPREADSHEETS, *PICTURES)
_INTERNAL = N_("Usage interne\u00a0: les petits nombres y figurent. À ne pas diffuser.")
_OUTSIDE = N_("Les petits nombres sont masqués, et ceux qui permettraient de les retrouver.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWish:
    """How a figure leaves. An empty `destinataire` is the person who exports; `interne`: with small numbers."""

    motif: str = USUAL_MOTIF
    destinataire: str = field(default="", repr=False)
    interne: bool = False


@dataclass(frozen=True, slots=True)
class FigureLeft:
    """A figure that left."""

    numero: str
    lignes: int


@dataclass(frozen=True, slots=True)
class _Copy:
    numero: str
    par: str
    pour: str
    at: datetime
    espaces: tuple[bytes, ...]


def export_figure(
    ports: Ports,
    printer: Printer,
    medium: LotMedium,
    lists: Nomenclatures,
    leaf: Leaf,
    wish: FigureWish,
    target: Path,
) -> FigureLeft:
    """Write a figure to a file, by the target's ending, and enter it in the register of exports.

    Raises MediumError, RefusError: format_inconnu, motif_inconnu, destinataire_invalide, role_insuffisant.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise RefusError("format_inconnu")
    if lists.entree(MOTIFS, wish.motif) is None:
        raise RefusError("motif_inconnu")
    pour = clean_line(wish.destinataire, "destinataire")
    if len(pour) > RECIPIENT_MAX:
        raise RefusError("destinataire_invalide")
    copy = _take_number(ports, pour)
    about = _about(copy, leaf, wish, _(lists.libelle(MOTIFS, wish.motif)))
    data = _file(printer, leaf, wish, about, copy, ending)
    write_then(medium, target, data, lambda: _register(ports, copy, leaf, wish, ending))
    return FigureLeft(copy.numero, len(leaf.cells))


def _take_number(ports: Ports, pour: str) -> _Copy:
    """Take the number of this copy. RefusError (role_insuffisant) where no register is ours to write."""
    with ports.store.work() as uow:
        here = [each.id for each in uow.espaces.all() if each.compartment_of is None]
        writable = tuple(espace for espace in here if can_write(uow, espace))
        if not writable:
            raise RefusError("role_insuffisant")
        number, person = next_copy(uow), myself(uow)
        uow.commit()
    numero = f"{person.code}-{number}" if person.code else str(number)
    return _Copy(numero, person.nom, pour or person.nom, ports.clock.now(), writable)


def _about(copy: _Copy, leaf: Leaf, wish: FigureWish, motif: str) -> Sequence[tuple[str, str]]:
    """Return what a person who finds this file must know of it."""
    table = leaf.chart.table
    said = _("n°\u00a0{numero}, le {jour} à {heure} par {personne}, pour {destinataire}.").format(
        numero=copy.numero,
        jour=f"{copy.at:%d/%m/%Y}",
        heure=hour(f"{copy.at:%H:%M}"),
        personne=copy.par,
        destinataire=copy.pour,
    )
    lines = (
        (_("Export"), said),
        (_("Motif"), motif),
        (_("Ce qui est compté"), leaf.definition),
        (_("Unité"), table.unit),
        (_("Source"), table.source),
        (_("Extrait le"), f"{table.day:%d/%m/%Y}"),
        (_("Petits nombres"), _(_INTERNAL if wish.interne else _OUTSIDE) if leaf.sensible else ""),
        (_("À savoir"), "\n".join(table.notes)),
    )
    return [(label, text) for label, text in lines if text]


def _file(
    printer: Printer,
    leaf: Leaf,
    wish: FigureWish,
    about: Sequence[tuple[str, str]],
    copy: _Copy,
    ending: str,
) -> bytes:
    interne = wish.interne and leaf.sensible
    marking = _(_INTERNAL) if interne else _("Export n°\u00a0{numero}").format(numero=copy.numero)
    chart = _internal(leaf.chart) if interne else leaf.chart
    if ending in PICTURES:
        return printer.chart(chart, ending)
    if ending in SPREADSHEETS:
        table = leaf.chart.table  # a CSV has no page to say it on: each line says where it comes from
        origin = " – ".join((table.source, table.unit, f"{table.day:%d/%m/%Y}"))
        told = _("{export} – {source}").format(export=copy.numero, source=origin)
        rows = [(*cells, told) for cells in leaf.cells]
        return printer.listing(Listing(leaf.title, (*leaf.heads, _("Export")), rows, tuple(about), marking), ending)
    lines = tuple(Line("", cells=words) for words in leaf.words)
    drawn = Section("", (Line("", chart.rien, wide=True),)) if chart.rien else Section("", (), chart=chart)
    sections = (
        drawn,
        Section(_("Données"), lines, "tableau", leaf.columns),
        Section(_("Cet export"), tuple(Line(label, text, wide=len(text) > _SHORT) for label, text in about[1:])),
    )
    warning = _(_INTERNAL) if interne else ""
    sheet = Sheet(leaf.title, f"{about[0][0]} {about[0][1]}", sections, marking=marking, warning=warning)
    return printer.pdf(sheet) if ending == ".pdf" else printer.odt(sheet)


def _internal(chart: Chart) -> Chart:
    """Return a chart that says itself that it is not to be shown around: a picture travels without its document."""
    return replace(chart, table=replace(chart.table, notes=(*chart.table.notes, _(_INTERNAL))))


def _register(ports: Ports, copy: _Copy, leaf: Leaf, wish: FigureWish, ending: str) -> None:
    """Write a line of the register in each espace that this post writes in: a figure counts in all of them."""
    champs: dict[str, object] = {
        "numero": copy.numero,
        "suite": 1,
        "exporte_le": copy.at.date().isoformat(),
        "exporte_a": f"{copy.at:%H:%M}",
        "exporte_par": copy.par,
        "destinataire": copy.pour,
        "motif": wish.motif,
        "genre": leaf.title,
        "format": ending.removeprefix("."),
        "masque": not wish.interne,
        "colonnes": list(leaf.heads),
    }
    with ports.store.work() as uow:
        written = [create_in(uow, ports, espace, KIND, champs) for espace in copy.espaces]
        uow.commit()
    for rec in written:
        ports.journal.note("export", rec, lignes=len(leaf.cells))

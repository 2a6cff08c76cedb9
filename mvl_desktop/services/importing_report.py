"""The refused lines, in a file like the one that came, with why beside each: to be corrected and given again."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from mvl_desktop.domain.cell_values import Raw, text_of
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.printing import Cell, Listing, Printer
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.importing_lines import LineReader, Refused, is_of_report


def write_report(printer: Printer, lines: LineReader, refused: Sequence[Refused], ending: str, target: Path) -> None:
    """Write the refused lines as they are in the file, and why. RefusError: ecriture_impossible."""
    kept = [place for place, header in enumerate(lines.headers) if not is_of_report(header)]
    rows = []
    for ligne, reasons in groupby(refused, key=lambda each: each.ligne):
        cells = lines.cells(ligne)
        own = [_cell(cells[place]) if place < len(cells) else None for place in kept]
        rows.append((*own, ligne, "\n".join(said(each) for each in reasons)))
    columns = (*(lines.headers[place] for place in kept), _("Ligne d’origine"), _("Motif du rejet"))
    about = (
        (_("Ce fichier"), ngettext("{n} ligne refusée", "{n} lignes refusées", len(rows)).format(n=len(rows))),
        (
            _("Que faire"),
            _("Corrigez les cellules, puis importez ce fichier\u00a0: les deux dernières colonnes seront passées."),
        ),
        (_("Précaution"), _("Ce fichier est en clair, hors de la protection de MVL. Effacez-le quand il a servi.")),
    )
    write_whole(target, printer.listing(Listing(_("Lignes refusées"), columns, rows, about), ending))


def said(refused: Refused) -> str:
    """Return why, after the column that it is about."""
    return f"{refused.colonne}\u00a0: {refused.motif}" if refused.colonne else refused.motif


def free_name(source: Path, ending: str) -> Path:
    """Return a name for the report beside the file, that nothing has yet."""
    stem = _("{nom}-rejets").format(nom=source.stem)
    number, path = 2, source.with_name(stem + ending)
    while path.exists():
        path, number = source.with_name(f"{stem}-{number}{ending}"), number + 1
    return path


def _cell(raw: Raw) -> Cell:
    if isinstance(raw, datetime):
        at_midnight = raw.hour == raw.minute == 0
        return raw.date() if at_midnight else text_of(raw)
    if raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, date) or (isinstance(raw, int) and not isinstance(raw, bool)):
        return raw
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return int(raw)
    return text_of(raw)

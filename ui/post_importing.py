"""The desk over a real post: the spreadsheet of somebody else is read, looked at, and imported.

The cells of the file that is being imported are kept here between two steps, and forgotten at the end.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.domain.cell_dates import Order
from mvl_desktop.domain.cell_values import text_of
from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.carrier import Cancelled, Step
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.ports.tables import Grid, Manner
from mvl_desktop.services import duplicates_words, files, importing
from mvl_desktop.services import importing_mapping as mapping
from mvl_desktop.services.duplicates import Twin
from mvl_desktop.services.importing_lines import title_line
from mvl_desktop.services.importing_report import write_report
from mvl_desktop.services.records import parse_id, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import is_filled, said
from ui.background import Watch
from ui.import_values import (
    ColumnRead,
    Columns,
    ImportDone,
    ImportSeen,
    ImportTarget,
    ImportWish,
    ProbableTwin,
    RefusedCell,
    TableSeen,
    TableWish,
)
from ui.post_part import PostPart

_KIND = "signalement"
_SHOWN_LINES = 2
_REASONS_SHOWN = 3
_REFUSED_SHOWN = 1000
_MAPPING_MAX = 1 << 20
_STAGES = {
    "controle": N_("Lecture des lignes"),
    "comparaison": N_("Comparaison avec ce que ce poste détient"),
    "doublons": N_("Recherche des doublons"),
    "import": N_("Import des lignes"),
}


class PostImporting(PostPart):
    """Spreadsheets that come."""

    _grid: Grid | None = None
    _fichier = ""
    _kept: mapping.Correspondance | None = None
    _examined: importing.Examined | None = None

    def import_senders(self) -> Sequence[str]:
        """Return the senders whose spreadsheets this post already read."""
        return importing.senders(self._ports, _KIND)

    def import_targets(self) -> Sequence[ImportTarget]:
        """Return the fields that columns may become, in the order of the form."""
        return [
            ImportTarget(each.path, _said_target(each), each.field.sort == "date") for each in mapping.targets(_KIND)
        ]

    def open_table(self, wish: TableWish) -> TableSeen:
        """Read a file, and show its first lines. Raises TableError."""
        grid = self._post.tables.read(wish.path, Manner(wish.feuille, wish.encodage, wish.separateur))
        titles = min(wish.titres or title_line(grid), len(grid.rows))
        self._grid, self._fichier, self._kept, self._examined = grid, wish.path.name, None, None
        headers = mapping.headers_of([text_of(cell) for cell in grid.rows[titles - 1]])
        first = grid.rows[titles : titles + _SHOWN_LINES]
        return TableSeen(
            wish=wish,
            feuilles=grid.sheets,
            feuille=grid.sheet,
            encodage=grid.encoding,
            separateur=grid.separator,
            titres=titles,
            lignes=len(grid.rows) - titles,
            entetes=tuple(headers),
            apercu=tuple(tuple(text_of(cell) for cell in row) for row in first),
        )

    def propose_columns(self, seen: TableSeen, emetteur: str) -> Columns:
        """Return where columns go: as in the last file of this sender, else by their headers."""
        self._kept = importing.proposal(self._ports, _KIND, seen.entetes, emetteur)
        return _columns(self._kept)

    def read_columns(self, path: Path) -> tuple[str, Columns]:
        """Return the sender and the columns that a file of correspondances says."""
        try:
            document = json.loads(files.read_small(path, _MAPPING_MAX).decode("utf-8-sig"))
        except (ValueError, RecursionError):
            raise RefusError("correspondance_invalide") from None
        self._kept = mapping.read_correspondance(document, _KIND)
        return self._kept.emetteur, _columns(self._kept)

    def write_columns(self, seen: TableSeen, wish: ImportWish, path: Path) -> None:
        """Write a file of correspondances, for another post or for the command."""
        document = mapping.document_of(_KIND, self._correspondance(seen, wish))
        files.write_whole(path, json.dumps(document, ensure_ascii=False, indent=2).encode())

    def check_import(self, seen: TableSeen, wish: ImportWish, watch: Watch) -> ImportSeen:
        """Say what an import would do; nothing is written."""
        if self._grid is None:
            raise RefusError("rien_a_importer")
        asked = importing.Wish(_KIND, self._grid, self._fichier, self._correspondance(seen, wish), wish.espace or None)
        self._examined = None
        try:
            found = importing.examine(self._ports, self._lists, asked, progress=_Told(watch), cancel=watch.cancelled)
        except Cancelled:
            raise RefusError("annule") from None
        self._examined = found
        with self._ports.store.read() as uow:
            twins = [self._twin(uow, found, ligne, each[0]) for ligne, each in sorted(found.twins.items())]
        names, lines = self._preview(found)
        return ImportSeen(
            lus=found.lus,
            crees=found.count("cree"),
            modifies=found.count("modifie"),
            inchanges=found.count("inchange"),
            rejetes=found.rejetes,
            refus=tuple(
                RefusedCell(each.ligne, each.colonne, each.valeur, each.motif)
                for each in found.refused[:_REFUSED_SHOWN]
            ),
            doublons=tuple(twins),
            compares=found.compared,
            apercu_champs=names,
            apercu=lines,
        )

    def run_import(self, aside: Collection[int], watch: Watch) -> ImportDone:
        """Import what was last checked, but the lines that are left aside."""
        if self._examined is None:
            raise RefusError("rien_a_importer")
        done = importing.apply(
            self._ports,
            self._lists,
            self._examined,
            without=frozenset(aside),
            progress=_Told(watch),
            cancel=watch.cancelled,
        )
        return ImportDone(done.crees, done.modifies, done.inchanges, done.ecartes, done.restants)

    def write_refused(self, path: Path) -> None:
        """Write the refused lines, in the format of the path's ending, with why beside each."""
        if self._examined is None:
            raise RefusError("rien_a_importer")
        write_report(self._post.printer, self._examined.reader, self._examined.refused, path.suffix.lower(), path)

    def forget_import(self) -> None:
        """Forget the cells of the file."""
        self._grid = self._examined = self._kept = None

    def _correspondance(self, seen: TableSeen, wish: ImportWish) -> mapping.Correspondance:
        """Return what the window asks; what it does not show (words, separators) stays as it was read."""
        kept = self._kept or mapping.Correspondance()
        columns = {}
        for header, read in wish.columns.vers.items():
            before = kept.colonnes.get(header, mapping.Cible(read.champ))
            same = before if before.champ == read.champ else mapping.Cible(read.champ)
            columns[header] = replace(same, ordre=_ORDERS.get(read.ordre, ""))
        return mapping.Correspondance(
            emetteur=wish.emetteur,
            colonnes=columns,
            cle=(wish.columns.cle,) if wish.columns.cle else (),
            fixes=kept.fixes,
            manner=Manner(seen.wish.feuille, seen.wish.encodage, seen.wish.separateur),
            ligne_titres=seen.wish.titres,
        )

    def _preview(self, found: importing.Examined) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
        """Return the first lines as they will be: the fields that one of them fills, and their values."""
        first = found.lines[:_SHOWN_LINES]
        cells = [_flat(line.champs, line.signalant) for line in first]
        targets = [each for each in mapping.targets(_KIND) if any(is_filled(line.get(each.path)) for line in cells)]
        lines = tuple(
            (line.ligne, tuple(said(each.field, values.get(each.path), self._lists) for each in targets))
            for line, values in zip(first, cells, strict=True)
        )
        return tuple(_said_target(each) for each in targets), lines

    def _twin(self, uow: UnitOfWork, found: importing.Examined, ligne: int, twin: Twin) -> ProbableTwin:
        line = next(each for each in found.lines if each.ligne == ligne)
        why = ", ".join(dict.fromkeys(duplicates_words.said(each) for each in twin.raisons[:_REASONS_SHOWN]))
        if twin.rang is not None:
            other = _("Ligne {n} de ce fichier").format(n=twin.rang)
        else:
            rec = parse_id(twin.id)
            view = uow.records.get(rec) if rec is not None else None
            other = required(_KIND).titre(shown(view.state)) if view is not None else ""
        return ProbableTwin(ligne, required(_KIND).titre(line.champs), other, twin.id, why)


_ORDERS: dict[str, Order] = {"jour_mois": "jour_mois", "mois_jour": "mois_jour"}


class _Told:
    """What an import tells, as the watch of a long work hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, step: Step) -> None:
        """Tell one step."""
        self._watch.progress(step.done, step.total, _(_STAGES.get(step.stage, "")))


def _columns(kept: mapping.Correspondance) -> Columns:
    read = {header: ColumnRead(each.champ, each.ordre) for header, each in kept.colonnes.items()}
    return Columns(read, kept.cle[0] if kept.cle else "")


def _said_target(target: mapping.Target) -> str:
    label = _(target.field.libelle)
    if target.parent is not None:
        label = f"{_(target.parent.libelle)} – {label}"
    return f"{_('Signalant')} – {label}" if target.group else label


def _flat(champs: object, signalant: object) -> dict[str, object]:
    """Return the values of a line by the path of their field."""
    found: dict[str, object] = {}
    for prefix, held in (("", champs), ("signalant/", signalant)):
        for name, value in held.items() if isinstance(held, dict) else ():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                found |= {f"{prefix}{name}/{member}": each for member, each in value[0].items()}
            else:
                found[prefix + name] = value
    return found

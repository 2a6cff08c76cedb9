"""Use case: a list leaves as a file, for somebody and for a reason; the register keeps which records were in it.

What is kept apart never leaves this way. What may name people leaves only when it is asked for.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.text import clean_line
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium, LotWriter, MediumAltersError, MediumError
from mvl_desktop.ports.printing import SPREADSHEETS, Cell, Line, Listing, Printer, Section, Sheet
from mvl_desktop.ports.store import Query, UnitOfWork
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.export_columns import Columns, default_columns, filters_said
from mvl_desktop.services.lists import WORKING, list_ids
from mvl_desktop.services.people import myself
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.records import create_in
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import hour

KIND = "export"
MOTIFS = "motifs_export"
USUAL_MOTIF = "travail_interne"
RECIPIENT_MAX = 120
PRINTED_MAX = 2000
"""How many lines a list may have on paper: beyond, it is a spreadsheet."""

_LONG_WORD = re.compile(r"\S{19,}")
"""What a narrow column of a printed page could not hold on a line: it may go on on the next one."""
_PRINTED = (".pdf", ".odt")
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECS_MAX = 10_000
"""Records that one line of the register names: a longer list takes several."""
_PAGE = 500
_PIECE = 256 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be exported. `columns`: names of fields, those of the list when there are none; `whole`: with what
    may name people. An empty `destinataire` is the person who exports.
    """

    query: Query
    columns: tuple[str, ...] = ()
    motif: str = USUAL_MOTIF
    destinataire: str = field(default="", repr=False)
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that left."""

    numero: str
    lignes: int
    octets: int


@dataclass(frozen=True, slots=True)
class _Left:
    """A record of the list: where it lives, and what stands for it there when the list is masked."""

    rec: bytes
    espace: bytes
    repere: str


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is known of the copy before anything is written."""

    number: int
    numero: str
    par: str
    pour: str
    at: datetime


def export_list(
    ports: Ports, printer: Printer, medium: LotMedium, lists: Nomenclatures, wish: Wish, target: Path
) -> Exported:
    """Write a list to a file, by the target's ending, and enter it in the register of exports.

    Raises KindInconnuError, ChampInvalideError, MediumError, RefusError: format_inconnu, export_reserve,
    champ_inconnu, motif_inconnu, destinataire_invalide, role_insuffisant, export_trop_long.
    """
    ending, declared = target.suffix.lower(), _exportable(wish.query.kind)
    if ending not in (*SPREADSHEETS, *_PRINTED):
        raise RefusError("format_inconnu")
    entry = lists.entree(MOTIFS, wish.motif)
    if entry is None:
        raise RefusError("motif_inconnu")
    pour = clean_line(wish.destinataire, "destinataire")
    if len(pour) > RECIPIENT_MAX:
        raise RefusError("destinataire_invalide")
    columns = Columns(declared, wish.columns or default_columns(declared), lists, masked=not wish.whole)
    numbers = list_ids(ports, wish.query)
    if ending in _PRINTED and len(numbers) > PRINTED_MAX:
        raise RefusError("export_trop_long")
    copy = _take_number(ports, pour)
    rows: list[tuple[Cell, ...]] = []
    left: list[_Left] = []
    for line, cells in _lines(ports, columns, numbers):
        left.append(line)
        rows.append((*([line.repere] if columns.masked else []), *cells, copy.numero))
    listing = _listing(declared, columns, rows, _about(copy, wish, declared, lists, _(entry.libelle), len(rows)))
    data = printer.listing(listing, ending) if ending in SPREADSHEETS else _printed(printer, listing, ending)
    register = _registered(copy, wish, ending, columns, left)
    write_then(medium, target, data, lambda: _register(ports, register))
    return Exported(copy.numero, len(rows), len(data))


def _exportable(kind: str) -> Declaration:
    declared = required(kind)
    if declared.compartiment or kind in WORKING:
        raise RefusError("export_reserve")
    return declared


def _take_number(ports: Ports, pour: str) -> _Copy:
    with ports.store.work() as uow:
        number = next_copy(uow)
        person = myself(uow)
        uow.commit()
    numero = f"{person.code}-{number}" if person.code else str(number)
    return _Copy(number, numero, person.nom, pour or person.nom, ports.clock.now())


def _lines(ports: Ports, columns: Columns, numbers: Sequence[int]) -> Iterator[tuple[_Left, tuple[Cell, ...]]]:
    """Give the records of the list with their cells. RefusError (role_insuffisant) where the register is not ours."""
    drawn: set[str] = set()
    writable: dict[bytes, bool] = {}
    with ports.store.read() as uow:
        apart = {each.id for each in uow.espaces.all() if each.compartment_of is not None}
        for start in range(0, len(numbers), _PAGE):
            for row in uow.records.rows(columns.declared.kind, numbers[start : start + _PAGE]):
                if row is None or row.espace in apart:
                    continue
                if not writable.setdefault(row.espace, can_write(uow, row.espace)):
                    raise RefusError("role_insuffisant")
                repere = _draw(ports, drawn) if columns.masked else ""
                yield _Left(row.rec, row.espace, repere), columns.cells(uow, row)


def _draw(ports: Ports, drawn: set[str]) -> str:
    """Draw what stands for a record in this export and in no other one."""
    while True:
        made = "".join(_SIGNS[byte % len(_SIGNS)] for byte in ports.crypto.random(8))
        if made not in drawn:
            drawn.add(made)
            return made


def _listing(
    declared: Declaration, columns: Columns, rows: Sequence[tuple[Cell, ...]], about: Mapping[str, str]
) -> Listing:
    titles = (*([_("Repère")] if columns.masked else []), *columns.titles, _("Export confidentiel"))
    marking = _("Confidentiel. {export}").format(export=about[_("Export")])
    return Listing(_(declared.pluriel), titles, rows, tuple(about.items()), marking)


def _about(
    copy: _Copy, wish: Wish, declared: Declaration, lists: Nomenclatures, motif: str, lines: int
) -> Mapping[str, str]:
    """Return what a person who finds this file must know of it."""
    said = _("n°\u00a0{numero}, le {jour} à {heure} par {personne}, pour {destinataire}.").format(
        numero=copy.numero,
        jour=f"{copy.at:%d/%m/%Y}",
        heure=hour(f"{copy.at:%H:%M}"),
        personne=copy.par,
        destinataire=copy.pour,
    )
    masked = _(
        "Ce qui peut nommer ou décrire une personne est masqué\u202f; les repères ne valent que pour cet export."
    )
    return {
        _("Export"): said,
        _("Motif"): motif,
        _("Liste"): _(declared.pluriel),
        _("Lignes"): ngettext("{n} enregistrement", "{n} enregistrements", lines).format(n=lines),
        _("Filtres"): "\n".join(filters_said(declared, wish.query, lists, masked=not wish.whole)) or _("Aucun"),
        _("Identités"): _("En clair") if wish.whole else masked,
        _("Réservé"): _("Les signalants et les pièces médicales sont conservés à part et ne sont jamais exportés."),
        _("Précaution"): _("Ce fichier est en clair, hors de la protection de MVL. Effacez-le quand il a servi."),
    }


def _printed(printer: Printer, listing: Listing, ending: str) -> bytes:
    """Return the list on paper: as a table, what it is above it. Its number stands on each page, not on each line."""
    cells = tuple(Line("", cells=tuple(map(_on_paper, row[:-1]))) for row in listing.rows)
    about = tuple(Line(label, text) for label, text in listing.about[1:])
    sections = (Section(_("Cet export"), about), Section(listing.title, cells, "tableau", listing.columns[:-1]))
    sheet = Sheet(listing.title, " ".join(listing.about[0]), sections, marking=listing.marking, across=True)
    return printer.pdf(sheet) if ending == ".pdf" else printer.odt(sheet)


def _on_paper(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(".{1,18}", word[0])), str(cell))


def _registered(
    copy: _Copy, wish: Wish, ending: str, columns: Columns, left: Sequence[_Left]
) -> dict[bytes, list[dict[str, object]]]:
    """Return what the register says, by espace: each names its own records."""
    filters = [f"{name}={value}" for name, value in wish.query.filters]
    said: dict[str, object] = {
        "numero": copy.numero,
        "exporte_le": copy.at.date().isoformat(),
        "exporte_a": f"{copy.at:%H:%M}",
        "exporte_par": copy.par,
        "destinataire": copy.pour,
        "motif": wish.motif,
        "genre": wish.query.kind,
        "format": ending.removeprefix("."),
        "masque": columns.masked,
        "colonnes": list(columns.names),
        "filtres": [*filters, *([wish.query.text] if wish.query.text.strip() else [])],
    }
    found: dict[bytes, list[dict[str, object]]] = {}
    for espace in dict.fromkeys(each.espace for each in left):
        here = [each for each in left if each.espace == espace]
        for suite, start in enumerate(range(0, len(here), _RECS_MAX), 1):
            part = here[start : start + _RECS_MAX]
            names = {"enregistrements": [each.rec.hex() for each in part]}
            reperes = {"reperes": [each.repere for each in part]} if columns.masked else {}
            found.setdefault(espace, []).append({**said, "suite": suite, **names, **reperes})
    return found


def write_then(medium: LotMedium, target: Path, data: bytes, register: Callable[[], None]) -> None:
    """Write beside, read back, enter in the registers; only then the file takes its name.

    RefusError: ecriture_impossible, when nothing may be written there at all.
    """
    try:
        writer = medium.create(target)
    except MediumError as error:
        if type(error) is MediumError:  # neither full nor taken away: those say so themselves
            raise RefusError("ecriture_impossible") from None
        raise
    try:
        for start in range(0, len(data), _PIECE):
            writer.write(data[start : start + _PIECE])
        writer.settle()
        _compare(writer, data)
        register()
        writer.publish()
    except BaseException:
        writer.abandon()
        raise


def _compare(writer: LotWriter, data: bytes) -> None:
    if b"".join(writer.read_back()) != data:
        raise MediumAltersError


def _register(ports: Ports, register: Mapping[bytes, Sequence[dict[str, object]]]) -> None:
    written: list[tuple[bytes, int]] = []
    with ports.store.work() as uow:
        for espace, entries in register.items():
            for champs in entries:
                written.append((_enter(uow, ports, espace, champs), _count(champs)))
        uow.commit()
    for rec, lines in written:
        ports.journal.note("export", rec, lignes=lines)
    if not written:
        ports.journal.note("export", lignes=0)


def _enter(uow: UnitOfWork, ports: Ports, espace: bytes, champs: dict[str, object]) -> bytes:
    return create_in(uow, ports, espace, KIND, {name: value for name, value in champs.items() if value != []})


def _count(champs: Mapping[str, object]) -> int:
    named = champs["enregistrements"]
    return len(named) if isinstance(named, list) else 0

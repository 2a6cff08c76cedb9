"""Use cases on the register of exports: what left, and for one record, to whom it went (RGPD art. 19)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.payload import nest
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.exports import KIND
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError


@dataclass(frozen=True, slots=True)
class Leaving:
    """A list that left, as the register of the espaces of this post tells it."""

    numero: str
    le: str
    a: str
    par: str = field(repr=False)
    pour: str = field(repr=False)
    motif: str
    kind: str
    format: str
    masked: bool
    lignes: int
    filtres: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class LeftRecord:
    """A record of a list that left, and what stands for it there. No reference: it is erased, or not held here."""

    rec: str
    reference: str
    repere: str


Entry = Mapping[str, object]


def list_exports(ports: Ports, id_: str = "") -> list[Leaving]:
    """Return the exports, the last one first; `id_`: those that a record was in. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        rec = existing(uow, id_).rec.hex() if id_ else ""
        grouped: dict[tuple[str, ...], list[Entry]] = {}
        for name, entry in _entries(uow):
            grouped.setdefault(name, []).append(entry)
        found = [_leaving(entries) for entries in grouped.values() if not rec or _holds(entries, rec)]
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=_rank, reverse=True)


def show_export(ports: Ports, numero: str) -> tuple[Leaving, list[LeftRecord]]:
    """Return an export and the records that it held, in its order. RefusError: export_inconnu."""
    wanted = numero.strip().upper()
    with ports.store.read() as uow:
        entries = [entry for _name, entry in _entries(uow) if _text(entry, "numero").upper() == wanted]
        if not entries:
            raise RefusError("export_inconnu")
        records = [LeftRecord(rec, _reference(uow, rec), repere) for rec, repere in _pairs(entries)]
    ports.journal.note("liste", lignes=len(records))
    return _leaving(entries), records


def _rank(each: Leaving) -> tuple[str, str, int]:
    _code, _hyphen, count = each.numero.rpartition("-")
    return each.le, each.a, int(count) if count.isdecimal() else 0


def _entries(uow: UnitOfWork) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Give each line of the register with what makes it one export: its number, its moment, the post that wrote it."""
    for espace in uow.espaces.all():
        names = names_of(uow, espace.id)
        for rec in uow.records.find(KIND, espace.id):
            view = uow.records.get(rec)
            if view is None:
                continue
            entry = nest(KIND, shown(view.state))
            who = names.of(view.created_by)
            moment = (_text(entry, "exporte_le"), _text(entry, "exporte_a"))
            yield (_text(entry, "numero"), *moment, view.created_by.hex()), {"exporte_par": who, **entry}


def _leaving(entries: list[Entry]) -> Leaving:
    first = entries[0]
    return Leaving(
        numero=_text(first, "numero"),
        le=_text(first, "exporte_le"),
        a=_text(first, "exporte_a"),
        par=_text(first, "exporte_par"),
        pour=_text(first, "destinataire"),
        motif=_text(first, "motif"),
        kind=_text(first, "genre"),
        format=_text(first, "format"),
        masked=first.get("masque") is True,
        lignes=len(_pairs(entries)),
        filtres=_texts(first, "filtres"),
    )


def _pairs(entries: list[Entry]) -> list[tuple[str, str]]:
    found = []
    for entry in sorted(entries, key=_suite):
        records, reperes = _texts(entry, "enregistrements"), _texts(entry, "reperes")
        found += [(rec, reperes[place] if place < len(reperes) else "") for place, rec in enumerate(records)]
    return found


def _holds(entries: list[Entry], rec: str) -> bool:
    return any(rec in _texts(entry, "enregistrements") for entry in entries)


def _reference(uow: UnitOfWork, rec: str) -> str:
    try:
        view = uow.records.get(bytes.fromhex(rec))
    except ValueError:
        return ""
    champs = nest(view.kind, shown(view.state)) if view is not None else {}
    return _text(champs, "reference") or _text(champs, "code")


def _suite(entry: Entry) -> int:
    value = entry.get("suite")
    return value if isinstance(value, int) else 0


def _text(entry: Entry, name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _texts(entry: Entry, name: str) -> tuple[str, ...]:
    value = entry.get(name)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()

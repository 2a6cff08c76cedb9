"""Use cases on records of any kind: add, change, show, list, search. The kind's declaration says the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import read_reference
from mvl_desktop.domain.transmettre import is_sent, transmissions_of
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.model import Name, RecordState, Value
from mvl_desktop.history.state import values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Hit, Query, RecordView, UnitOfWork
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.orphans import note_named, note_written
from mvl_desktop.services.people import Names, names_of
from mvl_desktop.services.qualifying import with_qualification
from mvl_desktop.services.references import with_first_values
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.transmissions_seal import KIND, leaves, with_seals


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that stand under a key in conflict."""

    valeur: object = field(repr=False)
    revision: str
    poste: str
    horodatage_ms: int


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """A record as it is shown: nested fields, conflicts with their versions, where it stands."""

    id: str
    kind: str
    espace: str
    espace_nom: str
    sending: str
    titre: str = field(repr=False)
    champs: Mapping[str, object] = field(repr=False)
    conflits: Mapping[str, tuple[Version, ...]] = field(repr=False)
    heads: tuple[Name, ...]
    flat: Mapping[str, Value] = field(repr=False)
    created_ms: int = 0
    updated_ms: int = 0
    created_by: str = ""
    quarantined: int = 0
    protege: bool = False
    """Whether a procedure keeps it from any erasure."""


def add_record(
    ports: Ports,
    kind: str,
    champs: Mapping[str, object],
    *,
    espace: str | None = None,
    lists: CodeLists | None = None,
) -> str:
    """Make a record with these fields; return its id. It waits for the next exchange.

    Raises KindInconnuError, ChampInvalideError, FicheTropLongueError, RefusError.
    """
    with ports.store.work() as uow:
        chosen = choose_espace(uow, espace, compartment=required(kind).compartiment)
        rec = create_in(uow, ports, chosen.id, kind, champs, lists)
        uow.commit()
    ports.journal.note("creation", rec)
    if kind == KIND and any(map(is_sent, transmissions_of(champs))):
        ports.journal.note("transmission", rec)
    return rec.hex()


def create_in(
    uow: UnitOfWork,
    ports: Ports,
    espace: bytes,
    kind: str,
    champs: Mapping[str, object],
    lists: CodeLists | None = None,
) -> bytes:
    """Make a record within a unit of work already open; return its raw id."""
    declaration = required(kind)
    changes = flatten(kind, champs, {}, lambda: ports.crypto.random(8).hex(), lists=lists)
    if not changes:
        raise RefusError("rien_a_enregistrer")
    changes = with_first_values(uow, ports, espace, declaration, changes)
    changes = with_seals(kind, {}, with_qualification(uow, ports, kind, {}, changes))
    rec = ports.crypto.random(16)
    write_revision(uow, ports, espace, rec, kind, changes, ())
    note_written(uow, espace, rec, kind, changes)
    return rec


def modify_record(
    ports: Ports, id_: str, champs: Mapping[str, object], *, kind: str | None = None, lists: CodeLists | None = None
) -> bool:
    """Change fields of a record over everything that this post knows of it; False when nothing differs.

    Raises ChampInvalideError, FicheTropLongueError, TransmissionEnvoyeeError, TransmissionIncompleteError,
    RefusError (fiche_inconnue).
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, kind)
        seen = shown(view.state)
        changes = flatten(view.kind, champs, seen, lambda: ports.crypto.random(8).hex(), lists=lists)
        if changes:
            changes = with_seals(view.kind, seen, with_qualification(uow, ports, view.kind, seen, changes))
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            note_named(uow, changes)
            uow.commit()
            ports.journal.note("modification", view.rec)
            if leaves(changes):
                ports.journal.note("transmission", view.rec)
    return bool(changes)


def show_record(ports: Ports, id_: str, *, kind: str | None = None) -> RecordSheet:
    """Return a record as it is shown; the access is noted. Raises RefusError (fiche_inconnue)."""
    with ports.store.read() as uow:
        view = existing(uow, id_, kind)
        sheet = sheet_of(uow, view)
    ports.journal.note("consultation", view.rec)
    return sheet


def sheet_of(uow: UnitOfWork, view: RecordView) -> RecordSheet:
    """Turn what the store gives into what people read."""
    names = names_of(uow, view.espace)
    times = uow.log.origins(view.rec)
    flat = shown(view.state)
    champs = nest(view.kind, flat)
    espace = uow.espaces.get(view.espace)
    return RecordSheet(
        id=view.rec.hex(),
        kind=view.kind,
        espace=view.espace.hex(),
        espace_nom=espace.name if espace else "",
        sending=view.sending,
        titre=required(view.kind).titre(champs),
        champs=champs,
        conflits={key: versions(view.state, key, names, times) for key in view.state.conflicts},
        heads=view.state.heads,
        flat=flat,
        created_ms=view.created_ms,
        updated_ms=view.updated_ms,
        created_by=names.creator(view.created_by, times),
        quarantined=view.quarantined,
        protege=view.rec in uow.espaces.registry(view.espace).holds,
    )


def versions(
    state: RecordState, key: str, names: Names, times: Mapping[Name, tuple[int, bytes | None]]
) -> tuple[Version, ...]:
    """Return the values that stand under a key, each with who wrote it last."""
    return tuple(
        Version(
            valeur=list(assigned.value) if isinstance(assigned.value, tuple) else assigned.value,
            revision=revision_text(assigned.by[-1]),
            poste=names.author(assigned.by[-1]),
            horodatage_ms=times.get(assigned.by[-1], (0, None))[0],
        )
        for assigned in state.fields.get(key, ())
    )


def shown(state: RecordState) -> dict[str, Value]:
    """Return one value under each key: the one that stands, or of those in conflict the first."""
    return values(state)


def existing(uow: UnitOfWork, id_: str, kind: str | None = None) -> RecordView:
    """Return the record of this id, or of this reference said on the phone. RefusError (fiche_inconnue)."""
    rec = parse_id(id_)
    view = uow.records.get(rec) if rec is not None else _referred(uow, id_)
    if view is None or (kind is not None and view.kind != kind):
        raise RefusError("fiche_inconnue")
    return view


def _referred(uow: UnitOfWork, text: str) -> RecordView | None:
    """Find the record that bears a reference, however it was said; None when none here does, or several."""
    reference = read_reference(text)
    if reference is None:
        return None
    _, hits = uow.records.search(reference)
    views = [view for hit in hits if (view := uow.records.get(hit.rec)) is not None]
    found = [view for view in views if any(each.value == reference for each in view.state.fields.get("reference", ()))]
    return found[0] if len(found) == 1 else None


def parse_id(text: str) -> bytes | None:
    """Read a record's id: 32 hexadecimal digits."""
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return raw if len(raw) == 16 else None


def revision_text(name: Name) -> str:
    """Return a revision's name as scripts carry it: the device, a hyphen, its count."""
    return f"{name[0].hex()}-{name[1]}"


def parse_revision(text: str) -> Name:
    """Read a revision's name. RefusError (revision_inconnue)."""
    device, _, n = text.strip().partition("-")
    try:
        raw = bytes.fromhex(device)
        count = int(n)
    except ValueError:
        raise RefusError("revision_inconnue") from None
    if len(raw) != 16 or count < 1:
        raise RefusError("revision_inconnue")
    return raw, count


def list_records(ports: Ports, query: Query, *, limit: int | None = None) -> tuple[int, list[dict[str, object]]]:
    """Return (total, lines) of what a query shows, in its order. RefusError (champ_inconnu, kind_inconnu)."""
    check_query(query)
    lines: list[dict[str, object]] = []
    with ports.store.read() as uow:
        ids = uow.records.ids(query)
        wanted = ids if limit is None else ids[: max(limit, 0)]
        for start in range(0, len(wanted), 500):
            for row in uow.records.rows(query.kind, wanted[start : start + 500]):
                view = uow.records.get(row.rec) if row is not None else None
                if view is not None:
                    lines.append(_line(view))
        total = len(ids)
    ports.journal.note("liste", lignes=len(lines))
    return total, lines


def _line(view: RecordView) -> dict[str, object]:
    where = {"id": view.rec.hex(), "kind": view.kind, "espace": view.espace.hex(), "etat_envoi": view.sending}
    return {**where, "reference": "", **nest(view.kind, shown(view.state))}


def check_query(query: Query) -> None:
    """Refuse a filter or an order on a field that the kind does not declare."""
    declaration = required(query.kind)
    filtered = {name.removesuffix(">=").removesuffix("<=") for name, _ in query.filters}
    ordered = {query.order.removeprefix("-")} - {""}
    for name in (filtered - _FILTERED) | (ordered - _ORDERED):
        group, _, member = name.partition("/")
        field = declaration.champ(group)
        if field is None or (member and field.member(member) is None):
            raise RefusError("champ_inconnu")


def search_records(ports: Ports, text: str, *, kind: str | None = None, limit: int = 50) -> tuple[int, list[Hit]]:
    """Search everything that this post holds, newest first."""
    if kind is not None:
        required(kind)
    with ports.store.read() as uow:
        total, hits = uow.records.search(text, kind, max(limit, 0))
    ports.journal.note("recherche", reponses=len(hits))
    return total, hits


_FILTERED = frozenset({"etat_envoi", "conflits", "espace"})
_ORDERED = frozenset({"etat_envoi", "modifie"})

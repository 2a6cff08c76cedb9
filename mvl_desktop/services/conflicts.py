"""Use cases on fields that two people changed without seeing each other: list them, show them, decide, undo."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import ARBITRAGES
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import flat_value
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.edit import before_decision, resolve, version
from mvl_desktop.history.model import Value
from mvl_desktop.history.state import values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.arbitration_queue import Wish, queue
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import Version, existing, parse_revision, revision_text, versions
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MOTIF_MAX = 2000
MOTIFS_KEPT = 8
_MOTIFS = "arbitrage/motifs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field to decide, with every value that stands."""

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    valeurs: tuple[Version, ...] = field(repr=False)


def list_conflicts(ports: Ports, wish: Wish | None = None, *, limit: int | None = None) -> list[Conflict]:
    """Return the fields to decide, in the order of the queue, with every value; `limit`: the first of them only."""
    wanted = queue(ports, wish).lines
    with ports.store.read() as uow:
        found = []
        for line in wanted if limit is None else wanted[: max(limit, 0)]:
            view = uow.records.get(bytes.fromhex(line.id))
            if view is not None and line.champ in view.state.conflicts:
                found.append(_conflict(uow, view, line.kind, line.champ))
    ports.journal.note("liste", lignes=len(found))
    return found


def show_conflicts(ports: Ports, id_: str) -> list[Conflict]:
    """Return the fields to decide of one record. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_)
        found = [_conflict(uow, view, view.kind, key) for key in view.state.conflicts]
    ports.journal.note("consultation", view.rec)
    return found


def decide(
    ports: Ports,
    id_: str,
    champ: str,
    *,
    motif: str,
    keep: str | None = None,
    value: object = None,
    seen: Sequence[str] | None = None,
    lists: CodeLists | None = None,
) -> None:
    """Decide a field: keep the value of a revision, or write another one, with the reason.

    The decision is an ordinary revision over all that was seen, so that it travels and can be undone. `seen`: the
    revisions whose values were shown; when others stand by now, nothing is decided.
    Raises RefusError: fiche_inconnue, conflit_inconnu, conflit_change, revision_inconnue, motif_requis;
    ChampInvalideError.
    """
    motif = cleaned_motif(motif)
    with ports.store.work() as uow:
        rec = decide_in(uow, ports, id_, champ, motif=motif, keep=keep, value=value, seen=seen, lists=lists)
        _remember_motif(uow, motif)
        uow.commit()
    ports.journal.note("arbitrage", rec)


def decide_in(
    uow: UnitOfWork,
    ports: Ports,
    id_: str,
    champ: str,
    *,
    motif: str,
    keep: str | None = None,
    value: object = None,
    seen: Sequence[str] | None = None,
    lists: CodeLists | None = None,
) -> bytes:
    """Decide a field within a unit of work already open; return the record's raw id."""
    view = existing(uow, id_)
    if champ not in view.state.conflicts:
        raise RefusError("conflit_inconnu")
    standing = {revision_text(one.by[-1]) for one in view.state.fields[champ]}
    if seen is not None and set(seen) != standing:
        raise RefusError("conflit_change")
    chosen = _kept(uow, view, champ, keep) if keep is not None else flat_value(view.kind, champ, value, lists=lists)
    edit = resolve(view.state, champ, chosen)
    if edit is None:
        raise RefusError("conflit_inconnu")
    element = f"{ARBITRAGES}/{ports.crypto.random(8).hex()}"
    told = {f"{element}/champ": champ, f"{element}/motif": motif}
    write_revision(uow, ports, view.espace, view.rec, view.kind, {**edit.changes, **told}, edit.parents)
    return view.rec


def undo(ports: Ports, id_: str, champ: str) -> None:
    """Open again what the last decision on a field closed: the values that were not kept stand beside it.

    Raises RefusError: fiche_inconnue, conflit_inconnu.
    """
    with ports.store.work() as uow:
        rec = reopen_in(uow, ports, id_, champ)
        uow.commit()
    ports.journal.note("arbitrage_annule", rec)


def reopen_in(uow: UnitOfWork, ports: Ports, id_: str, champ: str) -> bytes:
    """Open a decided field again within a unit of work already open; return the record's raw id."""
    view = existing(uow, id_)
    former = before_decision(uow.log.revisions(view.rec), champ, required(view.kind).is_narrative)
    if former is None:
        raise RefusError("conflit_inconnu")
    for value, parents in former:
        write_revision(uow, ports, view.espace, view.rec, view.kind, {champ: value}, parents)
    return view.rec


def recent_motifs(ports: Ports) -> list[str]:
    """Return the reasons that were given last on this post, the latest first."""
    with ports.store.read() as uow:
        return _motifs(uow)


def cleaned_motif(motif: str) -> str:
    """Return a reason on one line. RefusError: motif_requis."""
    cleaned = " ".join(motif.split())[:MOTIF_MAX]
    if not cleaned:
        raise RefusError("motif_requis")
    return cleaned


def _remember_motif(uow: UnitOfWork, motif: str) -> None:
    kept = [motif, *(each for each in _motifs(uow) if each != motif)]
    uow.preferences.set(_MOTIFS, json.dumps(kept[:MOTIFS_KEPT], ensure_ascii=False))


def _motifs(uow: UnitOfWork) -> list[str]:
    kept = uow.preferences.get(_MOTIFS)
    return [str(each) for each in json.loads(kept)] if kept else []


def _conflict(uow: UnitOfWork, view: RecordView, kind: str, key: str) -> Conflict:
    return Conflict(
        id=view.rec.hex(),
        kind=kind,
        titre=required(kind).titre(values(view.state)),
        champ=key,
        libelle=required(kind).wording(key),
        valeurs=versions(view.state, key, names_of(uow, view.espace), uow.log.origins(view.rec)),
    )


def _kept(uow: UnitOfWork, view: RecordView, champ: str, revision: str) -> Value:
    name = parse_revision(revision)
    found = version(view.state, champ, name)
    if found is None:
        written = {each.name for each in uow.log.revisions(view.rec)}
        raise RefusError("conflit_change" if name in written else "revision_inconnue")
    return found.value

"""Use cases on duplicates: which signalements probably tell the same, among those held and those that come.

Nothing is read that the post may not read: a signalant is compared where this post is a member of its compartment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.history.model import Value
from mvl_desktop.matching.blocking import keys_of
from mvl_desktop.matching.traits import FORMAT, KINDS, SIGNALEMENT, packed
from mvl_desktop.matching.weights import THRESHOLD
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, UnitOfWork
from mvl_desktop.services.comparing import Found, Known, Pool, Raison, traits_held
from mvl_desktop.services.records import existing

DEFAULT = THRESHOLD
"""From which score a pair is worth the attention of a person."""

PAGE = 250
"""How many signalements are compared with all the others before a page of pairs is given."""

_CHUNK = 500

Progress = Callable[[int, int], bool]
"""Hears (done, total); says False to stop."""


def _silent(_done: int, _total: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Incoming:
    """A signalement that this post does not hold yet: from a lot, from a line of a spreadsheet.

    `flat` are its values by flat key; `signalant` those of its signalant, where they come with it.
    """

    espace: bytes
    flat: Mapping[str, Value] = field(repr=False)
    rec: bytes | None = None
    signalant: Mapping[str, Value] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Twin:
    """A signalement that probably tells the same. `rang`: its place among those that come, None for one held."""

    id: str
    score: float
    raisons: tuple[Raison, ...]
    rang: int | None = None


@dataclass(frozen=True, slots=True)
class Cote:
    """One of the two of a pair, as lists name it."""

    id: str
    espace: str
    titre: str = field(repr=False)
    reference: str = ""
    recu_le: str = ""
    statut: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Paire:
    """Two signalements held that probably tell the same, and why. `a` came first to this post."""

    a: Cote
    b: Cote
    score: float
    raisons: tuple[Raison, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the pairs, the likeliest first; from where to go on (None: that was all), and how far it went."""

    paires: tuple[Paire, ...]
    suite: int | None
    compares: int


def prepare(ports: Ports, progress: Progress = _silent) -> int:
    """Draw what is compared from the records that changed since the last time; return how many."""
    with ports.store.read() as uow:
        total = uow.likenesses.due_count(KINDS, FORMAT)
    done = 0
    while done < total and progress(done, total):
        with ports.store.work(bulk=True) as uow:
            due = uow.likenesses.due(KINDS, FORMAT, _CHUNK)
            uow.likenesses.keep(FORMAT, [_drawn(uow, rec) for rec in due])
            uow.commit()
        done += len(due) or total
    progress(total, total)
    return min(done, total)


def probable(
    uow: UnitOfWork, incoming: Sequence[Incoming], threshold: float = DEFAULT, progress: Progress = _silent
) -> tuple[tuple[Twin, ...], ...]:
    """Return for each signalement that comes those that probably tell the same, held or coming, the likeliest first.

    `uow` may be one that only reads. Records held that were not drawn yet are read here: `prepare` before makes it
    quick. When `progress` says False, the rest is answered by nothing.
    """
    pool = Pool(uow)
    pool.read_due()
    for rang, each in enumerate(incoming):
        pool.add(rang, each.flat, each.rec, each.signalant)
    found: list[tuple[Twin, ...]] = []
    goes_on = True
    for rang in range(len(incoming)):
        goes_on = goes_on and progress(rang, len(incoming))
        known = pool.coming(rang) if goes_on else None
        alike = pool.alike(known, threshold) if known is not None else []
        found.append(tuple(_twin(pool, known, each) for each in alike) if known is not None else ())
    progress(len(incoming), len(incoming))
    return tuple(found)


def twins_of(ports: Ports, id_: str, threshold: float = DEFAULT) -> tuple[Paire, ...]:
    """Return the pairs of one signalement with those that probably tell the same. RefusError: fiche_inconnue."""
    prepare(ports)
    with ports.store.read() as uow:
        view = existing(uow, id_, SIGNALEMENT)
        pool = Pool(uow)
        found = [
            (known, each)
            for known in pool.held(uow.likenesses.find([view.rec]).values())
            for each in pool.alike(known, threshold)
        ]
        paires = _paires(uow, pool, found)
    ports.journal.note("liste", view.rec, lignes=len(paires))
    return paires


def list_page(ports: Ports, threshold: float = DEFAULT, start: int | None = None, size: int = PAGE) -> Page:
    """Compare some signalements with all that came before them, from the latest back; `start`: where to go on.

    Each pair is given once. `prepare` first, or what is not drawn yet is left out.
    """
    with ports.store.read() as uow:
        numbers = uow.likenesses.before(start, size)
        pool = Pool(uow)
        found = [
            (known, each)
            for known in pool.held(numbers)
            if not pool.is_absorbed(known.traits)
            for each in pool.alike(known, threshold, only_before=True)
        ]
        paires = _paires(uow, pool, found)
    if paires:
        ports.journal.note("liste", lignes=len(paires))
    return Page(paires, numbers[-1] if len(numbers) == size else None, len(numbers))


def list_duplicates(ports: Ports, threshold: float = DEFAULT, progress: Progress = _silent) -> list[Paire]:
    """Return every pair of signalements held that probably tell the same, the likeliest first."""
    prepare(ports)
    with ports.store.read() as uow:
        total = len(uow.likenesses.before(None, 1 << 30))
    paires: list[Paire] = []
    start: int | None = None
    done = 0
    while progress(done, total):
        page = list_page(ports, threshold, start)
        paires += page.paires
        start, done = page.suite, done + page.compares
        if start is None:
            break
    ports.journal.note("liste", lignes=len(paires))
    return sorted(paires, key=order)


def order(paire: Paire) -> tuple[float, str, str]:
    """Return what pairs are sorted by: the likeliest first."""
    return -paire.score, paire.b.id, paire.a.id


def _twin(pool: Pool, one: Known, found: Found) -> Twin:
    rec = found.known.rec
    return Twin(rec.hex() if rec else "", found.likeness.score, pool.reasons(one, found), found.known.rang)


def _paires(uow: UnitOfWork, pool: Pool, found: Sequence[tuple[Known, Found]]) -> tuple[Paire, ...]:
    """Name both sides of each pair; one that is gone meanwhile is left out."""
    numbers = sorted({each.number for one, other in found for each in (one, other.known)})
    rows = dict(zip(numbers, uow.records.rows(SIGNALEMENT, numbers), strict=True))
    paires = []
    for one, other in found:
        first, second = sorted((one.number, other.known.number))
        a, b = rows[first], rows[second]
        if a is not None and b is not None:
            reasons = pool.reasons(one, other)
            seen = reasons if first == one.number else tuple(each.turned() for each in reasons)
            paires.append(Paire(_cote(a), _cote(b), other.likeness.score, seen))
    return tuple(sorted(paires, key=order))


def _cote(row: ListRow) -> Cote:
    said = {name: str(row.values.get(name) or "") for name in ("objet", "reference", "recu_le", "statut", "commune")}
    return Cote(
        row.rec.hex(),
        row.espace.hex(),
        said["objet"],
        said["reference"],
        said["recu_le"],
        said["statut"],
        said["commune"],
    )


def _drawn(uow: UnitOfWork, rec: bytes) -> tuple[bytes, bytes, Sequence[int]]:
    traits = traits_held(uow, rec)
    return (rec, b"", ()) if traits is None else (rec, packed(traits), keys_of(traits))

"""Use case: the queue of fields to decide, across kinds, in an order that is said. No record is opened for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import ListRow, Undecided, UnitOfWork
from mvl_desktop.services.people import Names, names_of

GRAVITY, AGE, LATEST = "gravite", "anciennete", "recents"
ORDERS = (GRAVITY, AGE, LATEST)
"""The gravest first then the oldest; the oldest first; the latest first."""

VITAL, STRONG, SERIOUS, PLAIN = "vitale", "forte", "serieuse", "ordinaire"
_RANKS: Mapping[str, int] = {VITAL: 0, STRONG: 1, SERIOUS: 2, PLAIN: 3}
_SERIOUS = ("infractionnelle", "a_risque")
_PAGE = 500

Key = tuple[str, str]
"""A field to decide: the record and its key."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show of the queue. `champ`: a field by its name, those of elements included; an empty text is any."""

    order: str = GRAVITY
    kind: str = ""
    espace: str = ""
    champ: str = ""
    poste: str = ""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A field to decide, as the queue shows it. `root`: the field of the form that its key belongs to."""

    id: str
    kind: str
    titre: str = field(repr=False)
    reference: str
    champ: str
    libelle: str
    root: str
    espace: str
    espace_nom: str
    gravite: str
    since_ms: int
    postes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """What is to decide, in order; `total` before any filter, and what filters may choose from, with how many."""

    lines: tuple[QueueLine, ...]
    total: int
    kinds: Mapping[str, int]
    espaces: Mapping[str, int]
    champs: Mapping[str, int]
    postes: Mapping[str, int]


def queue(ports: Ports, wish: Wish | None = None) -> Queue:
    """Return the fields to decide that a wish asks for; the reading is noted."""
    wanted = wish or Wish()
    with ports.store.read() as uow:
        lines = _lines(uow)
    found = sorted((line for line in lines if _fits(line, wanted)), key=_KEYS.get(wanted.order, _gravest))
    ports.journal.note("liste", lignes=len(found))
    return Queue(
        tuple(found),
        len(lines),
        Counter(line.kind for line in lines),
        Counter(line.espace for line in lines),
        Counter(line.root for line in lines),
        Counter(poste for line in lines for poste in line.postes),
    )


def _lines(uow: UnitOfWork) -> list[QueueLine]:
    undecided = [each for each in uow.records.undecided() if declaration(each.kind) is not None]
    rows = _rows(uow, undecided)
    names: dict[bytes, tuple[str, Names]] = {}
    for espace in {each.espace for each in undecided}:
        known = uow.espaces.get(espace)
        names[espace] = (known.name if known else "", names_of(uow, espace))
    return [_line(each, rows[each.number], *names[each.espace]) for each in undecided if each.number in rows]


def _rows(uow: UnitOfWork, undecided: Iterable[Undecided]) -> dict[int, ListRow]:
    numbers: dict[str, dict[int, None]] = {}
    for each in undecided:
        numbers.setdefault(each.kind, {})[each.number] = None
    found: dict[int, ListRow] = {}
    for kind, wanted in numbers.items():
        ids = list(wanted)
        for start in range(0, len(ids), _PAGE):
            page = ids[start : start + _PAGE]
            rows = zip(page, uow.records.rows(kind, page), strict=True)
            found |= {number: row for number, row in rows if row is not None}
    return found


def _line(each: Undecided, row: ListRow, espace: str, names: Names) -> QueueLine:
    declared = required(each.kind)
    return QueueLine(
        id=each.rec.hex(),
        kind=each.kind,
        titre=declared.titre(row.values),
        reference=str(row.values.get("reference") or row.values.get("code") or ""),
        champ=each.key,
        libelle=declared.wording(each.key),
        root=each.key.partition("/")[0],
        espace=each.espace.hex(),
        espace_nom=espace,
        gravite=gravity(row.values),
        since_ms=each.since_ms,
        postes=tuple(dict.fromkeys(names.of(device) for device in each.devices)),
    )


def gravity(values: Mapping[str, object]) -> str:
    """Return how grave the situation of a record is: danger to life, urgency, then the qualification."""
    if values.get("danger_vital") is True:
        return VITAL
    if values.get("urgence") == "immediate":
        return STRONG
    return SERIOUS if values.get("niveau") in _SERIOUS or values.get("urgence") == "rapide" else PLAIN


def _fits(line: QueueLine, wish: Wish) -> bool:
    return (
        wish.kind in ("", line.kind)
        and wish.espace in ("", line.espace, line.espace_nom)
        and wish.champ in ("", line.root, line.champ)
        and (not wish.poste or wish.poste in line.postes)
    )


def _gravest(line: QueueLine) -> tuple[object, ...]:
    return _RANKS[line.gravite], line.since_ms, line.id, line.champ


def _oldest(line: QueueLine) -> tuple[object, ...]:
    return line.since_ms, line.id, line.champ


def _latest(line: QueueLine) -> tuple[object, ...]:
    return -line.since_ms, line.id, line.champ


_KEYS: Mapping[str, Callable[[QueueLine], tuple[object, ...]]] = {GRAVITY: _gravest, AGE: _oldest, LATEST: _latest}


def next_place(before: Sequence[Key], after: Sequence[Key], treated: Key) -> int:
    """Return the place, in a queue read again, of a field that was open: itself, else what followed, else what came
    before it.
    """
    places = {key: place for place, key in enumerate(after)}
    at = before.index(treated) if treated in before else 0
    return next((places[key] for key in [*before[at:], *reversed(before[:at])] if key in places), 0)

"""Use cases on the journal of access: one sees one's own lines, auditors those of every post."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.exchange.audit import expire, is_reader, open_own, seal_register
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.crypto import CryptoError
from mvl_desktop.ports.journal import NOWHERE, KeptSegment, SealedLine
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.journal import (
    Flaw,
    Link,
    Place,
    check_lines,
    check_links,
    line_id,
    read_segment,
    readers,
    start,
)
from mvl_desktop.protocol.objects import JournalEntry
from mvl_desktop.services.audit_words import ANOMALIES, GRAVE
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import shown

LINES_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Access:
    """One line of a register, with whose it is."""

    espace: str
    poste: str
    n: int
    at_ms: int
    code: str
    rec: str
    counters: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What is wrong with a register, or to be looked at: `code` is stable; lines `first` to `last`."""

    espace: str
    poste: str
    code: str
    first: int
    last: int
    day: int
    grave: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one post in one espace, and what its verification found. `here`: this very post."""

    espace: str
    espace_name: str
    device: str
    poste: str
    here: bool
    lines: int
    first_day: int
    last_day: int
    anomalies: tuple[Anomaly, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A register opened: its lines (None where one does not open) and its flaws."""

    lines: tuple[tuple[int, int, JournalEntry | None], ...]
    flaws: tuple[Flaw, ...]


def keep_registers(ports: Ports) -> None:
    """Erase what is past its time and sign the days that are over, in every register of this post."""
    ports.journal.settle()
    with ports.store.work() as uow:
        gone = sum(expire(uow, ports, espace) for espace in (NOWHERE, *(each.id for each in uow.espaces.all())))
        made = sum(seal_register(uow, ports, each.id, today=False) for each in uow.espaces.all())
        if gone or made:
            uow.commit()
    if gone:
        ports.journal.note("journal_purge", effaces=gone)


def my_accesses(ports: Ports, *, limit: int = LINES_SHOWN) -> list[Access]:
    """Return what this post noted of itself, latest first."""
    ports.journal.note("journal_consulte")
    ports.journal.settle()
    with ports.store.read() as uow:
        me = uow.identity.device().id
        found = [access for espace, device in uow.journal.heads() for access in _own(uow, ports, espace, device, me)]
    return sorted(found, key=lambda access: (access.at_ms, access.n), reverse=True)[:limit]


def registers(ports: Ports) -> list[Register]:
    """Return every register that this post may check: its own, and where it is an auditor, those of all the posts."""
    ports.journal.settle()
    with ports.store.read() as uow:
        found = [_register(uow, ports, *place) for place in _places(uow)]
    ports.journal.note("journal_consulte", registres=len(found))
    return found


def accesses_of(ports: Ports, espace: str, device: str, *, limit: int = LINES_SHOWN) -> list[Access]:
    """Return the lines of one register that this post may read, latest first."""
    ports.journal.settle()
    with ports.store.read() as uow:
        place = bytes.fromhex(espace), bytes.fromhex(device)
        poste = _name(uow, *place)
        found = [_access(*place, poste, entry) for _, _, entry in _opened(uow, ports, *place).lines if entry]
    ports.journal.note("journal_consulte", lignes=min(len(found), limit))
    return found[::-1][:limit]


def all_accesses(ports: Ports) -> tuple[list[Register], list[Access]]:
    """Return every register that this post may check, and their lines, for an export; noted as one."""
    ports.journal.settle()
    with ports.store.read() as uow:
        places = list(_places(uow))
        checked = [_register(uow, ports, *place) for place in places]
        lines = [
            _access(espace, device, _name(uow, espace, device), entry)
            for espace, device in places
            for _, _, entry in _opened(uow, ports, espace, device).lines
            if entry
        ]
    ports.journal.note("journal_exporte", lignes=len(lines))
    return checked, lines


def standing_alarms(ports: Ports) -> frozenset[int]:
    """Return which alarms stand, to tell new ones from them later."""
    with ports.store.read() as uow:
        return frozenset(alarm.id for alarm in uow.exchange.alarms())


def note_alarms(ports: Ports, before: frozenset[int]) -> None:
    """Note the alarms that were raised since: their codes, and how many."""
    with ports.store.read() as uow:
        raised = Counter(alarm.code for alarm in uow.exchange.alarms() if alarm.id not in before)
    if raised:
        ports.journal.note("alarme", None, **raised)


def titles(ports: Ports, recs: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return (kind, title) of the records that this post may read, to name what its lines are about; no value more."""
    with ports.store.read() as uow:
        views = [uow.records.get(bytes.fromhex(rec)) for rec in recs]
        return {view.rec.hex(): (view.kind, required(view.kind).titre(shown(view.state))) for view in views if view}


def is_auditor(ports: Ports) -> bool:
    """Whether this post reads the registers of others, somewhere."""
    with ports.store.read() as uow:
        return any(is_reader(uow, espace.id) for espace in uow.espaces.all())


def has_auditor(ports: Ports) -> bool:
    """Whether somebody reads the register of every espace of this post; until then its lines stay here."""
    with ports.store.read() as uow:
        known = [espace for espace in uow.espaces.all() if espace.compartment_of is None]
        return bool(known) and all(_has_readers(uow, espace) for espace in known)


def _has_readers(uow: UnitOfWork, espace: Espace) -> bool:
    return bool(readers(uow.espaces.registry(espace.id)))


def _places(uow: UnitOfWork) -> Iterator[tuple[bytes, bytes]]:
    """Give the registers that this post may check: those written here, then those it reads."""
    own = uow.journal.heads()
    yield from own
    for espace in uow.espaces.all():
        if is_reader(uow, espace.id):
            registry = uow.espaces.registry(espace.id)
            devices = dict.fromkeys((*registry.active(), *uow.journal.devices(espace.id)))
            yield from ((espace.id, device) for device in devices if (espace.id, device) not in own)


def _register(uow: UnitOfWork, ports: Ports, espace: bytes, device: bytes) -> Register:
    opened = _opened(uow, ports, espace, device)
    known = uow.espaces.get(espace)
    poste = _name(uow, espace, device)
    days = [day for _, day, _ in opened.lines]
    return Register(
        espace=espace.hex(),
        espace_name=known.name if known else "",
        device=device.hex(),
        poste=poste,
        here=device == uow.identity.device().id,
        lines=sum(entry is not None for _, _, entry in opened.lines),
        first_day=min(days, default=0),
        last_day=max(days, default=0),
        anomalies=tuple(
            Anomaly(espace.hex(), poste, ANOMALIES[flaw.code][0], flaw.first, flaw.last, flaw.day, flaw.code in GRAVE)
            for flaw in _grouped(opened.flaws)
        ),
    )


def _opened(uow: UnitOfWork, ports: Ports, espace: bytes, device: bytes) -> _Opened:
    """Open and check a register: one's own against the store and what was signed, another's from its segments."""
    segments = uow.journal.segments(espace, device)
    if (espace, device) in uow.journal.heads():
        return _opened_own(uow, ports, espace, device, segments)
    if not segments:
        return _Opened((), (Flaw("silent", 0, 0, 0),))
    lines = tuple(line for segment in segments for line in _lines_of(uow, ports, segment))
    gone = next((index for index, each in enumerate(segments) if each.payload is not None), len(segments))
    first = segments[gone] if gone < len(segments) else None
    before = Place(0, start(espace, device)) if first is None or first.first == 1 else Place(first.first - 1, None)
    flaws = [*check_links(start(espace, device), [_link(each) for each in segments])]
    missing = {(flaw.first, flaw.last) for flaw in flaws}
    flaws += [flaw for flaw in check_lines(before, lines)[1] if (flaw.first, flaw.last) not in missing]
    return _Opened(lines, tuple(flaws))


def _opened_own(
    uow: UnitOfWork, ports: Ports, espace: bytes, device: bytes, segments: Sequence[KeptSegment]
) -> _Opened:
    head = uow.journal.head(espace, device)
    kept = uow.journal.lines(espace, device)
    lines = tuple((line.n, line.day, open_own(uow, ports, line)) for line in kept)
    if head is None:
        return _Opened(lines, ())
    before = head.erased if head.erased.n else Place(0, start(espace, device))
    end, flaws = check_lines(before, lines)
    if end.n < head.last.n:
        flaws.append(Flaw("truncated", end.n + 1, head.last.n, kept[-1].day if kept else 0))
    elif (end.n, end.line) != (head.last.n, head.last.line):
        flaws.append(Flaw("broken", end.n, end.n, kept[-1].day if kept else 0))
    flaws += check_links(start(espace, device), [_link(each) for each in segments])
    flaws += _unlike_signed(ports, uow, {n: entry for n, _, entry in lines}, segments)
    return _Opened(lines, tuple(flaws))


def _unlike_signed(
    ports: Ports, uow: UnitOfWork, lines: dict[int, JournalEntry | None], segments: Sequence[KeptSegment]
) -> list[Flaw]:
    """Compare lines with what was signed of them, where the key of the day still opens it."""
    flaws = []
    for segment in segments:
        signed = _own_segment(ports, uow, segment)
        if signed is None:
            continue
        changed = [entry.n for entry in signed if _line_id(lines.get(entry.n)) != line_id(entry)]
        if changed:
            flaws.append(Flaw("unlike", min(changed), max(changed), segment.day))
    return flaws


def _own_segment(ports: Ports, uow: UnitOfWork, segment: KeptSegment) -> list[JournalEntry] | None:
    key = uow.journal.day_key(segment.espace, segment.day)
    if segment.payload is None or key is None:
        return None
    try:
        return ports.crypto.open_segment_with(read_segment(segment.payload).segment, key)
    except (CryptoError, ProtocolError):
        return []


def _line_id(entry: JournalEntry | None) -> bytes:
    """Return the name of a line, empty for none."""
    return b"" if entry is None else line_id(entry)


def _lines_of(uow: UnitOfWork, ports: Ports, segment: KeptSegment) -> Iterator[tuple[int, int, JournalEntry | None]]:
    """Give the lines of somebody's segment; None for each that this post cannot open."""
    if segment.payload is None:
        return
    device = uow.identity.device()
    try:
        entries = ports.crypto.open_segment(read_segment(segment.payload).segment, device.id, device.kem)
    except (CryptoError, ProtocolError):
        yield from ((n, segment.day, None) for n in range(segment.first, segment.last + 1))
        return
    yield from ((entry.n, segment.day, entry if entry.device == segment.device else None) for entry in entries)


def _grouped(flaws: Sequence[Flaw]) -> list[Flaw]:
    """Join flaws of one kind on lines that follow each other."""
    found: list[Flaw] = []
    for flaw in flaws:
        if found and found[-1].code == flaw.code and found[-1].last + 1 == flaw.first:
            found[-1] = Flaw(flaw.code, found[-1].first, flaw.last, found[-1].day)
        else:
            found.append(flaw)
    return found


def _own(uow: UnitOfWork, ports: Ports, espace: bytes, device: bytes, me: bytes) -> Iterator[Access]:
    poste = _name(uow, espace, device if device != me else me)
    for line in _latest(uow, espace, device):
        entry = open_own(uow, ports, line)
        if entry is not None:
            yield _access(espace, device, poste, entry)


def _latest(uow: UnitOfWork, espace: bytes, device: bytes) -> list[SealedLine]:
    head = uow.journal.head(espace, device)
    return uow.journal.lines(espace, device, max(0, head.last.n - LINES_SHOWN) if head else 0)


def _link(segment: KeptSegment) -> Link:
    return Link(segment.id, segment.day, segment.first, segment.last, segment.prev)


def _access(espace: bytes, device: bytes, poste: str, entry: JournalEntry) -> Access:
    rec = entry.rec.hex() if entry.rec else ""
    return Access(espace.hex(), poste, entry.n, entry.t, entry.code, rec, dict(entry.counters))


def _name(uow: UnitOfWork, espace: bytes, device: bytes) -> str:
    known = uow.espaces.get(espace)
    return names_of(uow, espace).of(device) if known and device in uow.espaces.registry(espace).devices else ""

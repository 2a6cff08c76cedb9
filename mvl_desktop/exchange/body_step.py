"""Fourth step of an arrival: bodies. Each is opened alone; one that does not open never costs its commit."""

from collections.abc import Iterable, Mapping

from mvl_desktop.exchange.draft_plan import DraftPlan
from mvl_desktop.exchange.plan import Filled
from mvl_desktop.history.clock import Hlc, is_ahead
from mvl_desktop.ports.crypto import BodyContext, CryptoError
from mvl_desktop.ports.store import KeptCommit, OpenedBody, StoredCommit
from mvl_desktop.protocol.check import Opened
from mvl_desktop.protocol.encoding import ProtocolError
from mvl_desktop.protocol.objects import Entry, Header, read_revision
from mvl_desktop.protocol.registry import quarantined

ERASED = OpenedBody("erased")
ABSENT = OpenedBody("absent")

Keys = Mapping[bytes, bytes]


def take_bodies(draft: DraftPlan, placed: Iterable[tuple[Opened, StoredCommit, bool]]) -> None:
    """Open the bodies of the commits to keep."""
    placed = list(placed)
    keys = _keys(draft, {entry.kc for opened, _, _ in placed for entry in opened.header.entries})
    for opened, stored, apart in placed:
        header = opened.header
        bodies = tuple(
            _open(draft, header, index, entry, stored.bodies.get(entry.bhash), keys)
            for index, entry in enumerate(header.entries)
        )
        draft.keep.append(KeptCommit(opened.id, stored.commit, header, bodies, apart))


def take_late(draft: DraftPlan) -> None:
    """Give bodies to headers kept before: those that arrive now, and those whose key has just come."""
    late = dict(draft.incoming.late)
    for stored in draft.known.values():
        late.update(stored.bodies)
    places = draft.uow.log.awaited(draft.espace, late) if late else []
    keys = _keys(draft, {header.entries[index].kc for _, header, index in places})
    for id_, header, index in places:
        sealed = late[header.entries[index].bhash]
        if len(sealed) == header.entries[index].blen:
            _fill(draft, id_, header, index, sealed, keys)
    if draft.record_keys:
        fresh = {kc: key for kc, (_, _, _, key) in draft.record_keys.items()}
        for id_, header, index, sealed in draft.uow.log.waiting_for_key(draft.espace):
            if header.entries[index].kc in fresh:
                _fill(draft, id_, header, index, sealed, fresh)


def _fill(draft: DraftPlan, id_: bytes, header: Header, index: int, sealed: bytes, keys: Keys) -> None:
    entry = header.entries[index]
    body = _open(draft, header, index, entry, sealed, keys)
    if body is not ERASED:
        apart = quarantined(draft.after, header.device, header.seq, header.regn, id_)
        draft.fill.append(Filled(id_, header.device, entry.rec, entry.bhash, body, apart))


def _keys(draft: DraftPlan, wanted: set[bytes]) -> dict[bytes, bytes]:
    """Return the record keys at hand for these commitments."""
    if not wanted:
        return {}
    fresh = {kc: draft.record_keys[kc][3] for kc in wanted if kc in draft.record_keys}
    held = draft.uow.keys.record_keys(draft.espace, wanted - fresh.keys()) if len(fresh) < len(wanted) else {}
    return {**held, **fresh}


def _open(draft: DraftPlan, header: Header, index: int, entry: Entry, sealed: bytes | None, keys: Keys) -> OpenedBody:
    """Steps 6 to 8 of the verification, for one body."""
    if draft.is_erased(entry.rec, entry.bhash):
        return ERASED
    if sealed is None:
        return ABSENT
    key = keys.get(entry.kc)
    if key is None:
        return OpenedBody("no_key", sealed)
    context = BodyContext(header.espace, entry.rec, header.device, header.seq, index, entry.kc)
    try:
        revision = read_revision(draft.ports.crypto.open_body(key, context, sealed))
    except (CryptoError, ProtocolError):
        return _unreadable(draft, header.device, sealed)
    own = [n for device, n in revision.parents if device == header.device]
    attached = {ref.id for ref in revision.blobs}
    if revision.n != entry.n or any(n >= entry.n for n in own) or not attached <= set(entry.blobs):
        return _unreadable(draft, header.device, sealed)
    if revision.hlc > draft.clock:
        _note_time(draft, header.device, revision.hlc)
    return OpenedBody("present", sealed, revision)


def _unreadable(draft: DraftPlan, device: bytes, sealed: bytes) -> OpenedBody:
    draft.refuse("corps", "illisible", device)
    draft.warn("corps_illisible", device)
    return OpenedBody("unreadable", sealed)


def _note_time(draft: DraftPlan, device: bytes, hlc: Hlc) -> None:
    """Hear a technical time: a sane one moves the clock, one far ahead is said."""
    if is_ahead(hlc, draft.ports.clock.ms()):
        draft.warn("horodatage_en_avance", device)
    else:
        draft.clock = hlc
